//! An element in; the files that it shows inside the page, or leads to without saying so in its address, out.

use std::borrow::Cow;
use std::sync::LazyLock;

use percent_encoding::percent_decode_str;
use regex::Regex;
use url::form_urlencoded;

use crate::extract::tag::Tag;
use crate::extract::tree::Data;
use crate::extract::tree::NodeId;
use crate::extract::tree::Tree;

/// The endings of files that may hold a text, those that are read first.
const ENDINGS: &[&str] =
    &["docx", "doc", "wps", "pdf", "ofd", "xlsx", "xls", "et", "rtf", "txt", "zip", "rar"];

/// How much of a script is looked at for a call, in bytes.
const LONGEST_SCRIPT: usize = 1 << 16;

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("the pattern is a constant that the tests compile")
}

/// A call of what shows a file in the page, with its address: `PDFObject.embed("x.pdf")`, `showVsbpdfIframe("x.pdf", …)`.
static SHOWS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?i)[\w.$]*(?:pdf|ofd|office|docview|flexpaper|fileview|preview)[\w.$]*\s*\(\s*(?:\{\s*url\s*:\s*)?["']([^"'<>\s]{1,400})["']"#,
    )
});

/// A call with the address of a file.
static CALLED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"[\w$]\s*\([^()"']{0,40}["']([^"'<>]{0,400}/[^"'<>]{1,400})["']"#));

/// What announces a file: 附件：, 附件1：, 附件【.
static ANNEX: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"附\s*件\s*[\d一二三四五六七八九十]{0,3}\s*[：:【\[]\s*$"));
static ANNEX_NAME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\W*附\s*件\s*[\d一二三四五六七八九十]{0,3}\s*[：:]\s*\S"));

/// Tells whether a name or a path ends as those of files do.
pub(crate) fn has_ending(text: &str) -> bool {
    let ending = text.rsplit('.').next().unwrap_or("").trim_matches(|c: char| !c.is_ascii_alphanumeric());
    text.contains('.') && ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// Returns the files that an element other than a link shows, with what they are called.
pub(crate) fn files(tree: &Tree<'_>, id: NodeId) -> Vec<(String, String)> {
    let node = tree.node(id);
    match node.data {
        Data::Text(text) if tree.tag(node.parent) == Some(Tag::Hidden) => of_script(text),
        Data::Element(Tag::Hidden | Tag::Void | Tag::Unknown, _) => {
            // What a field holds is no file; a parameter of an object is.
            let is_inside = tree.tag(node.parent) == Some(Tag::Hidden);
            let names: &[&str] = if is_inside { &["value"] } else { &["src", "data"] };
            let attributes = names.iter().filter_map(|name| tree.attribute(id, name));
            let mut found = attributes.filter_map(|address| shown_in(&address));
            found.next().map(|file| (file.clone(), name_of(&file))).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the file that an address leads to, or that a viewer at that address shows.
fn shown_in(address: &str) -> Option<String> {
    shown_by_viewer(address).or_else(|| has_ending(path(address)).then(|| address.to_owned()))
}

/// Returns the file that is shown by a page that only shows files: `viewer.html?file=/f/x.pdf`. A program may read such a query for
/// anything else.
pub(crate) fn shown_by_viewer(address: &str) -> Option<String> {
    let (page, query) = address.split_once('?')?;
    let lower = page.to_ascii_lowercase();
    let is_viewer = [".html", ".htm"].iter().any(|end| lower.ends_with(end))
        || lower.contains("officeapps.live.com/op/")
        || lower.ends_with("/viewer");
    let query = query.split('#').next().unwrap_or("");
    let mut values = form_urlencoded::parse(query.as_bytes()).map(|(_, value)| value.into_owned());
    values.find(|value| is_viewer && has_ending(path(value))).map(|value| path(&value).to_owned())
}

fn of_script(script: &str) -> Vec<(String, String)> {
    let head = &script[..script.floor_char_boundary(LONGEST_SCRIPT)];
    let calls = SHOWS.captures_iter(head).filter_map(|call| shown_in(&call[1]));
    calls.map(|file| (file.clone(), name_of(&file))).collect()
}

/// Returns the file that a call in an attribute names by its path.
pub(crate) fn called_with(call: &str) -> Option<String> {
    let file = CALLED.captures(call)?.get(1)?.as_str().trim();
    shown_in(file)
}

/// Tells whether a link whose address says nothing is announced as a file. Pages are no files, and addresses with an ending that no
/// file has are those of pages and programs.
pub(crate) fn is_annex(tree: &Tree<'_>, link: NodeId, href: &str, name: &str) -> bool {
    let last = path(href).rsplit('/').next().unwrap_or("");
    if last.is_empty() || last.contains('.') {
        return false;
    }
    ANNEX_NAME.is_match(name) || ANNEX.is_match(&before(tree, link))
}

/// So many nodes before a link are looked at for what announces it.
const NEAR: usize = 32;

/// Returns the text that stands right before an element in what holds it.
fn before(tree: &Tree<'_>, id: NodeId) -> String {
    let from = tree.node(id).parent;
    let mut texts = (from..id).rev().take(NEAR).filter_map(|id| match tree.node(id).data {
        Data::Text(text) if !text.trim().is_empty() => Some(text),
        _ => None,
    });
    texts.next().unwrap_or_default().to_owned()
}

fn path(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or("")
}

fn name_of(file: &str) -> String {
    let last = path(file).rsplit('/').next().unwrap_or("");
    percent_decode_str(last).decode_utf8().unwrap_or(Cow::Borrowed(last)).into_owned()
}
