//! The lines before and behind a text in; those that tell of the text, and not of other pages or of the site, out.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::extract::furniture;
use crate::extract::label;
use crate::extract::label_names::Label;
use crate::extract::lines::Line;
use crate::extract::neighbours;
use crate::extract::prose::is_prose;
use crate::extract::title;

/// How many characters without a blank or a bracket among them make the title of another page out of a link.
const TITLE: usize = 8;

/// A line as long as this, in characters, tells nothing of a text.
const LONGEST: usize = 300;

/// The lines that tell of a text, by where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OwnLines {
    /// Those between its title and the text; none when the title is not printed above the text.
    pub(crate) between: String,
    /// All those above the text.
    pub(crate) above: String,
    /// Those below it.
    pub(crate) below: String,
}

/// Parts the lines before and behind a text. Where there is no text, what stands below the title is what stands before it.
pub(crate) fn part(before: &[Line], after: &[Line], title: Option<&str>, has_text: bool) -> OwnLines {
    let from = title.and_then(|title| below_title(before, title));
    let between = from.map(|from| before_others(before[from..].iter())).unwrap_or_default();
    let above = match from {
        Some(from) if !has_text => joined(before[..from].iter().chain(between.iter().copied())),
        _ => joined(before.iter()),
    };
    // A foot that its element names as one tells of the site.
    let below = before_repeated(before_others(after.iter().filter(|line| !line.aside)));
    OwnLines { between: joined(between.into_iter()), above, below: joined(below.into_iter()) }
}

/// Returns those of the rows at the end of a container that stand before what it says of other pages.
pub(crate) fn of_rows(rows: &str, body: &[Line]) -> String {
    let tail = body.iter().rposition(|line| is_prose(&line.text)).map_or(0, |at| at + 1);
    let own = before_repeated(before_others(body[tail..].iter()));
    let own: BTreeSet<&str> = own.iter().map(|line| &*line.text).collect();
    let is_own = |row: &&str| own.contains(*row);
    rows.lines().filter(is_own).map(|row| format!("{row}\n")).collect()
}

fn joined<'a>(lines: impl Iterator<Item = &'a Line>) -> String {
    lines.filter(|line| line.chars < LONGEST).map(|line| format!("{}\n", line.text)).collect()
}

/// Returns the number of the line below the last one that ends the title. A title that is printed once more right above the
/// text parts nothing.
fn below_title(before: &[Line], title: &str) -> Option<usize> {
    let title = title::letters(title);
    let ends = |at: usize| ends_title(before, at, &title);
    let end = (0..before.len()).rposition(|at| !ends(at))? + 1;
    (0..end).rev().find(|at| ends(*at)).or((end < before.len()).then_some(end)).map(|at| at + 1)
}

/// Tells whether a line is the title, or its end under a line with the words before.
fn ends_title(lines: &[Line], at: usize, title: &str) -> bool {
    let letters = title::letters(&lines[at].text);
    if lines[at].is_links() || letters.chars().count() < 4 {
        return false;
    }
    let is_most = title.ends_with(&letters) && letters.len() * 2 > title.len();
    let is_end = || {
        let above = at.checked_sub(1).map(|at| title::letters(&lines[at].text)).unwrap_or_default();
        !above.is_empty() && title.ends_with(&format!("{above}{letters}"))
    };
    is_most || letters.ends_with(title) || is_end()
}

/// Returns the lines before the first that names another page, heads the names of others, or is of the site's foot. The
/// neighbours in a column, 上一篇 and 下一篇, are left out.
fn before_others<'a>(lines: impl Iterator<Item = &'a Line>) -> Vec<&'a Line> {
    let mut own = Vec::new();
    let mut is_named_next = false;
    for line in lines {
        let (is_neighbour, is_name) = (names_neighbour(&line.text), is_named_next);
        is_named_next = is_neighbour && line.chars < 6;
        if is_neighbour || is_name {
            continue;
        }
        if heads_others(&line.text) || is_of_foot(&line.text) || names_other(line) {
            break;
        }
        own.push(line);
    }
    own
}

/// Returns the lines before the first whose label another line has too, with another value: those are items of a list.
fn before_repeated(lines: Vec<&Line>) -> Vec<&Line> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut end = lines.len();
    for (at, line) in lines.iter().enumerate() {
        for place in label::find(&line.text) {
            if !matches!(place.label, Label::Published | Label::Source | Label::DocumentNumber) {
                continue;
            }
            let first = *seen.entry(place.name).or_insert(at);
            if first != at && lines[first].text != line.text {
                end = end.min(first);
            }
        }
    }
    lines.into_iter().take(end).collect()
}

fn names_neighbour(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    ["上一篇", "下一篇", "上一条", "下一条", "上篇", "下篇"].iter().any(|name| line.starts_with(name))
}

/// What heads the names of other pages, alone in its line. Annexes are the text's own.
static HEADS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^\W*(?:(?:相关|最新|热门|热点|推荐|精彩|延伸|关联|同类)\p{Han}{0,6}|\p{Han}{0,6}(?:解读|推荐|排行榜?|要闻|图解))(?:\W*更多|\W*[Mm]ore)?\W*$",
    )
    .expect("a pattern written here is well formed")
});

fn heads_others(line: &str) -> bool {
    line.len() < 60
        && !line.contains("附件")
        && !line.contains("下载")
        && (neighbours::is_head(line) || HEADS.is_match(line))
}

fn is_of_foot(line: &str) -> bool {
    furniture::is_record(line) || furniture::names_the_host(line)
}

/// Tells whether a line holds a link that is called like a page. What stands behind a label is its value, and a file is
/// the text's own.
fn names_other(line: &Line) -> bool {
    if line.link_chars < TITLE || furniture::is_furniture(&line.text) || names_file(&line.text) {
        return false;
    }
    let end = label::find(&line.text).first().map_or(line.text.len(), |place| place.start);
    let is_between = |c: char| c.is_whitespace() || "[]【】()（）|｜>＞".contains(c);
    line.text[..end].split(is_between).any(|words| words.chars().count() >= TITLE)
}

fn names_file(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
    let endings = [".doc", ".pdf", ".xls", ".wps", ".ofd", ".zip", ".rar", ".et", ".jpg", ".png"];
    line.starts_with("附件") || line.starts_with('附') || endings.iter().any(|ending| line.contains(ending))
}

#[cfg(test)]
mod tests {
    use crate::extract;
    use crate::extract::Page;

    const TITLE: &str = "甲县关于加强秸秆禁烧工作的通知";

    /// Reads a page with so many lines between title and text and so many below it, in a known and in an unknown container.
    #[track_caller]
    fn check(between: &str, below: &str, expected: [Option<&str>; 3]) {
        let sentence = "各镇要提高认识，落实人员和经费，确保各项任务落到实处，取得实效。".repeat(12);
        for container in ["id=zoom", "class=xyz"] {
            let html = format!(
                "<title>{TITLE}</title><div><a>首页</a></div><div><h1>{TITLE}</h1>{between}</div><div {container}><p>{sentence}</p><p>{sentence}</p></div>{below}"
            );
            let page = Page { url: "http://a.gov.cn/content/show/1.html", html: &html, ..Page::default() };
            let read = extract::html(&page).document;
            let published = read.published.map(|day| day.to_string());
            let said = [published, read.source, read.document_number];
            assert_eq!(said.each_ref().map(Option::as_deref), expected, "{html}");
        }
    }

    const CARDS: &str = "<div class=hot><h3>最新信息</h3><ul><li><a href=/1>关于做好安全生产工作的通知</a><p>发布时间：2024-12-30</p></li><li><a href=/2>关于开展检查的公告</a><p>发布时间：2024-12-29 来源：某市应急局</p></li></ul></div>";
    const RELATED: &str = "<div><h3>相关文件</h3><ul><li><a href=/1>关于做好安全生产工作的通知</a><span>发文字号：某政办〔2017〕9号</span><span>发布日期：2017-12-30</span></li></ul></div>";
    const EXPLAINED: &str = "<div class=jd><h3>政策解读</h3><p><a href=/1>加强秸秆禁烧工作的通知的说明</a></p><p>发布时间：2021-10-08 来源：某县生态环境分局</p></div>";

    #[test]
    fn what_stands_under_the_title_outranks_what_stands_under_the_text() {
        let feet = [
            "<div class=footer>更新日期：2024-12-30</div>",
            "<div>网站更新时间：2024-12-30</div>",
            "<div>更新时间：2024-12-30</div>",
            "<p>主办：某县政府办 更新日期：2024-12-30</p>",
        ];
        for below in [CARDS, RELATED, EXPLAINED].into_iter().chain(feet) {
            for between in
                ["2021-09-18 10:23", "日期：2021-09-18", "时间：2021-09-18 10:23", "发布时间：2021-09-18"]
            {
                check(&format!("<p>{between}</p>"), below, [Some("2021-09-18"), None, None]);
                let both = format!("<p>{between} 来源：某县政府办</p>");
                check(&both, below, [Some("2021-09-18"), Some("某县政府办"), None]);
            }
        }
        check(
            "<p>2021-09-18</p><meta name=PubDate content=2021-10-01>",
            "",
            [Some("2021-09-18"), None, None],
        );
    }

    #[test]
    fn other_pages_and_the_foot_of_a_site_tell_nothing_of_a_text() {
        let foot = "<div class=footer>信息来源：某县大数据中心</div>";
        let listed = "<p>某县召开秸秆禁烧推进会</p><p>发布时间：2024-12-30</p><p>某镇落实秸秆禁烧责任</p><p>发布时间：2024-12-29</p>";
        let unheaded = EXPLAINED.replace("<h3>政策解读</h3>", "");
        for below in [CARDS, RELATED, EXPLAINED, foot, listed, &unheaded] {
            check("", below, [None, None, None]);
        }
        let sentence = "各镇要提高认识，落实人员和经费，确保各项任务落到实处，取得实效。".repeat(12);
        for inside in [EXPLAINED, &unheaded] {
            let html = format!(
                "<title>{TITLE}</title><div><h1>{TITLE}</h1><div><p>{sentence}</p>{inside}</div></div>"
            );
            let page = Page { url: "http://a.gov.cn/content/1.html", html: &html, ..Page::default() };
            assert_eq!(extract::html(&page).document.published, None, "{html}");
        }
    }

    #[test]
    fn a_page_may_tell_of_its_text_below_it() {
        let told = [Some("2021-09-18"), Some("某县政府办"), None];
        let row = "<p>发布日期：2021-09-18 来源：某县政府办</p>";
        check("", row, told);
        check("", &format!("<p>上一篇：<a href=/1>关于做好安全生产工作的通知</a></p>{row}"), told);
        check("", &format!("<p><a href=/1.doc>附件：某县秸秆禁烧责任清单</a></p>{row}"), told);
        check("", &format!("<p><a>【打印】</a><a>【关闭】</a></p>{row}{CARDS}"), told);
        let table = "<table><tr><td>发文字号</td><td>某政办〔2021〕9号</td></tr><tr><td>发布日期</td><td>2021-09-18</td></tr></table>";
        check("", table, [Some("2021-09-18"), None, Some("某政办〔2021〕9号")]);
    }

    #[test]
    fn labels_above_the_title_do_not_hide_the_day_below_it() {
        for over in [
            "<div>今天是：</div>",
            "<div>当前时间：</div>",
            "<div>浏览次数：12</div>",
            "<div>字体：大 中 小</div>",
            "<div>分享到：</div>",
            "<div>索引号：</div>",
            "<form>标题：<input> 文号：<input> 索引号：<input></form>",
        ] {
            for day in ["2021-09-18 10:23", "2021-09-18 来源：某局", "2021年09月18日 10:23　某局　点击：[12]"]
            {
                let html = format!(
                    "<title>{TITLE}</title>{over}<div>当前位置：<a>首页</a></div><h1>{TITLE}</h1><p>{day}</p><div class=v_news_content><p>正文一段。</p></div>"
                );
                let page = Page { url: "http://a.gov.cn/content/1.html", html: &html, ..Page::default() };
                let published = extract::html(&page).document.published.map(|day| day.to_string());
                assert_eq!(published.as_deref(), Some("2021-09-18"), "{html}");
            }
        }
    }
}
