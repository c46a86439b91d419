//! A page, a saved text or an attachment in; a document with its gaps and origins out.

use corpus::document::Confidence;
use corpus::document::Document;
use corpus::document::DocumentKind;
use corpus::document::Field;
use corpus::document::Origin;
use corpus::gazetteer::Placement;
use corpus::reason::Reason;
use corpus::year::ReportYear;
use jiff::civil::Date;
use url::Url;

use crate::extract::facts::Facts;
use crate::extract::fields::Around;

pub use crate::extract::first_bytes::begins_file;
pub(crate) use crate::extract::first_bytes::without_blanks;
pub use crate::extract::instead::Instead;

mod account_page;
mod appearing;
mod aside;
mod bare_dates;
mod bare_labels;
mod bare_title;
mod built_title;
mod catalogue;
mod challenge;
mod comments;
mod container;
mod date;
mod density;
mod embedded;
mod english_labels;
mod entity;
mod facts;
mod fields;
mod first_bytes;
mod foot;
mod foreign_title;
mod furniture;
mod head;
mod head_end;
mod head_title;
mod headings;
#[cfg(test)]
mod hostile;
mod instead;
mod issuer;
mod joint;
mod kind;
mod kind_rules;
mod label;
mod label_names;
mod lines;
mod links;
mod literals;
mod login;
mod markup;
mod meta_line;
mod meta_tags;
mod missing;
mod neighbours;
mod noscript;
mod numbering;
mod numeral;
mod of_visit;
mod opening_kind;
mod opening_year;
mod outage;
#[cfg(test)]
mod outage_tests;
mod own_lines;
mod page;
mod page_parts;
#[cfg(test)]
mod page_tests;
mod pages;
mod part_of_year;
mod plain;
mod plan_years;
mod prose;
mod published;
mod put_up;
#[cfg(test)]
mod put_up_tests;
#[cfg(test)]
mod quality;
mod refusal;
mod section_meaning;
mod sections;
mod server_error;
mod session;
mod short_text;
mod siblings;
mod signals;
mod signature;
mod source;
mod spans;
mod stand_in;
mod stated_period;
mod table;
mod tag;
mod text_page;
mod time_of_day;
mod title;
mod title_blanks;
mod title_ends;
#[cfg(test)]
mod title_tests;
mod titled_year;
mod tree;
mod value;
mod word;
mod written_day;
mod year;

/// A page as it came, decoded, with what its list said about it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Page<'a> {
    /// The address it was fetched from.
    pub url: &'a str,
    /// The decoded page.
    pub html: &'a str,
    /// The six-digit division code that the source declares.
    pub declared_place: Option<&'a str>,
    /// The title in the list that led here.
    pub link_text: Option<&'a str>,
    /// The date in the list that led here.
    pub listed_date: Option<Date>,
}

/// A file that a page links to and that may hold its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentLink {
    /// The absolute address.
    pub url: String,
    /// The name as the page prints it.
    pub name: String,
}

/// What a page is besides a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// The page says that it does not exist, whatever the status said.
    pub soft_not_found: bool,
    /// The page says that its site is being worked on or out of order.
    pub out_of_order: bool,
    /// The page is a script challenge or a captcha.
    pub challenge: bool,
    /// The page only asks its reader to log in.
    pub login: bool,
    /// The page has something of its own: a part of the frame in which texts are put up (a title, a day, an editor's container), rows
    /// of links, or words.
    pub has_own: bool,
    /// The page shows what its list promised: the title that the list gives it, or a day beside an editor's container.
    pub promised: bool,
    /// The page shows nothing itself: scripts or frames are to bring what it shows.
    pub shell: bool,
    /// What a program says there in place of a text, when that is all there is.
    pub instead: Option<Instead>,
    /// Where a meta refresh leads, absolute.
    pub refresh: Option<String>,
    /// The page holds links to other pages and no text of its own.
    pub navigation_only: bool,
    /// What the reading broke off on, when it did; then nothing of the page was read.
    pub broken: Option<String>,
}

/// A document with everything else that the page gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extracted {
    /// The document, with its gaps and origins.
    pub document: Document,
    /// Files that may hold the text.
    pub attachments: Vec<AttachmentLink>,
    /// What the page is besides a document.
    pub signals: Signals,
    /// What stood around the text, for reading fields again when an attachment gives the text.
    around: Around,
}

impl Extracted {
    /// Decides once more where the document belongs, and tells what else was known: the place of the host, the candidates.
    pub fn placement(&self) -> Placement {
        let url = self.around.url.as_deref().and_then(|url| Url::parse(url).ok());
        fields::placement(&self.document, &self.around, url.as_ref().and_then(Url::host_str))
    }
}

/// Decides where a stored document belongs by itself and the address it was found at.
pub fn placement(document: &Document, url: Option<&str>) -> Placement {
    let url = url.and_then(|url| Url::parse(url).ok());
    fields::placement(document, &Around::default(), url.as_ref().and_then(Url::host_str))
}

/// What an attachment is, judged by its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attached {
    /// Its text: paragraphs parted by `\n`, cells by `\t`.
    Text {
        /// The text.
        text: String,
    },
    /// Pages without a text layer.
    NeedsOcr,
    /// A format that is not read, by name, such as `pdf`.
    Unsupported {
        /// The short name of the format.
        media: &'static str,
    },
    /// A known format that cannot be read.
    Damaged {
        /// Why, for the operator.
        because: String,
    },
}

/// What is known about a saved text beforehand; given values win over what is read from the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// The address it came from.
    pub url: Option<&'a str>,
    /// The six-digit division code that the source declares.
    pub declared_place: Option<&'a str>,
}

/// Reads a page. Never fails: what the page does not give becomes a gap.
pub fn html(page: &Page<'_>) -> Extracted {
    noscript::read(page)
}

/// Writes a page that its server sends as text or as Markdown so that it can be read like any other; `None` for markup,
/// which many servers send as text too.
pub fn text_page(text: &str, media_type: &str) -> Option<String> {
    text_page::as_page(text, media_type)
}

/// Reads a page that was saved as text.
pub fn plain(text: &str, url: Option<&str>, declared_place: Option<&str>) -> Extracted {
    plain::read(text, &Hints { url, declared_place })
}

/// Reads an attachment by its bytes; the name only decides between formats that share a container.
pub fn attachment(bytes: &[u8], name: &str) -> Attached {
    word::read(bytes, name)
}

/// Makes one text of a file's pages, each as its lines from top to bottom: page numbers, headers and footers go, lines that
/// a margin broke are joined into paragraphs. Lines with tabs are rows of tables and stay.
pub fn text_of_pages(pages: &[Vec<String>]) -> String {
    pages::paragraphs(pages)
}

/// Gives a page that has no text of its own the text of its attachment, and reads again what the page left open.
pub fn with_attachment(extracted: Extracted, attached_text: &str) -> Extracted {
    let Extracted { mut document, attachments, signals, mut around } = extracted;
    attached_text.clone_into(&mut document.text);
    reopen(&mut document);
    let lines: Vec<&str> = attached_text.lines().collect();
    let head = head::part(&lines, Some(document.title.as_str()).filter(|title| !title.is_empty()));
    name(&mut document, head.whole_title(), around.url.as_deref());
    around.facts.above = around.facts.above.or(Facts::of_head(&head).first());
    let document = fields::fill(document, &around);
    Extracted { document, attachments, signals: Signals { navigation_only: false, ..signals }, around }
}

/// Gives a document that has no title yet the one that a line says, or a built one.
fn name(document: &mut Document, line: Option<String>, url: Option<&str>) {
    if document.title.is_empty() {
        let (title, origin) = match line {
            Some(title) => (title, Origin::new(Reason::LineAbove, Confidence::Inferred)),
            None => built_title::build(&document.text, url),
        };
        document.title = title;
        document.origins.insert(Field::Title, origin);
    }
}

/// Opens what was read from a text that has changed: its parts, and the kind when the title did not say it.
fn reopen(document: &mut Document) {
    document.sections.clear();
    let by_title =
        document.origins.get(&Field::Kind).is_some_and(|origin| origin.because == Reason::Title.key());
    if !by_title {
        document.kind = DocumentKind::Other;
        document.origins.remove(&Field::Kind);
    }
    let derived =
        document.origins.get(&Field::Title).is_some_and(|origin| origin.confidence == Confidence::Derived);
    if derived {
        document.title.clear();
    }
}

/// Returns the years, or the part of a year, that a title says it is about; `None` when it names none.
pub fn titled_year(title: &str) -> Option<ReportYear> {
    titled_year::of_title(title)
}

/// Reads every field of a document that is still open from its title and text; what is set stays as it is.
///
/// An empty title is read from the text. A kind counts as set when it is not `Other` or has an origin.
pub fn complete(mut document: Document, hints: &Hints<'_>) -> Document {
    let lines: Vec<&str> = document.text.lines().filter(|line| !line.trim().is_empty()).collect();
    let known = Some(document.title.as_str()).filter(|title| !title.is_empty());
    let head = head::part(&lines, known);
    name(&mut document, head.whole_title(), hints.url);
    let around = Around {
        url: hints.url.map(str::to_owned),
        declared_place: hints.declared_place.map(str::to_owned),
        facts: Facts::of_head(&head),
        breadcrumb: head.breadcrumb,
        ..Around::default()
    };
    fields::fill(document, &around)
}
