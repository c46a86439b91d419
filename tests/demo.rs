//! `gongbao demo` as a newcomer meets it: one command, an address, three searches.

use std::process::Stdio;

use crate::program::Running;
use crate::program::address_in;
use crate::program::escaped;
use crate::program::get;
use crate::program::gongbao;

#[test]
fn the_demonstration_serves_what_it_crawled() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = gongbao(folder.path());
    command.args(["demo", "--addr", "127.0.0.1:0"]).stderr(Stdio::null());
    let mut demo = Running::start(&mut command);
    let address = address_in(&demo.line_with("Gongbao is at"));

    let searches: Vec<String> = (0..3).map(|_| demo.line_with("search?q=")).collect();
    for search in &searches {
        let path = &search[search.find("/search").expect("the line names a path")..];
        let page = get(&address, path.trim());
        assert_eq!(page.status, 200);
        assert!(page.body.contains("<mark>"), "{path} marks what it found");
    }
    let home = get(&address, "/");
    assert!(home.head.to_lowercase().contains("content-security-policy:"), "{}", home.head);
    for attribute in ["src=\"", "rel=\"stylesheet\" href=\"", "rel=\"icon\" type=\"image/svg+xml\" href=\""] {
        for (at, _) in home.body.match_indices(attribute) {
            let address: String = home.body[at + attribute.len()..].chars().take(40).collect();
            assert!(
                address.starts_with('/') && !address.starts_with("//"),
                "loaded from elsewhere: {address}"
            );
        }
    }
    assert!(home.body.contains("rel=\"stylesheet\" href=\"/"), "the page has a stylesheet of its own");
    assert_eq!(get(&address, "/healthz").status, 200);
    let answer = get(&address, &format!("/api/v1/search?q={}&limit=100", escaped("\"行政复议\""))).json();
    let hits = answer["hits"].as_array().expect("there are hits");
    assert!(hits.len() >= 30, "{} documents speak of it", hits.len());
    let provinces: std::collections::BTreeSet<&str> =
        hits.iter().filter_map(|hit| hit["region"].as_str()?.split('/').next()).collect();
    assert_eq!(provinces.len(), 2, "{provinces:?}");
    let id = hits[0]["id"].as_str().expect("a hit has an id");
    let document = get(&address, &format!("/api/v1/documents/{id}")).json();
    assert!(document["text"].as_str().is_some_and(|text| text.contains("行政复议")));
    assert_eq!(get(&address, &format!("/documents/{id}")).status, 200);

    demo.signal("INT");
    assert_eq!(demo.wait(), Some(0), "Ctrl-C ends it well");
    assert_eq!(
        std::fs::read_dir(folder.path()).expect("the folder is there").count(),
        0,
        "it leaves nothing behind"
    );
}
