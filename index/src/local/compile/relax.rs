//! A query that finds nothing in; plans of which any word suffices, or none is needed beside what else must hold, out.

use corpus::document::SectionKind;
use corpus::text::fold;

use crate::articles::Part;
use crate::articles::in_chinese;
use crate::articles::parts;
use crate::expand::forms_of;
use crate::expand::law_before;
use crate::expand::with_forms;
use crate::local::asked::Asked;
use crate::local::compile::Compiler;
use crate::local::compile::Plan;
use crate::local::compile::Step;
use crate::local::compile::choice::Choice;
use crate::local::compile::choice::choose;
use crate::local::compile::strings_of;
use crate::local::naming::Naming;
use crate::query::Clause;

/// The most forms that are looked for beside the words.
const MOST_FORMS: usize = 64;

/// What a query asks for when its words need not all stand.
pub(crate) struct Relaxation {
    pub(crate) plan: Plan,
    /// The unquoted words, and the other forms of their chunks.
    pub(crate) words: Vec<String>,
    /// What the chunks say beside them.
    pub(crate) left_out: Vec<String>,
    /// Whether none of the words is needed beside the strings that must stand.
    pub(crate) are_optional: bool,
}

/// Makes plans that ask for everything but the unquoted chunks as before, the next to be tried when one finds nothing: of the words
/// any must stand; or, beside strings that must stand, none. A word is taken where it stands anywhere.
pub(crate) fn relaxations(asked: &Asked<'_>, stands: &dyn Fn(&str) -> bool) -> Vec<Relaxation> {
    // Several kinds of sections, any of which may hold the matches, are brackets of the same chunks.
    let brackets = match asked.root {
        Clause::Any(brackets) => brackets.as_slice(),
        other => std::slice::from_ref(other),
    };
    let chunks = brackets.first().map(chunks).unwrap_or_default();
    if chunks.is_empty() || brackets.iter().any(|bracket| self::chunks(bracket) != chunks) {
        return Vec::new();
    }
    let folded: Vec<String> = chunks.iter().map(|chunk| fold(chunk).into_text()).collect();
    let mut choice = choose(&folded, stands);
    let is_choice = choice.words.len() + choice.left_out.len() > 1;
    add_forms(&chunks, asked.expand, &mut choice);
    let mut relaxations = Vec::new();
    if is_choice && !choice.words.is_empty() {
        relaxations.push(relaxation(asked, brackets, &folded, &choice, Needed::Any));
    }
    if brackets.iter().all(asks_for_strings) {
        relaxations.push(relaxation(asked, brackets, &folded, &choice, Needed::Nothing));
    }
    relaxations
}

/// Which of the words must stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needed {
    Any,
    Nothing,
}

fn relaxation(
    asked: &Asked<'_>,
    brackets: &[Clause],
    chunks: &[String],
    choice: &Choice,
    needed: Needed,
) -> Relaxation {
    let mut compiler = Compiler::new(asked.matching);
    let mut steps: Vec<Step> = brackets
        .iter()
        .map(|bracket| Bracket::of(bracket, asked, &choice.words).step(&mut compiler, asked.expand, needed))
        .collect();
    let root = if steps.len() == 1 { steps.swap_remove(0) } else { Step::Any(steps) };
    for chunk in chunks {
        compiler.chunk(chunk, strings_of(chunk));
    }
    let naming = Naming::of(asked.root);
    let finished = compiler.finish(root, asked.filter);
    Relaxation {
        plan: Plan { is_relaxed: true, naming, written_out: asked.written_out(), ..finished },
        words: choice.words.clone(),
        left_out: choice.left_out.clone(),
        are_optional: needed == Needed::Nothing,
    }
}

/// Gathers the unquoted chunks that must all stand, those in brackets too.
fn chunks(clause: &Clause) -> Vec<&str> {
    match clause {
        Clause::Bare { text, .. } => vec![text],
        Clause::All(clauses) => clauses.iter().flat_map(chunks).collect(),
        _ => Vec::new(),
    }
}

/// Tells whether some string must stand beside the unquoted chunks; years and places alone would leave far too much.
fn asks_for_strings(clause: &Clause) -> bool {
    match clause {
        Clause::Phrase { .. } | Clause::Near { .. } => true,
        Clause::All(clauses) => clauses.iter().any(asks_for_strings),
        Clause::Any(clauses) => clauses.iter().all(is_of_strings),
        _ => false,
    }
}

/// Tells whether no document meets an alternative without some string.
fn is_of_strings(clause: &Clause) -> bool {
    matches!(clause, Clause::Bare { .. }) || asks_for_strings(clause) || {
        matches!(clause, Clause::All(clauses) if clauses.iter().any(is_of_strings))
    }
}

/// Adds the other forms of chunks.
fn add_forms(chunks: &[&str], expand: bool, choice: &mut Choice) {
    let mut added = 0;
    for form in chunks.iter().filter(|_| expand).flat_map(|chunk| forms(chunk)) {
        if added < MOST_FORMS && !choice.words.contains(&form) {
            choice.words.push(form);
            added += 1;
        }
    }
}

/// Returns the folded forms that a chunk, or the law with which it begins, has beside the one written.
fn forms(chunk: &str) -> Vec<String> {
    let written = fold(chunk).into_text();
    let of_law = || law_before(chunk).map(|(_, forms, _)| forms);
    let forms = forms_of(chunk).or_else(of_law).unwrap_or_default();
    forms.iter().map(|form| fold(form).into_text()).filter(|form| !written.contains(form)).collect()
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
                let folded = fold(text).into_text();
                let forms = if asked.expand { forms(text) } else { Vec::new() };
                let is_of_chunk = |word: &&String| says(&folded, word) || forms.contains(word);
                for word in kept.iter().filter(is_of_chunk) {
                    if !self.words.contains(word) {
                        self.words.push(word.clone());
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

    /// Returns the step that asks for everything that must hold, and for the words as far as they are needed.
    fn step(&self, compiler: &mut Compiler<'_>, expand: bool, needed: Needed) -> Step {
        let (mut steps, mut words) = self.parts(compiler, expand);
        if needed == Needed::Nothing {
            // What is said all the same is marked and counted.
            words.push(Step::Everything);
        }
        steps.push(Step::Any(words));
        Step::All(steps)
    }

    /// Returns what is needed, and the words of which any suffices; each within the sections of its bracket.
    fn parts(&self, compiler: &mut Compiler<'_>, expand: bool) -> (Vec<Step>, Vec<Step>) {
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

/// Tells whether a folded chunk says a word, or an article that is also written so.
fn says(chunk: &str, word: &str) -> bool {
    let is_other_form = |part: &Part<'_>| match part {
        Part::Article(article) => in_chinese(article).is_some_and(|chinese| chinese == word),
        Part::Words(_) => false,
    };
    chunk.contains(word) || parts(chunk).iter().any(is_other_form)
}
