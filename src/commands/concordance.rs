//! `gongbao concordance`: every occurrence as one line with its context (KWIC).

use index::LocalIndex;
use index::query;
use index::search::ConcordanceRequest;
use index::search::Line;
use index::search::LineOrder;
use web::api::ConcordanceLine;

use crate::Ending;
use crate::arguments::ConcordanceArguments;
use crate::arguments::LineSort;
use crate::commands::filter::filter;
use crate::commands::print;
use crate::folder::Folder;

/// Lines asked of the index at a time.
const BATCH: usize = 1000;

/// Runs the command.
///
/// # Errors
/// A query that cannot be read, with the place; an index that is missing or damaged.
pub(crate) fn run(given: &ConcordanceArguments, folder: &Folder) -> anyhow::Result<Ending> {
    let query = query::parse(&given.query)?;
    let (filter, matching) = filter(&given.filter)?;
    folder.open_existing()?;
    let index = LocalIndex::open(&folder.index())?;
    let order = match given.sort {
        LineSort::Document => LineOrder::Document,
        LineSort::Left => LineOrder::Left,
        LineSort::Right => LineOrder::Right,
    };
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
        request.limit = left.min(BATCH);
        let page = index.concordance(&request)?;
        let count = page.lines.len();
        for line in page.lines {
            if given.json {
                print::json(&ConcordanceLine::from(line))?;
            } else {
                show(given.context, &line)?;
            }
        }
        left -= count;
        request.offset += count;
        if count < BATCH || left == 0 {
            break page.total;
        }
    };
    if !given.json {
        print::line(&format!(
            "{} 篇文件, {} 处",
            print::grouped(total.documents),
            print::grouped(total.occurrences)
        ))?;
    }
    Ok(Ending::Fine)
}

/// Chinese characters are two columns wide: the left context is filled up so that the matches stand under each other.
fn show(context: usize, line: &Line) -> anyhow::Result<()> {
    let missing = context.saturating_sub(line.left.chars().count());
    let whole = format!("{}{}{}", line.left, line.matched, line.right);
    let start = line.left.chars().count();
    let marks = [(start, start + line.matched.chars().count())];
    print::line(&format!("{}{}  {}", "　".repeat(missing), print::marked(&whole, &marks), line.title))
}
