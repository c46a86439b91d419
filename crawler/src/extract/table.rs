//! A tree in; which of its tables hold data and which only lay out the page.

use crate::extract::container;
use crate::extract::tag::Tag;
use crate::extract::tree::Data;
use crate::extract::tree::NodeId;
use crate::extract::tree::Tree;

/// A cell longer than this, in characters, with several paragraphs is a part of the page, not of a table.
const LONGEST_CELL: usize = 600;

/// The tables of a page.
pub(crate) struct Tables {
    /// Data tables, in page order.
    data: Vec<NodeId>,
}

impl Tables {
    /// Tells whether an element is a table whose cells belong side by side.
    pub(crate) fn is_data(&self, id: NodeId) -> bool {
        self.data.binary_search(&id).is_ok()
    }
}

/// What is known of one open table.
#[derive(Default)]
struct Open {
    id: NodeId,
    end: NodeId,
    nested: bool,
    /// Rows with at least two cells that say something.
    side_by_side: usize,
    filled_in_row: usize,
    cell_chars: usize,
    cell_blocks: usize,
    /// A cell is a part of the page: it is long, or it holds what an editor typed.
    page_like_cell: bool,
}

impl Open {
    fn end_cell(&mut self) {
        self.filled_in_row += usize::from(self.cell_chars > 0);
        self.page_like_cell |= self.cell_chars > LONGEST_CELL && self.cell_blocks >= 4;
        (self.cell_chars, self.cell_blocks) = (0, 0);
    }

    fn end_row(&mut self) {
        self.end_cell();
        self.side_by_side += usize::from(self.filled_in_row >= 2);
        self.filled_in_row = 0;
    }

    fn ends_as_data(mut self) -> bool {
        self.end_row();
        !self.nested && !self.page_like_cell && self.side_by_side > 0
    }
}

/// Sorts the tables of a page into data and layout.
pub(crate) fn read(tree: &Tree<'_>) -> Tables {
    let mut open: Vec<Open> = Vec::new();
    let mut data = Vec::new();
    for id in tree.subtree(tree.root()) {
        while let Some(table) = open.pop_if(|table| table.end <= id) {
            close(table, &mut data);
        }
        let node = tree.node(id);
        match node.data {
            Data::Element(Tag::Table, _) => {
                if let Some(outer) = open.last_mut() {
                    outer.nested = true;
                }
                open.push(Open { id, end: node.end, ..Open::default() });
            }
            Data::Element(tag, attributes) => {
                if let Some(table) = open.last_mut() {
                    table.page_like_cell |= container::is_editor(attributes);
                    match tag {
                        Tag::Tr => table.end_row(),
                        Tag::Td | Tag::Th => table.end_cell(),
                        Tag::P | Tag::Br | Tag::Div | Tag::Heading | Tag::Li => table.cell_blocks += 1,
                        _ => {}
                    }
                }
            }
            Data::Text(text) => {
                if let Some(table) = open.last_mut() {
                    table.cell_chars += said(text);
                }
            }
            Data::Comment(comment) => {
                if let Some(table) = open.last_mut() {
                    table.page_like_cell |= container::opens_text(comment);
                }
            }
        }
    }
    while let Some(table) = open.pop() {
        close(table, &mut data);
    }
    data.sort_unstable();
    Tables { data }
}

fn close(table: Open, data: &mut Vec<NodeId>) {
    let id = table.id;
    if table.ends_as_data() {
        data.push(id);
    }
}

/// Counts the characters that are not blank, references not decoded.
fn said(text: &str) -> usize {
    if text.contains('&') {
        return text.replace("&nbsp;", "").chars().filter(|c| !c.is_whitespace()).count();
    }
    text.chars().filter(|c| !c.is_whitespace()).count()
}
