//! The page the project began with: a saved report of a zone, read and counted.

use std::path::PathBuf;

use crate::program::run;
use crate::shared;

fn seed() -> Option<PathBuf> {
    let folder = shared::folder()?.join("seed");
    let mut files = std::fs::read_dir(folder).expect("the seed folder is there");
    Some(files.next().expect("there is a seed").expect("it can be read").path())
}

#[test]
fn the_seed_is_read_as_its_readers_read_it() {
    let Some(seed) = seed() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let read = run(folder.path(), &["read", &seed.to_string_lossy(), "--json"]).json();
    assert_eq!(read["title"], "仙海区2021年度法治政府建设工作报告");
    assert_eq!(read["report_year"]["start"], 2021);
    assert_eq!(read["report_year"]["end"], 2021);
    assert_eq!(read["published"], "2023-02-01");
    assert_eq!(read["source"], "绵阳市仙海水利风景区");
    assert_eq!(read["place"]["path"], serde_json::json!(["四川省", "绵阳市", "仙海区"]));
    assert_eq!(read["place"]["zone"], "仙海区");
    assert_eq!(read["kind"], "rule-of-law-report");
    let kinds: Vec<&str> = read["sections"]
        .as_array()
        .expect("there are sections")
        .iter()
        .filter(|section| !section["number"].as_str().unwrap_or_default().contains('.'))
        .map(|section| section["kind"].as_str().expect("a section has a kind"))
        .collect();
    assert_eq!(kinds, ["measures", "problems", "next_plan"]);
}

#[test]
fn the_seed_counts_what_is_in_it() {
    let Some(seed) = seed() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let imported = run(folder.path(), &["import", &seed.to_string_lossy()]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    for (query, documents, occurrences) in [
        ("\"生态环境\"", 1, 3),
        ("生态环境", 1, 3),
        ("\"顾问\"", 1, 14),
        ("“法律顧問”", 1, 14),
        ("\"火星\"", 0, 0),
    ] {
        let answer = run(folder.path(), &["search", query, "--json"]).json();
        assert_eq!(answer["total"]["documents"], documents, "{query}");
        assert_eq!(answer["total"]["occurrences"], occurrences, "{query}");
    }
    let answer =
        run(folder.path(), &["search", "\"生态环境\"", "--region", "绵阳", "--year", "2021", "--json"])
            .json();
    assert_eq!(answer["hits"][0]["region"], "四川省/绵阳市/仙海区");
    let elsewhere = run(folder.path(), &["search", "\"生态环境\"", "--region", "浙江", "--json"]).json();
    assert_eq!(elsewhere["total"]["documents"], 0);
}
