//! Whole crawls of a small site: everything once, nothing twice, and the same again when nothing changed.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::time::Duration;

use corpus::store::Store;
use corpus::visit::Outcome;
use tokio::io::AsyncBufReadExt;
use tokio::io::AsyncWriteExt;
use tokio::io::BufReader;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::Config;
use crate::Crawl;
use crate::Report;
use crate::Source;
use crate::Visiting;
use crate::attempt::BREAKS;
use crate::attempt::lasting;
use crate::fetch::Surroundings;
use crate::files::Workshop;
use crate::rebuild;
use crate::rebuild::Rebuild;
use crate::trial;
use crate::trial::TriedArticle;

/// How many articles the site has; ten stand on a page of its list.
const ARTICLES: usize = 25;

/// A site in this process: its address, and the paths that were asked for.
struct Site {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

/// Starts the site. What stands in `broken` is answered with 503, robots.txt as well when it stands there.
async fn site(broken: &'static [&'static str]) -> Site {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, asked) = (listener.local_addr().unwrap().to_string(), Arc::<Mutex<Vec<String>>>::default());
    let heard = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = BufReader::new(stream);
            let (mut first, mut line) = (String::new(), String::new());
            stream.read_line(&mut first).await.unwrap();
            while stream.read_line(&mut line).await.is_ok_and(|count| count > 2) {
                line.clear();
            }
            let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
            let (status, body) = match page(&path) {
                _ if path.starts_with("/removed/") => (302, String::new()),
                _ if broken.contains(&path.as_str()) => (503, String::new()),
                Some(body) => (200, body),
                None => (404, String::new()),
            };
            heard.lock().unwrap().push(path);
            let head = format!(
                "HTTP/1.1 {status} X\r\nContent-Type: text/html\r\nLocation: /\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            let _ = stream.get_mut().write_all(format!("{head}{body}").as_bytes()).await;
        }
    });
    Site { address, asked }
}

fn page(path: &str) -> Option<String> {
    let number = |prefix: &str| path.strip_prefix(prefix)?.strip_suffix(".html")?.parse::<usize>().ok();
    if let Some(n) = number("/art/") {
        let title = format!("某县{}年度法治政府建设工作报告", 1990 + n);
        let text =
            format!("<p>第{n}年办理行政复议案件{}件，全部按期办结，负责人出庭应诉。</p>", n * 7).repeat(5);
        return Some(format!("<title>{title}</title><h1>{title}</h1><div id=\"zoom\">{text}</div>"));
    }
    let row = |path: &str| format!("<li><a href=\"{path}\">某县2020年度法治政府建设工作报告</a></li>");
    match path {
        "/" => return Some("<title>某县人民政府</title><p>首页</p>".to_owned()),
        "/list_with_removed.html" => {
            let removed: Vec<String> = (0..5).map(|n| row(&format!("/removed/{n}.html"))).collect();
            return Some(format!("{}{}", row("/art/1.html"), removed.concat()));
        }
        "/list_of_files.html" => {
            return Some(["/broken.pdf", "/no_page.html", "/art/1.html"].map(row).concat());
        }
        "/broken.pdf" => return Some("%PDF-1.4 no text that anybody could read".to_owned()),
        "/no_page.html" => return Some("<title>提示</title><body>您访问的页面不存在</body>".to_owned()),
        "/breaking.html" => return Some(BREAKS.to_owned()),
        "/breaking_list.html" => {
            return Some(["/art/1.html", "/breaking.html", "/art/2.html"].map(row).concat());
        }
        "/lasting.html" => return page("/art/2.html").map(|report| report + lasting::MARK),
        "/lasting_list.html" => {
            return Some(["/art/1.html", "/lasting.html", "/art/3.html"].map(row).concat());
        }
        "/list_of_lists.html" => return Some(format!("{}{BREAKS}", row("/art/1.html"))),
        _ => {}
    }
    let list = if path == "/list.html" { 0 } else { number("/list_")? };
    let rows: String = (list * 10..ARTICLES.min(list * 10 + 10))
        .map(|n| format!("<li><a href=\"/art/{n}.html\">某县{}年度法治政府建设工作报告</a></li>", 1990 + n))
        .collect();
    let next = if (list + 1) * 10 < ARTICLES {
        format!("<a href=\"/list_{}.html\">下一页</a>", list + 1)
    } else {
        String::new()
    };
    Some(format!("<title>年度报告</title><ul>{rows}</ul><div>{next}</div>"))
}

/// Crawls the site once into a folder.
async fn crawl(site: &Site, data: &Path, stamp: &str, visiting: Visiting) -> Report {
    crawl_from("/list.html", site, data, stamp, visiting).await
}

/// Crawls what one page of the site lists.
async fn crawl_from(start: &str, site: &Site, data: &Path, stamp: &str, visiting: Visiting) -> Report {
    let (_tell, stop) = watch::channel(false);
    crawl_until(stop, (start, site, data), stamp, visiting).await
}

/// Crawls what one page of the site lists, until told to stop.
async fn crawl_until(
    stop: watch::Receiver<bool>,
    (start, site, data): (&str, &Site, &Path),
    stamp: &str,
    visiting: Visiting,
) -> Report {
    let now = || "2026-11-24T00:00:00Z".parse().unwrap();
    let recipe =
        format!("name = \"site\"\nstart = [\"http://{}{start}\"]\npace_seconds = 0.0\n", site.address);
    let crawl = Crawl {
        sources: vec![toml::from_str::<Source>(&recipe).unwrap()],
        config: Config::default(),
        archive: data.join("warc"),
        stamp: stamp.to_owned(),
        surroundings: Surroundings { now: Arc::new(now), random: Arc::new(|| 0.5) },
        workshop: Workshop::here(),
        visiting,
        is_at_work: Arc::new(|_| true),
    };
    let store = Store::open(data, now()).unwrap();
    let (_, mut reports) = crate::run(crawl, store, stop, Arc::new(|_| {})).await.unwrap();
    reports.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_fetched_once_and_unchanged_the_second_time() {
    let (folder, site) = (tempfile::tempdir().unwrap(), site(&[]).await);
    let first = crawl(&site, folder.path(), "one", Visiting::All).await;
    assert_eq!((first.failure, first.lists), (None, 3));
    assert_eq!(first.outcomes, BTreeMap::from([(Outcome::New, ARTICLES as u64)]));
    let mut asked = std::mem::take(&mut *site.asked.lock().unwrap());
    asked.sort();
    let all = asked.len();
    asked.dedup();
    assert_eq!(
        (asked.len(), all),
        (ARTICLES + 3 + 1, ARTICLES + 3 + 1),
        "lists, articles and robots.txt, once each"
    );
    let second = crawl(&site, folder.path(), "two", Visiting::All).await;
    assert_eq!(second.outcomes, BTreeMap::from([(Outcome::Unchanged, ARTICLES as u64)]));
    site.asked.lock().unwrap().clear();
    let due = crawl(&site, folder.path(), "three", Visiting::Due).await;
    assert_eq!(
        (due.outcomes, due.lists),
        (BTreeMap::new(), 3),
        "a scheduled crawl leaves out what is due later"
    );
    assert_eq!(site.asked.lock().unwrap().len(), 3, "robots.txt is believed for a day");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_breaks_its_reader_costs_no_other_page() {
    let (folder, site) = (tempfile::tempdir().unwrap(), site(&[]).await);
    for (stamp, others) in [("one", Outcome::New), ("two", Outcome::Unchanged)] {
        let report = crawl_from("/breaking_list.html", &site, folder.path(), stamp, Visiting::All).await;
        assert_eq!(report.outcomes, BTreeMap::from([(others, 2), (Outcome::Transient, 1)]));
    }
    let report = crawl_from("/list_of_lists.html", &site, folder.path(), "three", Visiting::All).await;
    let failure = report.failure.unwrap();
    assert!(failure.contains("list_of_lists.html broke off: told to break"), "{failure}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crawl_that_is_stopped_does_not_wait_for_a_page_that_is_read_without_end() {
    let (folder, site) = (tempfile::tempdir().unwrap(), site(&[]).await);
    let (tell, stop) = watch::channel(false);
    let told = async {
        while !lasting::IS_BEGUN.load(Ordering::Acquire) {
            tokio::task::yield_now().await;
        }
        tell.send_replace(true);
    };
    let from = ("/lasting_list.html", &site, folder.path());
    let crawled =
        tokio::time::timeout(Duration::from_secs(20), crawl_until(stop, from, "one", Visiting::All));
    let (report, ()) = tokio::join!(crawled, told);
    lasting::MAY_END.store(true, Ordering::Release);
    let first = report.expect("it ends at once");
    let second = crawl_from("/lasting_list.html", &site, folder.path(), "two", Visiting::All).await;
    assert_eq!((first.is_interrupted, second.is_interrupted), (true, false));
    let new = |report: &Report| report.outcomes.get(&Outcome::New).copied().unwrap_or_default();
    assert_eq!(new(&first) + new(&second), 3, "nothing is lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_front_page_that_removed_articles_lead_to_is_asked_for_once() {
    let (folder, site) = (tempfile::tempdir().unwrap(), site(&[]).await);
    let report = crawl_from("/list_with_removed.html", &site, folder.path(), "one", Visiting::All).await;
    let outcomes = BTreeMap::from([(Outcome::New, 1), (Outcome::SoftNotFound, 5)]);
    assert_eq!(report.outcomes, outcomes);
    let asked = |path: &str| site.asked.lock().unwrap().iter().filter(|asked| *asked == path).count();
    assert_eq!((asked("/"), asked("/removed/0.html"), asked("/removed/4.html")), (1, 1, 1));

    let rebuilt = tempfile::tempdir().unwrap();
    let now = || "2026-11-24T00:00:00Z".parse().unwrap();
    let recipe = format!("name = \"site\"\nstart = [\"http://{}/list_with_removed.html\"]\n", site.address);
    let rebuild = Rebuild {
        archive: &folder.path().join("warc"),
        sources: &[toml::from_str::<Source>(&recipe).unwrap()],
        workshop: &Workshop::here(),
        size_cap: 1_000_000,
    };
    let store = Store::open(rebuilt.path(), now()).unwrap();
    let (store, _) = rebuild::run(&rebuild, store, &mut |_, _| {}).await.unwrap();
    let outcomes = &store.sources().unwrap()[0].outcomes;
    assert_eq!(*outcomes, BTreeMap::from([(Outcome::New, 1), (Outcome::SoftNotFound, 5)]));
}

#[tokio::test]
async fn a_page_that_breaks_its_reader_does_not_end_a_trial() {
    let site = site(&[]).await;
    let recipe = format!(
        "name = \"site\"\nstart = [\"http://{0}/breaking_list.html\", \"http://{0}/list_of_lists.html\"]\npace_seconds = 0.0\n",
        site.address
    );
    let source = toml::from_str::<Source>(&recipe).unwrap();
    let now = || "2026-11-24T00:00:00Z".parse().unwrap();
    let surroundings = Surroundings { now: Arc::new(now), random: Arc::new(|| 0.5) };
    let trial = trial::run(&source, &Config::default(), surroundings, &Workshop::here(), 3).await.unwrap();
    let broke_off = "reading the page broke off: told to break".to_owned();
    let lists: Vec<_> =
        trial.lists.into_iter().map(|list| list.came.map(|listed| listed.links.len())).collect();
    assert_eq!(lists, [Ok(3), Err(broke_off.clone())]);
    let articles: Vec<_> = trial.articles.into_iter().map(|article| article.came.map(drop)).collect();
    assert_eq!(articles, [Ok(()), Err(broke_off), Ok(())]);
}

#[tokio::test]
async fn a_trial_reads_files_as_files_and_tells_what_is_no_article() {
    let site = site(&[]).await;
    let recipe = format!(
        "name = \"site\"\nstart = [\"http://{}/list_of_files.html\"]\npace_seconds = 0.0\n",
        site.address
    );
    let source = toml::from_str::<Source>(&recipe).unwrap();
    let now = || "2026-11-24T00:00:00Z".parse().unwrap();
    let surroundings = Surroundings { now: Arc::new(now), random: Arc::new(|| 0.5) };
    let trial = trial::run(&source, &Config::default(), surroundings, &Workshop::here(), 3).await.unwrap();
    let has_text = |article: TriedArticle| article.came.map(|document| !document.text.is_empty());
    let articles: Vec<_> = trial.articles.into_iter().map(has_text).collect();
    let no_page = Err("soft404: the page says that it does not exist".to_owned());
    assert_eq!(articles, [Ok(false), no_page, Ok(true)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_is_down_is_given_up_and_one_with_broken_pages_is_not() {
    let broken = &["/art/0.html", "/art/1.html", "/art/2.html", "/art/3.html", "/art/4.html", "/art/5.html"];
    let (folder, alive) = (tempfile::tempdir().unwrap(), site(broken).await);
    let report = crawl(&alive, folder.path(), "one", Visiting::All).await;
    let expected = BTreeMap::from([(Outcome::New, 19), (Outcome::Transient, 6)]);
    assert_eq!((report.outcomes, report.failure), (expected, None));
}
