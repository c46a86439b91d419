//! A tree and its lines in; the element where the text is densest out, for sites that no list of containers knows.
//!
//! Each line earns what it says and pays for being a line, for its links and for standing beside the text; the element
//! whose lines earn most together holds the text. Sums over page order make this linear in the page.

use corpus::reason::Reason;
use std::ops::Range;

use crate::extract::container::Body;
use crate::extract::furniture;
use crate::extract::lines::Line;
use crate::extract::lines::within;
use crate::extract::meta_line;
use crate::extract::tag::Tag;
use crate::extract::tree::NodeId;
use crate::extract::tree::Tree;

/// What a line pays for being one, in characters: menus and lists have many short lines.
const LINE_COST: i64 = 18;

/// Finds the element whose lines earn most.
pub(crate) fn find(tree: &Tree<'_>, lines: &[Line]) -> Option<Body> {
    let mut sums = vec![0_i64; lines.len() + 1];
    for (at, line) in lines.iter().enumerate() {
        sums[at + 1] = sums[at] + worth(line);
    }
    let mut best: Option<(NodeId, i64)> = None;
    for id in tree.subtree(tree.root()) {
        if !tree.tag(id).is_some_and(Tag::is_block) {
            continue;
        }
        let inside = within(lines, &tree.subtree(id));
        let sum = sums[inside.end] - sums[inside.start];
        if best.is_none_or(|(_, most)| sum > most) {
            best = Some((id, sum));
        }
    }
    let (id, most) = best?;
    // A text in several elements side by side has no element of its own but the page: take the stretch of lines instead.
    let (stretch, earned) = stretch(&sums);
    let nodes = if earned > most + most / 5 && !stretch.is_empty() {
        match holder(tree, lines, &stretch) {
            Some(holder) => tree.subtree(widened(tree, lines, holder)),
            None => {
                let end = lengthened(tree, lines, &stretch);
                lines[stretch.start].node..lines.get(end).map_or(tree.len(), |line| line.node)
            }
        }
    } else {
        tree.subtree(widened(tree, lines, id))
    };
    Some(Body { nodes, because: Reason::Densest.into(), is_exact: false })
}

/// Goes up from an element as long as nothing comes in but plain lines: addressee, signature and lists of names earn nothing
/// by themselves, and on a short page the element that earns most is a single paragraph.
fn widened(tree: &Tree<'_>, lines: &[Line], id: NodeId) -> NodeId {
    widened_by(tree, lines, id, |_, _| true)
}

/// Goes up from an element as long as nothing comes in but plain lines that may stand in the element above.
pub(crate) fn widened_by(
    tree: &Tree<'_>,
    lines: &[Line],
    id: NodeId,
    may_stand_in: impl Fn(&Line, NodeId) -> bool,
) -> NodeId {
    let mut widest = id;
    let mut inside = within(lines, &tree.subtree(id));
    loop {
        let parent = tree.node(widest).parent;
        if parent == widest || matches!(tree.tag(parent), Some(Tag::Root | Tag::Html | Tag::Body)) {
            return widest;
        }
        let wider = within(lines, &tree.subtree(parent));
        let mut added = lines[wider.start..inside.start].iter().chain(&lines[inside.end..wider.end]);
        if !added.all(|line| is_plain(line) && may_stand_in(line, parent)) {
            return widest;
        }
        (widest, inside) = (parent, wider);
    }
}

/// Returns the element that holds lines in a row, when nothing but plain lines stands beside them in it.
fn holder(tree: &Tree<'_>, lines: &[Line], stretch: &Range<usize>) -> Option<NodeId> {
    let last = lines[stretch.end - 1].node;
    let mut id = lines[stretch.start].node;
    while tree.subtree(id).end <= last {
        id = tree.node(id).parent;
    }
    let inside = within(lines, &tree.subtree(id));
    let mut beside = lines[inside.start..stretch.start].iter().chain(&lines[stretch.end..inside.end]);
    beside.all(is_plain).then_some(id)
}

/// Returns where lines in a row end with the plain lines that follow them in the element that holds most of them: the last
/// headings and the signature of a short text earn nothing.
fn lengthened(tree: &Tree<'_>, lines: &[Line], stretch: &Range<usize>) -> usize {
    let mut id = lines[stretch.end - 1].node;
    let mut inside = within(lines, &tree.subtree(id));
    while 2 * (stretch.end - inside.start.max(stretch.start)) < stretch.len() {
        id = tree.node(id).parent;
        inside = within(lines, &tree.subtree(id));
    }
    let behind = lines.get(stretch.end..inside.end).unwrap_or_default();
    stretch.end + behind.iter().take_while(|line| is_plain(line)).count()
}

/// Tells whether a line holds no link and nothing that pages print around a text.
pub(crate) fn is_plain(line: &Line) -> bool {
    line.link_chars == 0
        && !line.aside
        && !furniture::is_furniture(&line.text)
        && !meta_line::has_label(&line.text)
}

/// Returns the lines in a row that earn most together, and what they earn.
fn stretch(sums: &[i64]) -> (Range<usize>, i64) {
    let (mut best, mut most, mut lowest) = (0..0, 0, 0);
    for (at, sum) in sums.iter().enumerate() {
        if sum - sums[lowest] > most {
            (best, most) = (lowest..at, sum - sums[lowest]);
        }
        if *sum < sums[lowest] {
            lowest = at;
        }
    }
    (best, most)
}

fn parts_sentences(character: char) -> bool {
    matches!(character, '，' | '。' | '；' | '！' | '？' | '：' | '、' | ',')
}

/// Returns what a line earns or costs, in characters.
pub(crate) fn worth(line: &Line) -> i64 {
    let chars = line.chars as i64;
    let links = line.link_chars as i64;
    let sentences = line.text.chars().filter(|c| parts_sentences(*c)).count() as i64;
    let table = line.text.matches('\t').count().saturating_sub(line.spanned) as i64;
    let mut worth = chars - links + sentences.min(chars / 4) * 4 + table * 6 - 3 * links / 2 - LINE_COST;
    if line.aside {
        worth = worth.min(0) - chars / 2 - LINE_COST;
    }
    worth
}

#[cfg(test)]
mod tests {
    use crate::extract::density;
    use crate::extract::lines;
    use crate::extract::lines::within;
    use crate::extract::tree::Tree;

    #[track_caller]
    fn check(page: &str, expected: &[&str]) {
        let tree = Tree::parse(page);
        let lines = lines::lines(&tree);
        let body = density::find(&tree, &lines).expect("the page has a line");
        let found: Vec<&str> =
            lines[within(&lines, &body.nodes)].iter().map(|line| line.text.as_str()).collect();
        assert_eq!(found, expected, "{page}");
    }

    #[test]
    fn the_short_end_of_a_text_between_furniture_in_table_rows_belongs_to_it() {
        let said = "现将有关事项通知如下，请各单位认真学习，结合实际抓好落实，并按时报送材料，不得有误。";
        check(
            &format!(
                "<table><tr><td>发布时间：2022-01-28 来源：甲县司法局 点击：<tr><td><p>{said}<p>{said}<p>二、打算<p>再接再厉。<p>甲县<tr><td><a>关闭</a></table>"
            ),
            &["发布时间：2022-01-28 来源：甲县司法局 点击：", said, said, "二、打算", "再接再厉。", "甲县"],
        );
    }

    #[test]
    fn addressee_and_signature_belong_to_the_paragraph_between_them() {
        let said = "现将有关事项通知如下，请各单位认真学习，结合实际抓好落实，并按时报送材料。";
        check(
            &format!(
                "<ul><li><a>首页</a></ul><div><div><p>各有关单位：<p>{said}<p>甲县司法局<p>2021年3月1日</div><p>来源：甲县</div>"
            ),
            &["各有关单位：", said, "甲县司法局", "2021年3月1日"],
        );
        check(&format!("<div><p><a>甲</a> <a>乙</a></p><p>各有关单位：</p><p>{said}</p></div>"), &[said]);
    }
}
