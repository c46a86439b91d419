//! A query that names a report in; the steps that find it by what it is out.

use corpus::text::fold;

use crate::local::compile::Compiler;
use crate::local::compile::Step;
use crate::local::compile::Test;
use crate::local::compile::required;
use crate::local::compile::strings_beside_places;
use crate::local::naming::Naming;
use crate::local::naming::conditions;
use crate::local::region::RegionTest;
use crate::query::Clause;

impl Compiler {
    /// A query that names a report by two of place, year and kind finds it by what it is too: its text need not say so.
    /// Whatever else the query says must be said.
    pub(super) fn report(&mut self, root: &Clause, naming: &Naming) -> Step {
        let (mut names, mut others) = (Vec::new(), Vec::new());
        let mut sections = Vec::new();
        for condition in conditions(root) {
            match condition {
                Clause::Bare { text, .. } => {
                    let folded = fold(text).into_text();
                    let strings = strings_beside_places(&folded, naming);
                    let required = required(&strings);
                    for string in &strings {
                        if !naming.covers(string) {
                            if required.contains(&string) {
                                others.push(self.said(string));
                            }
                        } else if naming.needs(string) {
                            names.push(string.clone());
                        }
                    }
                    self.chunk(&folded, strings);
                }
                Clause::Section(kind) => sections.push(*kind),
                other => others.push(self.clause(other)),
            }
        }
        if names.is_empty() {
            return self.clause(root);
        }
        let said = Step::All(names.iter().map(|name| self.word(name)).collect());
        // What is said all the same is marked and counted.
        let or_not = names.iter().map(|name| self.word(name)).chain([Step::Everything]).collect();
        let mut facts = Vec::new();
        let places: Vec<Step> =
            naming.places.iter().map(|(name, _)| self.test(Test::Region(RegionTest::new(name)))).collect();
        if naming.are_alternatives {
            facts.push(Step::Any(places));
        } else {
            facts.extend(places);
        }
        let years: Vec<Step> =
            naming.years.iter().map(|&year| self.test(Test::Years(year.into(), year.into()))).collect();
        match years.len() {
            0 | 1 => facts.extend(years),
            _ => facts.push(Step::Any(years)),
        }
        facts.extend(naming.kind.map(|kind| self.test(Test::Kind(kind.key()))));
        // Conditions are asked first: most documents fail them, and looking at strings costs more.
        facts.push(Step::Any(or_not));
        others.push(Step::Any(vec![said, Step::All(facts)]));
        sections.into_iter().fold(Step::All(others), |step, kind| Step::Within(kind, Box::new(step)))
    }
}
