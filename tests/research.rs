//! The commands of a researcher: key words, collocates, suggestions, explanations, forms, and lines for a spreadsheet.

use serde_json::Value;
use serde_json::json;

use crate::program::asked;
use crate::program::run;

/// Three reports that were written for this test.
const REPORTS: &str = r#"{"id": "a", "title": "甲县2021年政府工作报告", "text": "推进放管服改革，建设法治政府。\n=法治政府建设见成效。", "year": 2021, "region": "四川省"}
{"id": "b", "title": "乙县2021年政府工作报告", "text": "推进简政放权、放管结合、优化服务改革，建设法治政府。", "year": 2021, "region": "浙江省"}
{"id": "c", "title": "丙县2022年政府工作报告", "text": "发展数字经济，改善生态环境，\"生态环境\"持续改善。", "year": 2022, "region": "浙江省"}
"#;

fn collection() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("in.jsonl"), REPORTS).expect("a file can be written");
    let imported = run(folder.path(), &["import", "in.jsonl"]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    folder
}

#[test]
fn slices_phrases_and_beginnings_are_answered_as_json_and_as_tables() {
    let folder = collection();
    let data = folder.path();
    let keyness = asked(data, &["keyness", "年份:2022", "--min", "1"]);
    assert_eq!((&keyness["target"]["documents"], &keyness["reference"]["documents"]), (&json!(1), &json!(2)));
    let words: Vec<&str> =
        keyness["words"].as_array().expect("words").iter().filter_map(|word| word["word"].as_str()).collect();
    assert!(words.contains(&"生态环境") && !words.contains(&"法治"), "{words:?}");
    let collocates = asked(data, &["collocates", "法治", "--window", "1", "--side", "right", "--min", "1"]);
    assert_eq!(collocates["node"]["occurrences"], json!(3));
    assert_eq!(collocates["collocates"][0]["word"], "政府");
    assert_eq!(asked(data, &["suggest", "fazhizhengfu"])["suggestions"][0]["text"], "法治政府");
    assert_eq!(asked(data, &["explain", "法治政府 -试点"])["reading"], "(法治政府 AND NOT 试点)");
    for arguments in
        [&["keyness", "年份:2022"][..], &["collocates", "法治"], &["suggest", "fz"], &["explain", "a b"]]
    {
        let printed = run(data, arguments);
        assert!(printed.code == 0 && !printed.out.trim().is_empty(), "{arguments:?}: {}", printed.err);
    }
}

#[test]
fn forms_are_taken_in_on_request_and_counted_one_by_one() {
    let folder = collection();
    assert_eq!(asked(folder.path(), &["search", "放管服"])["total"]["documents"], 1);
    let both = asked(folder.path(), &["search", "放管服", "--expand"]);
    assert_eq!(both["total"], json!({"documents": 2, "occurrences": 2}));
    assert_eq!(both["expansions"][0]["forms"][1]["total"], json!({"documents": 1, "occurrences": 1}));
    let printed = run(folder.path(), &["search", "放管服", "--expand"]);
    assert!(printed.out.contains("简政放权、放管结合、优化服务: 1 篇, 1 处"), "{}", printed.out);
    let meant = asked(folder.path(), &["search", "\"法制政府\""]);
    assert_eq!(meant["did_you_mean"], json!({"query": "\"法治政府\"", "documents": 2}));
}

#[test]
fn lines_are_written_for_a_spreadsheet() {
    let folder = collection();
    let printed = run(folder.path(), &["concordance", "\"法治政府\"", "--format", "csv", "--context", "5"]);
    let lines: Vec<&str> = printed.out.lines().collect();
    assert_eq!(lines[0], "\u{FEFF}id,title,section,section_heading,section_kind,left,match,right,offset");
    assert_eq!(lines.len(), 4, "{}", printed.out);
    assert!(lines[1].starts_with("a,") && lines[1].contains(",法治政府,"), "{}", lines[1]);
    let quoted = run(folder.path(), &["concordance", "\"生态环境\"", "--format", "csv", "--sort", "right"]);
    assert!(quoted.out.contains("\"\""), "quotes are doubled: {}", quoted.out);
    let lines = run(folder.path(), &["concordance", "\"法治政府\"", "--format", "jsonl"]);
    assert_eq!(lines.out.lines().count(), 3);
    assert_eq!(run(folder.path(), &["concordance", "a", "--format", "csv", "--json"]).code, 2);
}

#[test]
fn an_export_takes_its_options_behind_the_query_as_before_it() {
    let folder = collection();
    let file = folder.path().join("a.jsonl");
    let file = file.to_str().expect("a path of letters");
    for words in [
        ["export", "\"法治政府\"", "--format", "jsonl", "-o", file],
        ["export", "--format", "jsonl", "-o", file, "\"法治政府\""],
    ] {
        let _ = std::fs::remove_file(file);
        assert_eq!(run(folder.path(), &words).code, 0);
        let rows = std::fs::read_to_string(file).expect("the file is written");
        assert_eq!(rows.lines().count(), 3, "what it is, and two documents: {rows}");
    }
    let counted = run(
        folder.path(),
        &["export", "--of", "trend", "法治政府", "生态环境", "--by", "year", "--format", "csv"],
    );
    assert!(counted.code == 0 && !counted.out.contains("--by"), "{}", counted.out);
    // Key words and collocates take what their own commands take.
    let rows = |arguments: &[&str]| {
        let printed = run(folder.path(), &[&["export", "--format", "jsonl"], arguments].concat());
        assert_eq!(printed.code, 0, "{}", printed.err);
        printed.out.lines().skip(1).filter_map(|row| serde_json::from_str(row).ok()).collect::<Vec<Value>>()
    };
    let behind = ["--of", "collocates", "法治", "--window", "2", "--unit", "characters", "--side", "right"];
    assert_eq!(rows(&[&behind[..], &["--min", "1"]].concat())[0]["word"], "政府");
    assert_eq!(
        rows(&["--of", "keyness", "年份:2022", "--min", "1", "--min-documents", "3"]),
        [] as [Value; 0]
    );
    assert_eq!(run(folder.path(), &["export", "法治", "--format", "parquet"]).code, 2);
}

#[test]
fn pages_go_on_and_versions_are_put_together() {
    let folder = collection();
    let first = asked(folder.path(), &["search", "*", "--limit", "2", "--sort", "year"]);
    let next = first["next"].as_str().expect("there is more");
    let second = asked(folder.path(), &["search", "*", "--limit", "2", "--sort", "year", "--cursor", next]);
    assert_eq!((second["hits"].as_array().map(Vec::len), second.get("next")), (Some(1), None));
    let collapsed = asked(folder.path(), &["search", "*", "--collapse"]);
    assert_eq!((&collapsed["total"]["documents"], &collapsed["collapsed"]["groups"]), (&json!(3), &json!(3)));
    assert_eq!(run(folder.path(), &["search", "*", "--cursor", "nonsense"]).code, 2);
}

#[test]
fn an_error_stands_under_its_character() {
    let folder = collection();
    let wrong = run(folder.path(), &["search", "法治 \"政府"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("\n    法治 \"政府\n    \u{3000}\u{3000} ^"), "{}", wrong.err);
    for arguments in [&["keyness", "a)"][..], &["keyness", "a", "--reference", "a)"], &["explain", "a)"]] {
        let wrong = run(folder.path(), arguments);
        assert!(wrong.code == 2 && wrong.err.contains("    a)\n     ^"), "{arguments:?}: {}", wrong.err);
    }
    let deep = "(".repeat(1_000);
    assert_eq!(run(folder.path(), &["search", &deep]).code, 2);
    let long = "的".repeat(10_000);
    assert_eq!(run(folder.path(), &["search", &long]).code, 0);
    assert_eq!(run(folder.path(), &["search", &format!("{long}的")]).code, 2);
}
