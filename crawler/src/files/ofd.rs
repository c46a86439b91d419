//! An OFD file (GB/T 33190, a zip of XML) in; the lines of its pages out, in the order of print.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;
use undoc::OoxmlContainer;

use crate::files::inside::PageLines;
use crate::files::inside::Taken;
use crate::files::layout;
use crate::files::layout::Piece;

/// More pages than any report has; the rest of a file that has more is left.
const MOST_PAGES: usize = 5000;

/// Takes the pages out of an OFD file.
pub(crate) fn take(bytes: &[u8]) -> Taken {
    match pages(bytes) {
        Ok(pages) => Taken::Pages { pages },
        Err(because) => Taken::Damaged { because },
    }
}

fn pages(bytes: &[u8]) -> Result<Vec<PageLines>, String> {
    let container = OoxmlContainer::from_bytes(bytes.to_vec()).map_err(|err| err.to_string())?;
    let part = |path: &str| container.read_xml(path.trim_start_matches('/')).map_err(|err| err.to_string());
    let mut found = Vec::new();
    for root in elements(&part("OFD.xml")?).into_iter().filter(|element| element.name == "DocRoot") {
        let folder = root.text.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let document = elements(&part(&root.text)?);
        let bases = document
            .iter()
            .filter(|element| element.name == "Page")
            .filter_map(|page| page.attributes.get("BaseLoc"));
        for base in bases.take(MOST_PAGES) {
            let path = if base.starts_with('/') || folder.is_empty() {
                base.clone()
            } else {
                format!("{folder}/{base}")
            };
            found.push(page(&part(&path)?));
        }
    }
    if found.is_empty() { Err("the file names no page".to_owned()) } else { Ok(found) }
}

/// One element with what it says, in the order in which elements open.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: HashMap<String, String>,
    text: String,
    /// The number of the element that holds it.
    parent: Option<usize>,
}

/// Reads a part as far as it is well formed.
fn elements(xml: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(xml);
    let mut all: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    loop {
        let said = match reader.read_event() {
            Ok(Event::Start(start)) => {
                all.push(element(&start, open.last().copied()));
                open.push(all.len() - 1);
                continue;
            }
            Ok(Event::Empty(start)) => {
                all.push(element(&start, open.last().copied()));
                continue;
            }
            Ok(Event::End(_)) => {
                if let Some(at) = open.pop() {
                    all[at].text = all[at].text.trim_matches(['\r', '\n']).to_owned();
                }
                continue;
            }
            Ok(Event::Text(text)) => (*text).to_owned(),
            Ok(Event::CData(text)) => (*text).to_owned(),
            Ok(Event::GeneralRef(name)) => {
                let written = format!("&{};", &*name);
                quick_xml::escape::unescape(&written).map(Into::into).unwrap_or_default()
            }
            Ok(Event::Eof) | Err(_) => return all,
            Ok(_) => continue,
        };
        if let Some(at) = open.last() {
            all[*at].text.push_str(&said);
        }
    }
}

fn element(start: &BytesStart<'_>, parent: Option<usize>) -> Element {
    let attributes = start.attributes().filter_map(Result::ok).map(|attribute| {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map(Into::into).unwrap_or_default();
        (local(attribute.key.as_ref()).to_owned(), value)
    });
    Element {
        name: local(start.name().as_ref()).to_owned(),
        attributes: attributes.collect(),
        text: String::new(),
        parent,
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Reads one page: every run of text at the place of its object, moved and scaled as the object says.
fn page(xml: &str) -> PageLines {
    let all = elements(xml);
    let mut pieces = Vec::new();
    for code in all.iter().filter(|element| element.name == "TextCode") {
        let Some(object) = code.parent.map(|at| &all[at]) else { continue };
        let number = |element: &Element, name: &str| {
            element.attributes.get(name).and_then(|text| text.parse().ok()).unwrap_or(0.0)
        };
        let corner = numbers(object.attributes.get("Boundary"));
        let moved = numbers(object.attributes.get("CTM"));
        let (x, y) = (number(code, "X"), number(code, "Y"));
        let (x, y, scale) = match moved[..] {
            [a, b, c, d, e, f] => (a * x + c * y + e, b * x + d * y + f, a.hypot(b).max(0.01)),
            _ => (x, y, 1.0),
        };
        let steps: f64 = deltas(code.attributes.get("DeltaX"), code.text.chars().count());
        let size = number(object, "Size") * scale;
        let width = if steps > 0.0 { steps * scale + size } else { 0.0 };
        let (left, top) = (corner.first().copied().unwrap_or(0.0), corner.get(1).copied().unwrap_or(0.0));
        pieces.push(Piece { x: left + x, y: top + y, width, size, text: code.text.clone() });
    }
    let has_picture =
        all.iter().any(|element| matches!(element.name.as_str(), "ImageObject" | "CompositeObject"));
    PageLines { lines: layout::lines(pieces), has_picture }
}

fn numbers(written: Option<&String>) -> Vec<f64> {
    written
        .map(|text| text.split_whitespace().filter_map(|number| number.parse().ok()).collect())
        .unwrap_or_default()
}

/// Adds up the steps from letter to letter: `3 4 g 2 5` is 3, 4, 5 and 5.
fn deltas(written: Option<&String>, letters: usize) -> f64 {
    let Some(written) = written else { return 0.0 };
    let mut fields = written.split_whitespace();
    let (mut sum, mut count) = (0.0, 1);
    while let Some(field) = fields.next() {
        let (times, step) = match field {
            "g" => (fields.next().and_then(|times| times.parse().ok()).unwrap_or(1), fields.next()),
            step => (1_usize, Some(step)),
        };
        let times = times.min(letters.saturating_sub(count));
        sum += step.and_then(|step| step.parse::<f64>().ok()).unwrap_or(0.0) * times as f64;
        count += times;
    }
    sum
}
