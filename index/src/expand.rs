//! Short and full forms of one thing: a query in; the query that takes in the other forms, and which they are, out.
//!
//! Asked for, never silent: 放管服 also finds 简政放权、放管结合、优化服务 when a search is told to expand. A string is expanded
//! when it is a known form as a whole. Every form is looked for as an exact string of the text (or of the title, for a
//! bare word), so that counts stay exact. Traditional and simplified characters need no expansion: folding makes them equal.

use std::collections::HashMap;
use std::sync::LazyLock;

use corpus::text::fold;

use crate::query::Clause;
use crate::query::Query;
use crate::query::Scope;
use crate::search::Total;

/// The committed table: the short form, its full forms parted by `|`, where the usage comes from.
const TABLE: &str = include_str!("../data/abbreviations.tsv");

/// For each folded form the forms of its line, as they are written.
static FORMS: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut forms: HashMap<String, Vec<&'static str>> = HashMap::new();
    for line in lines() {
        for form in &line {
            forms.insert(fold(form).into_text(), line.clone());
        }
    }
    forms
});

fn lines() -> impl Iterator<Item = Vec<&'static str>> {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (short, rest) = line.split_once('\t')?;
        let (full, _) = rest.split_once('\t')?;
        Some(std::iter::once(short).chain(full.split('|')).collect())
    })
}

/// A string of the query with the forms that were looked for in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expansion {
    /// The string as it was written.
    pub text: String,
    /// Every form, the one written among them, with what the query finds when it is the only one.
    pub forms: Vec<ExpandedForm>,
}

/// One form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpandedForm {
    /// The form.
    pub text: String,
    /// What the query finds with this form alone in the place of the string.
    pub total: Total,
}

/// Returns the query that takes in every other form, and the strings that have any, each once; without counts.
pub fn expanded(query: &Query) -> (Query, Vec<Expansion>) {
    let mut found: Vec<Expansion> = Vec::new();
    let root = replaced(&query.root, &mut |text, forms| {
        if !found.iter().any(|known| known.text == text) {
            let forms =
                forms.iter().map(|&form| ExpandedForm { text: form.to_owned(), total: Total::default() });
            found.push(Expansion { text: text.to_owned(), forms: forms.collect() });
        }
        forms.to_vec()
    });
    (Query { text: query.text.clone(), root }, found)
}

/// Returns the query with one form alone in the place of a string, and every other string expanded.
pub(crate) fn with_form(root: &Clause, text: &str, form: &str) -> Clause {
    replaced(root, &mut |written, forms| {
        let is_wanted = |one: &&'static str| written != text || *one == form;
        forms.iter().copied().filter(is_wanted).collect()
    })
}

/// Rebuilds a condition; each string that has forms becomes those that are chosen.
fn replaced(clause: &Clause, choose: &mut dyn FnMut(&str, &[&'static str]) -> Vec<&'static str>) -> Clause {
    match clause {
        Clause::Bare { text, at } => match FORMS.get(fold(text).text()) {
            Some(forms) => Clause::any(
                choose(text, forms)
                    .into_iter()
                    .flat_map(|form| [Scope::Text, Scope::Title].map(|scope| (form, scope)))
                    .map(|(form, scope)| Clause::Phrase { text: form.to_owned(), scope, at: at.clone() })
                    .collect(),
            ),
            None => clause.clone(),
        },
        Clause::Phrase { text, scope, at } => match FORMS.get(fold(text).text()) {
            Some(forms) => Clause::any(
                choose(text, forms)
                    .into_iter()
                    .map(|form| Clause::Phrase { text: form.to_owned(), scope: *scope, at: at.clone() })
                    .collect(),
            ),
            None => clause.clone(),
        },
        Clause::Near { left, right, distance } => Clause::Near {
            left: Box::new(replaced(left, choose)),
            right: Box::new(replaced(right, choose)),
            distance: *distance,
        },
        Clause::All(clauses) => Clause::All(clauses.iter().map(|one| replaced(one, choose)).collect()),
        Clause::Any(clauses) => Clause::Any(clauses.iter().map(|one| replaced(one, choose)).collect()),
        Clause::Not(one) => Clause::Not(Box::new(replaced(one, choose))),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use corpus::text::fold;

    use super::expanded;
    use super::lines;
    use super::with_form;
    use crate::query::parse;

    #[track_caller]
    fn check(query: &str, reading: &str) {
        let (expanded, _) = expanded(&parse(query).unwrap());
        assert_eq!(expanded.root.to_string(), reading);
    }

    #[test]
    fn the_table_is_large_and_its_forms_do_not_overlap() {
        assert!(lines().count() >= 100);
        let mut seen = std::collections::HashSet::new();
        for line in lines() {
            let forms: Vec<String> = line.iter().map(|form| fold(form).into_text()).collect();
            assert!(forms.len() > 1 && forms.iter().all(|form| !form.is_empty()), "{line:?}");
            for (at, form) in forms.iter().enumerate() {
                assert!(seen.insert(form.clone()), "{form} stands twice");
                let is_inside =
                    |(other, longer): (usize, &String)| other != at && longer.contains(form.as_str());
                assert!(!forms.iter().enumerate().any(is_inside), "{form} stands in another form");
            }
        }
    }

    #[test]
    fn forms_stand_for_each_other() {
        check("\"发改局\"", "(\"发改局\" OR \"发展和改革局\" OR \"发展改革局\")");
        check("\"發展和改革局\"", "(\"发改局\" OR \"发展和改革局\" OR \"发展改革局\")");
        check("title:文旅部", "(title:\"文旅部\" OR title:\"文化和旅游部\")");
        check(
            "word:文旅部 -低保",
            "((word:\"文旅部\" OR word:\"文化和旅游部\") AND NOT (\"低保\" OR title:\"低保\" OR \"最低生活保障\" OR title:\"最低生活保障\"))",
        );
        check("低保 NEAR/5 标准", "((\"低保\" OR \"最低生活保障\") NEAR/5 \"标准\")");
        check("低保标准 \"的低保\"", "(低保标准 AND \"的低保\")");
    }

    #[test]
    fn one_form_alone_stands_in_the_place_of_its_string() {
        let query = parse("\"低保\" \"文旅部\"").unwrap();
        let one = with_form(&query.root, "低保", "最低生活保障").to_string();
        assert_eq!(one, "(\"最低生活保障\" AND (\"文旅部\" OR \"文化和旅游部\"))");
    }
}
