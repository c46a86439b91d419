//! A query that finds nothing in; a plan of which any word suffices out.

use corpus::text::fold;

use crate::local::compile::Compiler;
use crate::local::compile::Plan;
use crate::local::compile::Step;
use crate::local::compile::strings_of;
use crate::local::compile::words_of;
use crate::local::naming::Naming;
use crate::query::Clause;
use crate::search::Filter;
use crate::search::Matching;

/// The most words of which any may match when a query is relaxed; the longest say most.
const MOST_RELAXED: usize = 64;

/// Makes a plan that asks for any word of the unquoted chunks and for everything else as before; `None` when there are
/// not two words to choose from. Returns the words too.
pub(crate) fn relax(root: &Clause, filter: &Filter, matching: Matching) -> Option<(Plan, Vec<String>)> {
    let conditions = match root {
        Clause::All(conditions) => conditions.as_slice(),
        other => std::slice::from_ref(other),
    };
    let mut compiler = Compiler::new(matching);
    let mut words: Vec<String> = Vec::new();
    let mut steps = Vec::new();
    for condition in conditions {
        match condition {
            Clause::Bare { text, .. } => words.extend(words_of(&fold(text).into_text())),
            other => steps.push(compiler.clause(other)),
        }
    }
    let words = telling(words);
    if words.len() < 2 {
        return None;
    }
    steps.push(Step::Any(words.iter().map(|word| compiler.word(word)).collect()));
    for condition in conditions {
        if let Clause::Bare { text, .. } = condition {
            let folded = fold(text).into_text();
            compiler.chunk(&folded, strings_of(&folded));
        }
    }
    let naming = Naming::of(root);
    let plan = Plan { is_relaxed: true, naming, ..compiler.finish(Step::All(steps), filter) };
    Some((plan, words))
}

/// Keeps the words that tell documents apart: single characters go when there are longer words, and of very many words
/// only the longest stay.
fn telling(words: Vec<String>) -> Vec<String> {
    let mut unique: Vec<String> = Vec::new();
    for word in words {
        if !unique.contains(&word) {
            unique.push(word);
        }
    }
    if unique.iter().filter(|word| word.chars().count() > 1).count() > 1 {
        unique.retain(|word| word.chars().count() > 1);
    }
    unique.sort_by_key(|word| std::cmp::Reverse(word.chars().count().min(4)));
    unique.truncate(MOST_RELAXED);
    unique
}
