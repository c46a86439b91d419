//! What was typed in; words, places and titles that may be meant, with exact counts, out.

use std::cmp::Reverse;
use std::collections::HashMap;

use corpus::text::fold;
use tantivy::TERMINATED;

use crate::local::collect::Counting;
use crate::local::collect::collect;
use crate::local::compile::compile;
use crate::local::count::count_everywhere;
use crate::local::evaluate::Evaluator;
use crate::local::joining::most_places;
use crate::local::open::View;
use crate::local::order::Window;
use crate::local::reading;
use crate::local::schema::Fields;
use crate::local::spoken::place_read_as;
use crate::local::stored;
use crate::local::tokenize;
use crate::local::typed;
use crate::local::typed::Letters;
use crate::local::vocabulary::Extent;
use crate::local::vocabulary::Table;
use crate::local::vocabulary::Vocabulary;
use crate::local::word_counts::words_of_text;
use crate::query::Clause;
use crate::query::Scope;
use crate::search::Filter;
use crate::search::Matching;
use crate::search::Sort;
use crate::suggest::Likeness;
use crate::suggest::Suggested;
use crate::suggest::Suggestion;

/// The longest text that is completed, in characters; what is longer is no beginning.
const LONGEST: usize = 40;
/// How many words each way of finding gives at most.
const EACH_WAY: usize = 30;
/// In how many documents is looked for what goes on behind a text.
const LOOKED_INTO: usize = 40;
/// How many titles are suggested.
const TITLES: usize = 5;

/// A text that may be meant.
pub(super) struct Candidate {
    pub(super) text: String,
    pub(super) likeness: Likeness,
    pub(super) extent: Extent,
    /// How often it may stand in the texts at most.
    pub(super) most: u64,
}

/// A suggestion with how much of it was typed.
struct Found {
    suggestion: Suggestion,
    extent: Extent,
}

/// Finds suggestions for a text.
pub(crate) struct Suggester<'a> {
    pub(crate) view: &'a View,
    pub(crate) fields: &'a Fields,
    pub(crate) vocabulary: &'a Vocabulary,
}

impl Suggester<'_> {
    /// Suggests what a typed text may become.
    pub(crate) fn suggest(&self, typed: &str, limit: usize) -> tantivy::Result<Vec<Suggestion>> {
        let folded = fold(typed).into_text();
        let length = folded.chars().count();
        if length == 0 || length > LONGEST || limit == 0 {
            return Ok(Vec::new());
        }
        let mut found = self.counted(self.candidates(typed, &folded)?, limit)?;
        if found.len() < limit {
            let alike = self.counted(self.alike(&folded)?, limit - found.len())?;
            found.extend(alike.into_iter().filter(|one| one.suggestion.text != folded));
        }
        if found.is_empty() {
            found.extend(self.counted(self.slips(typed)?, limit)?);
        }
        found.extend(self.regions(typed, &folded, limit)?);
        if length > 1 {
            let titles = self.titles(&folded)?.into_iter();
            found.extend(titles.map(|suggestion| Found { suggestion, extent: Extent::Whole }));
        }
        // What is written so as a whole stands before what only begins so: 西安 before 现在 for xian.
        found.sort_by_cached_key(|Found { suggestion: one, extent }| {
            let is_title = one.suggested == Suggested::Title;
            (one.likeness, *extent, is_title, Reverse(one.documents), one.text.clone())
        });
        let mut unique: Vec<Suggestion> = Vec::new();
        for Found { suggestion: one, .. } in found {
            if !unique.iter().any(|known| known.text == one.text && known.suggested == one.suggested) {
                unique.push(one);
            }
        }
        unique.truncate(limit);
        Ok(unique)
    }

    /// Returns the likeliest text of the index that sounds or is spelt almost like one that it does not hold.
    pub(crate) fn nearest(&self, written: &str) -> tantivy::Result<Option<String>> {
        let folded = fold(written).into_text();
        if folded.chars().count() > LONGEST {
            return Ok(None);
        }
        let mut candidates = self.alike(&folded)?;
        let read = self.pinyin(written, Extent::Whole)?;
        candidates.extend(if read.is_empty() { self.slips(written)? } else { read });
        let found = self.counted(candidates, EACH_WAY)?;
        let best = found
            .into_iter()
            .map(|one| one.suggestion)
            .filter(|one| one.text != folded)
            .min_by_key(|one| (one.likeness, Reverse(one.documents), one.text.clone()));
        Ok(best.map(|one| one.text))
    }

    /// Gathers what begins with the text or is written so in pinyin.
    fn candidates(&self, typed: &str, folded: &str) -> tantivy::Result<Vec<Candidate>> {
        let mut texts: Vec<String> = vec![folded.to_owned()];
        texts.extend(self.vocabulary.beginning_with(folded, EACH_WAY).into_iter().map(str::to_owned));
        let pieces = tokenize::pieces(folded);
        if let Some((last, first)) = pieces.split_last().filter(|(_, first)| !first.is_empty()) {
            let head = first.concat();
            let tails = self.vocabulary.beginning_with(last, EACH_WAY);
            texts.extend(tails.into_iter().map(|tail| format!("{head}{tail}")));
        }
        texts.extend(self.going_on(folded)?);
        let mut candidates = self.standing(texts, Likeness::Prefix)?;
        candidates.extend(self.pinyin(typed, Extent::Begun)?);
        if let Some(letters) = typed::pinyin(typed).filter(|letters| letters.letters.len() > 1) {
            let read = self.vocabulary.read_as(&letters, Table::Initials, Extent::Begun);
            candidates.extend(self.standing_each(read, Likeness::Initials)?);
        }
        Ok(candidates)
    }

    /// Gathers what sounds like the text or is spelt almost like it.
    fn alike(&self, folded: &str) -> tantivy::Result<Vec<Candidate>> {
        let mut sounding: Vec<String> = Vec::new();
        for read in reading::readings(folded).into_iter().take(2) {
            let letters = Letters { letters: read.letters, borders: Vec::new() };
            let read = self.vocabulary.read_as(&letters, Table::Letters, Extent::Whole);
            sounding.extend(read.into_iter().map(|(text, _)| text));
        }
        let mut spelt: Vec<String> = Vec::new();
        spelt.extend(self.vocabulary.spelt_like(folded, EACH_WAY).into_iter().map(str::to_owned));
        let mut candidates = self.standing(sounding, Likeness::Sound)?;
        candidates.extend(self.standing(spelt, Likeness::Spelling)?);
        candidates.retain(|candidate| candidate.text != folded);
        Ok(candidates)
    }

    /// Returns what goes on behind the text in some documents that hold it: one word more, and two.
    fn going_on(&self, folded: &str) -> tantivy::Result<Vec<String>> {
        let plan = compile(&phrase(folded), &Filter::default(), Matching::String);
        let mut texts: HashMap<String, u32> = HashMap::new();
        let mut looked_into = 0;
        for segment in &self.view.segments {
            let mut evaluator = Evaluator::open(&plan, segment)?;
            let mut spans = Vec::new();
            let mut doc = evaluator.next(0);
            while doc != TERMINATED && looked_into < LOOKED_INTO {
                looked_into += 1;
                evaluator.spans(doc, &mut spans);
                let text = words_of_text(segment, doc)?;
                for span in &spans {
                    let next = text.words.partition_point(|word| word.at.start < span.end);
                    let mut end = span.end;
                    let mut longer = folded.to_owned();
                    for word in text.words[next..].iter().take(2) {
                        if word.at.start != end {
                            break;
                        }
                        end = word.at.end;
                        longer.push_str(text.word(word));
                        *texts.entry(longer.clone()).or_default() += 1;
                    }
                }
                doc = evaluator.next(doc + 1);
            }
        }
        let mut texts: Vec<(String, u32)> = texts.into_iter().collect();
        texts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        Ok(texts.into_iter().take(EACH_WAY).map(|(text, _)| text).collect())
    }

    /// Keeps the texts that may stand somewhere, the most frequent first.
    pub(super) fn standing(&self, texts: Vec<String>, likeness: Likeness) -> tantivy::Result<Vec<Candidate>> {
        let mut candidates = Vec::new();
        for text in texts {
            let mut most = 0;
            for segment in &self.view.segments {
                most += most_places(segment.text(), &text);
            }
            if most > 0 {
                candidates.push(Candidate { text, likeness, extent: Extent::Whole, most });
            }
        }
        candidates.sort_by(|one, other| other.most.cmp(&one.most).then_with(|| one.text.cmp(&other.text)));
        candidates.truncate(EACH_WAY);
        Ok(candidates)
    }

    /// Counts candidates exactly and keeps those that stand somewhere; about `limit` of each likeness and extent.
    fn counted(&self, candidates: Vec<Candidate>, limit: usize) -> tantivy::Result<Vec<Found>> {
        let mut found: Vec<Found> = Vec::new();
        for candidate in candidates {
            let is_of_kind = |one: &&Found| {
                (one.suggestion.likeness, one.extent) == (candidate.likeness, candidate.extent)
            };
            let kept = found.iter().filter(is_of_kind).count();
            if kept > limit || found.iter().any(|one| one.suggestion.text == candidate.text) {
                continue;
            }
            let total = count_everywhere(&phrase(&candidate.text), self.view)?;
            if total.documents > 0 {
                let suggestion = Suggestion {
                    query: quoted(&candidate.text),
                    text: candidate.text,
                    suggested: Suggested::Words,
                    likeness: candidate.likeness,
                    documents: total.documents,
                    occurrences: total.occurrences,
                };
                found.push(Found { suggestion, extent: candidate.extent });
            }
        }
        Ok(found)
    }

    fn regions(&self, typed: &str, folded: &str, limit: usize) -> tantivy::Result<Vec<Found>> {
        let letters = typed::pinyin(typed).filter(|letters| letters.letters.len() > 1);
        let likeness = |name: &str| {
            if name.starts_with(folded) {
                return Some((Likeness::Prefix, Extent::Whole));
            }
            place_read_as(name, letters.as_ref()?)
        };
        let mut found = Vec::new();
        let paths = self.vocabulary.regions(|name| likeness(name).is_some());
        for path in paths.into_iter().take(EACH_WAY) {
            let name = path.rsplit('/').next().unwrap_or_default();
            let total = count_everywhere(&Clause::Region(path.to_owned()), self.view)?;
            if let Some((likeness, extent)) = likeness(name)
                && total.documents > 0
            {
                let suggestion = Suggestion {
                    text: path.to_owned(),
                    suggested: Suggested::Region,
                    likeness,
                    query: Clause::Region(path.to_owned()).to_string(),
                    documents: total.documents,
                    occurrences: 0,
                };
                found.push(Found { suggestion, extent });
            }
        }
        found.sort_by_key(|one| Reverse(one.suggestion.documents));
        found.truncate(limit);
        Ok(found)
    }

    fn titles(&self, folded: &str) -> tantivy::Result<Vec<Suggestion>> {
        let titled = |text: &str| Clause::Phrase { text: text.to_owned(), scope: Scope::Title, at: 0..0 };
        let plan = compile(&titled(folded), &Filter::default(), Matching::String);
        let window = Window { sort: Sort::Relevance, offset: 0, limit: TITLES };
        let found = collect(&plan, self.view, self.fields, window, Counting::Totals)?;
        let mut suggestions: Vec<Suggestion> = Vec::new();
        for placed in &found.page {
            let segment = &self.view.segments[placed.address.segment_ord as usize];
            let title = stored::text(segment, placed.address.doc_id)?.title;
            if suggestions.iter().any(|known| known.text == title) {
                continue;
            }
            let begins = fold(&title).text().starts_with(folded);
            let condition = titled(&title);
            suggestions.push(Suggestion {
                documents: count_everywhere(&condition, self.view)?.documents,
                query: condition.to_string(),
                text: title,
                suggested: Suggested::Title,
                likeness: if begins { Likeness::Prefix } else { Likeness::Contains },
                occurrences: 0,
            });
        }
        Ok(suggestions)
    }
}

fn phrase(text: &str) -> Clause {
    Clause::Phrase { text: text.to_owned(), scope: Scope::Text, at: 0..0 }
}

fn quoted(text: &str) -> String {
    phrase(text).to_string()
}
