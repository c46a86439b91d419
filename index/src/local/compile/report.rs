//! A query that names a report in; the steps that find it by what it is out.

use corpus::text::fold;

use crate::local::compile::Compiler;
use crate::local::compile::Step;
use crate::local::compile::Test;
use crate::local::compile::required_beside_names;
use crate::local::compile::strings_beside_places;
use crate::local::naming::Naming;
use crate::local::naming::conditions;
use crate::local::region::RegionTest;
use crate::query::Clause;

impl Compiler<'_> {
    /// A query that names a report by two of place, year and kind finds it by what it is too: its text need not say so.
    /// Whatever else the query says must be said, but not by the one report that all three name.
    pub(super) fn report(&mut self, root: &Clause, naming: &Naming) -> Step {
        let (mut names, mut words) = (Vec::new(), Vec::new());
        let (mut others, mut sections) = (Vec::new(), Vec::new());
        let mut needed = Vec::new();
        for condition in conditions(root) {
            match condition {
                Clause::Bare { text, .. } => {
                    let folded = fold(text).into_text();
                    let strings = strings_beside_places(&folded, naming);
                    for word in required_beside_names(&strings, naming) {
                        others.push(self.said(word));
                        words.push(word.clone());
                    }
                    let is_name = |string: &&String| naming.covers(string) && naming.needs(string);
                    names.extend(strings.iter().filter(is_name).cloned());
                    self.chunk(&folded, strings);
                }
                Clause::Section(kind) => sections.push(*kind),
                other => needed.push(self.clause(other)),
            }
        }
        if names.is_empty() {
            return self.clause(root);
        }
        let said = Step::All(names.iter().map(|name| self.word(name)).collect());
        let places = self.places(naming);
        others.push(Step::Any(vec![said, self.by_facts(places, naming, &names)]));
        let mut found = Step::All(others);
        if !words.is_empty() && naming.names_one_report(&words) {
            let place = self.test(Test::Places(naming.named_paths()));
            names.append(&mut words);
            found = Step::Any(vec![found, self.by_facts(vec![place], naming, &names)]);
        }
        needed.push(found);
        sections.into_iter().fold(Step::All(needed), |step, kind| Step::Within(kind, Box::new(step)))
    }

    /// Returns the steps that ask for documents of the places that are named.
    pub(super) fn places(&mut self, naming: &Naming) -> Vec<Step> {
        let places: Vec<Step> =
            naming.places.iter().map(|(name, _)| self.test(Test::Region(RegionTest::new(name)))).collect();
        if naming.are_alternatives { vec![Step::Any(places)] } else { places }
    }

    /// Returns the step that asks for documents that are of all that is named, some strings of the query said or not.
    fn by_facts(&mut self, places: Vec<Step>, naming: &Naming, strings: &[String]) -> Step {
        let mut facts = places;
        let years: Vec<Step> =
            naming.years.iter().map(|&year| self.test(Test::Years(year.into(), year.into()))).collect();
        match years.len() {
            0 | 1 => facts.extend(years),
            _ => facts.push(Step::Any(years)),
        }
        facts.extend(naming.kind.map(|kind| self.test(Test::Kind(kind.key()))));
        // What is said all the same is marked and counted. Conditions are asked first: most documents fail them, and looking at
        // strings costs more.
        let or_not = strings.iter().map(|string| self.word(string)).chain([Step::Everything]);
        facts.push(Step::Any(or_not.collect()));
        Step::All(facts)
    }
}
