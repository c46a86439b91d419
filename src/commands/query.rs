//! A query as written on the command line in; the query, or what is wrong with a mark under the character, out.

use index::query::Query;
use index::query::QueryError;
use index::query::unknown_regions;
use index::trend::Phrase;

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

/// Notes that the quotes around a phrase are counted: queries are written so, phrases are taken as they are.
pub(crate) fn note_quotes(phrase: &Phrase) {
    if let Some(bare) = in_quotes(phrase.text()) {
        eprintln!(
            "gongbao: the quotes around {bare} are counted as a part of it; leave them out to count {bare}"
        );
    }
}

/// Returns what stands in quotes when a phrase is nothing else.
fn in_quotes(phrase: &str) -> Option<&str> {
    let fold = |c: char| if matches!(c, '“' | '”' | '「' | '」') { '"' } else { c };
    let mut characters = phrase.chars();
    let is_quoted = characters.next().map(fold) == Some('"') && characters.next_back().map(fold) == Some('"');
    Some(characters.as_str()).filter(|bare| is_quoted && !bare.is_empty())
}

fn wrong(text: &str, error: &QueryError) -> WrongUse {
    let lines: Vec<String> = error.pointer(text).lines().map(|line| format!("    {line}")).collect();
    WrongUse(format!("{error}\n{}", lines.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::in_quotes;

    #[test]
    fn only_a_whole_phrase_in_quotes_is_in_quotes() {
        assert_eq!(in_quotes("\"法治\""), Some("法治"));
        assert_eq!(in_quotes("“法治”"), Some("法治"));
        for other in ["", "\"", "\"\"", "法治", "\"三线一单\"管控", "“十四五”和“十五五”规划"]
        {
            assert_eq!(in_quotes(other), None, "{other}");
        }
    }
}
