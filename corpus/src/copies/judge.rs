//! Judging: two sketches in; whether one is a copy of the other, and how much they share, out.

use crate::copies::Verdict;
use crate::copies::postings::Boilerplate;
use crate::copies::sketch::Sketch;

/// From this share on a text of some length is a copy.
const COPY: f64 = 0.15;
/// So many sentences and clauses a copy shares at least.
const FEWEST_SENTENCES: usize = 5;
const FEWEST_CLAUSES: usize = 8;
/// A short text is a copy when at least half of it is the other's.
const SHORT_COPY: f64 = 0.5;
const SHORT_SENTENCES: usize = 3;
const SHORT_CLAUSES: usize = 5;
/// So many sentences one behind the other are a copied passage, however long the rest is.
const PASSAGE: usize = 8;
const PASSAGE_CLAUSES: usize = 20;

/// A sketch made ready to be held against others.
pub(crate) struct Prepared {
    /// The clauses of each sentence.
    pub(crate) sentences: Vec<Vec<u32>>,
    /// Every clause, ascending.
    all: Vec<u32>,
    /// The clauses that are no boilerplate, ascending.
    own: Vec<u32>,
}

impl Prepared {
    /// Prepares a sketch.
    pub(crate) fn new(sketch: &Sketch, boilerplate: &Boilerplate) -> Prepared {
        let all = sketch.distinct();
        let own = all.iter().copied().filter(|&clause| !boilerplate.holds(clause)).collect();
        Prepared { sentences: sketch.sentences().collect(), all, own }
    }

    fn is_own(&self, clause: u32) -> bool {
        self.own.binary_search(&clause).is_ok()
    }

    fn holds(&self, clause: u32) -> bool {
        self.all.binary_search(&clause).is_ok()
    }

    /// Tells of each sentence whether it stands in another text: half of its clauses do, one of which is its own.
    pub(crate) fn shared_with(&self, other: &Prepared) -> Vec<bool> {
        let is_shared = |sentence: &Vec<u32>| {
            let shared = sentence.iter().filter(|&&clause| other.holds(clause)).count();
            let own = sentence.iter().any(|&clause| self.is_own(clause) && other.holds(clause));
            own && 2 * shared >= sentence.len()
        };
        self.sentences.iter().map(is_shared).collect()
    }
}

/// Judges two documents; `later` is the one that may have copied. None when they are two texts.
pub(crate) fn judge(later: &Prepared, earlier: &Prepared) -> Option<Verdict> {
    let shared = shared(&later.own, &earlier.own);
    let fewer = later.own.len().min(earlier.own.len());
    if shared < SHORT_CLAUSES || fewer == 0 {
        return None;
    }
    let similarity = shared as f64 / fewer as f64;
    let sentences = later.shared_with(earlier);
    let shared_sentences = sentences.iter().filter(|&&is_shared| is_shared).count();
    let is_copy = similarity >= COPY && shared_sentences >= FEWEST_SENTENCES && shared >= FEWEST_CLAUSES;
    let is_short_copy = similarity >= SHORT_COPY && shared_sentences >= SHORT_SENTENCES;
    let is_one = is_copy || is_short_copy || has_passage(later, earlier, &sentences);
    is_one.then_some(Verdict { similarity, shared_sentences })
}

/// Counts what two ascending lists have in common.
fn shared(one: &[u32], other: &[u32]) -> usize {
    let (mut at, mut shared) = (0, 0);
    for clause in one {
        while other.get(at).is_some_and(|found| found < clause) {
            at += 1;
        }
        if other.get(at) == Some(clause) {
            shared += 1;
            at += 1;
        }
    }
    shared
}

/// Tells whether sentences that follow each other were taken over together.
fn has_passage(later: &Prepared, earlier: &Prepared, is_shared: &[bool]) -> bool {
    let mut start = 0;
    for run in is_shared.chunk_by(|one, next| one == next) {
        let sentences = start..start + run.len();
        start = sentences.end;
        if !run[0] || run.len() < PASSAGE {
            continue;
        }
        let mut clauses: Vec<u32> = later.sentences[sentences].concat();
        clauses.sort_unstable();
        clauses.dedup();
        clauses.retain(|&clause| later.is_own(clause));
        if shared(&clauses, &earlier.own) >= PASSAGE_CLAUSES {
            return true;
        }
    }
    false
}
