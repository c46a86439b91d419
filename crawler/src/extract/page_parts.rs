//! The lines of a page and the container of its text in; what stands above, around and in the text out.

use crate::extract::comments;
use crate::extract::container::Body;
use crate::extract::date;
use crate::extract::foot;
use crate::extract::furniture;
use crate::extract::head;
use crate::extract::label;
use crate::extract::lines;
use crate::extract::lines::Line;
use crate::extract::meta_line;
use crate::extract::neighbours;
use crate::extract::of_visit;
use crate::extract::own_lines;
use crate::extract::own_lines::OwnLines;
use crate::extract::prose::is_prose;
use crate::extract::signature;
use crate::extract::title;

/// How many lines before the text may say when and by whom it was published.
const BEFORE: usize = 80;

/// How many lines before the text may print its title.
const ABOVE: usize = 8;

/// How many lines after it.
const AFTER: usize = 12;

/// The lines of a page by what they are to its text.
pub(crate) struct Parts<'a> {
    /// Those of the text's container.
    body: &'a [Line],
    /// Those before it that are no links.
    above: Vec<String>,
    /// All lines before it, as many as may tell of it.
    before: &'a [Line],
    /// Those behind it.
    after: &'a [Line],
    /// Those around it, for the title of a catalogue.
    pub(crate) around: String,
    /// Columns and breadcrumb.
    pub(crate) breadcrumb: String,
    /// The container holds the text and nothing else.
    pub(crate) is_exact: bool,
}

impl<'a> Parts<'a> {
    pub(crate) fn of(lines: &'a [Line], body: Option<&Body>) -> Parts<'a> {
        let mut range = body.map_or(lines.len()..lines.len(), |body| lines::within(lines, &body.nodes));
        range.end += signed_below(&lines[range.clone()], &lines[range.end..]);
        let before = &lines[range.start.saturating_sub(BEFORE)..range.start];
        let after = &lines[range.end..(range.end + AFTER).min(lines.len())];
        let mut around = String::new();
        for line in before.iter().chain(after).filter(|line| line.chars < 300) {
            around.push_str(&line.text);
            around.push('\n');
        }
        let crumbs = before.iter().filter(|line| is_breadcrumb(&line.text));
        let breadcrumb = crumbs.map(|line| format!("{}\n", line.text)).collect();
        let above = before.iter().filter(|line| !line.is_links()).map(|line| line.text.clone()).collect();
        Parts {
            above,
            before,
            after,
            body: &lines[range],
            around,
            breadcrumb,
            is_exact: body.is_some_and(|body| body.is_exact),
        }
    }
}

impl Parts<'_> {
    /// Returns the lines right above the text.
    pub(crate) fn nearest(&self) -> impl Iterator<Item = &str> {
        self.above[self.above.len().saturating_sub(ABOVE)..].iter().map(String::as_str)
    }

    /// Returns the lines right above the text, then its first ones.
    pub(crate) fn near_top(&self) -> impl Iterator<Item = &str> {
        self.nearest().chain(self.body.iter().take(ABOVE).map(|line| line.text.as_str()))
    }

    /// Returns the lines around the text that tell of it. `title` is the title when the page has said it.
    pub(crate) fn own_lines(&self, title: Option<&str>) -> OwnLines {
        own_lines::part(self.before, self.after, title, !self.body.is_empty())
    }

    /// Returns the title that a line right above the text prints without saying so.
    pub(crate) fn title_above(&self) -> Option<String> {
        head::part(&self.nearest().collect::<Vec<_>>(), None).title
    }
}

/// How many lines below a text are its signature, which templates put into an element of its own. A signed text has none there.
fn signed_below(body: &[Line], below: &[Line]) -> usize {
    let is_plain = |line: &&Line| line.link_chars == 0 && !line.aside;
    let near: Vec<&str> = below.iter().take_while(is_plain).take(6).map(|line| line.text.as_str()).collect();
    let lines = signature::opening(&near);
    if lines == 0 || body.is_empty() {
        return 0;
    }
    let end: Vec<&str> =
        body[body.len().saturating_sub(20)..].iter().map(|line| line.text.as_str()).collect();
    if signature::under(&end.join("\n")).date.is_some() { 0 } else { lines }
}

fn is_breadcrumb(line: &str) -> bool {
    let located = ["当前位置", "所在位置", "您的位置", "现在的位置"].iter().any(|words| line.contains(words));
    line.chars().count() < 200 && (located || line.matches(['>', '＞', '»']).count() >= 2)
}

/// What the container's lines hold.
#[derive(Default)]
pub(crate) struct BodyText {
    /// The text.
    pub(crate) text: String,
    /// The title that stands over it.
    pub(crate) title: Option<String>,
    /// The lines with labels and values at its top.
    pub(crate) meta: String,
    /// Those of them that stand between the title and the text.
    pub(crate) between: String,
    /// Those at its end.
    pub(crate) below: String,
    /// Columns and breadcrumb.
    pub(crate) breadcrumb: String,
}

/// Parts the text from what else its container holds. `title` is the title when the page has said it.
pub(crate) fn body_text(parts: &Parts<'_>, title: Option<&str>) -> BodyText {
    if parts.is_exact {
        return exact_text(parts.body, title);
    }
    // Inside a text only rows of nothing but furniture words go: 主办单位：… may be what the text says.
    let texts: Vec<&str> = parts.body.iter().map(|line| line.text.as_str()).collect();
    let is_text = |at: usize| {
        let line = &parts.body[at];
        !line.aside && !line.is_time() && !is_furniture(&texts, at)
    };
    let several = (0..texts.len()).filter(|at| is_text(*at)).take(4).count() > 3;
    let head = head::part(&texts, title);
    let is_menu = |line: &Line| several && line.is_links() && line.chars < 60;
    let kept = head.kept.iter().filter(|at| is_text(**at)).map(|at| &parts.body[*at]);
    let kept = kept.filter(|line| !is_menu(line));
    let lines: Vec<&str> = kept.map(|line| line.text.as_str()).collect();
    let mut below = String::new();
    let lines = of_visit::without(foot::without(comments::without(lines)));
    let text = without_rows_below(lines, &mut below).join("\n");
    let below = own_lines::of_rows(&below, parts.body);
    let (title, between) = (head.whole_title(), head.between().to_owned());
    BodyText { text, title, meta: head.meta, between, below, breadcrumb: head.breadcrumb }
}

/// Tells whether a line inside a text is nothing but furniture, and no row of a table.
fn is_furniture(texts: &[&str], at: usize) -> bool {
    furniture::is_made_of_pieces(texts[at]) && !furniture::is_row_of_table(texts, at)
}

/// Takes from the end of a text the records of the site and the rows that say when and by whom it was published.
fn without_rows_below<'a>(mut lines: Vec<&'a str>, below: &mut String) -> Vec<&'a str> {
    while let Some(last) = lines.pop_if(|line| furniture::is_record(line) || meta_line::is_of_template(line))
    {
        push_line(below, last);
    }
    lines
}

/// What an editor typed stays, but for font-size rows and neighbours that a template put inside.
fn exact_text(body: &[Line], title: Option<&str>) -> BodyText {
    let texts: Vec<&str> = body.iter().map(|line| line.text.as_str()).collect();
    let mut kept: Vec<&str> = Vec::new();
    let (mut meta, mut below) = (String::new(), String::new());
    // A day below the first sentence is the text's own, that of its signature.
    let prose = body.iter().position(|line| is_prose(&line.text)).unwrap_or(body.len());
    let from = below_template(body, title, prose);
    let body = &body[..body.len() - names_below(body)];
    for (at, line) in body.iter().enumerate() {
        let may_tell = at < prose || meta_line::has_label(&line.text) && date::only(&line.text).is_none();
        if at < 12 && line.chars < 120 && may_tell {
            push_line(if at < prose { &mut meta } else { &mut below }, &line.text);
        }
        let neighbour = line.is_links() && furniture::is_furniture(&line.text);
        let repeated =
            at < 6 && kept.last().is_some_and(|last| is_title(last, title) && is_title(&line.text, title));
        let is_stamp = at < prose && line.is_time();
        let is_said = !is_stamp && !is_furniture(&texts, at);
        if at >= from && !neighbour && !repeated && is_said {
            kept.push(&line.text);
        }
    }
    let kept = without_rows_below(of_visit::without(kept), &mut below);
    let title = head::part(&kept, None).whole_title();
    BodyText { text: kept.join("\n"), title, meta, below, ..BodyText::default() }
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// How many lines at the end are names of other pages that a template put under what an editor typed: a head and nothing but links.
fn names_below(body: &[Line]) -> usize {
    let says_something = |line: &&Line| !line.is_links() && !of_visit::is_of_visit(&line.text);
    let names = body.iter().rev().take_while(|line| !says_something(line)).count();
    let is_headed =
        body.len().checked_sub(names + 1).is_some_and(|at| at > 0 && neighbours::is_head(&body[at].text));
    let has_links = body[body.len() - names..].iter().any(Line::is_links);
    if is_headed && has_links { names + 1 } else { 0 }
}

/// How many lines a template may print over the text in the text's own container.
const OF_TEMPLATE: usize = 6;

/// Returns the line behind the title and the labelled publish date that a template printed over what an editor typed: nobody
/// types 发布日期：2023-01-05, nor a row of several labels. Zero when there is no such thing; a title that was typed stays.
fn below_template(body: &[Line], title: Option<&str>, prose: usize) -> usize {
    let top = &body[..prose.min(OF_TEMPLATE).min(body.len())];
    let Some(dated) = top.iter().rposition(|line| {
        meta_line::has_label(&line.text)
            && meta_line::read(&line.text).published_label.is_some_and(|label| label != label::STAND_IN)
    }) else {
        return 0;
    };
    let is_of_template = |line: &Line| {
        is_title(&line.text, title) || meta_line::has_label(&line.text) || furniture::is_furniture(&line.text)
    };
    let is_titled = is_title(&top[0].text, title) || dated > 0 && is_title(&top[1].text, title);
    let is_row = meta_line::is_of_template(&top[dated].text);
    if (is_titled || is_row) && top[..dated].iter().all(is_of_template) { dated + 1 } else { 0 }
}

fn is_title(line: &str, title: Option<&str>) -> bool {
    title.is_some_and(|title| title::letters(line) == title::letters(title))
}

#[cfg(test)]
mod tests {
    use crate::extract;
    use crate::extract::Page;

    #[track_caller]
    fn check_text(html: &str, expected: &str) {
        let page = Page { url: "http://www.a.gov.cn/info/1025/61000.htm", html, ..Page::default() };
        assert_eq!(extract::html(&page).document.text, expected, "{html}");
    }

    #[test]
    fn neighbours_are_left_out_but_a_sentence_about_them_stays() {
        check_text(
            "<div id=zoom><p>我们在上一篇文章里写过“上一篇”的由来。</p><p>上一篇：某同志的来信，曾在本刊发表过。</p><p><a>下一篇：另一篇文章</a></p></div>",
            "我们在上一篇文章里写过“上一篇”的由来。\n上一篇：某同志的来信，曾在本刊发表过。",
        );
    }

    #[test]
    fn the_records_of_a_site_are_no_end_of_a_text() {
        check_text(
            "<div id=zoom><p>本县网站已完成ICP备案，网站标识码见页脚。</p><p>正文一段。</p><p>某ICP备00000000号</p><p>网站标识码：0000000000</p></div>",
            "本县网站已完成ICP备案，网站标识码见页脚。\n正文一段。",
        );
    }

    #[test]
    fn a_repeated_title_counts_once() {
        let page = "<title>甲县工作报告</title><h1>甲县工作报告</h1><div id=zoom><p>甲县工作报告</p><p>甲县工作报告</p><p>正文一段。</p></div>";
        check_text(page, "甲县工作报告\n正文一段。");
    }

    #[test]
    fn a_title_with_its_date_in_the_container_is_the_templates() {
        let page = |top: &str| {
            format!(
                "<title>甲县工作报告</title><h2>甲县工作报告</h2><div class=article-content>{top}<p>正文一段。</p></div>"
            )
        };
        check_text(&page("<h1>甲县工作报告</h1><div>发布日期：2023-01-05 浏览次数：-</div>"), "正文一段。");
        check_text(
            &page("<h1>甲县工作报告</h1><div>来源：甲县</div><div>发布时间：2023-01-05 10:00</div>"),
            "正文一段。",
        );
        check_text(&page("<p>甲县工作报告</p><p>2023年1月5日</p>"), "甲县工作报告\n2023年1月5日\n正文一段。");
        let row = "<p>发布时间：2023-01-05 来源：甲县 点击数：12</p>";
        check_text(&page(row), "正文一段。");
        check_text(&format!("<div id=zoom><p>正文一段。</p>{row}</div>"), "正文一段。");
        check_text(
            &page("<p>甲县工作报告</p><p>时间：2023年1月5日</p>"),
            "甲县工作报告\n时间：2023年1月5日\n正文一段。",
        );
    }

    #[test]
    fn a_time_under_the_title_is_no_text() {
        check_text(
            "<article><header><h1>甲县工作报告</h1><time datetime=2023-01-20>2023年1月20日</time></header><p>正文一段，说得更多一些，也说得更长一些，直到它足够长。</p><p>甲县某局</p><p>2023年1月18日</p></article>",
            "正文一段，说得更多一些，也说得更长一些，直到它足够长。\n甲县某局\n2023年1月18日",
        );
    }

    #[test]
    fn a_signature_in_an_element_of_its_own_belongs_to_the_text() {
        let page =
            |text: &str, below: &str| format!("<div id=zoom>{text}</div><div align=right>{below}</div>");
        let signature = "<p>甲县某局</p><p>2023年1月18日</p>";
        check_text(&page("<p>正文一段。</p>", signature), "正文一段。\n甲县某局\n2023年1月18日");
        check_text(
            &page("<p>正文一段。</p><p>乙县某局</p><p>2023年1月5日</p>", signature),
            "正文一段。\n乙县某局\n2023年1月5日",
        );
        check_text(&page("<p>正文一段。</p>", "<p>2023年1月18日</p>"), "正文一段。");
        check_text(&page("<p>正文一段。</p>", "<p>甲县某局</p><p>2023-01-18</p>"), "正文一段。");
    }

    #[test]
    fn blanks_that_a_program_wrote_twice_are_blanks() {
        check_text(
            "<div id=zoom><p>&amp;nbsp;&amp;nbsp;正文一段。</p><p>甲&amp;amp;乙</p></div>",
            "正文一段。\n甲&amp;乙",
        );
    }
}
