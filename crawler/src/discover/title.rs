//! A link goes in; the title that it gives its article comes out, and the date where that stands inside the link.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;
use scraper::ElementRef;
use scraper::Selector;

use crate::discover::beside;
use crate::discover::beside::ROW_PIECES;
use crate::discover::day;
use crate::discover::page::one_line;
use crate::discover::page::selector;

/// So many bytes of text are more than any title has; what is behind them is not read.
const LONGEST: usize = 4_000;

/// The text of a link without a date that stands in an element of its own or at its edge, and that date.
pub(crate) fn text_of(element: ElementRef<'_>) -> (String, Option<Date>) {
    let mut date = None;
    let mut pieces = String::new();
    for child in element.children() {
        if pieces.len() > LONGEST {
            break;
        }
        let piece = match ElementRef::wrap(child) {
            Some(element) if matches!(element.value().name(), "script" | "style") => continue,
            Some(element) => beside::pieces(element).collect::<String>(),
            None => child.value().as_text().map_or("", |text| beside::start(text)).to_owned(),
        };
        if date.is_none() && day::is_date(&piece) {
            date = day::in_text(&piece);
            continue;
        }
        pieces.push_str(&piece);
    }
    let text = one_line(&pieces);
    if text.is_empty() {
        let image =
            element.descendants().filter_map(ElementRef::wrap).find(|inner| inner.value().name() == "img");
        let alt = image.and_then(|image| image.value().attr("alt")).unwrap_or("");
        return (one_line(alt), date);
    }
    match without_edge_date(&text) {
        Some((rest, edge)) if date.is_none() => (rest, Some(edge)),
        _ => (text, date),
    }
}

/// The element that holds the title: the link itself, or the heading of a row that is clicked on as a whole.
pub(crate) fn holder(element: ElementRef<'_>) -> ElementRef<'_> {
    static HEADINGS: LazyLock<Selector> = LazyLock::new(|| {
        selector("h1, h2, h3, h4, h5, h6, .title, .tit, .bt, .list-title, .news-title, .article-title")
    });
    match element.value().name() {
        "a" | "button" => element,
        _ => element.select(&HEADINGS).next().unwrap_or(element),
    }
}

/// The date that a piece of a row is, where the title holds not all of it.
pub(crate) fn date_of(row: ElementRef<'_>, title: ElementRef<'_>) -> Option<Date> {
    let is_row = !matches!(row.value().name(), "a" | "button");
    if !is_row || title == row {
        return None;
    }
    let mut dates = beside::pieces(row).take(ROW_PIECES).filter(|piece| day::is_date(piece));
    dates.next().and_then(day::in_text)
}

/// Cuts `[2022-01-06] 标题` and `标题 2022-01-06` apart. Dates with 年 are part of a title.
fn without_edge_date(text: &str) -> Option<(String, Date)> {
    static EDGE: LazyLock<Regex> = LazyLock::new(|| {
        let date = r"[\[(（【]?\s*((?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*[\])）】]?";
        Regex::new(&format!(r"^(?:{date}\s*(.+)|(.+?)\s*{date})$")).expect("the pattern is a constant")
    });
    let found = EDGE.captures(text)?;
    let part = |a: usize, b: usize| found.get(a).or_else(|| found.get(b)).map(|part| part.as_str());
    let date = day::in_text(part(1, 4)?)?;
    Some((part(2, 3)?.trim().to_owned(), date))
}

/// The best title: the `title` attribute where the text is cut short or empty.
pub(crate) fn title(element: ElementRef<'_>, text: &str) -> String {
    let attribute = one_line(element.value().attr("title").unwrap_or(""));
    let attribute = match attribute.strip_prefix("标题：").or_else(|| attribute.strip_prefix("标题:")) {
        Some(rest) => rest.split([' ', '　']).next().unwrap_or(rest).to_owned(),
        None => attribute,
    };
    let cut = text.trim_end_matches(['.', '…', '。', ' ']);
    let is_cut = cut.len() < text.len() && !text.ends_with('。');
    let is_better = text.is_empty() || says_nothing(text) || is_cut || attribute.starts_with(cut);
    if !attribute.is_empty() && is_better && attribute.len() >= cut.len() {
        return attribute;
    }
    if says_nothing(text) {
        String::new()
    } else {
        text.trim_start_matches(['·', '•', '▪', '■', '>', ' ']).to_owned()
    }
}

/// Texts that lead to an article without naming it.
fn says_nothing(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    matches!(
        bare,
        "详细"
            | "详情"
            | "查看"
            | "查看详情"
            | "查看全文"
            | "阅读全文"
            | "全文"
            | "下载"
            | "点击查看"
            | "点击下载"
            | "链接"
    )
}

#[cfg(test)]
mod tests {
    use crate::discover::page::check_first_link as check;

    #[test]
    fn a_date_inside_a_link_is_no_part_of_the_title() {
        check(r#"<a href="1.html"><p>标题</p><span>2022-01-06</span></a>"#, "标题|2022-01-06");
        check(r#"<a href="1.html">[2022-01-06] 标题</a>"#, "标题|2022-01-06");
        check(r#"<a href="1.html">标题 2022-01-06</a>"#, "标题|2022-01-06");
        check(r#"<a href="1.html">2022年1月6日会议纪要</a>"#, "2022年1月6日会议纪要|");
    }

    #[test]
    fn a_row_that_is_clicked_on_has_its_title_in_a_heading() {
        let go = "onclick=\"location.href='1.html'\"";
        check(
            &format!("<div {go}><div><h3>标题</h3><p>摘要摘要</p></div><span>2022-01-06</span></div>"),
            "标题|2022-01-06",
        );
        check(&format!("<li {go}>标题<span>2022-01-06</span></li>"), "标题|2022-01-06");
        check(&format!("<li {go} title='某县年度报告'>某县年…</li>"), "某县年度报告|");
        check(
            &format!("<ul><li {go}><a href='javascript:;'>标题</a><i>2021-01-06</i></li></ul>"),
            "标题|2021-01-06",
        );
        check(
            &format!(
                "<ul><li {go}><p class=tit title='某县年度报告'>某县年…</p><i>[2022-01-06]</i></li></ul>"
            ),
            "某县年度报告|2022-01-06",
        );
    }

    #[test]
    fn a_title_that_is_cut_short_is_completed() {
        check(
            r#"<a href="1.html" title="某县2021年法治政府建设年度报告">某县2021年法治政府…</a>"#,
            "某县2021年法治政府建设年度报告|",
        );
        check(
            r#"<a href="1.html" title="某县2021年法治政府建设年度报告">某县2021年法...</a>"#,
            "某县2021年法治政府建设年度报告|",
        );
        check(r#"<a href="1.html" title="点击进入">某县年度报告</a>"#, "某县年度报告|");
        check(r#"<a href="1.html" title="某县年度报告">详情&gt;&gt;</a>"#, "某县年度报告|");
        check(r#"<a href="1.html">· 某县 年度报告</a>"#, "某县 年度报告|");
        check(r#"<a href="1.html"><img alt="某县年度报告"></a>"#, "某县年度报告|");
    }
}
