//! A plan and the whole index in; what the ranking of every segment shares out: how rare strings are and what the query names.

use tantivy::Searcher;
use tantivy::Term;

use crate::local::compile::Plan;
use crate::local::compile::Wanted;
use crate::local::evaluate::Evaluator;
use crate::local::open::View;
use crate::local::schema::Fields;
use crate::local::segment::Segment;
use crate::local::telling;
use crate::local::tokenize;

/// The most pairs of characters that a query is ranked by.
const MOST_PAIRS: usize = 128;

/// What all segments share: how rare each string is and what the query names.
pub(crate) struct Ranking {
    /// For each string of the plan; 0 for those that are not to be ranked by.
    pub(crate) rarity: Vec<f32>,
    /// How long a text usually is, and a title, in characters.
    pub(crate) average_length: f32,
    pub(crate) average_title: f32,
    /// The pairs of characters of a query of which any word suffices, and how rare each is: words that are cut in
    /// another way than those of the text still share them. The rarest first.
    pub(crate) pairs: Vec<(String, f32)>,
    pub(crate) years: Vec<i16>,
    pub(crate) places: Vec<String>,
}

impl Ranking {
    /// Gathers the statistics of the whole index; the evaluators have looked up the strings in every segment.
    pub(crate) fn new(
        plan: &Plan,
        view: &View,
        fields: &Fields,
        evaluators: &mut [Evaluator<'_>],
    ) -> tantivy::Result<Ranking> {
        let mut rarity = Vec::with_capacity(plan.strings.len());
        let documents = documents(view);
        for (at, wanted) in plan.strings.iter().enumerate() {
            if wanted.is_unwanted {
                rarity.push(0.0);
                continue;
            }
            let holding = (holding(at, wanted, &view.searcher, fields, evaluators)? as f32).min(documents);
            let telling = if plan.is_relaxed { telling::weight(&wanted.folded) } else { 1.0 };
            rarity.push(telling * (1.0 + (documents - holding + 0.5) / (holding + 0.5)).ln());
        }
        let average = |characters: fn(&Segment) -> u64| {
            let all: u64 = view.segments.iter().map(characters).sum();
            (all as f32 / documents).max(1.0)
        };
        let average_length = average(|segment| segment.text().characters());
        let average_title = average(|segment| segment.title().characters());
        let bare = || plan.strings.iter().filter(|wanted| wanted.is_bare && !wanted.is_unwanted);
        Ok(Ranking {
            rarity,
            average_length,
            average_title,
            pairs: if plan.is_relaxed { pairs(plan, view) } else { Vec::new() },
            years: bare()
                .filter_map(|wanted| named_year(&wanted.folded))
                .chain(plan.naming.years.iter().copied())
                .collect(),
            places: bare().filter(|wanted| wanted.length > 1).map(|wanted| wanted.folded.clone()).collect(),
        })
    }
}

/// Counts the documents, deleted ones included: what is known of strings counts them too.
fn documents(view: &View) -> f32 {
    let all: u64 = view.segments.iter().map(|segment| u64::from(segment.documents())).sum();
    all.max(1) as f32
}

/// Estimates in how many documents a string stands: as a word, else as its rarest pair of characters.
fn holding(
    at: usize,
    wanted: &Wanted,
    searcher: &Searcher,
    fields: &Fields,
    evaluators: &mut [Evaluator<'_>],
) -> tantivy::Result<u64> {
    if wanted.is_bare {
        let as_word = searcher.doc_freq(&Term::from_field_text(fields.words, &wanted.folded))?;
        if as_word > 0 {
            return Ok(as_word);
        }
    }
    let most = |evaluator: &mut Evaluator<'_>| evaluator.most(at);
    Ok(evaluators.iter_mut().map(most).sum())
}

/// Returns the year when a word is one.
fn named_year(word: &str) -> Option<i16> {
    let digits = word.strip_suffix('年').unwrap_or(word);
    digits.parse().ok().filter(|year| digits.len() == 4 && (1900..2100).contains(year))
}

/// Returns the pairs of letters in the unquoted chunks of a query with their rarity; a pair tells no more than the least
/// telling word that it touches.
fn pairs(plan: &Plan, view: &View) -> Vec<(String, f32)> {
    let documents = documents(view);
    let mut found: Vec<(String, f32)> = Vec::new();
    for chunk in &plan.chunks {
        let mut weights = Vec::new();
        for word in tokenize::pieces(&chunk.folded) {
            weights.extend(std::iter::repeat_n(telling::weight(word), word.chars().count()));
        }
        let characters: Vec<char> = chunk.folded.chars().collect();
        for (pair, weights) in characters.windows(2).zip(weights.windows(2)) {
            let written: String = pair.iter().collect();
            let is_known = found.iter().any(|(known, _)| *known == written);
            if is_known || found.len() == MOST_PAIRS || !pair.iter().all(|c| c.is_alphanumeric()) {
                continue;
            }
            let mut holding = 0;
            for segment in &view.segments {
                holding += segment.text().documents_with(pair[0], pair[1]);
            }
            let holding = (holding as f32).min(documents);
            let rarity = (1.0 + (documents - holding + 0.5) / (holding + 0.5)).ln();
            found.push((written, weights[0].min(weights[1]) * rarity));
        }
    }
    // A document without the rarest is told apart early.
    found.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    found
}
