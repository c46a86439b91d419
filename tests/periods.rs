//! Reports on parts of a year beside the one on the whole year: what the program says of each, wherever it shows them.

use serde_json::Value;
use serde_json::json;

use crate::program::asked;
use crate::program::run;

/// One district's reports on one year, written for this test; each has almost the same text.
fn collection() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text: String = (0..200).map(|at| format!("第{at}项任务已完成{}个，推进有力。", at * 7)).collect();
    let report = |id: &str, part: &str, year: Value| {
        json!({"id": id, "title": format!("绵阳市{part}政府工作报告"), "text": text, "region": "四川省/绵阳市",
            "kind": "政府工作报告", "year": year})
        .to_string()
    };
    let lines = [
        report("year", "2023年", json!(2023)),
        report("nine", "2023年前三季度", json!(2023)),
        report("eleven", "2023年1—11月", json!(null)),
        report("half", "2023年上半年", json!(null)),
        report("before", "2022年", json!(2022)),
    ];
    std::fs::write(folder.path().join("in.jsonl"), lines.join("\n")).expect("a file can be written");
    let imported = run(folder.path(), &["import", "in.jsonl"]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    folder
}

/// Returns what is said of each document in a list, by its id.
fn said(rows: &[Value], what: impl Fn(&Value) -> Value) -> Vec<(String, Value)> {
    let mut said: Vec<(String, Value)> =
        rows.iter().map(|row| (row["id"].as_str().unwrap_or_default().to_owned(), what(row))).collect();
    said.sort_by(|one, other| one.0.cmp(&other.0));
    said
}

#[test]
fn a_search_by_year_finds_each_part_under_its_own_name() {
    let folder = collection();
    let found = asked(folder.path(), &["search", "推进 年份:2023"]);
    let hits = found["hits"].as_array().expect("hits");
    let periods = said(hits, |hit| hit["report_year"]["period"].clone());
    let expected = [("eleven", "M1-11"), ("half", "H1"), ("nine", "Q1-Q3"), ("year", "year")];
    assert_eq!(periods, expected.map(|(id, period)| (id.to_owned(), json!(period))));
    let collapsed = asked(folder.path(), &["search", "推进 年份:2023", "--collapse"]);
    assert_eq!(collapsed["hits"].as_array().expect("hits").len(), 4, "no part is a version of another");
}

#[test]
fn an_export_names_the_part_of_the_year() {
    let folder = collection();
    let data = folder.path();
    let exported = run(data, &["export", "推进", "--format", "jsonl", "--output", "out.jsonl"]);
    assert_eq!(exported.code, 0, "{}", exported.err);
    let written = std::fs::read_to_string(data.join("out.jsonl")).expect("it was written");
    let rows: Vec<Value> = written.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let rows: Vec<Value> = rows.into_iter().filter(|row| row["id"].is_string()).collect();
    let years = said(&rows, |row| row["report_year"].clone());
    let expected = [
        ("before", "2022"),
        ("eleven", "2023 M1-11"),
        ("half", "2023 H1"),
        ("nine", "2023 Q1-Q3"),
        ("year", "2023"),
    ];
    assert_eq!(years, expected.map(|(id, year)| (id.to_owned(), json!(year))));
}

#[test]
fn the_year_of_a_district_is_its_report_on_the_whole_year() {
    let folder = collection();
    let coverage = asked(folder.path(), &["coverage", "--kind", "政府工作报告"]);
    let cells = coverage["rows"][0]["cells"].as_array().expect("cells");
    let ids: Vec<&Value> = cells.iter().map(|cell| &cell["id"]).collect();
    assert_eq!(ids, ["before", "year"], "{coverage}");
    let timeline = asked(folder.path(), &["timeline", "绵阳市", "--kind", "政府工作报告"]);
    let years = timeline["years"].as_array().expect("years").len();
    assert_eq!(years, 2, "{timeline}");
}
