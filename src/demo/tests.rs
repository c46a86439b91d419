//! The pretend sites as a crawler meets them.

use std::collections::BTreeSet;

use encoding_rs::GB18030;
use jiff::civil::date;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::demo::DemoSite;
use crate::demo::Listed;
use crate::demo::Listing;
use crate::demo::searches;
use crate::demo::start;

/// An answer: the status, the head in lower case, the body.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a page in UTF-8")
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

async fn ask(url: &str, method: &str, more: &str) -> Answer {
    let address = url.strip_prefix("http://").expect("an address of a pretend site");
    let (host, path) = address.split_at(address.find('/').unwrap_or(address.len()));
    let mut stream = TcpStream::connect(host).await.expect("the site answers");
    let request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}");
    let request = if more.contains("\r\n\r\n") { request } else { request + "\r\n" };
    stream.write_all(request.as_bytes()).await.expect("the site reads");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.expect("the site writes");
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    Answer { status, head, body: bytes.split_off(end + 4) }
}

async fn get(url: &str) -> Answer {
    ask(url, "GET", "").await
}

/// Returns what stands between each `before` and the next `"`.
fn quoted<'a>(page: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    page.split(before).skip(1).filter_map(|rest| rest.split('"').next())
}

fn host(site: &DemoSite, name: &str) -> String {
    let sources = site.sources();
    let source = sources.iter().find(|source| source.name == name).expect("a source");
    let end = source.start["http://".len()..].find('/').expect("a path") + "http://".len();
    source.start[..end].to_owned()
}

fn find(site: &DemoSite, title: &str) -> Listed {
    site.listed().into_iter().find(|listed| listed.title == title).expect("a listed title")
}

#[tokio::test]
async fn two_provinces_publish_thirty_nine_reports_and_five_other_documents() {
    let site = start().await.unwrap();
    let listed = site.listed();
    assert_eq!((site.articles(), listed.len()), (45, 45));
    let summary =
        "39 yearly reports of 10 districts in 2 provinces, 2020–2023, and 5 other documents, all invented";
    assert_eq!(site.summary(), summary);
    let reports: Vec<_> = listed
        .iter()
        .filter(|one| one.kind == "rule-of-law-report" && !one.again)
        .map(|one| one.place)
        .collect();
    assert_eq!(reports.len(), 39);
    let places: BTreeSet<_> = reports.iter().copied().collect();
    let of = |province: &str| places.iter().filter(|place| place.starts_with(province)).count();
    assert_eq!((places.len(), of("四川省"), of("浙江省")), (10, 5, 5));
    assert_eq!(listed.iter().filter(|one| one.listing == Listing::Gone).count(), 1);
    assert_eq!(listed.iter().filter(|one| one.again).count(), 1);
    assert_eq!(listed.iter().map(|one| &one.url).collect::<BTreeSet<_>>().len(), listed.len());
    site.stop().await.unwrap();
}

#[tokio::test]
async fn every_listed_page_answers_and_decodes_but_the_one_that_is_gone() {
    let site = start().await.unwrap();
    for listed in site.listed() {
        let answer = get(&listed.url).await;
        if listed.listing == Listing::Gone {
            assert_eq!((answer.status, listed.title.contains("龙游县")), (404, true));
            continue;
        }
        let (text, _, broken) = match std::str::from_utf8(&answer.body) {
            Ok(text) => (text.into(), GB18030, false),
            Err(_) => GB18030.decode(&answer.body),
        };
        assert!(!broken && text.contains(&listed.title) && text.contains("演示数据"), "{}", listed.url);
        assert!(!text.contains('$') || !text.contains("$title$"), "{}", listed.url);
        let first = listed.text.lines().next().unwrap_or_default();
        assert!(text.contains(first) || text.contains(".docx\""), "{}", listed.url);
    }
}

#[tokio::test]
async fn trs_lists_name_every_article_and_index_1_is_the_second_page() {
    let site = start().await.unwrap();
    let base = host(&site, "demo-sichuan");
    let mut found = Vec::new();
    for path in ["index.html", "index_1.html", "index_2.html"] {
        let page = get(&format!("{base}/zwgk/fzzf/{path}")).await;
        assert!(page.text().contains("createPageHTML(3, "), "{path}");
        found.extend(quoted(page.text(), "<li><a href=\"").map(|path| format!("{base}{path}")));
    }
    let expected: Vec<_> =
        site.listed().into_iter().map(|one| one.url).filter(|url| url.starts_with(&base)).collect();
    assert_eq!(found, expected);
    assert_eq!(get(&format!("{base}/zwgk/fzzf/index_3.html")).await.status, 404);
}

#[tokio::test]
async fn vsb_lists_count_backwards() {
    let site = start().await.unwrap();
    let base = host(&site, "demo-langzhong");
    let (mut path, mut visited, mut found) = ("/fzzf.htm".to_owned(), Vec::new(), Vec::new());
    loop {
        let page = get(&format!("{base}{path}")).await;
        assert_eq!(page.status, 200);
        found.extend(quoted(page.text(), "\"><a href=\"").map(|path| format!("{base}{path}")));
        visited.push(path);
        let next = page.text().split("下页").next().filter(|before| before.len() < page.text().len());
        let Some(next) = next.and_then(|before| before.rsplit('"').nth(1)) else { break };
        path = next.to_owned();
    }
    assert_eq!(visited, ["/fzzf.htm", "/fzzf/2.htm", "/fzzf/1.htm"]);
    let expected: Vec<_> =
        site.listed().into_iter().map(|one| one.url).filter(|url| url.starts_with(&base)).collect();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn the_list_service_gives_the_rows_that_the_page_leaves_out() {
    let site = start().await.unwrap();
    let base = host(&site, "demo-zhejiang");
    let expected: Vec<_> =
        site.listed().into_iter().map(|one| one.url).filter(|url| url.starts_with(&base)).collect();
    let links = |page: &Answer| -> Vec<String> {
        quoted(page.text(), "<li><a href=\"").map(|path| format!("{base}{path}")).collect()
    };
    let first = get(&format!("{base}/col/col1229400317/index.html")).await;
    assert!(first.text().contains(&format!("totalRecord:{},perPage:5", expected.len())));
    assert_eq!(links(&first), expected[..15]);
    let proxy = format!("{base}/module/web/jpage/dataproxy.jsp");
    assert_eq!(links(&get(&format!("{proxy}?page=2&webid=1")).await), expected[5..10]);
    let form = "startrecord=16&endrecord=45&perpage=5";
    let more = format!("Content-Length: {}\r\n\r\n{form}", form.len());
    assert_eq!(links(&ask(&proxy, "POST", &more).await), expected[15..]);
    let past = get(&format!("{proxy}?page=18446744073709551615&perpage=0")).await;
    assert!(
        past.text()
            .contains(&format!("<totalrecord>{}</totalrecord><recordset></recordset>", expected.len()))
    );
}

#[tokio::test]
async fn the_gbk_page_says_gb2312_and_is_not_utf_8() {
    let site = start().await.unwrap();
    let listed = find(&site, "2021年嵊州市法治政府建设年度报告");
    let page = get(&listed.url).await;
    assert_eq!(page.header("content-type"), Some("text/html"));
    assert!(std::str::from_utf8(&page.body).is_err());
    let (text, _, broken) = GB18030.decode(&page.body);
    assert!(!broken && text.contains("charset=gb2312"));
    // 喆 is in GBK and not in GB 2312: a decoder that believes the page loses it.
    assert!(text.contains("老喆调解室"));
    assert!(listed.text.lines().all(|paragraph| text.contains(paragraph)));
}

#[tokio::test]
async fn the_word_file_holds_the_text_that_its_page_lacks() {
    let site = start().await.unwrap();
    let listed = find(&site, "阆中市2022年度法治政府建设工作报告");
    let page = get(&listed.url).await;
    assert!(page.text().contains("<div class=\"v_news_content\"></div>"));
    let path = quoted(page.text(), "附件【<a href=\"").next().expect("a link");
    let file = get(&format!("{}{path}", host(&site, "demo-langzhong"))).await;
    let text = undoc::parse_bytes(&file.body).expect("a Word file").plain_text();
    for paragraph in listed.text.lines() {
        assert!(text.contains(paragraph), "{paragraph}");
    }
    assert!(text.contains(&listed.title));
}

#[tokio::test]
async fn an_unchanged_page_is_answered_with_304() {
    let site = start().await.unwrap();
    for url in [&site.listed()[0].url, &site.sources()[2].start] {
        let first = get(url).await;
        let (etag, modified) = (first.header("etag").unwrap(), first.header("last-modified").unwrap());
        let known = |name: &str, value: &str| format!("{name}: {value}\r\n");
        for (more, status) in [
            (known("If-None-Match", etag), 304),
            (known("If-Modified-Since", modified), 304),
            (known("If-None-Match", "\"other\"") + &known("If-Modified-Since", modified), 200),
        ] {
            let again = ask(url, "GET", &more).await;
            assert_eq!((again.status, again.body.is_empty()), (status, status == 304), "{more}");
            assert_eq!(again.header("etag"), Some(etag));
        }
    }
}

#[tokio::test]
async fn a_second_address_shows_the_same_document() {
    let site = start().await.unwrap();
    let listed = site.listed();
    let again = listed.iter().find(|one| one.again).expect("a second address");
    let first = listed.iter().find(|one| one.title == again.title && !one.again).expect("a first address");
    assert_ne!(first.url, again.url);
    assert_eq!((&first.text, first.published), (&again.text, date(2022, 3, 22)));
}

#[tokio::test]
async fn robots_keep_the_administration_to_itself() {
    let site = start().await.unwrap();
    for source in site.sources() {
        let base = host(&site, source.name);
        assert!(get(&format!("{base}/robots.txt")).await.text().contains("Disallow: /admin/"));
        assert!(get(&format!("{base}/")).await.text().contains("演示数据"));
        assert_eq!(ask(&source.start, "DELETE", "").await.status, 405);
    }
}

/// Counts a phrase over the documents that a crawl can have: documents and occurrences.
fn count(listed: &[Listed], phrase: &str, year: Option<i16>) -> (usize, usize) {
    let had =
        |one: &&Listed| one.listing == Listing::Present && !one.again && (year.is_none() || one.year == year);
    let counts = listed.iter().filter(had).map(|one| one.text.matches(phrase).count());
    counts.filter(|count| *count > 0).fold((0, 0), |(documents, all), count| (documents + 1, all + count))
}

#[tokio::test]
async fn each_search_to_try_finds_something_that_changes_over_the_years() {
    let site = start().await.unwrap();
    let listed = site.listed();
    let [arrives, doubles, fades] = searches().map(|search| search.trim_matches('"'));
    let of = |phrase: &str, year: i16| count(&listed, phrase, Some(year)).1;
    assert_eq!((of(arrives, 2020), of(arrives, 2022)), (0, 0));
    assert!(of(arrives, 2023) > 20 && count(&listed, arrives, None).0 == 10);
    assert!(of(doubles, 2023) > of(doubles, 2020));
    assert!(of(fades, 2020) > 2 * of(fades, 2021) && of(fades, 2023) < 2);
    assert!(of("放管服", 2020) > 10 && of("放管服", 2023) == 0);
}

#[tokio::test]
async fn a_stopped_site_answers_no_more() {
    let site = start().await.unwrap();
    let url = site.sources()[0].start.clone();
    assert_eq!(get(&url).await.status, 200);
    site.stop().await.unwrap();
    let host = &url["http://".len()..url.rfind("/zwgk").expect("a path")];
    assert!(TcpStream::connect(host).await.is_err());
}
