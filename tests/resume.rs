//! Ctrl-C ends a crawl cleanly; the next one resumes.

use std::process::Stdio;

use corpus::store::Store;

use crate::program::gongbao;
use crate::program::run;
use crate::shared;
use crate::shared::Sites;

#[test]
fn a_stopped_crawl_goes_on_where_it_was() {
    let Some(shared) = shared::folder() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sites = Sites::start(&shared, &folder.path().join("requests.log"));
    let recipes = sites.recipes().replace("pace_seconds = 0.0", "pace_seconds = 0.05");
    std::fs::write(folder.path().join("gongbao.toml"), recipes).expect("recipes can be written");

    let mut command = gongbao(folder.path());
    command.args(["crawl", "--source", "hanweb"]).stderr(Stdio::null());
    let mut child = command.spawn().expect("the program starts");
    while sites.requests().len() < 20 {
        std::thread::yield_now();
    }
    let pid = child.id().to_string();
    std::process::Command::new("kill").args(["-INT", &pid]).status().expect("kill runs");
    assert_eq!(child.wait().expect("it ends").code(), Some(0), "Ctrl-C ends a crawl cleanly");

    let before = count(folder.path());
    assert!((1..75).contains(&before), "{before} documents were kept");
    let found = run(folder.path(), &["search", "\"的\"", "--json", "--limit", "0"]).json();
    assert_eq!(found["total"]["documents"], before, "what was kept can be searched");

    let resumed = run(folder.path(), &["crawl", "--source", "hanweb"]);
    assert_eq!(resumed.code, 0, "{}", resumed.err);
    assert_eq!(count(folder.path()), 75);
    let articles = sites.requests().iter().filter(|(_, path, _)| path.starts_with("/art/")).count();
    assert!(articles <= 76, "{articles} article requests: only the one at hand may be asked again");
}

fn count(data: &std::path::Path) -> u64 {
    let store = Store::open_existing(data).expect("the store opens").expect("there is a store");
    store.count().expect("documents can be counted")
}
