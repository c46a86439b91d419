//! `gongbao explain`: how a query is read and what its strings are cut into. Needs no collection.

use web::api::ExplainResponse;

use crate::Ending;
use crate::arguments::ExplainArguments;
use crate::commands::print;
use crate::commands::query;

/// Runs the command.
///
/// # Errors
/// A query that cannot be read, with the place.
pub(crate) fn run(given: &ExplainArguments) -> anyhow::Result<Ending> {
    let read = query::read(&given.query)?;
    let read = if given.expand { index::expand::expanded(&read).0 } else { read };
    let explanation = index::explain(&read, index::search::Matching::whole_word_if(given.word));
    let answer = ExplainResponse::new(&given.query, explanation);
    if given.json {
        print::json(&answer)?;
        return Ok(Ending::Fine);
    }
    print::line(&answer.reading)?;
    for part in &answer.parts {
        print::line(&format!("  {}  {}: {}", part.text, part.meaning, part.words.join(" | ")))?;
    }
    Ok(Ending::Fine)
}
