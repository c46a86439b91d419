//! A tree and its lines in; the nodes that hold the text of the page out.

use std::ops::Range;

use corpus::reason::Reason;

use crate::extract::AttachmentLink;
use crate::extract::density;
use crate::extract::furniture;
use crate::extract::lines::Line;
use crate::extract::lines::within;
use crate::extract::markup::attribute;
use crate::extract::neighbours;
use crate::extract::siblings;
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
pub(crate) fn find(tree: &Tree<'_>, lines: &[Line], files: &[AttachmentLink]) -> Option<Body> {
    let Some((known, chars)) = editors(tree, lines) else {
        return density::find(tree, lines);
    };
    // A container that holds only a blurb beside a long text elsewhere is not where the text stands.
    let is_longer = |beside: &[Line]| said(beside) > 3 * chars + 100;
    let is_empty = within(lines, &known.nodes).is_empty() && !holds_picture(tree, &known.nodes);
    // Nor is one that a template left empty, where there is a sentence elsewhere; where there are files, they are the text.
    let is_left_empty = is_empty && files.is_empty();
    let is_text = |beside: &[Line]| is_longer(beside) || is_left_empty && holds_sentence(beside);
    if !is_longer(lines) && !is_left_empty {
        return Some(known);
    }
    let dense = density::find(tree, lines).filter(|dense| !overlaps(&dense.nodes, &known.nodes));
    Some(dense.filter(|dense| is_text(&lines[within(lines, &dense.nodes)])).unwrap_or(known))
}

fn holds_picture(tree: &Tree<'_>, nodes: &Range<NodeId>) -> bool {
    nodes.clone().any(|id| matches!(tree.tag(id), Some(Tag::Img | Tag::Hidden)))
}

/// How long a line is at least that is a sentence of a text and not of the page around it, in characters.
const SENTENCE: usize = 30;

/// Tells whether lines hold a sentence of a text, before what is said of other pages.
pub(crate) fn holds_sentence(lines: &[Line]) -> bool {
    let mut own = lines.iter().take_while(|line| !neighbours::is_head(&line.text));
    own.any(is_sentence)
}

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
    let (mut marked, mut sections) = (None, None::<(NodeId, String, usize)>);
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
                let Some(name) = editor_name(attributes) else { continue };
                let because = Reason::Container.about(&name);
                match name.to_ascii_lowercase().as_str() {
                    "wordsection1" => {
                        let holder = tree.subtree(tree.node(id).parent);
                        let chars = said(&lines[within(lines, &holder)]);
                        if sections.as_ref().is_none_or(|(.., most)| chars > *most) {
                            sections = Some((id, because, chars));
                        }
                        continue;
                    }
                    // Old versions of Word call it so, and others the parts of their pages.
                    "section1" => (tree.subtree(tree.node(id).parent), because),
                    _ => (tree.subtree(id), because),
                }
            }
            _ => continue,
        };
        let chars = said(&lines[within(lines, &nodes)]);
        if best.as_ref().is_none_or(|(_, most)| chars > *most) {
            best = Some((Body { nodes, because, is_exact: true }, chars));
        }
    }
    if let Some((body, chars)) = &mut best {
        body.nodes = siblings::joined(tree, lines, &body.nodes);
        *chars = said(&lines[within(lines, &body.nodes)]);
    }
    let sections = sections.map(|(id, because, _)| of_word(tree, lines, id, because));
    let is_longer = |(_, chars): &(Body, usize)| best.as_ref().is_none_or(|(_, most)| chars > most);
    match sections.filter(is_longer) {
        Some(sections) => Some(sections),
        None => best,
    }
}

/// Returns what holds a text out of Word, and how much it says. Word leaves one section for each page setup, so the text is
/// what holds the first of them, with the plain lines that somebody typed around it. The page itself holds more than the text.
fn of_word(tree: &Tree<'_>, lines: &[Line], first: NodeId, because: String) -> (Body, usize) {
    let parent = tree.node(first).parent;
    let is_page = matches!(tree.tag(parent), Some(Tag::Body | Tag::Html | Tag::Root));
    let last = tree.subtree(parent).rfind(|id| is_section(tree, *id)).unwrap_or(first);
    let holds_all = |dense: &Body| dense.nodes.start <= first && tree.node(last).end <= dense.nodes.end;
    let dense = || density::find(tree, lines).filter(holds_all);
    let body = match is_page.then(dense).flatten() {
        Some(dense) => Body { because, ..dense },
        None => {
            let is_typed = is_in_editor(tree, parent);
            let is_beside = |line: &Line, holder| is_paragraph_of(tree, line.node, holder);
            let holder = if is_typed { parent } else { density::widened_by(tree, lines, parent, is_beside) };
            Body { nodes: tree.subtree(holder), because, is_exact: holder == parent }
        }
    };
    let chars = said(&lines[within(lines, &body.nodes)]);
    (body, chars)
}

/// Tells whether a text stands in a paragraph right in an element. A heading there is the title of the page, and boxes,
/// lists and tables are what a template put around the text.
fn is_paragraph_of(tree: &Tree<'_>, text: NodeId, holder: NodeId) -> bool {
    let mut above = std::iter::successors(Some(tree.node(text).parent), |id| Some(tree.node(*id).parent));
    let is_of_text =
        |id: &NodeId| matches!(tree.tag(*id), Some(Tag::P | Tag::Inline | Tag::Pre | Tag::Unknown));
    above.find(|id| *id == holder || !is_of_text(id)) == Some(holder)
}

/// Tells whether an element is one that holds what an editor typed, or stands in one.
fn is_in_editor(tree: &Tree<'_>, id: NodeId) -> bool {
    let is_one =
        |id: NodeId| matches!(tree.node(id).data, Data::Element(_, attributes) if is_editor(attributes));
    std::iter::successors(Some(id), |id| (*id != tree.root()).then(|| tree.node(*id).parent)).any(is_one)
}

fn is_section(tree: &Tree<'_>, id: NodeId) -> bool {
    tree.attribute(id, "class").is_some_and(|class| class.to_ascii_lowercase().starts_with("wordsection"))
}

pub(crate) fn editor_name(attributes: &str) -> Option<String> {
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
pub(crate) fn said(lines: &[Line]) -> usize {
    lines.iter().map(|line| line.chars - line.link_chars).sum()
}
