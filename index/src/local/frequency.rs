//! How often a string stands in a document.

/// How often a string stands in the text of a document, and how often in its title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Frequency {
    pub(crate) in_text: u32,
    pub(crate) in_title: u32,
}
