//! A file beside a page in; its text out, or the sentence that says why there is none.
//!
//! Files come from anywhere and their formats are old: one that hangs, panics or unpacks to gigabytes is read in a process
//! of its own with a limit of time and memory ([`Workshop`]), and costs the crawl one gap.

mod inside;
mod layout;
mod ocr;
mod ofd;
mod pdf;
mod rtf;
mod sheet;
#[cfg(test)]
mod tests;
mod tools;
mod word_xml;
mod workshop;

pub use crate::files::inside::inside;
pub use crate::files::workshop::Tool;
pub use crate::files::workshop::Workshop;

use crate::body::Body;
use crate::extract;
use crate::files::inside::PageLines;
use crate::files::inside::Taken;

/// Whether pictures of pages are read by eye when there is no text behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scans {
    /// They become a gap.
    Left,
    /// Debian's tesseract reads them, when it is installed.
    Read,
}

/// The text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileText {
    /// Paragraphs parted by `\n`, cells by `\t`.
    pub text: String,
    /// How the text was got, when it was not written in the file: it may hold misread characters.
    pub by_eye: Option<String>,
    /// What of the file was not read, one sentence each.
    pub gaps: Vec<String>,
}

/// Reads a file by its bytes; the name only decides between formats that share a container.
///
/// # Errors
/// A sentence for the operator: `needs_ocr: …`, a format that is not read, or what is wrong with the file.
pub fn read(file: &Body, name: &str, workshop: &Workshop, scans: Scans) -> Result<FileText, String> {
    match tools::take(file, name, workshop) {
        Taken::Pages { pages } => text_of(file, name, pages, workshop, scans),
        Taken::Paragraphs { page } => whole(name, &page),
        Taken::Picture { media } if scans == Scans::Read => ocr::picture(file, name, &media, workshop),
        Taken::Picture { media } => {
            Err(format!("needs_ocr: the attachment {name} is a picture ({media}); nothing in it is text"))
        }
        Taken::Unread { media } => {
            Err(format!("the attachment {name} is of the kind {media}, which is not read"))
        }
        Taken::Locked => Err(format!("the attachment {name} is locked with a password")),
        Taken::Damaged { because } => Err(format!("the attachment {name} cannot be read: {because}")),
    }
}

/// Makes a text of whole paragraphs.
fn whole(name: &str, page: &PageLines) -> Result<FileText, String> {
    if page.is_scan() {
        return Err(format!("needs_ocr: {name} holds pictures and no text"));
    }
    let text = page.lines.join("\n");
    match text.trim().is_empty() {
        true => Err(format!("the attachment {name} holds no text")),
        false => Ok(FileText { text, by_eye: None, gaps: Vec::new() }),
    }
}

/// Makes a text of pages; those that are nothing but a picture are read by eye or named.
fn text_of(
    file: &Body,
    name: &str,
    mut pages: Vec<PageLines>,
    workshop: &Workshop,
    scans: Scans,
) -> Result<FileText, String> {
    let pictures: Vec<usize> = (0..pages.len()).filter(|at| pages[*at].is_scan()).collect();
    let has_text = pages.iter().any(|page| page.says() > 0);
    let (mut by_eye, mut gaps) = (None, Vec::new());
    if !pictures.is_empty() {
        match scans {
            Scans::Read => match ocr::pages(file, &pictures, workshop) {
                Ok(read) => {
                    by_eye = Some(format!("read by eye (ocr) on {} of {} pages", read.len(), pages.len()));
                    read.into_iter().for_each(|(at, lines)| pages[at].lines = lines);
                }
                Err(why) => gaps.push(format!("needs_ocr: {}; {why}", named(name, &pictures, pages.len()))),
            },
            Scans::Left => gaps.push(format!("needs_ocr: {}", named(name, &pictures, pages.len()))),
        }
    }
    let lines: Vec<Vec<String>> = pages.into_iter().map(|page| page.lines).collect();
    let text = extract::text_of_pages(&lines);
    match (text.trim().is_empty(), gaps.pop()) {
        (false, gap) => Ok(FileText { text, by_eye, gaps: gap.into_iter().collect() }),
        (true, Some(gap)) if !has_text => Err(gap),
        (true, _) => Err(format!("the attachment {name} holds no text")),
    }
}

/// Says which pages of a file are pictures.
fn named(name: &str, pictures: &[usize], pages: usize) -> String {
    if pictures.len() == pages {
        return format!("{name} has pages without a text layer");
    }
    let shown: Vec<String> = pictures.iter().take(10).map(|at| (at + 1).to_string()).collect();
    let more = if pictures.len() > shown.len() { ", …" } else { "" };
    format!("{name} has no text layer on {} of {pages} pages ({}{more})", pictures.len(), shown.join(", "))
}
