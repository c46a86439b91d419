//! A query as written on the command line in; the query, or what is wrong with a mark under the character, out.

use index::query::Query;
use index::query::QueryError;

use crate::WrongUse;

/// Reads a query.
///
/// # Errors
/// `WrongUse` that shows the query with a mark under the character at which reading stopped.
pub(crate) fn read(text: &str) -> Result<Query, WrongUse> {
    index::query::parse(text).map_err(|error| wrong(text, &error))
}

fn wrong(text: &str, error: &QueryError) -> WrongUse {
    let lines: Vec<String> = error.pointer(text).lines().map(|line| format!("    {line}")).collect();
    WrongUse(format!("{error}\n{}", lines.join("\n")))
}
