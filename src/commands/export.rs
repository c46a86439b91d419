//! `gongbao export`: everything that matches as a file; the same bytes as `/api/v1/export` for the same question.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::ErrorKind;
use std::io::IsTerminal;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use index::LocalIndex;
use web::export;
use web::params::ExportParams;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::ExportArguments;
use crate::arguments::FilterArguments;
use crate::commands::filter::note_unknown;
use crate::commands::print;
use crate::folder::Folder;

/// Runs the command.
///
/// # Errors
/// A question that cannot be read, an index that is missing or damaged, a file that cannot be written.
pub(crate) fn run(given: &ExportArguments, folder: &Folder) -> anyhow::Result<Ending> {
    let format = format(given)?;
    let asked = ExportParams::read(&web::params::written(&parameters(given, &format))).map_err(wrong)?;
    let wanted = asked.wanted().map_err(wrong)?;
    if given.output.is_none() && format == "xlsx" && io::stdout().is_terminal() {
        return Err(WrongUse("a workbook is no text: name a file with --output".to_owned()).into());
    }
    note_unknown(given.filter.region.as_deref());
    let store = folder.open_existing()?;
    let index = LocalIndex::open(&folder.index())?;
    let out: Box<dyn Write + Send> = match &given.output {
        Some(path) => {
            Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?)
        }
        None => Box::new(io::stdout()),
    };
    let query = (asked.format(), asked.query(), &*asked.asked());
    match export::export((&index, Some(&store)), &wanted, query, BufWriter::new(out), |_| {}) {
        // A reader that has gone away is no failure.
        Err(web::Error::Output(err)) if err.kind() == ErrorKind::BrokenPipe => return Ok(Ending::Fine),
        done => done?,
    }
    if let Some(path) = &given.output {
        let bytes = std::fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?.len();
        eprintln!("{} in {}", print::counted(bytes, "byte"), path.display());
    }
    Ok(Ending::Fine)
}

/// Returns the format that was named, or the one that the file is called after.
///
/// # Errors
/// When a file is called after a format that is not written.
fn format(given: &ExportArguments) -> Result<String, WrongUse> {
    if let Some(named) = &given.format {
        return Ok(named.clone());
    }
    let ending = given.output.as_deref().and_then(Path::extension).and_then(OsStr::to_str);
    match ending.map(str::to_ascii_lowercase).as_deref() {
        Some(ending @ ("jsonl" | "xlsx" | "ris")) => Ok(ending.to_owned()),
        Some("bib" | "bibtex") => Ok("bibtex".to_owned()),
        Some("csv" | "txt") | None => Ok("csv".to_owned()),
        Some(other) => Err(WrongUse(format!(
            "no format is called .{other}: csv, jsonl, xlsx, ris and bib are, or name one with --format"
        ))),
    }
}

/// Returns the question as the API takes it.
fn parameters(given: &ExportArguments, format: &str) -> Vec<(&'static str, String)> {
    let FilterArguments { year, region, kind, section, word } = &given.filter;
    let mut parameters = vec![("q", given.query.join("|")), ("format", format.to_owned())];
    let mut add = |name, value: Option<String>| parameters.extend(value.map(|value| (name, value)));
    add("of", given.of.clone());
    add("by", given.by.clone());
    add("base", given.base.clone());
    add("year", year.map(|years| years.to_string()));
    add("region", region.clone());
    add("kind", kind.clone());
    add("section", section.clone());
    add("sort", given.sort.clone());
    add("context", given.context.map(|context| context.to_string()));
    add("expand", given.expand.then(|| "true".to_owned()));
    add("reference", given.reference.clone());
    add("direction", given.direction.clone());
    add("window", given.window.map(|window| window.to_string()));
    add("unit", given.unit.clone());
    add("side", given.side.clone());
    add("min", given.min.map(|least| least.to_string()));
    add("min_documents", given.min_documents.map(|least| least.to_string()));
    add("word", word.then(|| "true".to_owned()));
    parameters
}

/// Says what is wrong with the question; the exit code is 2.
fn wrong(err: web::Error) -> anyhow::Error {
    match err {
        web::Error::Query { source, .. } => source.into(),
        web::Error::Parameter { detail, .. } => WrongUse(detail).into(),
        other => other.into(),
    }
}
