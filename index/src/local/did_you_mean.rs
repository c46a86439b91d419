//! A query that finds nothing in; one that sounds or is spelt almost like it and finds something out.

use std::ops::Range;

use corpus::text::fold;

use crate::local::compile::compile;
use crate::local::compile::strings_of;
use crate::local::count::count;
use crate::local::count::count_everywhere;
use crate::local::suggest::Suggester;
use crate::query::Clause;
use crate::query::Scope;
use crate::query::parse;
use crate::search::SearchRequest;
use crate::suggest::DidYouMean;

/// How many strings of a query are looked at.
const MOST: usize = 8;

/// Finds another query.
pub(crate) fn did_you_mean(
    request: &SearchRequest,
    suggester: &Suggester<'_>,
) -> tantivy::Result<Option<DidYouMean>> {
    let mut strings = Vec::new();
    gather(&request.query.root, &mut strings);
    let mut characters: Vec<char> = request.query.text.chars().collect();
    let mut is_other = false;
    // From the last to the first, so that the places of those before stay true.
    strings.sort_by_key(|(at, _)| std::cmp::Reverse(at.start));
    for (at, clause) in strings.into_iter().take(MOST) {
        if let Some(written) = mended(clause, suggester)?
            && at.end <= characters.len()
        {
            characters.splice(at, written.chars());
            is_other = true;
        }
    }
    if !is_other {
        return Ok(None);
    }
    let query: String = characters.into_iter().collect();
    let Ok(parsed) = parse(&query) else { return Ok(None) };
    let plan = compile(&parsed.root, &request.filter, request.matching);
    let documents = count(&plan, suggester.view)?.documents;
    Ok((documents > 0).then_some(DidYouMean { query, documents }))
}

/// Gathers the strings that must stand.
fn gather<'q>(clause: &'q Clause, strings: &mut Vec<(Range<usize>, &'q Clause)>) {
    match clause {
        Clause::Bare { at, .. } | Clause::Phrase { at, .. } => strings.push((at.clone(), clause)),
        Clause::Near { left, right, .. } => {
            gather(left, strings);
            gather(right, strings);
        }
        Clause::All(clauses) | Clause::Any(clauses) => {
            clauses.iter().for_each(|clause| gather(clause, strings));
        }
        _ => {}
    }
}

/// Writes a string that stands nowhere as one that stands somewhere.
fn mended(clause: &Clause, suggester: &Suggester<'_>) -> tantivy::Result<Option<String>> {
    let view = suggester.view;
    match clause {
        Clause::Phrase { text, scope, at } => {
            if count_everywhere(clause, view)?.documents > 0 {
                return Ok(None);
            }
            let nearest = suggester.nearest(text)?;
            let written = |text| Clause::Phrase { text, scope: *scope, at: at.clone() }.to_string();
            Ok(nearest.map(written))
        }
        Clause::Bare { text, at } => {
            let whole = Clause::Phrase { text: text.clone(), scope: Scope::Text, at: at.clone() };
            if count_everywhere(&whole, view)?.documents > 0 {
                return Ok(None);
            }
            if let Some(nearest) = suggester.nearest(text)? {
                return Ok(Some(nearest));
            }
            piecewise(text, suggester)
        }
        _ => Ok(None),
    }
}

/// Mends the words of an unquoted chunk that stand nowhere.
fn piecewise(text: &str, suggester: &Suggester<'_>) -> tantivy::Result<Option<String>> {
    let folded = fold(text).into_text();
    let mut mended = folded.clone();
    for piece in strings_of(&folded) {
        let alone = Clause::Phrase { text: piece.clone(), scope: Scope::Text, at: 0..0 };
        if count_everywhere(&alone, suggester.view)?.documents == 0
            && let Some(nearest) = suggester.nearest(&piece)?
        {
            mended = mended.replacen(&piece, &nearest, 1);
        }
    }
    Ok((mended != folded).then_some(mended))
}
