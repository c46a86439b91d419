//! A document as it was read, in the shape of the API; `gongbao read --json` prints it.

use std::collections::BTreeMap;

use corpus::district::Place;
use corpus::document::Document;
use corpus::document::Section;
use corpus::document::SectionKind;
use corpus::gazetteer::Placement;
use corpus::indicators;
use corpus::parts;
use corpus::personal::masked;
use corpus::year::ReportYear;
use schemars::JsonSchema;
use serde::Serialize;

use crate::api::AgreementRead;
use crate::api::QuantityRead;
use crate::api::written::language;

/// What was read from a document, personal numbers starred out. Offsets count characters of `text`, dates are `YYYY-MM-DD`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reading {
    /// The title.
    pub title: String,
    /// The day the page went up.
    pub published: Option<String>,
    /// The day the document was signed.
    pub signed: Option<String>,
    /// Where the page says it took the text from.
    pub source: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Such as 国办发〔2021〕30号.
    pub document_number: Option<String>,
    /// The number in the disclosure catalogue.
    pub index_number: Option<String>,
    /// The year or span it speaks about.
    pub report_year: Option<ReportYears>,
    /// The key of its kind.
    pub kind: &'static str,
    /// Where it belongs.
    pub place: PlaceRead,
    /// Paragraphs parted by `\n`, table cells by `\t`.
    pub text: String,
    /// Its parts, parents before children.
    pub sections: Vec<SectionRead>,
    /// The keys of the parts that the rules ask of a report of this kind and that it does not have.
    pub missing_parts: Vec<&'static str>,
    /// What the text counts, in text order.
    pub quantities: Vec<QuantityRead>,
    /// Whether numbers that belong together agree.
    pub agreements: Vec<AgreementRead>,
    /// The language of the text as a BCP 47 tag.
    pub language: &'static str,
    /// The keys of what was looked for and not found.
    pub gaps: Vec<String>,
    /// Why each gap is one, as a key and what it is about.
    pub gap_reasons: BTreeMap<&'static str, String>,
    /// How each field was found, as a key and what it is about.
    pub origins: BTreeMap<&'static str, String>,
}

/// The years a document speaks about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReportYears {
    /// First year.
    pub start: i16,
    /// Last year.
    pub end: i16,
    /// `year`, `H1`, `H2`, `Q1`…`Q4`, `Q1-Q3`, other months as `M1-11`, `span` or `plan`.
    pub period: String,
}

/// Where a document belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlaceRead {
    /// Names from the top; empty when the place is not known.
    pub path: Vec<String>,
    /// The six-digit code of the lowest division that has one.
    pub code: Option<String>,
    /// The zone, when the place is one.
    pub zone: Option<String>,
    /// The place of the host that published it; known while reading only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_path: Option<Vec<String>>,
    /// What it may be when it could not be decided; known while reading only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub candidates: Option<Vec<Vec<String>>>,
}

/// One part of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SectionRead {
    /// Its place in the tree, such as `2.1`.
    pub number: String,
    /// Its heading.
    pub heading: String,
    /// The key of what it is about.
    pub kind: &'static str,
    /// The year it speaks about, when it is its own.
    pub year: Option<i16>,
    /// 1 for 一、, 2 for (一), and so on.
    pub level: u8,
    /// First character of the heading.
    pub start: usize,
    /// One past the last character of the part.
    pub end: usize,
}

impl Reading {
    /// Puts a document into the shape of the API; `placement` tells what is known of its place while it is read.
    pub fn new(document: Document, placement: Option<Placement>) -> Reading {
        let document = masked(document);
        let counted = indicators::read(&document.text, &document.sections);
        let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
        let missing_parts = parts::missing(&document).into_iter().map(SectionKind::key).collect();
        Reading {
            published: date(document.published),
            signed: date(document.signed),
            source: document.source,
            issuer: document.issuer,
            document_number: document.document_number,
            index_number: document.index_number,
            report_year: document.report_year.map(ReportYears::from),
            kind: document.kind.key(),
            place: PlaceRead::new(document.place, placement),
            missing_parts,
            sections: document.sections.into_iter().map(SectionRead::from).collect(),
            quantities: counted.quantities.into_iter().map(QuantityRead::from).collect(),
            agreements: counted.agreements.into_iter().map(AgreementRead::from).collect(),
            language: language(&document.text),
            gaps: document.gaps.iter().map(|gap| gap.field.key().to_owned()).collect(),
            gap_reasons: document.gaps.into_iter().map(|gap| (gap.field.key(), gap.because)).collect(),
            origins: document
                .origins
                .into_iter()
                .map(|(field, origin)| (field.key(), origin.because))
                .collect(),
            title: document.title,
            text: document.text,
        }
    }
}

impl PlaceRead {
    fn new(place: Option<Place>, placement: Option<Placement>) -> PlaceRead {
        let mut read = match place {
            Some(place) => {
                PlaceRead { path: place.path, code: place.code, zone: place.zone, ..PlaceRead::default() }
            }
            None => PlaceRead::default(),
        };
        if let Some(placement) = placement {
            read.decided_by(placement);
        }
        read
    }

    /// Adds what else was known when the place was decided.
    pub(crate) fn decided_by(&mut self, placement: Placement) {
        self.host_path = Some(placement.host_place.map(|place| place.path).unwrap_or_default());
        // A place that is decided leaves no candidates.
        let candidates = placement.candidates.into_iter().filter(|_| self.path.is_empty());
        self.candidates = Some(candidates.map(|place| place.path).collect());
        if self.path.is_empty() {
            self.zone = self.zone.take().or(placement.zone);
        }
    }
}

impl From<ReportYear> for ReportYears {
    fn from(year: ReportYear) -> ReportYears {
        ReportYears { start: year.start, end: year.end, period: year.period.key() }
    }
}

impl From<Section> for SectionRead {
    fn from(section: Section) -> SectionRead {
        SectionRead {
            number: section.number,
            heading: section.heading,
            kind: section.kind.key(),
            year: section.year,
            level: section.level,
            start: section.start,
            end: section.end,
        }
    }
}
