//! `gongbao concordance`: every occurrence as one line with its context (KWIC).

use std::io;
use std::io::Stdout;

use anyhow::Context;
use index::LocalIndex;
use index::search::ConcordanceRequest;
use index::search::Line;
use index::search::LineOrder;
use web::api::ConcordanceLine;

use crate::Ending;
use crate::arguments::ConcordanceArguments;
use crate::arguments::LineFormat;
use crate::arguments::LineSort;
use crate::commands::filter::filter;
use crate::commands::print;
use crate::commands::query;
use crate::folder::Folder;

/// Lines asked of the index at a time; ordered ones come all at once, because each page would order them anew.
const BATCH: usize = 20_000;

/// The columns of the CSV.
const COLUMNS: [&str; 9] =
    ["id", "title", "section", "section_heading", "section_kind", "left", "match", "right", "offset"];

/// How lines are printed.
enum Output {
    /// For people, with so many characters of context.
    Aligned(usize),
    Json,
    Csv(Box<csv::Writer<Stdout>>),
}

/// Runs the command.
///
/// # Errors
/// A query that cannot be read, with the place; an index that is missing or damaged.
pub(crate) fn run(given: &ConcordanceArguments, folder: &Folder) -> anyhow::Result<Ending> {
    let query = query::read(&given.query)?;
    let (filter, matching) = filter(&given.filter)?;
    folder.open_existing()?;
    let index = LocalIndex::open(&folder.index())?;
    let order = match given.sort {
        LineSort::Document => LineOrder::Document,
        LineSort::Left => LineOrder::Left,
        LineSort::Right => LineOrder::Right,
    };
    let batch = if order == LineOrder::Document { BATCH } else { usize::MAX };
    let mut output = Output::open(given)?;
    let mut left = given.limit.unwrap_or(usize::MAX);
    let mut request = ConcordanceRequest {
        query,
        filter,
        matching,
        order,
        context: given.context,
        limit: 0,
        offset: given.offset,
    };
    let total = loop {
        request.limit = left.min(batch);
        let page = index.concordance(&request)?;
        let count = page.lines.len();
        for line in page.lines {
            output.write(line)?;
        }
        left -= count;
        request.offset += count;
        if count < batch || left == 0 {
            break page.total;
        }
    };
    if let Output::Aligned(_) = output {
        let (documents, occurrences) = (print::grouped(total.documents), print::grouped(total.occurrences));
        print::line(&format!("{documents} 篇文件, {occurrences} 处"))?;
    }
    output.finish()?;
    Ok(Ending::Fine)
}

impl Output {
    fn open(given: &ConcordanceArguments) -> anyhow::Result<Output> {
        Ok(match given.format {
            Some(LineFormat::Csv) => {
                let mut writer = csv::Writer::from_writer(io::stdout());
                written(writer.write_record(COLUMNS))?;
                Output::Csv(Box::new(writer))
            }
            Some(LineFormat::Jsonl) => Output::Json,
            None if given.json => Output::Json,
            None => Output::Aligned(given.context),
        })
    }

    fn write(&mut self, line: Line) -> anyhow::Result<()> {
        match self {
            Output::Aligned(context) => show(*context, &line),
            Output::Json => print::json(&ConcordanceLine::from(line)),
            Output::Csv(writer) => written(writer.write_record(cells(line))),
        }
    }

    fn finish(self) -> anyhow::Result<()> {
        match self {
            Output::Csv(mut writer) => written(writer.flush().map_err(csv::Error::from)),
            Output::Aligned(_) | Output::Json => Ok(()),
        }
    }
}

/// A reader that has gone away is no failure.
fn written(result: Result<(), csv::Error>) -> anyhow::Result<()> {
    match result {
        Err(err) if matches!(err.kind(), csv::ErrorKind::Io(err) if err.kind() == io::ErrorKind::BrokenPipe) => {
            Ok(())
        }
        result => result.context("cannot write to standard output"),
    }
}

fn cells(line: Line) -> [String; 9] {
    let (number, heading, kind) =
        line.section.map_or_else(Default::default, |name| (name.number, name.heading, name.kind.key()));
    [
        line.id.to_string(),
        guarded(line.title),
        number,
        guarded(heading),
        kind.to_owned(),
        guarded(line.left),
        guarded(line.matched),
        guarded(line.right),
        line.offset.to_string(),
    ]
}

/// Puts an apostrophe before what a spreadsheet would take for a formula.
fn guarded(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

/// Chinese characters are two columns wide: the left context is filled up so that the matches stand under each other.
fn show(context: usize, line: &Line) -> anyhow::Result<()> {
    let missing = context.saturating_sub(line.left.chars().count());
    let whole = format!("{}{}{}", line.left, line.matched, line.right);
    let start = line.left.chars().count();
    let marks = [(start, start + line.matched.chars().count())];
    print::line(&format!("{}{}  {}", "　".repeat(missing), print::marked(&whole, &marks), line.title))
}
