//! The lines of a page and its title in; where a text stands that is too short to be found by how much it says, out.

use corpus::reason::Reason;

use crate::extract::bare_dates;
use crate::extract::container::Body;
use crate::extract::date;
use crate::extract::density;
use crate::extract::lines::Line;
use crate::extract::lines::within;
use crate::extract::put_up::han;
use crate::extract::title;
use crate::extract::tree::Tree;

/// How many lines with a day, a source and buttons stand between a title and its text at most.
const BETWEEN: usize = 8;

/// How much a banner above a title says, in characters.
const BANNER: usize = 60;

/// How many Chinese characters make a sentence.
const SENTENCE: usize = 4;

/// Finds the text below the title that a page prints, where none was found (a file may be it) or only a few words above the title.
pub(crate) fn find(
    (tree, lines): (&Tree<'_>, &[Line]),
    body: Option<&Body>,
    title: &str,
    has_text: bool,
) -> Option<Body> {
    let is_exact = body.is_some_and(|body| body.is_exact);
    let may_be = !is_exact && (!has_text || is_above(lines, body, title));
    may_be.then(|| below(tree, lines, title)).flatten()
}

/// Returns the plain lines below a title, when there is a sentence among them.
fn below(tree: &Tree<'_>, lines: &[Line], title: &str) -> Option<Body> {
    let name = title::letters(title);
    let titled = lines.iter().rposition(|line| is_title(line, &name))? + 1;
    let is_said = |line: &Line| density::is_plain(line) && !is_day(line);
    let from = titled + lines[titled..].iter().take(BETWEEN).position(is_said)?;
    let to = from + lines[from..].iter().take_while(|line| density::is_plain(line)).count();
    let is_sentence =
        |line: &Line| han(&line.text) >= SENTENCE && line.text.contains(['。', '；', '！', '？']);
    let nodes = lines[from].node..lines.get(to).map_or(tree.len(), |line| line.node);
    let found = Body { nodes, because: Reason::Densest.into(), is_exact: false };
    lines[from..to].iter().any(is_sentence).then_some(found)
}

/// Tells whether a few words that were taken for the text stand above the title wherever it is printed, as banners do.
fn is_above(lines: &[Line], body: Option<&Body>, title: &str) -> bool {
    let Some(body) = body else { return false };
    let name = title::letters(title);
    let titled = lines.iter().find(|line| is_title(line, &name));
    let said: usize = lines[within(lines, &body.nodes)].iter().map(|line| line.chars).sum();
    said < BANNER && titled.is_some_and(|titled| body.nodes.end <= titled.node)
}

fn is_title(line: &Line, name: &str) -> bool {
    !line.is_links() && !line.aside && title::letters(&line.text) == name
}

fn is_day(line: &Line) -> bool {
    line.is_time() || date::only(&line.text).is_some() || bare_dates::by_machine(&line.text).is_some()
}

#[cfg(test)]
mod tests {
    use crate::extract;
    use crate::extract::Page;

    #[track_caller]
    fn check(body: &str, expected: &str) {
        for name in ["txt", "content", "neirong"] {
            let title = "关于调整街区管理范围的通知";
            let html = format!(
                "<html><head><title>{title}</title></head><body><div class=hd><a href=/>首页</a><a href=/a/>新闻中心</a></div><div class=wrap><h3>{title}</h3><div class=sj>发布时间：2023-03-05 10:20</div><div class={name}>{body}</div></div><div class=ft>主办：某县人民政府 某ICP备00000号</div></body></html>"
            );
            let page =
                Page { url: "http://www.a.gov.cn/info/1025/61000.htm", html: &html, ..Page::default() };
            assert_eq!(extract::html(&page).document.text, expected, "{html}");
        }
    }

    #[test]
    fn a_short_text_is_read_in_one_paragraph_and_in_many() {
        let sentences = [
            "经研究，同意调整东门街区的管理范围。",
            "各有关单位按照分工抓好衔接。",
            "新街区名称为东门第二街区，办公地点在东门路12号。",
            "原范围内的居民事务由新街区承接，档案一并移交。",
            "本通知自印发之日起执行。",
        ];
        for count in 1..=sentences.len() {
            let said = &sentences[..count];
            check(&format!("<p>{}</p>", said.concat()), &said.concat());
            let paragraphs: String = said.iter().map(|said| format!("<p>{said}</p>")).collect();
            check(&paragraphs, &said.join("\n"));
            check(&said.join("<br>"), &said.join("\n"));
        }
        for count in [3, 6, 10, 20] {
            let said: Vec<String> = (1..=count).map(|n| format!("第{n}项由办公室牵头落实。")).collect();
            check(&said.iter().map(|said| format!("<p>{said}</p>")).collect::<String>(), &said.join("\n"));
        }
    }

    #[test]
    fn one_sentence_is_a_text() {
        check("<p>老城今夜停气。</p>", "老城今夜停气。");
        check("<p>三月一日放假。</p><p>某县人民政府办公室</p>", "三月一日放假。\n某县人民政府办公室");
    }

    #[test]
    fn a_banner_above_the_title_is_no_text() {
        let title = "某县停气通知公告";
        let html = format!(
            "<title>{title}</title><div class=hd>本网站欢迎广大市民，推荐使用新版的应用程序。</div><h3>{title}</h3><p>老城今夜停气。</p>"
        );
        let page = Page { url: "http://www.a.gov.cn/info/1025/61000.htm", html: &html, ..Page::default() };
        assert_eq!(extract::html(&page).document.text, "老城今夜停气。");
    }

    #[test]
    fn rows_and_menus_below_a_title_are_none() {
        check("<p>【打印】【关闭】</p>", "");
        check("<ul><li><a href=1.html>某县召开会议。</a></li></ul>", "");
    }
}
