//! `gongbao concordance`: every occurrence as one line with its context (KWIC).

use index::LocalIndex;
use index::search::ConcordanceRequest;
use index::search::Line;
use index::search::LineOrder;
use web::api::ConcordanceLine;
use web::csv;
use web::csv::Cell;

use crate::Ending;
use crate::arguments::ConcordanceArguments;
use crate::arguments::LineFormat;
use crate::arguments::LineSort;
use crate::commands::filter::filter;
use crate::commands::print;
use crate::commands::query;
use crate::folder::Folder;

/// Lines asked of the index at a time.
const BATCH: usize = 20_000;

/// The columns of the CSV.
const COLUMNS: [&str; 9] =
    ["id", "title", "section", "section_heading", "section_kind", "left", "match", "right", "offset"];

/// How lines are printed.
enum Output {
    /// For people, with so many characters of context.
    Aligned(usize),
    Json,
    Csv,
}

/// Runs the command.
///
/// # Errors
/// A query that cannot be read, with the place; an index that is missing or damaged.
pub(crate) fn run(given: &ConcordanceArguments, folder: &Folder) -> anyhow::Result<Ending> {
    let query = query::read(&given.query.written())?;
    let (filter, matching) = filter(&given.filter)?;
    folder.open_existing()?;
    let index = LocalIndex::open(&folder.index())?;
    let order = match given.sort {
        LineSort::Document => LineOrder::Document,
        LineSort::Left => LineOrder::Left,
        LineSort::Right => LineOrder::Right,
    };
    let output = Output::open(given)?;
    let mut left = given.limit.unwrap_or(usize::MAX);
    let mut request = ConcordanceRequest {
        query,
        filter,
        matching,
        order,
        context: given.context,
        expand: given.expand,
        limit: 0,
        offset: given.offset,
    };
    let total = loop {
        request.limit = left.min(BATCH);
        let page = index.concordance(&request)?;
        let count = page.lines.len();
        if let Some(relaxed) = page.relaxed.filter(|_| request.offset == given.offset) {
            // Standard output may be read by a program that expects lines alone.
            eprintln!("{}", relaxed.note());
        }
        for line in page.lines {
            output.write(line)?;
        }
        left -= count;
        request.offset += count;
        if count < BATCH || left == 0 {
            break page.total;
        }
    };
    if let Output::Aligned(_) = output {
        let (documents, occurrences) = (print::grouped(total.documents), print::grouped(total.occurrences));
        print::line(&format!("{documents} 篇文件, {occurrences} 处"))?;
    }
    Ok(Ending::Fine)
}

impl Output {
    fn open(given: &ConcordanceArguments) -> anyhow::Result<Output> {
        Ok(match given.format {
            Some(LineFormat::Csv) => {
                print::exactly(&csv::table(&[COLUMNS.map(Cell::text).to_vec()]))?;
                Output::Csv
            }
            Some(LineFormat::Jsonl) => Output::Json,
            None if given.json => Output::Json,
            None => Output::Aligned(given.context),
        })
    }

    fn write(&self, line: Line) -> anyhow::Result<()> {
        match self {
            Output::Aligned(context) => show(*context, &line),
            Output::Json => print::json(&ConcordanceLine::from(line)),
            Output::Csv => print::exactly(&csv::row(&cells(line))),
        }
    }
}

fn cells(line: Line) -> [Cell; 9] {
    let (number, heading, kind) =
        line.section.map_or_else(Default::default, |name| (name.number, name.heading, name.kind.key()));
    [
        Cell::text(line.id.as_str()),
        Cell::text(line.title),
        Cell::text(number),
        Cell::text(heading),
        Cell::text(kind),
        Cell::text(line.left),
        Cell::text(line.matched),
        Cell::text(line.right),
        Cell::number(Some(line.offset)),
    ]
}

/// Chinese characters are two columns wide: the left context is filled up so that the matches stand under each other.
fn show(context: usize, line: &Line) -> anyhow::Result<()> {
    let missing = context.saturating_sub(line.left.chars().count());
    let whole = format!("{}{}{}", line.left, line.matched, line.right);
    let start = line.left.chars().count();
    let marks = [(start, start + line.matched.chars().count())];
    print::line(&format!("{}{}  {}", "　".repeat(missing), print::marked(&whole, &marks), line.title))
}
