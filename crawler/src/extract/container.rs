//! A tree and its lines in; the nodes that hold the text of the page out.

use corpus::reason::Reason;
use std::ops::Range;

use crate::extract::density;
use crate::extract::furniture;
use crate::extract::lines::Line;
use crate::extract::lines::within;
use crate::extract::markup::attribute;
use crate::extract::tag::Tag;
use crate::extract::tree::Data;
use crate::extract::tree::NodeId;
use crate::extract::tree::Tree;

/// Where the text of a page stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Body {
    /// Its nodes.
    pub(crate) nodes: Range<NodeId>,
    /// How it was found, for the operator.
    pub(crate) because: String,
    /// An editor's container holds the text and nothing else; any other may hold title and furniture too.
    pub(crate) is_exact: bool,
}

/// Names that the content systems give to what an editor typed.
const EDITORS: &[&str] = &[
    "zoom",
    "trs_editor",
    "trs_editor_view",
    "trs_ueditor",
    "trs_uedit",
    "ucap-content",
    "v_news_content",
    "ewb-article-content",
    "ewb-article-info",
    "article-content",
    "article_content",
    "articlecontent",
    "article-body",
    "articlebody",
    "art_con",
    "art_content",
    "news_content",
    "newscontent",
    "pages_content",
    "wzcon",
    "wz_con",
    "xxgk_content",
    "xxgk-content",
    "wordsection1",
    "section1",
    "bt_content",
    "mobile_content",
    "zwxl-article",
    "detail-content",
    "detail_content",
    "main-txt",
    "trs_web",
    "easysite-news-text",
    "j-fontcontent",
    "barrierfree_content",
    "zoomcon",
    "fontzoom",
    "con_font",
];

/// Finds the text: the longest of the known containers, or else where the text is densest.
pub(crate) fn find(tree: &Tree<'_>, lines: &[Line]) -> Option<Body> {
    let Some((known, chars)) = editors(tree, lines) else {
        return density::find(tree, lines);
    };
    // A container that holds only a blurb beside a long text elsewhere is not where the text stands.
    let is_longer = |beside: &[Line]| said(beside) > 3 * chars + 100;
    let is_empty = within(lines, &known.nodes).is_empty() && !holds_picture(tree, &known.nodes);
    // Nor is one that a template left empty, where there is a sentence elsewhere.
    let is_longer = |beside: &[Line]| is_longer(beside) || is_empty && beside.iter().any(is_sentence);
    if !is_longer(lines) {
        return Some(known);
    }
    let dense = density::find(tree, lines).filter(|dense| !overlaps(&dense.nodes, &known.nodes));
    Some(dense.filter(|dense| is_longer(&lines[within(lines, &dense.nodes)])).unwrap_or(known))
}

fn holds_picture(tree: &Tree<'_>, nodes: &Range<NodeId>) -> bool {
    nodes.clone().any(|id| matches!(tree.tag(id), Some(Tag::Img | Tag::Hidden)))
}

/// How long a line is at least that is a sentence of a text and not of the page around it, in characters.
const SENTENCE: usize = 30;

fn is_sentence(line: &Line) -> bool {
    line.link_chars == 0
        && !line.aside
        && line.chars >= SENTENCE
        && line.text.ends_with('。')
        && !furniture::is_furniture(&line.text)
}

/// Tells whether an element is named like the container of what an editor typed.
pub(crate) fn is_editor(attributes: &str) -> bool {
    editor_name(attributes).is_some()
}

/// Tells whether a comment stands before what an editor typed.
pub(crate) fn opens_text(comment: &str) -> bool {
    comment.contains("ZJEG_RSS.content.begin")
}

fn overlaps(one: &Range<NodeId>, other: &Range<NodeId>) -> bool {
    one.start < other.end && other.start < one.end
}

/// Returns the known container that says most, the outer one of two that say the same, and how much it says.
fn editors(tree: &Tree<'_>, lines: &[Line]) -> Option<(Body, usize)> {
    let mut best: Option<(Body, usize)> = None;
    let mut marked = None;
    for id in tree.subtree(tree.root()) {
        let (nodes, because) = match tree.node(id).data {
            Data::Comment(comment) if opens_text(comment) => {
                marked = Some(id);
                continue;
            }
            Data::Comment(comment) if comment.contains("ZJEG_RSS.content.end") => match marked.take() {
                Some(start) => (start..id, Reason::Comments.into()),
                None => continue,
            },
            Data::Element(tag, attributes) if !matches!(tag, Tag::Body | Tag::Html | Tag::Root) => {
                match editor_name(attributes) {
                    Some(name) => (container(tree, id, &name), Reason::Container.about(&name)),
                    None => continue,
                }
            }
            _ => continue,
        };
        let chars = said(&lines[within(lines, &nodes)]);
        if best.as_ref().is_none_or(|(_, most)| chars > *most) {
            best = Some((Body { nodes, because, is_exact: true }, chars));
        }
    }
    best
}

/// Word leaves one WordSection for each page setup, so the text is what holds the first of them.
fn container(tree: &Tree<'_>, id: NodeId, name: &str) -> Range<NodeId> {
    let holder = if name.to_ascii_lowercase().ends_with("section1") { tree.node(id).parent } else { id };
    tree.subtree(holder)
}

fn editor_name(attributes: &str) -> Option<String> {
    if attributes.len() < 5 {
        return None;
    }
    for name in ["id", "class"] {
        for word in attribute(attributes, name).unwrap_or("").split_ascii_whitespace() {
            let lower = word.to_ascii_lowercase();
            if lower.starts_with("vsb_content") || EDITORS.contains(&lower.as_str()) {
                return Some(word.to_owned());
            }
        }
    }
    None
}

/// Counts the characters that are not links.
fn said(lines: &[Line]) -> usize {
    lines.iter().map(|line| line.chars - line.link_chars).sum()
}
