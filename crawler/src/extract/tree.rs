//! A page in; its elements and texts as a tree in page order out, built and walked without recursion.
//!
//! html5ever's repair of misnested tags searches and copies its open elements for every tag, which takes quadratic time
//! on pages made to hurt (and real ones with thousands of unclosed `<font>`). Reading text needs no such repair: here an
//! end tag closes the nearest open element of its name, never past a table cell, and everything below a depth of
//! [`DEEPEST`] lies flat.

use std::borrow::Cow;
use std::ops::Range;

use crate::extract::entity;
use crate::extract::markup::Token;
use crate::extract::markup::attribute;
use crate::extract::markup::tokens;
use crate::extract::tag::Tag;

/// Elements deeper than this become children of the deepest one.
const DEEPEST: usize = 400;

/// The most nodes of one page; what comes later is dropped, so that a page of tags cannot fill the memory.
const MOST_NODES: usize = 4_000_000;

/// The place of a node in page order.
pub(crate) type NodeId = usize;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Data<'a> {
    /// An element and its attributes as written.
    Element(Tag, &'a str),
    /// Text, not yet decoded.
    Text(&'a str),
    /// A comment.
    Comment(&'a str),
}

/// One node; its subtree is the nodes from its own place up to `end`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'a> {
    /// What it is.
    pub(crate) data: Data<'a>,
    /// The element it stands in; the root stands in itself.
    pub(crate) parent: NodeId,
    /// One past the last node of its subtree.
    pub(crate) end: NodeId,
}

/// A page as a tree in page order.
pub(crate) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
}

impl<'a> Tree<'a> {
    /// Reads a page.
    pub(crate) fn parse(page: &'a str) -> Tree<'a> {
        let mut builder = Builder::new(page.len());
        for token in tokens(page) {
            if builder.nodes.len() >= MOST_NODES {
                break;
            }
            builder.take(token);
        }
        builder.finish()
    }

    /// Returns the place of the root, which holds everything.
    pub(crate) fn root(&self) -> NodeId {
        0
    }

    /// Returns a node.
    pub(crate) fn node(&self, id: NodeId) -> &Node<'a> {
        &self.nodes[id]
    }

    /// Returns the nodes of a subtree in page order, its root first.
    pub(crate) fn subtree(&self, id: NodeId) -> Range<NodeId> {
        id..self.nodes[id].end
    }

    /// Returns how many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Returns the tag of an element.
    pub(crate) fn tag(&self, id: NodeId) -> Option<Tag> {
        match self.nodes[id].data {
            Data::Element(tag, _) => Some(tag),
            Data::Text(_) | Data::Comment(_) => None,
        }
    }

    /// Returns a decoded attribute of an element.
    pub(crate) fn attribute(&self, id: NodeId, name: &str) -> Option<Cow<'a, str>> {
        match self.nodes[id].data {
            Data::Element(_, attributes) => attribute(attributes, name).map(entity::decode),
            Data::Text(_) | Data::Comment(_) => None,
        }
    }

    /// Returns the texts of a subtree joined without loss, blanks collapsed.
    pub(crate) fn text(&self, id: NodeId) -> String {
        let mut text = String::new();
        for at in self.subtree(id) {
            if let Data::Text(piece) = self.nodes[at].data {
                text.push_str(&entity::decode(piece));
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

struct Builder<'a> {
    nodes: Vec<Node<'a>>,
    open: Vec<(Tag, NodeId)>,
    /// How many elements of each tag are open, so that a stray end tag costs nothing.
    counts: [u32; Tag::COUNT],
}

impl<'a> Builder<'a> {
    fn new(length: usize) -> Builder<'a> {
        let mut nodes = Vec::with_capacity(length / 24 + 1);
        nodes.push(Node { data: Data::Element(Tag::Root, ""), parent: 0, end: 0 });
        Builder { nodes, open: vec![(Tag::Root, 0)], counts: [0; Tag::COUNT] }
    }

    fn take(&mut self, token: Token<'a>) {
        match token {
            Token::Open { name, attributes } => self.open(Tag::of(name), attributes),
            Token::Close { name } => self.close(Tag::of(name)),
            Token::Text(text) => self.push(Data::Text(text)),
            Token::Raw { text, .. } => self.push(Data::Text(text)),
            Token::Comment(text) => {
                if !text.is_empty() {
                    self.push(Data::Comment(text));
                }
            }
        }
    }

    fn push(&mut self, data: Data<'a>) {
        let parent = self.open.last().map_or(0, |(_, id)| *id);
        let end = self.nodes.len() + 1;
        self.nodes.push(Node { data, parent, end });
    }

    fn open(&mut self, tag: Tag, attributes: &'a str) {
        if tag == Tag::Br && attributes.is_empty() {
            return self.push(Data::Element(tag, attributes));
        }
        self.close_implied(tag);
        self.push(Data::Element(tag, attributes));
        let closed = tag.is_void() || (attributes.ends_with('/') && tag == Tag::Unknown);
        if !closed && self.open.len() < DEEPEST {
            self.open.push((tag, self.nodes.len() - 1));
            self.counts[tag as usize] += 1;
        }
    }

    /// Closes what an opening tag ends without saying so: a paragraph before a block, a cell before a cell.
    fn close_implied(&mut self, tag: Tag) {
        if self.counts[Tag::Head as usize] > 0 && tag != Tag::Title && (tag.is_block() || tag == Tag::A) {
            self.pop_to(&[Tag::Head], &[]);
        }
        let (closes, barriers): (&[Tag], &[Tag]) = match tag {
            Tag::Td | Tag::Th => (&[Tag::Td, Tag::Th], &[Tag::Table]),
            Tag::Tr => (&[Tag::Tr], &[Tag::Table]),
            Tag::Tbody => (&[Tag::Tbody], &[Tag::Table]),
            Tag::Li => (&[Tag::Li], &[Tag::List, Tag::Table]),
            Tag::Option => (&[Tag::Option], &[Tag::Select, Tag::Table]),
            Tag::Definition => (&[Tag::Definition], &[Tag::List, Tag::Table]),
            tag if tag.closes_paragraph() => (&[Tag::P], &[Tag::Td, Tag::Th, Tag::Table, Tag::Div, Tag::Li]),
            _ => return,
        };
        if closes.iter().any(|closed| self.counts[*closed as usize] > 0) {
            self.pop_to(closes, barriers);
        }
    }

    fn close(&mut self, tag: Tag) {
        if tag == Tag::P && self.counts[Tag::P as usize] == 0 {
            return self.push(Data::Element(Tag::Br, ""));
        }
        if tag == Tag::Unknown || self.counts[tag as usize] == 0 {
            return;
        }
        let barriers: &[Tag] = match tag {
            Tag::Table => &[],
            Tag::Tr | Tag::Td | Tag::Th | Tag::Tbody => &[Tag::Table],
            Tag::Html | Tag::Body => &[Tag::Root],
            _ => &[Tag::Td, Tag::Th, Tag::Table],
        };
        // What stands after </body> or </html> still belongs to the page.
        if !matches!(tag, Tag::Html | Tag::Body) {
            self.pop_to(&[tag], barriers);
        }
    }

    /// Closes the nearest open element among `closes` with everything in it, unless a barrier stands before it.
    fn pop_to(&mut self, closes: &[Tag], barriers: &[Tag]) {
        let stop = self.open.iter().rposition(|(open, _)| closes.contains(open) || barriers.contains(open));
        let Some(stop) = stop.filter(|stop| closes.contains(&self.open[*stop].0)) else {
            return;
        };
        let end = self.nodes.len();
        for (tag, id) in self.open.drain(stop..) {
            self.counts[tag as usize] -= 1;
            self.nodes[id].end = end;
        }
    }

    fn finish(mut self) -> Tree<'a> {
        let end = self.nodes.len();
        for (_, id) in self.open {
            self.nodes[id].end = end;
        }
        Tree { nodes: self.nodes }
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::tree::Data;
    use crate::extract::tree::Tree;

    /// Writes the tree with a bracket for each element.
    fn written(page: &str) -> String {
        let tree = Tree::parse(page);
        let mut written = String::new();
        let mut open = Vec::new();
        for id in tree.subtree(tree.root()).skip(1) {
            while open.last().is_some_and(|end| *end <= id) {
                open.pop();
                written.push(')');
            }
            match tree.node(id).data {
                Data::Element(tag, _) => {
                    written += &format!("{tag:?}(");
                    open.push(tree.node(id).end);
                }
                Data::Text(text) => written += text,
                Data::Comment(_) => {}
            }
        }
        written + &")".repeat(open.len())
    }

    #[track_caller]
    fn check(page: &str, expected: &str) {
        assert_eq!(written(page), expected, "{page}");
    }

    #[test]
    fn unclosed_paragraphs_items_and_cells_end_where_the_next_begins() {
        check("<p>一<p>二<div>三</div>", "P(一)P(二)Div(三)");
        check("<ul><li>一<li>二</ul>", "List(Li(一)Li(二))");
        check("<table><tr><td>一<td>二<tr><td>三</table>四", "Table(Tr(Td(一)Td(二))Tr(Td(三)))四");
    }

    #[test]
    fn an_end_tag_closes_nothing_outside_its_cell() {
        check("<div><table><tr><td>一</div>二</td></tr></table>三</div>", "Div(Table(Tr(Td(一二)))三)");
        check("一</b></div>二", "一二");
    }

    #[test]
    fn a_deep_page_lies_flat_below_the_limit() {
        let page = format!("{}深{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let tree = Tree::parse(&page);
        assert_eq!(tree.text(tree.root()), "深");
        let deepest = (0..tree.len()).filter(|id| tree.node(*id).end == tree.len()).count();
        assert!(deepest <= 402, "{deepest} elements are open at the end");
    }
}
