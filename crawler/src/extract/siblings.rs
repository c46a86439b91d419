//! The container of a text in; with those beside it that go on with the text, out.

use std::collections::HashSet;
use std::ops::Range;

use crate::extract::container;
use crate::extract::lines::Line;
use crate::extract::lines::within;
use crate::extract::tree::Data;
use crate::extract::tree::NodeId;
use crate::extract::tree::Tree;

/// A container before the longest one says at least so much where it is a part of the text, in characters; a summary says less.
const FIRST_PART: usize = 100;

/// A line of so many characters stands in a text once.
const TELLING: usize = 15;

/// Joins to a container those of the same name beside it with nothing between them: an editor was used several times for one
/// text. One that repeats the text is a copy for other screens, and a short one before it a summary.
pub(crate) fn joined(tree: &Tree<'_>, lines: &[Line], nodes: &Range<NodeId>) -> Range<NodeId> {
    let Some(name) = name(tree, nodes.start).filter(|_| tree.subtree(nodes.start) == *nodes) else {
        return nodes.clone();
    };
    let parent = tree.subtree(tree.node(nodes.start).parent);
    let said: HashSet<&str> = telling(&lines[within(lines, nodes)]).collect();
    let goes_on = |id: NodeId| {
        let own = &lines[within(lines, &tree.subtree(id))];
        self::name(tree, id).is_some_and(|other| other.eq_ignore_ascii_case(&name))
            && telling(own).all(|line| !said.contains(line))
    };
    let is_empty = |id: NodeId| within(lines, &tree.subtree(id)).is_empty();
    let mut joined = nodes.clone();
    let mut at = nodes.end;
    while at < parent.end && (is_empty(at) || goes_on(at)) {
        if !is_empty(at) {
            joined.end = tree.subtree(at).end;
        }
        at = tree.subtree(at).end;
    }
    let mut before = Vec::new();
    let mut at = parent.start + 1;
    while at < nodes.start {
        before.push(at);
        at = tree.subtree(at).end;
    }
    let is_part = |id: NodeId| {
        let own = &lines[within(lines, &tree.subtree(id))];
        container::said(own) >= FIRST_PART && container::holds_sentence(own) && goes_on(id)
    };
    for id in before.into_iter().rev() {
        if is_empty(id) {
            continue;
        }
        if !is_part(id) {
            break;
        }
        joined.start = id;
    }
    joined
}

fn name(tree: &Tree<'_>, id: NodeId) -> Option<String> {
    match tree.node(id).data {
        Data::Element(_, attributes) => container::editor_name(attributes),
        _ => None,
    }
}

fn telling(lines: &[Line]) -> impl Iterator<Item = &str> {
    lines.iter().filter(|line| line.chars >= TELLING).map(|line| line.text.as_str())
}

#[cfg(test)]
mod tests {
    use crate::extract;
    use crate::extract::Page;

    const FIRST: &str =
        "第一部分说明了去年做过的许多工作，也说明了取得的成效，更说明了存在的问题和不足之处。";
    const SECOND: &str = "第二部分说明了今年将要做的许多工作，也说明了要达到的目标。";

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let page = Page { url: "http://www.a.gov.cn/info/1025/61000.htm", html, ..Page::default() };
        assert_eq!(extract::html(&page).document.text, expected, "{html}");
    }

    fn editor(text: &str) -> String {
        format!("<div class=TRS_Editor><p>{text}</p></div>")
    }

    #[test]
    fn a_text_in_several_containers_side_by_side_is_one() {
        let long = format!("{FIRST}又。{FIRST}再。{FIRST}");
        let both = format!("{}\n<br>{}", editor(&long), editor(SECOND));
        check(&format!("<div>{both}</div>"), &format!("{long}\n{SECOND}"));
        let longer = format!("{long}{SECOND}{long}");
        let turned = format!("<div>{}{}</div>", editor(&long), editor(&longer));
        check(&turned, &format!("{long}\n{longer}"));
    }

    #[test]
    fn a_copy_a_summary_and_what_stands_apart_are_other_things() {
        let long = format!("{FIRST}又。{FIRST}");
        check(&format!("<div>{}{}</div>", editor(&long), editor(&long)), &long);
        check(&format!("<div>{}{}</div>", editor("摘要一句。"), editor(&long)), &long);
        check(&format!("<div>{}<p>相关新闻</p>{}</div>", editor(&long), editor(SECOND)), &long);
    }
}
