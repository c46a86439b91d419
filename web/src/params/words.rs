//! What suggestions, an explanation, key words and collocates are asked with.

use index::collocates::CollocateOrder;
use index::collocates::CollocatesRequest;
use index::collocates::Unit;
use index::expand::expanded;
use index::keyness::Direction;
use index::keyness::KeynessOrder;
use index::keyness::KeynessRequest;
use index::query::Query;
use index::search::Matching;
use index::trend::Phrase;

use crate::Error;
use crate::params::Pairs;
use crate::params::Reading;
use crate::params::SearchParams;
use crate::params::pairs::fault;
use crate::params::query_of;

/// The most words of one answer.
const MOST_WORDS: usize = 1000;
/// The deepest that paging through words goes; no collection has so many.
pub(super) const DEEPEST: usize = 10_000_000;
/// The widest window on each side.
const WIDEST: usize = 100;
/// The most suggestions of one answer.
const MOST_SUGGESTIONS: usize = 50;

const DIRECTIONS: &[(&str, Direction)] =
    &[("over", Direction::Over), ("under", Direction::Under), ("both", Direction::Both)];
const KEY_ORDERS: &[(&str, KeynessOrder)] =
    &[("g2", KeynessOrder::LogLikelihood), ("log_ratio", KeynessOrder::LogRatio)];
const UNITS: &[(&str, Unit)] = &[("words", Unit::Words), ("characters", Unit::Characters)];
const SIDES: &[(&str, (bool, bool))] =
    &[("both", (true, true)), ("left", (true, false)), ("right", (false, true))];
const COLLOCATE_ORDERS: &[(&str, CollocateOrder)] = &[
    ("g2", CollocateOrder::LogLikelihood),
    ("mi", CollocateOrder::MutualInformation),
    ("log_dice", CollocateOrder::LogDice),
    ("observed", CollocateOrder::Observed),
];

/// What key words are asked with, beside the paging.
const KEYNESS: &[&str] = &[
    "q",
    "reference",
    "year",
    "region",
    "kind",
    "section",
    "word",
    "direction",
    "sort",
    "min",
    "min_documents",
];
/// What collocates are asked with, beside the paging.
const COLLOCATES: &[&str] =
    &["q", "base", "year", "region", "kind", "section", "word", "window", "unit", "side", "sort", "min"];
const PAGING: &[&str] = &["limit", "offset"];

/// What key words are asked with.
#[derive(Clone, Debug)]
pub(crate) struct KeynessParams(KeynessRequest);

impl KeynessParams {
    /// Reads a query string: `q` chooses the target, `reference` what it is compared with.
    ///
    /// # Errors
    /// `Parameter` and `Query` with the name of the one that cannot be used.
    pub(crate) fn read(query: &str, reading: Reading) -> Result<KeynessParams, Error> {
        let mut pairs = Pairs::decode(query, reading)?;
        let KeynessParams(request) = KeynessParams::take(&mut pairs)?;
        let (limit, offset) = paging(&mut pairs, request.limit)?;
        pairs.finish(&[KEYNESS, PAGING].concat())?;
        Ok(KeynessParams(KeynessRequest { limit, offset, ..request }))
    }

    /// Reads what is left of a query string that asks for all words; `others` are known beside.
    ///
    /// # Errors
    /// As `read`.
    pub(crate) fn all(mut pairs: Pairs, others: &[&str]) -> Result<KeynessParams, Error> {
        let KeynessParams(request) = KeynessParams::take(&mut pairs)?;
        pairs.finish(&[others, KEYNESS].concat())?;
        Ok(KeynessParams(KeynessRequest { limit: usize::MAX, ..request }))
    }

    fn take(pairs: &mut Pairs) -> Result<KeynessParams, Error> {
        let search = SearchParams::narrowing(pairs)?;
        let target = query_of("q", &search.query)?;
        let standard = KeynessRequest::new(target);
        let reference = pairs.take("reference")?;
        let request = KeynessRequest {
            reference: reference.map(|text| query_of("reference", text.trim())).transpose()?,
            filter: search.filter(),
            matching: search.matching,
            direction: pairs.take_choice("direction", DIRECTIONS)?.unwrap_or_default(),
            order: pairs.take_choice("sort", KEY_ORDERS)?.unwrap_or_default(),
            least: least(pairs, "min", standard.least)?,
            least_documents: least(pairs, "min_documents", standard.least_documents)?,
            ..standard
        };
        if search.query.is_empty() && request.reference.is_none() {
            return Err(fault("q", "chooses the target; without it nothing is left to compare with"));
        }
        Ok(KeynessParams(request))
    }

    /// Returns the request to the index.
    pub(crate) fn into_request(self) -> KeynessRequest {
        self.0
    }
}

/// What collocates are asked with.
#[derive(Clone, Debug)]
pub(crate) struct CollocatesParams(CollocatesRequest);

impl CollocatesParams {
    /// Reads a query string: `q` is the phrase, `base` chooses the documents.
    ///
    /// # Errors
    /// `Parameter` and `Query` with the name of the one that cannot be used.
    pub(crate) fn read(query: &str, reading: Reading) -> Result<CollocatesParams, Error> {
        let mut pairs = Pairs::decode(query, reading)?;
        let CollocatesParams(request) = CollocatesParams::take(&mut pairs)?;
        let (limit, offset) = paging(&mut pairs, request.limit)?;
        pairs.finish(&[COLLOCATES, PAGING].concat())?;
        Ok(CollocatesParams(CollocatesRequest { limit, offset, ..request }))
    }

    /// Reads what is left of a query string that asks for all words; `others` are known beside.
    ///
    /// # Errors
    /// As `read`.
    pub(crate) fn all(mut pairs: Pairs, others: &[&str]) -> Result<CollocatesParams, Error> {
        let CollocatesParams(request) = CollocatesParams::take(&mut pairs)?;
        pairs.finish(&[others, COLLOCATES].concat())?;
        Ok(CollocatesParams(CollocatesRequest { limit: usize::MAX, ..request }))
    }

    fn take(pairs: &mut Pairs) -> Result<CollocatesParams, Error> {
        let base = pairs.take_any("base").unwrap_or_default();
        let search = SearchParams::narrowing(pairs)?;
        let phrase = Phrase::new(&search.query)
            .ok_or_else(|| fault("q", "is the phrase; it must hold at least one character"))?;
        let standard = CollocatesRequest::new(phrase, query_of("base", base.trim())?);
        let window = pairs.take_number("window", 1..=WIDEST)?.map_or(standard.left, |window| window as u32);
        let (left, right) = pairs.take_choice("side", SIDES)?.unwrap_or((true, true));
        let request = CollocatesRequest {
            filter: search.filter(),
            matching: search.matching,
            left: if left { window } else { 0 },
            right: if right { window } else { 0 },
            unit: pairs.take_choice("unit", UNITS)?.unwrap_or_default(),
            order: pairs.take_choice("sort", COLLOCATE_ORDERS)?.unwrap_or_default(),
            least: least(pairs, "min", standard.least)?,
            ..standard
        };
        Ok(CollocatesParams(request))
    }

    /// Returns the request to the index.
    pub(crate) fn into_request(self) -> CollocatesRequest {
        self.0
    }
}

/// Takes out how many words to return, and how many to pass over.
fn paging(pairs: &mut Pairs, usual: usize) -> Result<(usize, usize), Error> {
    let limit = pairs.take_number("limit", 1..=MOST_WORDS)?.unwrap_or(usual);
    Ok((limit, pairs.take_number("offset", 0..=DEEPEST)?.unwrap_or(0)))
}

fn least(pairs: &mut Pairs, name: &str, standard: u64) -> Result<u64, Error> {
    Ok(pairs.take_number(name, 1..=DEEPEST)?.map_or(standard, |least| least as u64))
}

/// What suggestions are asked with.
#[derive(Clone, Debug)]
pub(crate) struct SuggestParams {
    /// What was typed.
    pub(crate) typed: String,
    /// How many suggestions.
    pub(crate) limit: usize,
}

impl SuggestParams {
    /// Reads a query string.
    ///
    /// # Errors
    /// `Parameter` with the name of the one that cannot be used.
    pub(crate) fn read(query: &str) -> Result<SuggestParams, Error> {
        let mut pairs = Pairs::decode(query, Reading::Strict)?;
        let typed = pairs.take_query();
        let limit = pairs.take_number("limit", 1..=MOST_SUGGESTIONS)?.unwrap_or(10);
        pairs.finish(&["q", "limit"])?;
        Ok(SuggestParams { typed, limit })
    }
}

/// What an explanation is asked with.
#[derive(Clone, Debug)]
pub(crate) struct ExplainParams {
    /// The query as written.
    pub(crate) text: String,
    /// The query, with other forms when these were asked for.
    pub(crate) query: Query,
    /// How strings match.
    pub(crate) matching: Matching,
}

impl ExplainParams {
    /// Reads a query string.
    ///
    /// # Errors
    /// `Parameter` and `Query`.
    pub(crate) fn read(query: &str) -> Result<ExplainParams, Error> {
        let mut pairs = Pairs::decode(query, Reading::Strict)?;
        let text = pairs.take_query();
        let matching = Matching::whole_word_if(pairs.take_switch("word")?);
        let takes_in_forms = pairs.take_switch("expand")?;
        pairs.finish(&["q", "word", "expand"])?;
        let read = query_of("q", &text)?;
        let query = if takes_in_forms { expanded(&read).0 } else { read };
        Ok(ExplainParams { text, query, matching })
    }
}
