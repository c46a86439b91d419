//! One saved page or file in; what was read from it out.

use std::path::Path;

use anyhow::Context;
use crawler::extract;
use crawler::extract::Attached;
use crawler::extract::Extracted;
use crawler::extract::Page;
use crawler::fetch::charset;

use crate::WrongUse;

/// Reads a saved page by what its bytes are: a Word file, a web page or plain text.
///
/// # Errors
/// A file that cannot be read or holds no text that we can take out.
pub(crate) fn read(file: &Path, url: Option<&str>, place: Option<&str>) -> anyhow::Result<Extracted> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if bytes.starts_with(b"%PDF") || bytes.iter().take(4096).any(|byte| *byte == 0) {
        return read_file(file, &name, &bytes, url, place);
    }
    let text = charset::decode(&bytes, None).text;
    if !is_markup(&text) {
        return Ok(extract::plain(&text, url, place));
    }
    let page = Page { url: url.unwrap_or_default(), html: &text, declared_place: place, ..Page::default() };
    Ok(extract::html(&page))
}

fn read_file(
    file: &Path,
    name: &str,
    bytes: &[u8],
    url: Option<&str>,
    place: Option<&str>,
) -> anyhow::Result<Extracted> {
    let why = match extract::attachment(bytes, name) {
        Attached::Text { text } => return Ok(extract::plain(&text, url, place)),
        Attached::NeedsOcr => "its pages have no text layer (needs_ocr)".to_owned(),
        Attached::Unsupported { media } => format!("files of the kind {media} are not read yet"),
        Attached::Damaged { because } => because,
    };
    Err(WrongUse(format!("no text can be taken out of {}: {why}", file.display())).into())
}

/// Tells a web page from plain text: markup opens early.
fn is_markup(text: &str) -> bool {
    let opening: String = text.chars().take(2000).collect::<String>().to_lowercase();
    ["<html", "<!doctype", "<body", "<div", "<p>", "<p ", "<table", "<head", "<meta", "<title"]
        .iter()
        .any(|tag| opening.contains(tag))
}
