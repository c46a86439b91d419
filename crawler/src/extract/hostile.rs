//! Holds reading to linear time on pages made to hurt.

use std::time::Duration;
use std::time::Instant;

use crate::extract;

/// Reads a page and one four times as long; the time may grow with the length, not with its square.
#[track_caller]
fn check(what: &str, piece: &str, times: usize) {
    let mut took = [Duration::ZERO; 2];
    for (slot, factor) in [(0, 1), (1, 4)] {
        let page = piece.repeat(times * factor);
        let start = Instant::now();
        let before = computed(start);
        let read = extract::html(&extract::Page {
            url: "http://a.gov.cn/",
            html: &page,
            ..extract::Page::default()
        });
        took[slot] = computed(start) - before;
        assert!(!read.document.title.is_empty(), "{what}");
    }
    println!("{what}: {:?}, four times as long {:?}", took[0], took[1]);
    // Four times is linear, sixteen is quadratic; the floor keeps noise out.
    let floor = Duration::from_millis(150);
    assert!(took[1] < took[0].max(floor) * 11, "{what}: {took:?}");
}

/// Returns how long this thread has been computing, which other work on the machine does not lengthen; the time since a
/// start where the system keeps no account of it.
fn computed(start: Instant) -> Duration {
    let account = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = account.and_then(|account| account.split_whitespace().next()?.parse().ok());
    nanoseconds.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

#[test]
fn pages_made_to_hurt_take_linear_time() {
    check("open brackets", "<", 300_000);
    check("open tags", "<div>", 80_000);
    check("open formatting", "<b id=1><i><p>", 30_000);
    check("tables in tables", "<table><tr><td>", 30_000);
    check("lists in lists", "<ul><li>", 40_000);
    check("stray end tags", "</div></p></td>", 40_000);
    check("comments that never end", "<!--", 80_000);
    check("quotes that never end", "<a href=\"", 40_000);
    check("scripts that never end", "<script><style>", 30_000);
    check("ampersands", "&amp&#&#x", 60_000);
    check("one long line", "某年某月某日来源时间", 40_000);
    check("labels", "来源：发布时间：", 40_000);
    check("dates", "2021年1月1日", 30_000);
    check("short lines", "<p>一是二是三是</p>", 30_000);
    check("headings", "<p>一、甲</p><p>（一）乙</p>", 15_000);
    check("tabs of cells", "<tr><td>甲</td><td>乙</td></tr>", 20_000);
    check("brackets of titles", "《（〔", 60_000);
    check("links", "<a href='a.doc'>附件</a>", 20_000);
    check("links that say nothing", "<a href=/x></a>", 30_000);
    check("cells side by side", "<td>一<th>二", 60_000);
    check("rows in rows", "<tr><td><table>", 30_000);
    check("bold in bold", "<b><font>", 60_000);
    check("grounds without end", "根据《", 60_000);
    check("numbers that nothing counts", "一二三四五六七八九十百千万", 20_000);
    check("figures in a row", "1.2.3.4-5/6", 30_000);
    check("arrows", "首页 > ", 60_000);
    check("places in a row", "四川省绵阳市", 30_000);
    check("headings of pages", "<h1 class=title>关于某事的通知</h1>", 20_000);
}

#[test]
fn a_title_made_to_hurt_takes_linear_time() {
    let title = |times: usize| format!("<title>{}</title><p>正文</p>", "a-".repeat(times));
    let mut took = [30_000, 120_000].map(|times| {
        let (page, before) = (title(times), computed(Instant::now()));
        extract::html(&extract::Page { html: &page, ..extract::Page::default() });
        computed(Instant::now()).saturating_sub(before)
    });
    took[0] = took[0].max(Duration::from_millis(150));
    assert!(took[1] < took[0] * 11, "{took:?}");
}

#[test]
fn twenty_megabytes_of_open_brackets_are_read() {
    let page = "<".repeat(20 << 20);
    let read = extract::html(&extract::Page { url: "", html: &page, ..extract::Page::default() });
    assert!(!read.document.title.is_empty());
    let nested = "<div>".repeat(1 << 20);
    let read = extract::html(&extract::Page { url: "", html: &nested, ..extract::Page::default() });
    assert_eq!(read.document.text, "");
}

#[test]
fn a_deeply_nested_or_empty_page_is_read_without_a_panic() {
    for page in [
        "",
        "<",
        "<a",
        "</",
        "<!",
        "<!-",
        "&",
        "\u{0}",
        "<p",
        "<p class",
        "<p class=",
        "<p class=\"",
        "]]>",
        "<td>一",
        "</html>二",
    ] {
        let read = extract::html(&extract::Page { url: "", html: page, ..extract::Page::default() });
        assert!(!read.document.title.is_empty(), "{page}");
    }
    for text in ["", "\n\n", "来源：", "一、", "（", "2021", "\t\t"] {
        assert!(!extract::plain(text, None, None).document.title.is_empty(), "{text}");
    }
}
