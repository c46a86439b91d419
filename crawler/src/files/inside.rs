//! A file's bytes in; its pages of lines out, read in whatever process this is called in.

use std::panic::catch_unwind;

use serde::Deserialize;
use serde::Serialize;

use crate::extract;
use crate::extract::Attached;
use crate::fetch::charset;
use crate::files::ofd;
use crate::files::pdf;
use crate::files::rtf;
use crate::files::sheet;
use crate::files::word_xml;

/// What a file turned out to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "taken", rename_all = "snake_case")]
pub(crate) enum Taken {
    /// Pages with their lines as they are laid out: a margin breaks paragraphs, and numbers run along the pages.
    Pages {
        /// The pages.
        pages: Vec<PageLines>,
    },
    /// Whole paragraphs and rows, of a format without pages.
    Paragraphs {
        /// All of them.
        page: PageLines,
    },
    /// One picture, by the short name of its format.
    Picture {
        /// The format.
        media: String,
    },
    /// A format that is not read, by its short name.
    Unread {
        /// The format.
        media: String,
    },
    /// It asks for a password.
    Locked,
    /// A known format that cannot be read.
    Damaged {
        /// Why, for the operator.
        because: String,
    },
}

/// The lines of one page, from top to bottom.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PageLines {
    /// What is printed, cells parted by `\t`; the first line of an indented paragraph opens with two full-width blanks.
    pub(crate) lines: Vec<String>,
    /// Whether the page holds a picture.
    pub(crate) has_picture: bool,
}

impl PageLines {
    /// How many letters the page says; digits alone may be a page number that was put on a scan.
    pub(crate) fn says(&self) -> usize {
        self.lines.iter().flat_map(|line| line.chars()).filter(|c| c.is_alphabetic()).count()
    }

    /// Whether the page is nothing but a picture.
    pub(crate) fn is_scan(&self) -> bool {
        self.has_picture && self.says() < 5
    }
}

/// Reads a file and writes what it is as JSON, for the process that asked. Never fails; may take any time and memory.
pub fn inside(bytes: &[u8], name: &str) -> String {
    let taken = take(bytes, name);
    serde_json::to_string(&taken).expect("texts and flags can always be written as JSON")
}

/// Reads a file in this process.
pub(crate) fn take(bytes: &[u8], name: &str) -> Taken {
    let bytes = extract::without_blanks(bytes);
    let media = match extract::attachment(bytes, name) {
        Attached::Text { text } => return paragraphs(&text, false),
        Attached::NeedsOcr => return paragraphs("", true),
        Attached::Damaged { because } => return Taken::Damaged { because },
        Attached::Unsupported { media } => media,
    };
    let read: fn(&[u8]) -> Taken = match media {
        "pdf" => pdf::take,
        "ofd" => ofd::take,
        "xls" | "xlsx" => sheet::take,
        "rtf" => rtf::take,
        "word xml" => word_xml::take,
        "html" => page,
        "text" => text,
        "jpeg" | "png" | "tiff" => return Taken::Picture { media: media.to_owned() },
        _ => return Taken::Unread { media: media.to_owned() },
    };
    // A damaged file must not end whoever reads it, whatever it does to the reader.
    catch_unwind(|| read(bytes))
        .unwrap_or_else(|_| Taken::Damaged { because: "the reader broke off".to_owned() })
}

/// A file of whole paragraphs.
pub(crate) fn paragraphs(text: &str, has_picture: bool) -> Taken {
    let lines = text.lines().map(str::to_owned).collect();
    Taken::Paragraphs { page: PageLines { lines, has_picture } }
}

/// A text that is not in UTF-8. What decodes to more than a few odd characters is no text.
fn text(bytes: &[u8]) -> Taken {
    let text = charset::decode(bytes, None).text;
    let is_odd = |c: &char| *c == '\u{FFFD}' || c.is_control() && !matches!(c, '\t' | '\r' | '\n' | '\u{c}');
    let odd = text.chars().filter(is_odd).count();
    match odd * 200 > text.chars().count() {
        true => Taken::Unread { media: "unknown".to_owned() },
        false => paragraphs(&text, false),
    }
}

/// Many files named .doc are pages that an editor saved.
fn page(bytes: &[u8]) -> Taken {
    let html = charset::decode(bytes, None).text;
    let read = extract::html(&extract::Page { html: &html, ..extract::Page::default() });
    match read.document.text.trim().is_empty() {
        true => Taken::Unread { media: "html".to_owned() },
        false => paragraphs(&read.document.text, false),
    }
}
