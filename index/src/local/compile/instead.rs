//! A word of a query that names a place in; what a document may be instead of saying it, out.

use corpus::document::DocumentKind;
use corpus::text::fold;

use crate::expand::forms_of;
use crate::local::compile::Compiler;
use crate::local::compile::Step;
use crate::local::compile::Test;

impl Compiler<'_> {
    /// Returns the steps that stand in for a word: a rule of the place does for 立法, what an office gave for its name.
    pub(super) fn instead(&mut self, word: &str) -> Vec<Step> {
        let Some(naming) = self.naming else { return Vec::new() };
        if naming.asks_for_rules(word) {
            let mut facts = self.places(naming);
            facts.push(self.test(Test::Kind(DocumentKind::Regulation.key())));
            return vec![Step::All(facts)];
        }
        if !naming.asks_for_office(word) {
            return Vec::new();
        }
        let mut forms = forms_of(word).unwrap_or_default();
        forms.insert(0, word.to_owned());
        forms
            .iter()
            .map(|form| fold(form).into_text())
            .flat_map(|form| [Test::Issuer(form.clone()), Test::Source(form)])
            .map(|test| self.test(test))
            .collect()
    }
}
