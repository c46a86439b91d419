//! A crawl that is killed and goes on: what it had met before is asked for no second time, and comes out as if nothing had been.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::Barrier;

use crate::program::gongbao;
use crate::program::run;
use crate::site::Act;
use crate::site::Site;
use crate::site::report;
use crate::state::rebuilt;
use crate::state::state;

/// So many articles of each sort the list names.
const OF_EACH: i16 = 8;

/// So many paths may have been asked for whose answers were not yet on disk when the crawl was killed: one fetch for each page under
/// way, and the way there.
const IN_FLIGHT: usize = 8 * 2;

/// A page whose text lies in two files.
fn page_with_files(title: &str, files: [&str; 2]) -> Act {
    let links = files.map(|file| format!("<a href=\"{file}\">附件</a>")).concat();
    let page = format!(
        "<html><title>{title}</title><body><h1>{title}</h1><div id=\"zoom\">{links}</div></body></html>"
    );
    Act::Tagged(page.into_bytes())
}

/// A site where much leads to what was met before: old addresses to new ones, by redirects and refreshes, also where nothing is or
/// nothing answers, and many pages to one file.
fn site() -> Site {
    let site = Site::start();
    for n in 0..OF_EACH {
        let name = |sort: &str| format!("/{sort}/{n}.html");
        site.act(&name("new"), Act::Tagged(report(1960 + n).into_bytes()));
        site.answer(&name("old"), 302, &name("new"));
        let refresh = format!("<meta http-equiv=\"refresh\" content=\"0;url=/new/{n}.html\">");
        site.act(&name("older"), Act::Tagged(refresh.into_bytes()));
        let (own, shared) = (format!("/files/{n}.txt"), format!("/files/shared-{}.txt", n % 2));
        let title = format!("某县{}年度法治政府建设工作报告（附件）", 1980 + n);
        site.act(&name("with-files"), page_with_files(&title, [&own, &shared]));
        site.answer(&own, 302, &format!("/stored/{n}.txt"));
        let text = format!("全年办理行政复议案件{n}件，均已按期办结。").repeat(9);
        site.act(&format!("/stored/{n}.txt"), Act::Tagged(text.into_bytes()));
        site.answer(&name("lost"), 302, &format!("/nothing/{}.html", n % 2));
        site.answer(&name("silent"), 302, &format!("/closed/{}.html", n % 2));
        site.act(&format!("/closed/{}.html", n % 2), Act::Reset);
    }
    for n in 0..2 {
        let text = format!("附件{n}：各单位落实行政执法责任制。").repeat(9);
        site.act(&format!("/files/shared-{n}.txt"), Act::Tagged(text.into_bytes()));
    }
    site
}

/// Lets the list name the articles on two pages, but for those of the last few numbers.
fn show_lists(site: &Site, but_for: i16) {
    let articles = |sorts: [&str; 3]| {
        let of_number = |n| sorts.map(|sort| format!("/{sort}/{n}.html"));
        (0..OF_EACH - but_for).flat_map(of_number).collect::<Vec<String>>()
    };
    let (first, second) = (articles(["new", "with-files", "lost"]), articles(["old", "older", "silent"]));
    for (path, articles, next) in
        [("/list.html", first, Some("/list_1.html")), ("/list_1.html", second, None)]
    {
        let articles: Vec<&str> = articles.iter().map(String::as_str).collect();
        site.list(path, &articles, next);
    }
}

fn write_recipe(site: &Site, data: &Path) {
    std::fs::write(data.join("gongbao.toml"), site.recipe("site")).expect("a recipe can be written");
}

/// Starts a crawl and kills it once it has asked for so many paths; returns its exit code when it ended before.
fn kill_after(site: &Site, data: &Path, requests: usize) -> Option<i32> {
    let before = site.asked().len();
    let mut child = gongbao(data).arg("crawl").stderr(Stdio::null()).spawn().expect("the program starts");
    while site.asked().len() < before + requests {
        if let Some(ended) = child.try_wait().expect("it can be asked") {
            return ended.code();
        }
        std::thread::yield_now();
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it ends").code()
}

/// Whether each process asks for a path, or it is tried several times, because it does not answer: that it did not is known once it
/// is in the store.
fn is_tried(path: &str) -> bool {
    ["/robots.txt", "/silent/", "/closed/"].iter().any(|tried| path.starts_with(tried))
}

/// How often each path was asked for that is asked for once. Nothing of the site leads to its front page: whoever asks for that looks
/// for another site, which had the port before.
fn counted(asked: &[String]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for path in asked.iter().filter(|path| !is_tried(path) && *path != "/") {
        *counts.entry(path.as_str()).or_default() += 1;
    }
    counts
}

/// What was asked for last, and may not have been kept.
fn flying(asked: &[String]) -> impl Iterator<Item = String> {
    asked.iter().rev().filter(|path| !is_tried(path)).take(IN_FLIGHT).cloned()
}

/// What a crawl that nobody disturbs asks for, and what it comes to.
struct Expected {
    asked: Vec<String>,
    code: i32,
    state: Vec<String>,
}

/// The addresses of a document stand in the order of the seconds in which they were first met; what was told keeps its order.
fn in_order(mut state: Vec<String>) -> Vec<String> {
    let told = state.iter().take_while(|line| line.ends_with(" None") || line.ends_with(')')).count();
    state[told..].sort();
    state
}

/// Crawls with a kill after so many paths and after one more each time, so that pages that are tried several times before it is
/// kept that they do not answer come to an end; and compares what comes of it.
#[track_caller]
fn check(site: &Site, data: &Path, every: usize, expected: &Expected) {
    site.forget();
    let (mut in_flight, mut requests) = (Vec::new(), every);
    let code = loop {
        match kill_after(site, data, requests) {
            Some(code) => break code,
            None => in_flight.extend(flying(&site.asked())),
        }
        requests += 1;
    };
    assert_eq!(code, expected.code, "killed after {every} paths and more");
    let (asked, once) = (site.asked(), counted(&expected.asked));
    for (path, count) in counted(&asked) {
        let allowed = once.get(path).copied().unwrap_or_default();
        let again = in_flight.iter().filter(|flying| *flying == path).count();
        assert!(
            count <= allowed + again,
            "{path} was asked for {count} times, killed after {every} paths and more"
        );
    }
    assert_eq!(in_order(state(data)), expected.state, "killed after {every} paths and more");
    assert_eq!(in_order(rebuilt(site, data)), expected.state, "killed after {every} paths and more");
}

#[test]
fn a_crawl_that_was_killed_asks_for_nothing_that_it_had_met() {
    let (site, undisturbed) = (site(), tempfile::tempdir().expect("a temporary folder"));
    write_recipe(&site, undisturbed.path());
    // In the second crawl some pages are asked for though no list names them any more.
    let rounds = [0, 3];
    let expected = rounds.map(|but_for| {
        show_lists(&site, but_for);
        site.forget();
        let code = run(undisturbed.path(), &["crawl"]).code;
        Expected { asked: site.asked(), code, state: in_order(state(undisturbed.path())) }
    });
    for every in [17, 29, 47] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write_recipe(&site, folder.path());
        for (but_for, expected) in rounds.iter().zip(&expected) {
            show_lists(&site, *but_for);
            check(&site, folder.path(), every, expected);
        }
    }
}

#[test]
fn an_answer_that_is_on_its_way_when_a_crawl_is_stopped_is_not_asked_for_again() {
    let (folder, site) = (tempfile::tempdir().expect("a temporary folder"), Site::start());
    let (data, barrier) = (folder.path(), Arc::new(Barrier::new(2)));
    site.list("/list.html", &["/a.html", "/b.html"], None);
    let page = |year| Act::Tagged(report(year).into_bytes());
    site.act("/a.html", Act::Held(barrier.clone(), Box::new(page(2019))));
    site.act("/b.html", page(2020));
    write_recipe(&site, data);
    let mut child = gongbao(data).arg("crawl").stderr(Stdio::null()).spawn().expect("the program starts");
    while !site.asked().iter().any(|path| path == "/a.html") {
        std::thread::yield_now();
    }
    let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    assert!(told.expect("a signal can be sent").success());
    barrier.wait();
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    assert_eq!(run(data, &["crawl"]).code, 0);
    assert_eq!(counted(&site.asked()), BTreeMap::from([("/a.html", 1), ("/b.html", 1), ("/list.html", 1)]));
}
