//! A query that finds nothing in; a plan of which any word suffices out.

use corpus::document::SectionKind;
use corpus::text::fold;

use crate::expand::forms_of;
use crate::expand::with_forms;
use crate::local::asked::Asked;
use crate::local::compile::Compiler;
use crate::local::compile::Plan;
use crate::local::compile::Step;
use crate::local::compile::strings_of;
use crate::local::compile::words_of;
use crate::local::naming::Naming;
use crate::query::Clause;

/// The most words of which any may match when a query is relaxed; the longest say most.
const MOST_RELAXED: usize = 64;

/// Makes a plan that asks for any word of the unquoted chunks and for everything else as before; `None` when there are
/// not two words to choose from. Returns the words too.
pub(crate) fn relax(asked: &Asked<'_>) -> Option<(Plan, Vec<String>)> {
    // Several kinds of sections, any of which may hold the matches, are brackets of the same chunks.
    let brackets = match asked.root {
        Clause::Any(brackets) => brackets.as_slice(),
        other => std::slice::from_ref(other),
    };
    let chunks = chunks(brackets.first()?);
    if brackets.iter().any(|bracket| self::chunks(bracket) != chunks) {
        return None;
    }
    let words = words(&chunks, asked.expand)?;
    let mut compiler = Compiler::new(asked.matching);
    let mut steps: Vec<Step> = brackets
        .iter()
        .map(|bracket| Bracket::of(bracket, asked, &words).step(&mut compiler, asked.expand))
        .collect();
    let root = if steps.len() == 1 { steps.swap_remove(0) } else { Step::Any(steps) };
    for chunk in chunks {
        let folded = fold(chunk).into_text();
        compiler.chunk(&folded, strings_of(&folded));
    }
    let naming = Naming::of(asked.root);
    Some((Plan { is_relaxed: true, naming, ..compiler.finish(root, asked.filter) }, words))
}

/// Gathers the unquoted chunks that must all stand, those in brackets too.
fn chunks(clause: &Clause) -> Vec<&str> {
    match clause {
        Clause::Bare { text, .. } => vec![text],
        Clause::All(clauses) => clauses.iter().flat_map(chunks).collect(),
        _ => Vec::new(),
    }
}

/// Returns the words of which any suffices, and the other forms of the chunks behind them; `None` when there is no choice.
fn words(chunks: &[&str], expand: bool) -> Option<Vec<String>> {
    let mut words = telling(chunks.iter().flat_map(|chunk| words_of(&fold(chunk).into_text())).collect());
    if words.len() < 2 {
        return None;
    }
    for form in chunks.iter().filter(|_| expand).flat_map(|chunk| forms(chunk)) {
        if words.len() < MOST_RELAXED && !words.contains(&form) {
            words.push(form);
        }
    }
    Some(words)
}

/// Returns the folded forms that a chunk has beside the one written.
fn forms(chunk: &str) -> Vec<String> {
    let written = fold(chunk).into_text();
    let forms = forms_of(chunk).unwrap_or_default().into_iter().map(|form| fold(&form).into_text());
    forms.filter(|form| *form != written).collect()
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

/// Conditions that must all hold, those in brackets too, with the words of their chunks apart.
#[derive(Default)]
struct Bracket<'c> {
    words: Vec<String>,
    needed: Vec<&'c Clause>,
    sections: Vec<SectionKind>,
    /// Brackets of which only the matches within a section count.
    narrowed: Vec<Bracket<'c>>,
}

impl<'c> Bracket<'c> {
    fn of(clause: &'c Clause, asked: &Asked<'_>, kept: &[String]) -> Bracket<'c> {
        let mut bracket = Bracket::default();
        match clause {
            Clause::All(clauses) => clauses.iter().for_each(|clause| bracket.add(clause, asked, kept)),
            other => bracket.add(other, asked, kept),
        }
        bracket
    }

    fn add(&mut self, clause: &'c Clause, asked: &Asked<'_>, kept: &[String]) {
        match clause {
            Clause::Bare { text, .. } => {
                let forms = if asked.expand { forms(text) } else { Vec::new() };
                for word in words_of(&fold(text).into_text()).into_iter().chain(forms) {
                    if kept.contains(&word) && !self.words.contains(&word) {
                        self.words.push(word);
                    }
                }
            }
            Clause::Section(kind) => self.sections.push(*kind),
            Clause::All(clauses) if clauses.iter().any(|clause| matches!(clause, Clause::Section(_))) => {
                self.narrowed.push(Bracket::of(clause, asked, kept));
            }
            Clause::All(clauses) => clauses.iter().for_each(|clause| self.add(clause, asked, kept)),
            other => self.needed.push(other),
        }
    }

    /// Returns the step that asks for everything that is needed and for any of the words.
    fn step(&self, compiler: &mut Compiler, expand: bool) -> Step {
        let (mut steps, words) = self.parts(compiler, expand);
        steps.push(Step::Any(words));
        Step::All(steps)
    }

    /// Returns what is needed, and the words of which any suffices; each within the sections of its bracket.
    fn parts(&self, compiler: &mut Compiler, expand: bool) -> (Vec<Step>, Vec<Step>) {
        let mut needed: Vec<Step> = self
            .needed
            .iter()
            .map(
                |&clause| if expand { compiler.clause(&with_forms(clause)) } else { compiler.clause(clause) },
            )
            .collect();
        let mut words: Vec<Step> = self.words.iter().map(|word| compiler.word(word)).collect();
        for bracket in &self.narrowed {
            let (also_needed, other_words) = bracket.parts(compiler, expand);
            needed.extend(also_needed);
            words.extend(other_words);
        }
        let within = |step| self.sections.iter().fold(step, |step, kind| Step::Within(*kind, Box::new(step)));
        if !self.sections.is_empty() {
            // A bracket of sections alone asks for documents that have them.
            if !needed.is_empty() || words.is_empty() {
                needed = vec![within(Step::All(needed))];
            }
            if !words.is_empty() {
                words = vec![within(Step::Any(words))];
            }
        }
        (needed, words)
    }
}
