//! A query and its filter in; a plan that every segment follows out.

mod choice;
mod cut;
mod instead;
mod relax;
mod report;

use corpus::document::SectionKind;
use corpus::text::fold;

use crate::articles;
use crate::local::flat::Flat;
use crate::local::naming::Naming;
use crate::local::region::RegionTest;
use crate::local::schema::day_number;
use crate::local::telling;
use crate::local::titled::WrittenOut;
use crate::query::Clause;
use crate::query::Scope;
use crate::search::Filter;
use crate::search::Matching;

pub(crate) use crate::local::compile::cut::required;
pub(crate) use crate::local::compile::cut::required_beside_names;
pub(crate) use crate::local::compile::cut::strings_beside_places;
pub(crate) use crate::local::compile::cut::strings_of;
pub(crate) use crate::local::compile::cut::words_of;
pub(crate) use crate::local::compile::relax::Relaxation;
pub(crate) use crate::local::compile::relax::relaxations;

/// Fewer documents hold all words of a question, 什么 too, by chance.
pub(crate) const FEW: u64 = 10;

/// What must hold, with every string looked up once.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) root: Step,
    /// The same without its tree, when it has no depth.
    pub(crate) flat: Option<Flat>,
    pub(crate) strings: Vec<Wanted>,
    pub(crate) chunks: Vec<Chunk>,
    pub(crate) tests: Vec<Test>,
    /// Whether the places of the strings can be counted by adding: no string is wanted twice and nothing asks for
    /// nearness.
    pub(crate) counts_add: bool,
    /// Whether a string is asked for at two places of the query.
    pub(crate) repeats: bool,
    /// Whether words that only ask are among those that are looked for.
    pub(crate) is_question: bool,
    /// Whether any word suffices because no document held all.
    pub(crate) is_relaxed: bool,
    /// What the query names.
    pub(crate) naming: Naming,
    /// All that the query writes out, which may be a title.
    pub(crate) written_out: Option<WrittenOut>,
}

/// One string to look up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) folded: String,
    /// Its length in characters.
    pub(crate) length: u32,
    /// How it may stand in the text, or not at all there.
    pub(crate) in_text: Option<Matching>,
    /// Whether standing in the title is enough.
    pub(crate) in_title: bool,
    /// How it must stand in the title to be found or marked there.
    pub(crate) title_matching: Matching,
    /// Whether it is a word of an unquoted chunk.
    pub(crate) is_bare: bool,
    /// Whether only documents without it are wanted.
    pub(crate) is_unwanted: bool,
}

/// An unquoted chunk of several words; documents in which it stands as a whole rank higher.
#[derive(Debug)]
pub(crate) struct Chunk {
    pub(crate) folded: String,
    /// Its words among the strings.
    pub(crate) words: Vec<usize>,
}

/// One step of a plan.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Everything,
    String(usize),
    All(Vec<Step>),
    Any(Vec<Step>),
    Not(Box<Step>),
    /// Both sides match near each other.
    Near {
        sides: Box<[Step; 2]>,
        distance: u32,
    },
    Within(SectionKind, Box<Step>),
    /// The document matches as a whole, within whatever section the others do; nothing is counted or marked by it.
    Whole(Box<Step>),
    /// A condition among the tests.
    Test(usize),
}

/// A condition on what is known about a document.
#[derive(Debug)]
pub(crate) enum Test {
    /// The folded name contains it.
    Issuer(String),
    /// The folded name contains it.
    Source(String),
    Region(RegionTest),
    /// The written path is one of these.
    Places(Vec<String>),
    Kind(&'static str),
    Years(i64, i64),
    /// Day numbers.
    Published(i64, i64),
}

/// Makes the plan for a query under a filter.
pub(crate) fn compile(root: &Clause, filter: &Filter, matching: Matching) -> Plan {
    let naming = Naming::of(root);
    let mut compiler = Compiler { naming: Some(&naming), ..Compiler::new(matching) };
    let step = compiler.root(root, &naming);
    let finished = compiler.finish(step, filter);
    Plan { naming, written_out: WrittenOut::of(root), ..finished }
}

/// Makes the plan for a query or other conditions that must all hold, under a filter.
pub(crate) fn compile_either(root: &Clause, others: &[Clause], filter: &Filter, matching: Matching) -> Plan {
    let naming = Naming::of(root);
    let mut compiler = Compiler { naming: Some(&naming), ..Compiler::new(matching) };
    let step = Step::Any(vec![compiler.root(root, &naming), compiler.all(others)]);
    let finished = compiler.finish(step, filter);
    Plan { naming, written_out: WrittenOut::of(root), ..finished }
}

/// How much a plan finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    TooLittle,
    /// So little that the document that is meant may not be there.
    Few,
    Enough,
}

impl Plan {
    /// Tells how many of so many documents found are too few for the words not to be relaxed: none holds all of them, or so few
    /// that they may do so by chance.
    pub(crate) fn finds(&self, documents: u64) -> Finding {
        match documents {
            0 => Finding::TooLittle,
            few if few < FEW && self.is_question => Finding::TooLittle,
            few if few < FEW => Finding::Few,
            _ => Finding::Enough,
        }
    }
}

impl Step {
    /// Tells whether something must not stand in a document.
    fn excludes(&self) -> bool {
        match self {
            Step::Not(_) => true,
            Step::All(steps) | Step::Any(steps) => steps.iter().any(Step::excludes),
            Step::Near { sides, .. } => sides.iter().any(Step::excludes),
            Step::Within(_, step) | Step::Whole(step) => step.excludes(),
            Step::Everything | Step::String(_) | Step::Test(_) => false,
        }
    }
}

struct Compiler<'n> {
    matching: Matching,
    /// What the query names, where what a document is may stand in for words.
    naming: Option<&'n Naming>,
    strings: Vec<Wanted>,
    chunks: Vec<Chunk>,
    tests: Vec<Test>,
    is_unwanted: bool,
    has_near: bool,
    /// Whether a string is asked for at two places of the query.
    repeats: bool,
    is_question: bool,
}

impl<'n> Compiler<'n> {
    fn new(matching: Matching) -> Compiler<'n> {
        Compiler {
            matching,
            naming: None,
            strings: Vec::new(),
            chunks: Vec::new(),
            tests: Vec::new(),
            is_unwanted: false,
            has_near: false,
            repeats: false,
            is_question: false,
        }
    }

    fn finish(mut self, root: Step, filter: &Filter) -> Plan {
        let mut steps = Vec::new();
        if let Some((first, last)) = filter.years {
            steps.push(self.test(Test::Years(i64::from(first), i64::from(last))));
        }
        if let Some(region) = &filter.region {
            steps.push(self.test(Test::Region(RegionTest::new(region))));
        }
        if let Some(kind) = filter.kind {
            steps.push(self.test(Test::Kind(kind.key())));
        }
        let root = if steps.is_empty() {
            root
        } else {
            steps.push(root);
            Step::All(steps)
        };
        let root = match filter.section {
            // What a document must not hold it must not hold anywhere, so that a section leaves those documents of a search
            // that match in it.
            Some(kind) if root.excludes() => {
                let whole = Step::Whole(Box::new(root.clone()));
                Step::All(vec![whole, Step::Within(kind, Box::new(root))])
            }
            Some(kind) => Step::Within(kind, Box::new(root)),
            None => root,
        };
        let counted = |wanted: &&Wanted| wanted.in_text.is_some() && !wanted.is_unwanted;
        let strings: Vec<&str> =
            self.strings.iter().filter(counted).map(|wanted| wanted.folded.as_str()).collect();
        let all_differ = strings.iter().enumerate().all(|(at, string)| !strings[..at].contains(string));
        let counts_add = all_differ && !self.has_near && !self.repeats;
        let flat = if counts_add { Flat::of(&root, &self.strings) } else { None };
        Plan {
            root,
            flat,
            counts_add,
            repeats: self.repeats,
            is_question: self.is_question,
            is_relaxed: false,
            naming: Naming::default(),
            written_out: None,
            strings: self.strings,
            chunks: self.chunks,
            tests: self.tests,
        }
    }

    fn root(&mut self, root: &Clause, naming: &Naming) -> Step {
        if naming.means_a_report() { self.report(root, naming) } else { self.clause(root) }
    }

    fn clause(&mut self, clause: &Clause) -> Step {
        match clause {
            Clause::Everything => Step::Everything,
            Clause::Bare { text, .. } => self.bare(&fold(text).into_text()),
            Clause::Phrase { text, scope, .. } => self.phrase(text, *scope),
            Clause::Near { left, right, distance } => {
                self.has_near = true;
                let (left, right) = (self.clause(left), self.clause(right));
                Step::Near { sides: Box::new([left, right]), distance: *distance }
            }
            Clause::All(clauses) => self.all(clauses),
            Clause::Any(clauses) => Step::Any(clauses.iter().map(|clause| self.clause(clause)).collect()),
            Clause::Not(clause) => {
                self.is_unwanted = !self.is_unwanted;
                let step = self.clause(clause);
                self.is_unwanted = !self.is_unwanted;
                Step::Not(Box::new(step))
            }
            Clause::Issuer(name) => self.test(Test::Issuer(fold(name).into_text())),
            Clause::Source(name) => self.test(Test::Source(fold(name).into_text())),
            Clause::Region(name) => self.test(Test::Region(RegionTest::new(name))),
            Clause::Years(first, last) => self.test(Test::Years(i64::from(*first), i64::from(*last))),
            Clause::Published(first, last) => {
                self.test(Test::Published(day_number(*first), day_number(*last)))
            }
            Clause::Kind(kind) => self.test(Test::Kind(kind.key())),
            Clause::Section(kind) => Step::Within(*kind, Box::new(Step::Everything)),
        }
    }

    /// A section among the conditions narrows all the others.
    fn all(&mut self, clauses: &[Clause]) -> Step {
        let mut steps = Vec::with_capacity(clauses.len());
        let mut sections = Vec::new();
        for clause in clauses {
            match clause {
                Clause::Section(kind) => sections.push(*kind),
                other => steps.push(self.clause(other)),
            }
        }
        let all = if steps.is_empty() { Step::Everything } else { Step::All(steps) };
        sections.into_iter().fold(all, |step, kind| Step::Within(kind, Box::new(step)))
    }

    fn bare(&mut self, folded: &str) -> Step {
        let strings = strings_of(folded);
        self.is_question |= strings.iter().any(|string| telling::asks(string));
        let has_article = strings.iter().any(|string| articles::is_whole(string));
        let mut steps: Vec<Step> = strings.iter().map(|string| self.said(string)).collect();
        for (step, string) in steps.iter_mut().zip(&strings) {
            // Laws do not print the number of a part of an article.
            if has_article && articles::is_part(string) {
                *step = Step::Any(vec![step.clone(), Step::Everything]);
            }
        }
        if strings.len() == 1 {
            return steps.swap_remove(0);
        }
        // The chunk as a whole is mostly printed with its numbers in Chinese.
        let printed = articles::printed(folded);
        if printed != folded {
            self.chunk(&printed, strings_of(&printed));
        }
        self.chunk(folded, strings);
        Step::All(steps)
    }

    /// Returns the step that asks for a string of an unquoted chunk; an article of a law may be written in Chinese, and
    /// what a document is may stand in for it.
    fn said(&mut self, string: &str) -> Step {
        let mut ways = vec![self.word(string)];
        ways.extend(articles::in_chinese(string).map(|chinese| self.word(&chinese)));
        if !self.is_unwanted {
            ways.extend(self.instead(string));
        }
        if ways.len() == 1 { ways.swap_remove(0) } else { Step::Any(ways) }
    }

    /// Remembers a chunk of several words and of the strings it was cut into, which are already wanted.
    fn chunk(&mut self, folded: &str, mut wanted: Vec<String>) {
        wanted.extend(words_of(folded).into_iter().filter(|word| !wanted.contains(word)).collect::<Vec<_>>());
        let words: Vec<usize> = wanted
            .iter()
            .filter_map(|word| {
                self.strings.iter().position(|wanted| wanted.is_bare && wanted.folded == *word)
            })
            .collect();
        if words.len() > 1 && !self.is_unwanted {
            self.chunks.push(Chunk { folded: folded.to_owned(), words });
        }
    }

    fn word(&mut self, word: &str) -> Step {
        self.string(Wanted {
            folded: word.to_owned(),
            length: word.chars().count() as u32,
            in_text: Some(self.matching),
            in_title: true,
            title_matching: self.matching,
            is_bare: true,
            is_unwanted: self.is_unwanted,
        })
    }

    fn phrase(&mut self, text: &str, scope: Scope) -> Step {
        let folded = fold(text);
        self.string(Wanted {
            length: folded.len() as u32,
            folded: folded.into_text(),
            in_text: match scope {
                Scope::Text => Some(self.matching),
                Scope::Words => Some(Matching::WholeWord),
                Scope::Title | Scope::TitleWords => None,
            },
            in_title: matches!(scope, Scope::Title | Scope::TitleWords),
            title_matching: match scope {
                Scope::Text | Scope::Title => self.matching,
                Scope::Words | Scope::TitleWords => Matching::WholeWord,
            },
            is_bare: false,
            is_unwanted: self.is_unwanted,
        })
    }

    fn test(&mut self, test: Test) -> Step {
        self.tests.push(test);
        Step::Test(self.tests.len() - 1)
    }

    fn string(&mut self, wanted: Wanted) -> Step {
        let known = self.strings.iter().position(|known| *known == wanted);
        self.repeats |= known.is_some();
        Step::String(known.unwrap_or_else(|| {
            self.strings.push(wanted);
            self.strings.len() - 1
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::strings_of;

    #[track_caller]
    fn check(chunk: &str, strings: &[&str]) {
        assert_eq!(strings_of(chunk), strings, "{chunk}");
    }

    #[test]
    fn single_characters_beside_each_other_are_one_string() {
        check("放管服", &["放管服"]);
        check("生态环境", &["生态环境"]);
        check("法治政府建设", &["法治", "政府", "建设"]);
        check("，", &["，"]);
    }
}
