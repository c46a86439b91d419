//! `kill -9` at any moment, a full disk, two crawls at once: nothing lost, torn, doubled or falsely gone.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use corpus::store::ChangeEvent;
use corpus::store::Store;
use crawler::archive::Records;

use crate::program::Printed;
use crate::program::gongbao;
use crate::program::run;
use crate::site::Act;
use crate::site::Site;

/// How many articles the site has; ten stand on a page of its list.
const ARTICLES: usize = 60;

/// A site with a list of six pages.
fn site() -> Site {
    let site = Site::start();
    let paths: Vec<String> = (0..ARTICLES).map(|n| format!("/art/{n}.html")).collect();
    for (page, paths) in paths.chunks(10).enumerate() {
        let name = |page: usize| if page == 0 { "/list.html".into() } else { format!("/list_{page}.html") };
        let next = ((page + 1) * 10 < ARTICLES).then(|| name(page + 1));
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        site.list(&name(page), &paths, next.as_deref());
    }
    for (n, path) in paths.iter().enumerate() {
        site.report(path, 1950 + n as i16);
    }
    site
}

/// What a store holds, but for times and where in the archive it lies.
fn contents(data: &Path) -> BTreeMap<String, (String, String, u32, Vec<String>)> {
    let store = Store::open_existing(data).expect("the store opens").expect("there is a store");
    let ids = store.present_after(None, 10_000).expect("ids can be listed");
    ids.iter()
        .map(|id| {
            let stored = store.document(id).expect("a document can be read").expect("it is there");
            let addresses = store.addresses(id).expect("addresses can be read");
            let urls = addresses.into_iter().map(|address| address.url).collect();
            let document = stored.document;
            (id.as_str().to_owned(), (document.title, document.text, stored.version, urls))
        })
        .collect()
}

fn events(data: &Path) -> Vec<ChangeEvent> {
    let store = Store::open_existing(data).expect("the store opens").expect("there is a store");
    store.changes_after(0, 10_000).expect("the feed can be read").iter().map(|change| change.event).collect()
}

/// Every record of every WARC file can be read, and among them is whatever a document or any visit to it points to.
fn evidence_is_whole(data: &Path) {
    let folder = data.join("warc");
    let mut places = BTreeSet::new();
    for entry in std::fs::read_dir(&folder).expect("there is an archive") {
        let name = entry.expect("it can be listed").file_name().into_string().expect("a plain name");
        let Some(name) = name.strip_suffix(".gz").map(|_| name.clone()) else {
            panic!("{name} was left open")
        };
        for record in Records::open(&folder, &name).expect("a file can be opened") {
            let (offset, _) = record.expect("no record is torn");
            places.insert((name.clone(), offset));
        }
    }
    let store = Store::open_existing(data).expect("the store opens").expect("there is a store");
    for id in store.present_after(None, 10_000).expect("ids can be listed") {
        let stored = store.document(&id).expect("it can be read").expect("it is there");
        let evidence = stored.evidence.expect("it was crawled");
        let record = crawler::archive::read(&folder, &evidence.file, evidence.offset).expect("it is there");
        assert_eq!(record.sha256(), evidence.sha256);
        let visits = store.visits(&id).expect("its visits can be read");
        assert!(!visits.is_empty(), "a document that was crawled was visited");
        for visited in visits.into_iter().filter_map(|visit| visit.evidence).chain([evidence]) {
            assert!(places.contains(&(visited.file.clone(), visited.offset)), "{visited:?} is lost");
        }
    }
}

fn write_recipe(site: &Site, data: &Path) {
    std::fs::write(data.join("gongbao.toml"), site.recipe("site")).expect("a recipe can be written");
}

/// The next of a row of numbers that jump about, the same in each run.
fn jump(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as usize
}

#[test]
fn a_crawl_that_is_killed_anywhere_ends_like_one_that_was_not() {
    let kills: usize = std::env::var("GONGBAO_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(5);
    let (site, undisturbed) = (site(), tempfile::tempdir().expect("a temporary folder"));
    write_recipe(&site, undisturbed.path());
    assert_eq!(run(undisturbed.path(), &["crawl"]).code, 0);
    let expected = contents(undisturbed.path());
    assert_eq!(expected.len(), ARTICLES);
    let (mut left, mut seed) = (kills, 20_261_124);
    while left > 0 {
        let disturbed = tempfile::tempdir().expect("a temporary folder");
        write_recipe(&site, disturbed.path());
        for _ in 0..left.min(5) {
            let wait = Duration::from_millis((jump(&mut seed) % 150) as u64);
            match jump(&mut seed) % 3 {
                // While it starts, mends what the last one left, fetches or indexes, whatever comes then.
                0 => kill_after(&site, disturbed.path(), 0, wait * 10),
                _ => kill_after(&site, disturbed.path(), jump(&mut seed) % (ARTICLES + 6), wait),
            }
            left -= 1;
        }
        let last = run(disturbed.path(), &["crawl"]);
        assert_eq!(last.code, 0, "{}", last.err);
        assert_eq!(contents(disturbed.path()), expected);
        assert_eq!(events(disturbed.path()), vec![ChangeEvent::Added; ARTICLES]);
        evidence_is_whole(disturbed.path());
        let found = run(disturbed.path(), &["search", "\"行政复议\"", "--json", "--limit", "0"]).json();
        assert_eq!(found["total"]["documents"], ARTICLES, "the index holds what the store holds");
    }
}

/// Starts a crawl and kills it once it has asked for so many pages and so much time has passed since.
fn kill_after(site: &Site, data: &Path, requests: usize, wait: Duration) {
    site.forget();
    let mut child = gongbao(data).arg("crawl").stderr(Stdio::null()).spawn().expect("the program starts");
    while site.asked().len() < requests && child.try_wait().expect("it can be asked").is_none() {
        std::thread::yield_now();
    }
    let until = Instant::now() + wait;
    while Instant::now() < until && child.try_wait().expect("it can be asked").is_none() {
        std::thread::yield_now();
    }
    let _ = child.kill();
    child.wait().expect("it ends");
}

/// Runs shell commands in a folder whose sub-folder `small` is a disk of so many kB; `None` when no such disk can be made.
fn on_a_small_disk(root: &Path, kilobytes: u64, commands: &str) -> Option<Printed> {
    std::fs::create_dir_all(root.join("small")).expect("a folder can be made");
    let mut shell = Command::new("unshare");
    shell.arg("-rm").arg("sh").arg("-c").arg(format!(
        "mount -t tmpfs -o size={kilobytes}k tmpfs small || exit 77
         {commands}"
    ));
    shell.env("GONGBAO", env!("CARGO_BIN_EXE_gongbao")).env_remove("RUST_LOG").current_dir(root);
    let output = shell.output().ok().filter(|output| output.status.code() != Some(77))?;
    let err = String::from_utf8(output.stderr).expect("the program prints UTF-8");
    let out = String::from_utf8(output.stdout).expect("the program prints UTF-8");
    let code = output.status.code().expect("it ends by itself");
    (!err.contains("unshare")).then_some(Printed { code, out, err })
}

/// Checks that a command ended in one sentence about a full disk.
#[track_caller]
fn says_that_the_disk_is_full(printed: &Printed) {
    assert_eq!(printed.code, 1, "{}", printed.err);
    let said: Vec<&str> = printed.err.lines().filter(|line| line.starts_with("gongbao:")).collect();
    assert!(matches!(said[..], [line] if line.contains("the disk is full")), "{}", printed.err);
}

#[test]
fn a_full_disk_ends_a_crawl_in_one_sentence_and_loses_nothing() {
    let site = site();
    // The store, its journal, the evidence: whatever meets the end of the disk first.
    for kilobytes in [100, 200, 300, 400, 550, 700] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        if !a_full_disk_loses_nothing(&site, folder.path(), kilobytes) {
            return println!("left out: no small disk can be made here");
        }
    }
}

fn a_full_disk_loses_nothing(site: &Site, root: &Path, kilobytes: u64) -> bool {
    std::fs::create_dir(root.join("large")).expect("a folder can be made");
    let recipe = format!("{}\n[crawler]\nkeep_free_mb = 0\n", site.recipe("site"));
    for folder in [root, &root.join("large")] {
        std::fs::write(folder.join("gongbao.toml"), &recipe).expect("a recipe can be written");
    }
    let crawl = "\"$GONGBAO\" --data small crawl; code=$?; cp -r small/. large/; exit $code";
    let Some(crawled) = on_a_small_disk(root, kilobytes, crawl) else { return false };
    says_that_the_disk_is_full(&crawled);
    let next = run(&root.join("large"), &["crawl"]);
    assert_eq!(next.code, 0, "{}\nthe full disk: {}", next.err, crawled.err);
    assert_eq!(contents(&root.join("large")).len(), ARTICLES);
    evidence_is_whole(&root.join("large"));
    true
}

#[test]
fn files_that_may_grow_no_further_end_a_crawl_in_one_sentence_and_lose_nothing() {
    let site = site();
    for kilobytes in [1, 90, 200, 400] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let data = folder.path();
        write_recipe(&site, data);
        let mut shell = Command::new("bash");
        shell.arg("-c").arg(format!("ulimit -f {kilobytes}; exec \"$GONGBAO\" --data . crawl"));
        shell.env("GONGBAO", env!("CARGO_BIN_EXE_gongbao")).env_remove("RUST_LOG").current_dir(data);
        let limited = shell.output().expect("a shell starts");
        let err = String::from_utf8(limited.stderr).expect("the program prints UTF-8");
        assert_eq!(limited.status.code(), Some(1), "{kilobytes}: {:?} {err}", limited.status);
        assert!(err.contains("gongbao: a file may grow no further ("), "{kilobytes}: {err}");
        assert_eq!(run(data, &["crawl"]).code, 0, "{kilobytes}");
        assert_eq!(contents(data).len(), ARTICLES);
        evidence_is_whole(data);
    }
}

#[test]
fn a_disk_that_is_full_for_the_index_or_a_large_answer_is_said_to_be() {
    let (site, folder) = (site(), tempfile::tempdir().expect("a temporary folder"));
    let root = folder.path();
    write_recipe(&site, root);
    assert_eq!(run(root, &["crawl"]).code, 0);
    let store = std::fs::metadata(root.join(Store::FILE)).expect("there is a store").len() / 1024;
    let reindex = "cp gongbao.sqlite small/ && \"$GONGBAO\" --data small reindex";
    let Some(indexed) = on_a_small_disk(root, store + 60, reindex) else {
        return println!("left out: no small disk can be made here");
    };
    says_that_the_disk_is_full(&indexed);
    assert!(!indexed.err.contains("damaged"), "{}", indexed.err);
    let other = tempfile::tempdir().expect("a temporary folder");
    let large = Site::start();
    large.list("/list.html", &["/large.pdf"], None);
    large.act("/large.pdf", Act::Say(200, vec![0; 4_000_000], "Content-Type: application/pdf\r\n".into()));
    let recipe = format!("{}\n[crawler]\nkeep_free_mb = 0\n", large.recipe("site"));
    std::fs::write(other.path().join("gongbao.toml"), recipe).expect("a recipe can be written");
    let crawled = on_a_small_disk(other.path(), 3_000, "\"$GONGBAO\" --data small crawl");
    says_that_the_disk_is_full(&crawled.expect("it could be made before"));
}

#[test]
fn two_crawls_on_one_store_fetch_each_page_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (sites, data) = ([site(), site(), site()], folder.path());
    let mut recipes: String =
        sites.iter().enumerate().map(|(n, site)| site.recipe(&format!("site-{n}"))).collect();
    recipes.push_str("\n[crawler]\nsources_at_once = 1\n");
    std::fs::write(data.join("gongbao.toml"), recipes).expect("recipes can be written");
    let start = || gongbao(data).arg("crawl").stderr(Stdio::piped()).spawn().expect("the program starts");
    let both = [start(), start()].map(|child| child.wait_with_output().expect("it ends"));
    for output in &both {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    for site in &sites {
        let asked = site.asked();
        let mut paths: Vec<&str> = asked.iter().map(String::as_str).collect();
        paths.retain(|path| *path != "/robots.txt");
        let all = paths.len();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!((paths.len(), all), (ARTICLES + 6, ARTICLES + 6), "each page is asked for once");
        assert_eq!(site.most_in_flight(), 1);
    }
    assert_eq!(contents(data).len(), ARTICLES, "one text on three sites is one document");
}

#[test]
fn a_schedule_is_followed_once_and_not_before_it_is_due() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (site(), folder.path());
    write_recipe(&site, data);
    let once = || {
        site.forget();
        let ended = run(data, &["ingest", "--once"]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        site.asked().len()
    };
    assert_eq!(once(), ARTICLES + 6 + 1, "what never ran is due");
    assert_eq!(once(), 0, "what ran is not due before its time");
    assert_eq!(run(data, &["crawl"]).code, 0);
    assert!(site.asked().len() > ARTICLES, "a crawl does not ask whether it is due");
}
