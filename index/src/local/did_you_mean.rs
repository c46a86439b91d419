//! A query that finds nothing in; one that sounds or is spelt almost like it and finds something out.

use std::ops::Range;

use corpus::text::fold;

use crate::expand::laws_in_full;
use crate::local::compile::compile;
use crate::local::compile::strings_of;
use crate::local::count::count;
use crate::local::count::count_everywhere;
use crate::local::joining::most_places;
use crate::local::reading;
use crate::local::suggest::Suggester;
use crate::local::tokenize;
use crate::query::Clause;
use crate::query::Scope;
use crate::query::parse;
use crate::search::SearchRequest;
use crate::suggest::DidYouMean;

/// How many strings of a query are looked at, and how many runs of characters in each.
const MOST: usize = 8;
/// The longest run of single characters that is looked at; a longer one is no slip.
const LONGEST_RUN: usize = 6;
/// The longest word that is looked for in a run, in characters.
const LONGEST_WORD: usize = 4;
/// How many words are tried in the place of one.
const MOST_WORDS: usize = 256;
/// How many characters on each side say where a word stands.
const BESIDE: usize = 2;
/// How many times as many documents a word must have at its place as what was written there.
const FAR_OFTENER: u64 = 10;

/// How near a word must be to what was written; one of its characters is another in either case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Near {
    Written,
    /// It sounds alike too: what was written is a word itself.
    Read,
}

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
            let nearest = match nearest(text, suggester)? {
                None => in_context(&fold(text).into_text(), suggester)?,
                nearest => nearest,
            };
            let written = |text| Clause::Phrase { text, scope: *scope, at: at.clone() }.to_string();
            Ok(nearest.map(written))
        }
        Clause::Bare { text, at } => {
            let whole = Clause::Phrase { text: text.clone(), scope: Scope::Text, at: at.clone() };
            if count_everywhere(&whole, view)?.documents > 0 {
                return Ok(None);
            }
            if let Some(nearest) = nearest(text, suggester)? {
                return Ok(Some(nearest));
            }
            let folded = fold(text).into_text();
            let in_context = in_context(&folded, suggester)?;
            let pieces = piecewise(in_context.as_deref().unwrap_or(&folded), suggester)?;
            Ok(pieces.or(in_context))
        }
        _ => Ok(None),
    }
}

/// Writes the short name of a law in full, else finds the nearest word.
fn nearest(text: &str, suggester: &Suggester<'_>) -> tantivy::Result<Option<String>> {
    for full in laws_in_full(text) {
        if finds_any(&full, suggester)? {
            return Ok(Some(full));
        }
    }
    suggester.nearest(text)
}

/// Tells whether a document has all that an unquoted chunk says.
fn finds_any(text: &str, suggester: &Suggester<'_>) -> tantivy::Result<bool> {
    let chunk = Clause::Bare { text: text.to_owned(), at: 0..0 };
    Ok(count_everywhere(&chunk, suggester.view)?.documents > 0)
}

/// Mends characters that are no words of their own where a word that differs in one of them stands between what stands beside
/// them: 正兴 in 乡村正兴. They may stand elsewhere, as 报高 does in 通报高度.
fn in_context(folded: &str, suggester: &Suggester<'_>) -> tantivy::Result<Option<String>> {
    let mut characters: Vec<char> = folded.chars().collect();
    let mut is_other = false;
    for run in runs(folded).into_iter().take(MOST) {
        for window in windows(&run) {
            if let Some(word) = word_between(&characters, &window, Near::Written, suggester)? {
                characters.splice(window, word.chars());
                is_other = true;
                break;
            }
        }
    }
    let mended: String = characters.iter().collect();
    for window in words(&mended).into_iter().take(MOST) {
        if let Some(word) = word_between(&characters, &window, Near::Read, suggester)? {
            characters.splice(window, word.chars());
            is_other = true;
        }
    }
    Ok(is_other.then(|| characters.into_iter().collect()))
}

/// Returns where words stand that another may be meant by.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let place = |piece: &str| {
        let length = piece.chars().count();
        at += length;
        at - length..at
    };
    let mut places: Vec<Range<usize>> = tokenize::pieces(text).into_iter().map(place).collect();
    places.retain(|place| (2..=LONGEST_WORD).contains(&place.len()));
    places
}

/// Returns where single characters stand side by side that the dictionary puts into no word.
fn runs(folded: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for piece in tokenize::pieces(folded) {
        let length = piece.chars().count();
        let is_single = length == 1 && piece.chars().all(|c| c.is_alphabetic() && !c.is_ascii());
        match runs.last_mut() {
            Some(run) if is_single && run.end == at => run.end += 1,
            _ if is_single => runs.push(at..at + 1),
            _ => {}
        }
        at += length;
    }
    runs.retain(|run| (2..=LONGEST_RUN).contains(&run.len()));
    runs
}

/// Returns the stretches of a run that may be a word, the longest first.
fn windows(run: &Range<usize>) -> Vec<Range<usize>> {
    let of_length = |length| (run.start..=run.end - length).map(move |start| start..start + length);
    (2..=run.len().min(LONGEST_WORD)).rev().flat_map(of_length).collect()
}

/// Finds the word that stands where a stretch does far oftener than the stretch itself.
fn word_between(
    characters: &[char],
    window: &Range<usize>,
    near: Near,
    suggester: &Suggester<'_>,
) -> tantivy::Result<Option<String>> {
    let written: String = characters[window.clone()].iter().collect();
    let before: String = characters[window.start.saturating_sub(BESIDE)..window.start].iter().collect();
    let behind: String = characters[window.end..].iter().take(BESIDE).collect();
    let mut words = suggester.vocabulary.one_apart(&written);
    if near == Near::Read {
        words.retain(|word| reading::sound_alike(word, &written));
    }
    let contexts = [(&*before, &*behind), (&before, ""), ("", &behind)];
    for (before, behind) in contexts.into_iter().filter(|(before, behind)| before.len() + behind.len() >= 3) {
        let stands = |word: &str| standing(&format!("{before}{word}{behind}"), suggester);
        let mut best: Option<(u64, &str)> = None;
        for word in words.iter().take(MOST_WORDS) {
            let documents = stands(word)?;
            if documents > best.map_or(0, |(most, _)| most) {
                best = Some((documents, word));
            }
        }
        if let Some((documents, word)) = best {
            return Ok((documents > FAR_OFTENER * stands(&written)?).then(|| word.to_owned()));
        }
    }
    Ok(None)
}

/// Counts the documents in whose texts a string stands.
fn standing(text: &str, suggester: &Suggester<'_>) -> tantivy::Result<u64> {
    let view = suggester.view;
    if view.segments.iter().all(|segment| most_places(segment.text(), text) == 0) {
        return Ok(0);
    }
    let string = Clause::Phrase { text: text.to_owned(), scope: Scope::Text, at: 0..0 };
    Ok(count_everywhere(&string, view)?.documents)
}

/// Mends the words of an unquoted chunk that stand nowhere.
fn piecewise(folded: &str, suggester: &Suggester<'_>) -> tantivy::Result<Option<String>> {
    let mut mended = folded.to_owned();
    for piece in strings_of(folded) {
        let alone = Clause::Phrase { text: piece.clone(), scope: Scope::Text, at: 0..0 };
        if count_everywhere(&alone, suggester.view)?.documents == 0
            && let Some(nearest) = suggester.nearest(&piece)?
        {
            mended = mended.replacen(&piece, &nearest, 1);
        }
    }
    Ok((mended != folded).then_some(mended))
}
