//! robots.txt from one crawl to the next: believed for a day, asked for again with its validators, stood in for by its copy.

use std::path::Path;

use corpus::robots::RobotsCopy;
use corpus::store::Store;
use jiff::SignedDuration;
use jiff::Timestamp;
use serde_json::Value;

use crate::program::run;
use crate::site::Act;
use crate::site::Site;

const RULES: &str = "User-agent: *\nDisallow: /secret/\n";

/// A site with one open and one closed article.
fn site() -> Site {
    let site = Site::start();
    site.list("/list.html", &["/a.html", "/secret/b.html"], None);
    site.report("/a.html", 2019);
    site.report("/secret/b.html", 2020);
    site.act("/robots.txt", rules(RULES));
    site
}

fn rules(text: &str) -> Act {
    let headers = "ETag: \"r1\"\r\nCache-Control: max-age=864000\r\n";
    Act::Say(200, text.as_bytes().to_vec(), headers.into())
}

/// Moves what is known of the site's robots.txt into the past, as if so much time had gone by.
#[track_caller]
fn let_pass(data: &Path, time: SignedDuration) {
    let mut store = Store::open(data, Timestamp::UNIX_EPOCH).expect("the store opens");
    let sites = store.robots_sites().expect("the store answers");
    for site in sites {
        let copy = store.robots(&site).expect("the store answers").expect("it is known");
        let earlier = |at: Option<Timestamp>| at.map(|at| at - time);
        let moved = RobotsCopy {
            confirmed: earlier(copy.confirmed),
            fresh_until: earlier(copy.fresh_until),
            unreachable_since: earlier(copy.unreachable_since),
            ..copy
        };
        store.keep_robots(&moved).expect("it is kept");
    }
}

/// Crawls once; returns what came of the articles, how often robots.txt was asked for, and its line in the status.
#[track_caller]
fn crawl(site: &Site, data: &Path) -> (Value, usize, Value) {
    site.forget();
    let (_, outcomes) = site.crawl(data);
    let asked = site.asked();
    assert!(!asked.iter().any(|path| path.starts_with("/secret")), "{asked:?}");
    let status = run(data, &["status", "--json"]).json();
    let lines = status["robots"].as_array().expect("a list");
    assert_eq!(lines.len(), 1, "{status}");
    assert_eq!(lines[0]["site"], format!("http://{}", site.address));
    (outcomes, asked.iter().filter(|path| *path == "/robots.txt").count(), lines[0].clone())
}

fn day() -> SignedDuration {
    SignedDuration::from_hours(24)
}

#[test]
fn a_robots_is_believed_for_a_day_and_then_asked_for_with_its_validators() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (site(), folder.path());
    let (outcomes, asked, line) = crawl(&site, data);
    assert_eq!((outcomes, asked), (serde_json::json!({"new": 1, "blocked": 1}), 1));
    assert_eq!((&line["state"], &line["has_rules"]), (&"fresh".into(), &true.into()), "{line}");
    assert_eq!(crawl(&site, data).1, 0, "it is believed");
    let_pass(data, day());
    let status = run(data, &["status"]).out;
    assert!(status.contains("stale: rules, of "), "ten days are cut to one: {status}");
    site.act("/robots.txt", Act::Say(304, Vec::new(), String::new()));
    let (outcomes, asked, line) = crawl(&site, data);
    assert_eq!((outcomes, asked), (serde_json::json!({"unchanged": 1, "blocked": 1}), 1));
    assert!(
        site.heads("/robots.txt")[0].contains("if-none-match: \"r1\""),
        "{:?}",
        site.heads("/robots.txt")
    );
    assert_eq!(line["state"], "fresh");
    assert_eq!(crawl(&site, data).1, 0, "what is unchanged is believed anew");
    let_pass(data, day());
    site.act("/robots.txt", rules("User-agent: *\nDisallow: /\n"));
    let (_, _, line) = crawl(&site, data);
    assert_eq!(site.asked(), ["/robots.txt"], "new rules are obeyed at once: {line}");
}

#[test]
fn the_last_copy_stands_in_for_thirty_days_and_then_the_site_is_closed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (site(), folder.path());
    crawl(&site, data);
    let fine = serde_json::json!({"unchanged": 1, "blocked": 1});
    for trouble in [Act::Say(503, Vec::new(), String::new()), Act::Reset] {
        let_pass(data, day());
        site.act("/robots.txt", trouble);
        let (outcomes, asked, line) = crawl(&site, data);
        assert_eq!((outcomes, asked), (fine.clone(), 1), "{line}");
        assert_eq!((&line["state"], &line["closes_site"]), (&"unreachable".into(), &false.into()));
    }
    let status = run(data, &["status"]).out;
    assert!(status.contains("unreachable since "), "{status}");
    assert!(status.contains(" stands in"), "{status}");
    let_pass(data, day() * 28);
    assert_eq!(crawl(&site, data).0, fine, "it could not be had for 29 days");
    site.act("/robots.txt", Act::Say(503, Vec::new(), String::new()));
    let_pass(data, day() * 2);
    let (_, _, line) = crawl(&site, data);
    assert_eq!((site.asked(), &line["closes_site"]), (vec!["/robots.txt".to_owned()], &true.into()));
    assert!(run(data, &["status"]).out.contains("nothing is fetched"));
    site.act("/robots.txt", rules(RULES));
    let (outcomes, _, line) = crawl(&site, data);
    assert_eq!((outcomes, &line["state"]), (fine, &"fresh".into()), "it can be had again");
    assert_eq!(line["unreachable_since"], Value::Null);
}

#[test]
fn a_site_that_never_gave_a_robots_is_closed_while_it_cannot() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (site(), folder.path());
    site.act("/robots.txt", Act::Say(500, Vec::new(), String::new()));
    for _ in 0..2 {
        let (_, asked, line) = crawl(&site, data);
        assert_eq!((site.asked().len(), asked), (1, 1), "nothing but robots.txt is asked for: {line}");
        assert_eq!((&line["state"], &line["has_rules"]), (&"unreachable".into(), &false.into()));
    }
}
