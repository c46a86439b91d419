//! A page with its files in, fetched just now or recalled from the evidence; the document they give out.

use corpus::document::Confidence;
use corpus::document::Field;
use corpus::document::Gap;
use corpus::document::Origin;
use corpus::visit::Evidence;
use jiff::civil::Date;
use url::Url;

use crate::attempt::attempt;
use crate::body::Body;
use crate::error::Error;
use crate::extract;
use crate::extract::Extracted;
use crate::files;
use crate::files::Scans;
use crate::files::Workshop;
use crate::payload::Payload;
use crate::source::Source;

/// A page with fewer characters of its own than this and a file beside it has its text in the file.
const OWN_TEXT: usize = 60;

/// What reading one page needs.
pub(crate) struct Reading {
    url: Url,
    label: Option<String>,
    listed: Option<Date>,
    place: Option<String>,
    workshop: Workshop,
    scans: Scans,
}

impl Reading {
    /// Returns what reading a page of a source needs, with what its list said about it.
    pub(crate) fn new(
        source: &Source,
        workshop: &Workshop,
        url: &Url,
        label: Option<&str>,
        listed: Option<Date>,
    ) -> Reading {
        Reading {
            url: url.clone(),
            label: label.map(str::to_owned),
            listed,
            place: source.place.as_ref().map(|code| code.as_str().to_owned()),
            workshop: workshop.clone(),
            scans: source.scans(),
        }
    }

    /// Reads the files and gives the page their text; tells which visit the first text came from.
    pub(crate) fn take_texts(&self, mut extracted: Extracted, files: &[File]) -> (Extracted, Option<usize>) {
        let (mut texts, mut text_from, mut by_eye) = (Vec::new(), None, None);
        for file in files {
            let because = match &file.body {
                None => format!("the attachment {} could not be fetched: {}", file.name, file.trouble),
                Some(body) => match files::read(body, &file.name, &self.workshop, self.scans) {
                    Ok(read) => {
                        texts.push(read.text);
                        text_from = text_from.or(Some(file.visit));
                        by_eye = by_eye.or(read.by_eye);
                        extracted.document.gaps.extend(read.gaps.into_iter().map(text_gap));
                        continue;
                    }
                    Err(because) => because,
                },
            };
            extracted.document.gaps.push(text_gap(because));
        }
        match texts.is_empty() {
            true => (extracted, None),
            false => (flagged(self.with_texts(extracted, &texts), by_eye), text_from),
        }
    }

    /// Reads a payload: a page as a page, a file that a list links to directly as the text of an empty page.
    pub(crate) fn read(&self, payload: &Payload) -> Result<Extracted, Error> {
        if is_text(payload) {
            let text = payload.text()?;
            let written = extract::text_page(&text, &payload.media_type());
            return Ok(self.page(written.as_deref().unwrap_or(&text)));
        }
        let name = self.url.path().rsplit('/').next().unwrap_or_default();
        Ok(match files::read(&payload.body, name, &self.workshop, self.scans) {
            Ok(read) => {
                let mut extracted = flagged(self.with_texts(self.page(""), &[read.text]), read.by_eye);
                extracted.document.gaps.extend(read.gaps.into_iter().map(text_gap));
                extracted
            }
            Err(because) => {
                let mut extracted = self.page("");
                extracted.document.gaps.push(text_gap(because));
                extracted
            }
        })
    }

    fn page(&self, html: &str) -> Extracted {
        let page = |html| extract::Page {
            url: self.url.as_str(),
            html,
            declared_place: self.place.as_deref(),
            link_text: self.label.as_deref(),
            listed_date: self.listed,
        };
        attempt(&self.url, html, |html| extract::html(&page(html))).unwrap_or_else(|said| {
            let mut nothing = extract::html(&page(""));
            nothing.signals.broken = Some(said);
            nothing
        })
    }

    fn with_texts(&self, extracted: Extracted, texts: &[String]) -> Extracted {
        extract::with_attachment(extracted, &texts.join("\n"))
    }
}

fn text_gap(because: String) -> Gap {
    Gap { field: Field::Text, because }
}

/// Marks a text that was read by eye: it may hold misread characters.
fn flagged(mut extracted: Extracted, by_eye: Option<String>) -> Extracted {
    if let Some(because) = by_eye {
        extracted.document.origins.insert(Field::Text, Origin::new(because, Confidence::Inferred));
    }
    extracted
}

/// Whether a page has a text of its own.
pub(crate) fn has_own_text(extracted: &Extracted) -> bool {
    is_long_enough(&extracted.document.text)
}

/// Whether a text is long enough to be that of a document.
pub(crate) fn is_long_enough(text: &str) -> bool {
    text.chars().filter(|c| !c.is_whitespace()).take(OWN_TEXT).count() >= OWN_TEXT
}

/// Files are told by their bytes: whatever begins with no mark of a file and has no NUL early on is text, and so is markup with stray NULs in it
/// and what begins with the mark of UTF-16, where every other byte may be one.
pub(crate) fn is_text(payload: &Payload) -> bool {
    let media = payload.media_type();
    let is_media = ["image/", "video/", "audio/", "font/"].iter().any(|kind| media.starts_with(kind));
    let start = payload.body.start();
    let is_marked = start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]);
    let is_binary = !is_marked && !is_markup(start) && start.iter().take(4096).any(|byte| *byte == 0);
    !is_media && !extract::begins_file(start) && !is_binary
}

fn is_markup(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    let begins =
        |word: &str| start.get(..word.len()).is_some_and(|got| got.eq_ignore_ascii_case(word.as_bytes()));
    ["<!doctype html", "<html", "<head", "<?xml", "<!--"].into_iter().any(begins)
}

/// A file beside a page: its bytes, or what stood in the way.
pub(crate) struct File {
    /// The key of the address by which the page names it.
    pub(crate) key: String,
    /// What the page calls it.
    pub(crate) name: String,
    /// Which of the visits fetched it.
    pub(crate) visit: usize,
    /// Its bytes, when they could be had.
    pub(crate) body: Option<Body>,
    /// Where bytes lie that we hold and that were not sent again.
    pub(crate) held: Option<Evidence>,
    /// SHA-256 of the bytes, at hand or not, when the file is there.
    pub(crate) sha256: Option<String>,
    /// Whether another address that the page names led to it before.
    pub(crate) is_repeated: bool,
    /// Why there are none.
    pub(crate) trouble: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], content_type: &str, expected: &str) {
        let payload = Payload { body: bytes.to_vec().into(), content_type: Some(content_type.to_owned()) };
        assert_eq!(if is_text(&payload) { "text" } else { "file" }, expected, "{bytes:?}");
    }

    #[test]
    fn a_page_that_is_sent_as_text_keeps_its_lines() {
        let recipe = "name = \"site\"\nstart = [\"http://www.a.gov.cn/\"]\n";
        let source = toml::from_str::<Source>(recipe).expect("a recipe");
        let url = Url::parse("http://www.a.gov.cn/a/1.txt").expect("an address");
        let reading = Reading::new(&source, &Workshop::here(), &url, None, None);
        let sentence = "全县各部门认真落实各项工作任务，规范执法行为，强化执法监督，及时化解矛盾纠纷。";
        let text = format!("甲县司法局2021年工作总结\n{sentence}\n**{sentence}**\n");
        for (content_type, second) in
            [("text/plain; charset=utf-8", format!("**{sentence}**")), ("text/markdown", sentence.to_owned())]
        {
            let body = text.as_bytes().to_vec().into();
            let payload = Payload { body, content_type: Some(content_type.to_owned()) };
            let document = reading.read(&payload).expect("it is read").document;
            assert_eq!(document.text, format!("{sentence}\n{second}"), "{content_type}");
        }
    }

    #[test]
    fn pages_are_told_from_files_by_their_bytes() {
        check("正文".as_bytes(), "application/pdf", "text");
        check(b"%PDF-1.7", "text/html", "file");
        check(b"\n\n%PDF-1.7", "text/html", "file");
        check(b"\r\n{\\rtf1 a}", "text/plain", "file");
        check(
            b"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument>",
            "text/xml",
            "file",
        );
        check(b"<?xml version=\"1.0\"?><rss></rss>", "text/xml", "text");
        check(b"PK\x03\x04\x00", "text/html", "file");
        check(b"GIF89a", "image/gif", "file");
        check(b"\r\n<!DOCTYPE HTML><p>a\0b</p>", "text/html", "text");
        check(b"\xEF\xBB\xBF<html>\0", "text/html", "text");
        let utf_16: Vec<u8> = "\u{FEFF}<p>a</p>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&utf_16, "text/html", "text");
        check(b"<\0\0\0", "text/html", "file");
    }
}
