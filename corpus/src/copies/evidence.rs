//! Evidence: two documents in; the sentences that stand in both, with their places, out.

use std::collections::HashMap;
use std::ops::Range;

use crate::compare::likeness;
use crate::compare::likeness::Profile;
use crate::copies::masked::MaskedSentence;
use crate::copies::postings::Boilerplate;
use crate::copies::sketch;
use crate::document::Document;

/// From here on a sentence is another one reworded.
const REWORDED: f64 = 0.72;
/// Sentences of fewer letters are looked for only word for word.
const TELLING: usize = 12;
/// A clause in more sentences than this is passed over when partners are looked for.
const FREQUENT: usize = 40;

/// A sentence that stands in two documents.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedSentence {
    /// Where it stands in the one, in characters of the text.
    pub a: Range<usize>,
    /// Where it stands in the other.
    pub b: Range<usize>,
    /// How alike the two are, from 0 to 1, places and numbers put aside.
    pub similarity: f64,
    /// Whether it is the same word for word but for places and numbers.
    pub is_verbatim: bool,
}

struct Side {
    sentence: MaskedSentence,
    numbers: Vec<u32>,
    letters: Vec<char>,
    profile: Profile,
}

fn sides(document: &Document) -> Vec<Side> {
    let sentences = sketch::sentences_of(document).into_iter().map(|sentence| {
        let letters = sentence.clauses.concat();
        let profile = likeness::profile(&letters);
        Side { numbers: sketch::numbers(&sentence), letters, profile, sentence }
    });
    sentences.collect()
}

/// Finds the sentences of `a` that stand in `b` too, in the order of `a`; boilerplate is left out.
pub fn shared_sentences(a: &Document, b: &Document, boilerplate: &Boilerplate) -> Vec<SharedSentence> {
    let (a, b) = (sides(a), sides(b));
    let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, side) in b.iter().enumerate() {
        for &number in &side.numbers {
            holders.entry(number).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    for one in &a {
        let own = one.numbers.iter().filter(|&&number| !boilerplate.holds(number));
        let places = own.filter_map(|number| holders.get(number)).filter(|places| places.len() <= FREQUENT);
        let best = places
            .flatten()
            .map(|&at| (one.profile.dice(&b[at].profile), at))
            .max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
        let Some((similarity, at)) = best else { continue };
        let other = &b[at];
        let is_verbatim = one.letters == other.letters;
        let half = one.numbers.iter().filter(|number| other.numbers.contains(number)).count() * 2
            >= one.numbers.len();
        if is_verbatim || half || (similarity >= REWORDED && one.letters.len() >= TELLING) {
            found.push(SharedSentence {
                a: one.sentence.span.clone(),
                b: other.sentence.span.clone(),
                similarity,
                is_verbatim,
            });
        }
    }
    found
}
