//! One saved page or file in; what was read from it out.

use std::path::Path;

use anyhow::Context;
use corpus::document::Confidence;
use corpus::document::Field;
use corpus::document::Gap;
use corpus::document::Origin;
use crawler::Body;
use crawler::extract;
use crawler::extract::Extracted;
use crawler::extract::Page;
use crawler::fetch::charset;
use crawler::files;
use crawler::files::FileText;
use crawler::files::Scans;
use crawler::files::Workshop;

use crate::WrongUse;

/// What is known of a saved page, and how its files are read.
pub(crate) struct Saved<'a> {
    /// Where it came from.
    pub(crate) url: Option<&'a str>,
    /// The division that its site belongs to.
    pub(crate) place: Option<&'a str>,
    /// What becomes of scans.
    pub(crate) scans: Scans,
    /// Where files are read.
    pub(crate) workshop: Workshop,
}

/// Reads a saved page by what its bytes are: a file of an office, a web page or plain text.
///
/// # Errors
/// A file that cannot be read or holds no text that we can take out.
pub(crate) fn read(file: &Path, saved: &Saved<'_>) -> anyhow::Result<Extracted> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if extract::begins_file(&bytes) || bytes.iter().take(4096).any(|byte| *byte == 0) {
        return read_file(&bytes.into(), &name, saved);
    }
    let text = charset::decode(&bytes, None).text;
    if !is_markup(&text) {
        return Ok(extract::plain(&text, saved.url, saved.place));
    }
    let page = Page {
        url: saved.url.unwrap_or_default(),
        html: &text,
        declared_place: saved.place,
        ..Page::default()
    };
    Ok(extract::html(&page))
}

fn read_file(file: &Body, name: &str, saved: &Saved<'_>) -> anyhow::Result<Extracted> {
    let read = files::read(file, name, &saved.workshop, saved.scans);
    let FileText { text, by_eye, gaps } = read.map_err(WrongUse)?;
    let mut extracted = extract::plain(&text, saved.url, saved.place);
    if let Some(because) = by_eye {
        extracted.document.origins.insert(Field::Text, Origin::new(because, Confidence::Inferred));
    }
    let gaps = gaps.into_iter().map(|because| Gap { field: Field::Text, because });
    extracted.document.gaps.extend(gaps);
    Ok(extracted)
}

/// Tells a web page from plain text: markup opens early.
fn is_markup(text: &str) -> bool {
    let opening: String = text.chars().take(2000).collect::<String>().to_lowercase();
    ["<html", "<!doctype", "<body", "<div", "<p>", "<p ", "<table", "<head", "<meta", "<title"]
        .iter()
        .any(|tag| opening.contains(tag))
}
