//! A query as written on the command line in; the query, or what is wrong with a mark under the character, out.

use index::query::Query;
use index::query::QueryError;
use index::query::unknown_regions;

use crate::WrongUse;
use crate::commands::filter::note_unknown;

/// Reads a query; notes a region in it that the gazetteer does not know.
///
/// # Errors
/// `WrongUse` that shows the query with a mark under the character at which reading stopped.
pub(crate) fn read(text: &str) -> Result<Query, WrongUse> {
    let query = index::query::parse(text).map_err(|error| wrong(text, &error))?;
    unknown_regions(&query, None).iter().for_each(|region| note_unknown(Some(region)));
    Ok(query)
}

fn wrong(text: &str, error: &QueryError) -> WrongUse {
    let lines: Vec<String> = error.pointer(text).lines().map(|line| format!("    {line}")).collect();
    WrongUse(format!("{error}\n{}", lines.join("\n")))
}
