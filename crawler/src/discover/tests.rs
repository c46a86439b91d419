//! Whole lists: every article of the pretend sites is found, over all pages, with few requests.

use std::collections::HashSet;
use std::collections::VecDeque;
use std::io::BufRead;
use std::io::BufReader;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use crate::address;
use crate::discover;
use crate::discover::ListPage;
use crate::discover::ListRequest;
use crate::discover::Paging;
use crate::fetch::Answer;
use crate::fetch::Fetcher;
use crate::fetch::Permits;
use crate::fetch::Request;
use crate::fetch::Settings;
use crate::fetch::Surroundings;
use crate::fetch::charset;

/// The sites of the shared folder, served on loopback until dropped.
struct Sites {
    server: Child,
    /// Name, start page and number of articles of each site.
    sites: Vec<(String, Url, usize)>,
}

impl Drop for Sites {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Starts the sites, or says that the test is left out.
fn sites() -> Option<Sites> {
    let Some(shared) = std::env::var_os("GONGBAO_SHARED").map(PathBuf::from) else {
        println!("left out: GONGBAO_SHARED is not set");
        return None;
    };
    let mut server = Command::new("python3")
        .arg(shared.join("site/serve.py"))
        .arg("--port")
        .arg(free_ports().to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(server.stdout.take().unwrap()).lines().take(5);
    let sites = lines.map(|line| {
        let line = line.unwrap();
        let mut fields = line.split('\t');
        let name = fields.next().unwrap().to_owned();
        let start = Url::parse(fields.next().unwrap()).unwrap();
        (name, start, fields.next().unwrap().split(' ').next().unwrap().parse().unwrap())
    });
    let sites = sites.collect();
    Some(Sites { server, sites })
}

/// A port that is followed by five free ones.
fn free_ports() -> u16 {
    loop {
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let are_free = (1..=5)
            .all(|n| port.checked_add(n).is_some_and(|port| TcpListener::bind(("127.0.0.1", port)).is_ok()));
        if are_free {
            return port;
        }
    }
}

/// Follows one list from its start; returns the paths of its articles and the number of pages asked for.
async fn follow(fetcher: &Fetcher, start: &Url) -> (HashSet<String>, usize, Vec<discover::Link>) {
    let host = format!("{}:{}", start.host_str().unwrap(), start.port().unwrap());
    let permits = Permits { gap: Duration::ZERO, ..Permits::new(vec![host]) };
    let first = ListRequest::get(start.clone());
    let mut paging = Paging::new(&first, 100);
    let (mut queue, mut asked, mut links) = (VecDeque::from([first]), 0, Vec::new());
    while let Some(next) = queue.pop_front() {
        asked += 1;
        let request = Request { form: next.form.clone(), ..Request::get(next.url.clone()) };
        let fetched = fetcher.fetch(&request, &permits).await;
        let Answer::Page(page) = &fetched.answer else { panic!("{} {:?}", next.url, fetched.answer) };
        let text = charset::decode(fetched.body().start(), page.content_type.as_deref()).text;
        let page = ListPage {
            url: &fetched.url,
            form: next.form.as_deref(),
            text: &text,
            media_type: &page.media_type,
            permits: None,
        };
        let step = paging.follow(&discover::list(&page, None));
        links.extend(step.fresh);
        queue.extend(step.ask);
    }
    let paths = links.iter().map(|link| address::canonical(&link.url).path().to_owned()).collect();
    (paths, asked, links)
}

#[tokio::test]
async fn every_article_of_the_shared_sites_is_listed() {
    let Some(sites) = sites() else { return };
    let surroundings =
        Surroundings { now: Arc::new(|| jiff::Timestamp::UNIX_EPOCH), random: Arc::new(|| 0.5) };
    let fetcher = Fetcher::new(Settings::default(), surroundings).unwrap();
    let expected_pages = [("trs", 4), ("council", 6), ("hanweb", 5), ("attachments", 4), ("real", 1)];
    for ((name, start, count), (expected_name, pages)) in sites.sites.iter().zip(expected_pages) {
        let (paths, asked, links) = follow(&fetcher, start).await;
        assert_eq!((name.as_str(), paths.len(), links.len(), asked), (expected_name, *count, *count, pages));
        let has_dates = links.iter().all(|link| link.date.is_some());
        assert_eq!(has_dates, name != "real", "{name}");
        assert!(links.iter().all(|link| !link.title.is_empty()), "{name}");
    }
}

#[tokio::test]
async fn a_front_page_leads_to_its_columns() {
    let Some(sites) = sites() else { return };
    let surroundings =
        Surroundings { now: Arc::new(|| jiff::Timestamp::UNIX_EPOCH), random: Arc::new(|| 0.5) };
    let fetcher = Fetcher::new(Settings::default(), surroundings).unwrap();
    for (name, start, _) in sites.sites.iter().filter(|(name, ..)| name != "real") {
        let host = format!("{}:{}", start.host_str().unwrap(), start.port().unwrap());
        let permits = Permits { gap: Duration::ZERO, ..Permits::new(vec![host]) };
        let front = start.join("/").unwrap();
        let fetched = fetcher.fetch(&Request::get(front.clone()), &permits).await;
        let text = charset::decode(fetched.body().start(), None).text;
        let listing = discover::list(
            &ListPage { url: &front, form: None, text: &text, media_type: "text/html", permits: None },
            None,
        );
        assert_eq!(
            (listing.links.len(), listing.columns.as_slice()),
            (0, std::slice::from_ref(start)),
            "{name}"
        );
    }
}
