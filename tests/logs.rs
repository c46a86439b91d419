//! What a crawl says where nobody looks on: one JSON object a line, and nothing where programs read answers.

use serde_json::Value;
use serde_json::json;

use crate::program::run;
use crate::site::Site;

#[test]
fn what_a_crawl_says_away_from_a_terminal_is_one_json_object_a_line() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html"], None);
    site.report("/a.html", 2019);
    std::fs::write(data.join("gongbao.toml"), site.recipe("site")).expect("a recipe can be written");
    for (arguments, new, unchanged) in [(&["ingest", "--once"][..], 1, 0), (&["crawl"], 0, 1)] {
        let said = run(data, arguments);
        assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
        let lines: Vec<Value> =
            said.err.lines().map(|line| serde_json::from_str(line).expect("a line is an object")).collect();
        let of = |start: &str| {
            let fields = lines.iter().map(|line| &line["fields"]);
            let starts =
                |fields: &&Value| fields["message"].as_str().is_some_and(|told| told.starts_with(start));
            fields.filter(starts).collect::<Vec<_>>()
        };
        let [summary] = of("site: ")[..] else { panic!("one line sums a source up: {}", said.err) };
        assert_eq!((&summary["new"], &summary["unchanged"]), (&json!(new), &json!(unchanged)));
        let [index] = of("index: ")[..] else { panic!("one line tells of the index: {}", said.err) };
        assert_eq!(index["added"], json!(new));
    }
    let idle = run(data, &["ingest", "--once"]);
    let said: Value = serde_json::from_str(&idle.err).expect("one object");
    let message = said["fields"]["message"].as_str().unwrap_or_default();
    assert!(idle.code == 0 && message.starts_with("nothing is due; site is next, at 20"), "{}", idle.err);
    site.answer("/list.html", 404, "");
    let failed = run(data, &["crawl"]);
    assert_eq!(failed.code, 3);
    let is_json = |line: &str| serde_json::from_str::<Value>(line).is_ok();
    assert!(failed.err.lines().all(is_json) && failed.err.contains("FAILED"), "{}", failed.err);
}
