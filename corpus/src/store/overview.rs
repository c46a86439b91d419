//! The collection seen from above: reports of a kind in one line each, without their texts.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::civil::Date;
use rusqlite::Row;
use rusqlite::params;

use crate::district::Place;
use crate::document::DocumentId;
use crate::document::DocumentKind;
use crate::document::SectionKind;
use crate::error::Error;
use crate::parts;
use crate::store::Store;
use crate::store::Stored;
use crate::store::rows;
use crate::year::ReportYear;

/// One document as an overview shows it: its current version without the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its name.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// Who issued it.
    pub issuer: Option<String>,
    /// The years it speaks about.
    pub year: Option<ReportYear>,
    /// Where it belongs.
    pub place: Option<Place>,
    /// The day the page went up.
    pub published: Option<Date>,
    /// The day it was signed.
    pub signed: Option<Date>,
    /// Whether it has gone from every address.
    pub is_gone: bool,
    /// Bytes of its text, three for a Chinese character; none when it has gone.
    pub bytes: u64,
    /// The parts that the rules ask for and that it does not have.
    pub missing: Vec<SectionKind>,
}

/// What an overview reads of a version. The text is read only where a part that the rules ask for has no heading and may
/// be said without one; its length stands in the head of the row.
const COLUMNS: &str = "v.document, v.title, v.issuer, v.year_start, v.year_end, v.period, v.kind, v.place_path,
    v.place_code, v.zone, v.published, v.signed, d.state, octet_length(v.text) AS bytes,
    (SELECT group_concat(DISTINCT s.kind) FROM sections s
        WHERE s.document = v.document AND s.version = v.number) AS headed,
    CASE WHEN ?2 > (SELECT count(DISTINCT s.kind) FROM sections s
        WHERE s.document = v.document AND s.version = v.number AND s.kind <> 'other') THEN v.text ELSE '' END AS text";

impl Store {
    /// Finds what a written name means: `ID`, or `ID@N` for its version N; none when there is no such document.
    ///
    /// # Errors
    /// `Statement`.
    pub fn named(&self, name: &str) -> Result<Option<Stored>, Error> {
        if let Some(id) = DocumentId::parse(name)
            && let Some(stored) = self.document(&id)?
        {
            return Ok(Some(stored));
        }
        let Some((id, number)) = name.rsplit_once('@') else { return Ok(None) };
        match (DocumentId::parse(id), number.parse()) {
            (Some(id), Ok(number)) => self.version(&id, number),
            _ => Ok(None),
        }
    }

    /// Returns every document of a kind, gone ones too, ordered by place and year.
    ///
    /// # Errors
    /// `Statement`.
    pub fn reports(&self, kind: DocumentKind) -> Result<Vec<Report>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM versions v
             JOIN documents d ON d.id = v.document AND d.version = v.number
             WHERE v.kind = ?1 ORDER BY v.place_path, v.year_start, v.year_end, v.document"
        );
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement.query_map(params![kind.key(), parts::asked_for(kind).len()], report)?.collect()
            })
            .map_err(|source| self.failed("listing the reports of a kind", source))
    }

    /// Returns the present documents of a kind that belong to one place, latest year first, and of one year the part that
    /// was over last.
    ///
    /// # Errors
    /// `Statement`.
    pub fn reports_of_place(&self, kind: DocumentKind, place: &Place) -> Result<Vec<Report>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM versions v
             JOIN documents d ON d.id = v.document AND d.version = v.number
             WHERE v.kind = ?1 AND v.place_path = ?3 AND d.state = 'present'
             ORDER BY v.document"
        );
        let mut reports: Vec<Report> = self
            .connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                let asked_for = parts::asked_for(kind).len();
                statement.query_map(params![kind.key(), asked_for, place.written()], report)?.collect()
            })
            .map_err(|source| self.failed("listing the reports of a place", source))?;
        reports.sort_by_key(|report| Reverse(report.year.map(|year| (year.end, year.start, year.period))));
        Ok(reports)
    }
}

fn report(row: &Row<'_>) -> rusqlite::Result<Report> {
    let state: String = row.get("state")?;
    let headed: Option<String> = row.get("headed")?;
    let headed: BTreeSet<SectionKind> =
        headed.unwrap_or_default().split(',').filter_map(SectionKind::parse).collect();
    let kind = rows::read_keyed(row, "kind", DocumentKind::parse)?;
    let text: String = row.get("text")?;
    Ok(Report {
        bytes: row.get("bytes")?,
        missing: parts::missing_beside(kind, &text, &headed),
        id: rows::read_id(row, "document")?,
        title: row.get("title")?,
        issuer: row.get("issuer")?,
        year: rows::read_year(row)?,
        place: rows::read_place(row)?,
        published: rows::read_date(row, "published")?,
        signed: rows::read_date(row, "signed")?,
        is_gone: state == "gone",
    })
}
