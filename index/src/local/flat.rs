//! A plan in; its strings and conditions side by side, when it has no depth.

use crate::local::compile::Step;
use crate::local::compile::Wanted;
use crate::local::leaf::is_free;

/// A plan without depth: strings that count wherever they stand, and conditions that must all hold.
#[derive(Debug)]
pub(crate) struct Flat {
    pub(crate) strings: Vec<usize>,
    pub(crate) needed: Needed,
    pub(crate) tests: Vec<usize>,
}

/// Which of the strings must stand in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needed {
    All,
    Any,
}

impl Flat {
    /// Returns the flat form of a plan whose counts can be added, if it has one.
    pub(crate) fn of(root: &Step, strings: &[Wanted]) -> Option<Flat> {
        let steps = match root {
            Step::All(steps) => steps.as_slice(),
            other => std::slice::from_ref(other),
        };
        let mut flat = Flat { strings: Vec::new(), needed: Needed::All, tests: Vec::new() };
        for step in steps {
            if let Step::Test(at) = step {
                flat.tests.push(*at);
                continue;
            }
            let is_first = flat.strings.is_empty();
            let (needed, more) = match step {
                Step::Any(steps) => (Needed::Any, strings_of(steps)?),
                Step::All(steps) => (Needed::All, strings_of(steps)?),
                other => (Needed::All, strings_of(std::slice::from_ref(other))?),
            };
            // Strings of which any suffices cannot stand beside others.
            if !is_first && (needed == Needed::Any || flat.needed == Needed::Any) {
                return None;
            }
            flat.needed = needed;
            flat.strings.extend(more);
        }
        let counts = |&at: &usize| is_free(&[], &strings[at]) && !strings[at].is_unwanted;
        (!flat.strings.is_empty() && flat.strings.iter().all(counts)).then_some(flat)
    }
}

/// Returns the strings of steps that are nothing else.
fn strings_of(steps: &[Step]) -> Option<Vec<usize>> {
    steps.iter().map(|step| if let Step::String(at) = step { Some(*at) } else { None }).collect()
}
