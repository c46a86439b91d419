//! Between the values of the domain and the columns of the tables.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Row;
use rusqlite::types::Type;

use crate::district::Place;
use crate::document::DocumentId;
use crate::visit::Evidence;
use crate::year::Period;
use crate::year::ReportYear;

/// Writes a time with whole seconds, so that times sort as text.
pub(super) fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Reads a time.
pub(super) fn read_time(row: &Row<'_>, column: &str) -> rusqlite::Result<Timestamp> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| unknown(column, &text))
}

/// Reads a time, or none.
pub(super) fn read_time_or_none(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| text.parse().map_err(|_| unknown(column, &text))).transpose()
}

/// Reads a document's id.
pub(super) fn read_id(row: &Row<'_>, column: &str) -> rusqlite::Result<DocumentId> {
    read_keyed(row, column, DocumentId::parse)
}

/// Reads a date, or none.
pub(super) fn read_date(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Date>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| text.parse().map_err(|_| unknown(column, &text))).transpose()
}

/// Reads a value that is kept by its key.
pub(super) fn read_keyed<T>(
    row: &Row<'_>,
    column: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> rusqlite::Result<T> {
    let key: String = row.get(column)?;
    parse(&key).ok_or_else(|| unknown(column, &key))
}

/// Reads the years that a version speaks about.
pub(super) fn read_year(row: &Row<'_>) -> rusqlite::Result<Option<ReportYear>> {
    let Some(start) = row.get("year_start")? else { return Ok(None) };
    let period = read_keyed(row, "period", Period::parse)?;
    Ok(Some(ReportYear { start, end: row.get("year_end")?, period }))
}

/// Reads the place of a version.
pub(super) fn read_place(row: &Row<'_>) -> rusqlite::Result<Option<Place>> {
    let path: Option<String> = row.get("place_path")?;
    let Some(path) = path else { return Ok(None) };
    let path = path.split(Place::SEPARATOR).map(str::to_owned).collect();
    Ok(Some(Place { path, code: row.get("place_code")?, zone: row.get("zone")? }))
}

/// Reads where the bytes lie.
pub(super) fn read_evidence(row: &Row<'_>) -> rusqlite::Result<Option<Evidence>> {
    let file: Option<String> = row.get("warc_file")?;
    let Some(file) = file else { return Ok(None) };
    Ok(Some(Evidence { file, offset: row.get("warc_offset")?, sha256: row.get("sha256")? }))
}

fn unknown(column: &str, value: &str) -> rusqlite::Error {
    let message = format!("{value:?} is no {column} that this release knows");
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, message.into())
}
