//! A document with its title and text in; every field that is still open read from them and from what stood around them.

use corpus::district::Place;
use corpus::document::Confidence;
use corpus::document::Document;
use corpus::document::DocumentKind;
use corpus::document::Field;
use corpus::document::Gap;
use corpus::document::Origin;
use corpus::gazetteer;
use corpus::gazetteer::Placement;
use corpus::parts;
use corpus::reason::Reason;
use jiff::civil::Date;
use url::Url;

use crate::extract::facts::Facts;
use crate::extract::issuer;
use crate::extract::kind;
use crate::extract::meta_line::MetaLine;
use crate::extract::published;
use crate::extract::sections;
use crate::extract::session;
use crate::extract::signature;
use crate::extract::signature::Signature;
use crate::extract::title;
use crate::extract::year;

/// What stood around a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Around {
    /// The address.
    pub(crate) url: Option<String>,
    /// The division code that the source declares.
    pub(crate) declared_place: Option<String>,
    /// The date in the list that led here.
    pub(crate) listed_date: Option<Date>,
    /// Column and breadcrumb, site name last.
    pub(crate) breadcrumb: String,
    /// What the lines around the text say.
    pub(crate) facts: Facts,
    /// The lines right above the text.
    pub(crate) above: Vec<String>,
    /// The publish date of the meta tags.
    pub(crate) tagged_date: Option<Date>,
    /// The source of the meta tags.
    pub(crate) tagged_source: Option<String>,
}

/// Reads every field that is open; what is set stays. Fields that cannot be read become gaps.
pub(crate) fn fill(mut document: Document, around: &Around) -> Document {
    let url = around.url.as_deref().and_then(|url| Url::parse(url).ok());
    let signature = signature::under(&document.text);
    let byline = byline(&document, around);
    dates(
        &mut document,
        around,
        url.as_ref(),
        [(signature.date, Reason::Signature), (byline.date, Reason::OwnLine)],
    );
    names(&mut document, around, [(signature.organ, Reason::Signature), (byline.organ, Reason::OwnLine)]);
    what_about(&mut document, around, url.as_ref());
    place(&mut document, around, url.as_ref());
    if document.sections.is_empty() {
        document.sections = sections::find(&document.text, document.report_year, document.kind);
    }
    document.gaps = gaps(&document);
    document
}

/// Reads organ and day under the title: above the text, or in its first lines. What stands above the title is the site's.
fn byline(document: &Document, around: &Around) -> Signature {
    let title = title::letters(&document.title);
    let ends_title = |line: &String| {
        let letters = title::letters(line);
        letters.chars().count() >= 4 && (title.ends_with(&letters) || letters.ends_with(&title))
    };
    let from = around.above.iter().rposition(ends_title).map_or(around.above.len(), |at| at + 1);
    let above: Vec<&str> = around.above[from..].iter().map(String::as_str).collect();
    let found = signature::byline(&above);
    if found != Signature::default() {
        return found;
    }
    let first: Vec<&str> = document.text.lines().filter(|line| !line.trim().is_empty()).take(8).collect();
    signature::byline(&first)
}

fn note(document: &mut Document, field: Field, because: impl Into<String>, confidence: Confidence) {
    document.origins.insert(field, Origin::new(because, confidence));
}

fn dates(document: &mut Document, around: &Around, url: Option<&Url>, printed: [(Option<Date>, Reason); 2]) {
    if document.published.is_none()
        && let Some((date, because, confidence)) = published::find(around, url)
    {
        document.published = Some(date);
        note(document, Field::Published, because, confidence);
    }
    if document.signed.is_none() {
        if let Some(date) = around.facts.first().signed.or(around.facts.below.signed) {
            document.signed = Some(date);
            note(document, Field::Signed, Reason::Line.about("成文日期"), Confidence::Stated);
        } else if let Some((date, because)) =
            printed.into_iter().find_map(|(date, because)| Some((date?, because)))
        {
            document.signed = Some(date);
            note(document, Field::Signed, because, Confidence::Inferred);
        }
    }
}

fn names(document: &mut Document, around: &Around, printed: [(Option<String>, Reason); 2]) {
    let (meta, below) = (around.facts.first(), &around.facts.below);
    if document.source.is_none() {
        if let Some(source) = &meta.source {
            document.source = Some(source.clone());
            note(document, Field::Source, Reason::Line.about("来源"), Confidence::Stated);
        } else if let Some(source) = &around.tagged_source {
            document.source = Some(source.clone());
            note(document, Field::Source, Reason::Meta.about("ContentSource"), Confidence::Stated);
        } else if let Some(source) = &below.source {
            document.source = Some(source.clone());
            note(document, Field::Source, Reason::Line.about("来源"), Confidence::Stated);
        }
    }
    if document.issuer.is_none() {
        let stated = meta
            .publisher
            .clone()
            .or_else(|| below.publisher.clone())
            .filter(|name| issuer::is_organ(name) || name.ends_with(['县', '区', '市']));
        // A built title may name whoever is cited, not whoever issued.
        let titled = issuer::of_title(&document.title).filter(|_| !has_built_title(document));
        let found = titled
            .map(|name| (name, String::from(Reason::Title), Confidence::Inferred))
            .or_else(|| stated.map(|name| (name, Reason::Line.about("发布机构"), Confidence::Stated)))
            .or_else(|| {
                let (name, because) =
                    printed.into_iter().find_map(|(name, because)| Some((name?, because)))?;
                Some((name, because.into(), Confidence::Inferred))
            })
            .or_else(|| {
                let contact = issuer::contact(&document.text)?;
                Some((contact, Reason::Contact.into(), Confidence::Inferred))
            });
        if let Some((name, because, confidence)) = found {
            document.issuer = Some(name);
            note(document, Field::Issuer, because, confidence);
        }
    }
    if document.document_number.is_none() {
        let stated = |meta: &MetaLine| {
            let number = meta.document_number.clone()?;
            Some((number, Reason::Line.about("发文字号"), Confidence::Stated))
        };
        let printed = issuer::number(&document.text)
            .or_else(|| issuer::number(&around.above.join("\n")))
            .map(|number| (number, Reason::OwnLine.into(), Confidence::Inferred));
        if let Some((number, because, confidence)) = stated(&meta).or(printed).or_else(|| stated(below)) {
            document.document_number = Some(number);
            note(document, Field::DocumentNumber, because, confidence);
        }
    }
    if document.index_number.is_none()
        && let Some(number) = meta.index_number.as_ref().or(below.index_number.as_ref())
    {
        document.index_number = Some(number.clone());
        note(document, Field::IndexNumber, Reason::Line.about("索引号"), Confidence::Stated);
    }
}

fn has_built_title(document: &Document) -> bool {
    document.origins.get(&Field::Title).is_some_and(|origin| origin.confidence == Confidence::Derived)
}

/// Reads kind and report year.
fn what_about(document: &mut Document, around: &Around, url: Option<&Url>) {
    let given = document.kind != DocumentKind::Other || document.origins.contains_key(&Field::Kind);
    if !given {
        let clues = kind::Clues { title: &document.title, text: &document.text };
        let (kind, origin) = kind::find(&clues);
        document.kind = kind;
        document.origins.extend(origin.map(|origin| (Field::Kind, origin)));
    }
    if document.report_year.is_none() {
        let text = session::text(document, &around.above);
        let clues = year::Clues {
            title: &document.title,
            breadcrumb: &around.breadcrumb,
            path: url.map_or("", Url::path),
            text: &text,
            kind: document.kind,
            published: document.published.map(Date::year),
        };
        if let Some((year, origin)) = year::find(&clues) {
            document.report_year = Some(year);
            document.origins.insert(Field::ReportYear, origin);
        }
    }
}

/// How much of a text may name its place, in characters.
const OPENING: usize = 600;

fn place(document: &mut Document, around: &Around, url: Option<&Url>) {
    if document.place.is_some() {
        return;
    }
    let placement = placement(document, around, url.and_then(Url::host_str));
    if placement.place.is_some() {
        document.place = placement.place;
        note(document, Field::Place, placement.because, Confidence::Inferred);
    } else if !placement.candidates.is_empty() {
        let candidates: Vec<String> = placement.candidates.iter().map(Place::written).collect();
        document.origins.insert(
            Field::Place,
            Origin::new(Reason::Undecided.about(&candidates.join(", ")), Confidence::Inferred),
        );
    }
}

/// Decides where a document belongs by everything that is known of it.
pub(crate) fn placement(document: &Document, around: &Around, host: Option<&str>) -> Placement {
    let opening: String = document.text.chars().take(OPENING).collect();
    let title = session::titled(document, &around.above);
    gazetteer::place(&gazetteer::Clues {
        title: Some(&title),
        issuer: document.issuer.as_deref(),
        source: document.source.as_deref(),
        breadcrumb: Some(around.breadcrumb.as_str()).filter(|crumb| !crumb.trim().is_empty()),
        opening: Some(opening.as_str()).filter(|opening| !opening.is_empty()),
        host,
        declared: around.declared_place.as_deref(),
        date: dated(document),
    })
}

/// Returns the day whose names of places hold for a document: that of its signature or publication, but the end of the year
/// that it reports on where a site put it up years later.
fn dated(document: &Document) -> Option<Date> {
    let day = document.signed.or(document.published);
    let reported = document.report_year.and_then(|year| Date::new(year.end, 12, 31).ok());
    match (day, reported) {
        (Some(day), Some(reported)) if day.year() > reported.year() + 1 => Some(reported),
        _ => day,
    }
}

fn gaps(document: &Document) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = document.gaps.iter().filter(|gap| gap.field == Field::Text).cloned().collect();
    if !document.text.is_empty() {
        gaps.clear();
    }
    let mut gap = |field, missing: bool, because: &str| {
        if missing && !gaps.iter().any(|gap: &Gap| gap.field == field) {
            gaps.push(Gap { field, because: because.to_owned() });
        }
    };
    let derived =
        document.origins.get(&Field::Title).is_some_and(|origin| origin.confidence == Confidence::Derived);
    gap(Field::Title, derived, Reason::NoTitle.key());
    gap(Field::Text, document.text.is_empty(), Reason::NoText.key());
    gap(Field::Published, document.published.is_none(), Reason::NoPublished.key());
    gap(Field::Source, document.source.is_none(), Reason::NoSource.key());
    gap(Field::Issuer, document.issuer.is_none(), Reason::NoIssuer.key());
    gap(Field::ReportYear, document.report_year.is_none(), Reason::NoYear.key());
    let missing = parts::missing(document);
    let named: Vec<&str> = missing.iter().map(|kind| kind.key()).collect();
    gap(Field::Sections, !missing.is_empty(), &Reason::MissingParts.about(&named.join(", ")));
    let undecided =
        document.origins.get(&Field::Place).map_or(Reason::NoPlace.key(), |origin| origin.because.as_str());
    gap(Field::Place, document.place.is_none(), undecided);
    gaps
}
