//! Short and full forms of one thing: a query in; the query that takes in the other forms, and which they are, out.
//!
//! Asked for, never silent: 放管服 also finds 简政放权、放管结合、优化服务 when a search is told to expand. A string is expanded
//! when it is a known form as a whole. Every form is looked for as an exact string of the text (or of the title, for a
//! bare word), so that counts stay exact. Traditional and simplified characters need no expansion: folding makes them equal.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use corpus::gazetteer;
use corpus::text::fold;

use crate::articles::Part;
use crate::articles::in_chinese;
use crate::articles::parts;
use crate::query::Clause;
use crate::query::Query;
use crate::query::Scope;
use crate::search::Total;

/// The committed table: the short form, its full forms parted by `|`, where the usage comes from.
const TABLE: &str = include_str!("../data/abbreviations.tsv");

/// A line of the table.
#[derive(Clone, Debug)]
struct Line {
    /// The short form and its full ones, as they are written.
    forms: Vec<&'static str>,
    /// Whether it is what an office is called, before which may stand whose it is: 国家发展和改革委员会.
    is_office: bool,
    /// Whether it is what a law is called.
    is_law: bool,
}

/// For each folded form its line.
static FORMS: LazyLock<HashMap<String, Line>> = LazyLock::new(|| {
    let mut forms: HashMap<String, Line> = HashMap::new();
    for line in lines() {
        for form in &line.forms {
            forms.insert(fold(form).into_text(), line.clone());
        }
    }
    forms
});

fn lines() -> impl Iterator<Item = Line> {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (short, rest) = line.split_once('\t')?;
        let (full, usage) = rest.split_once('\t')?;
        let is_office = ["部门简称", "机关简称", "机构简称"].contains(&usage);
        let is_law = usage == "法律简称";
        Some(Line { forms: std::iter::once(short).chain(full.split('|')).collect(), is_office, is_law })
    })
}

/// Returns every form of the table as it is written.
pub(crate) fn every_form() -> impl Iterator<Item = &'static str> {
    lines().flat_map(|line| line.forms)
}

/// Whose an office is, where no place is named before it.
const OWNERS: &[&str] = &["国家", "国务院", "省", "自治区", "市", "自治州", "州", "盟", "县", "旗", "区"];

/// Returns every form of a string, its own among them; none when it has no other.
pub(crate) fn forms_of(text: &str) -> Option<Vec<String>> {
    let folded = fold(text).into_text();
    if let Some(line) = FORMS.get(&folded) {
        return Some(line.forms.iter().map(|&form| form.to_owned()).collect());
    }
    let places = gazetteer::mentioned(&folded);
    let place = places.first().filter(|place| place.span.start == 0).map(|place| place.span.end);
    let owners = OWNERS.iter().filter(|owner| folded.starts_with(**owner)).map(|owner| owner.len());
    owners.chain(place).find_map(|end| {
        let (owner, office) = folded.split_at(end);
        let line = FORMS.get(office).filter(|line| line.is_office)?;
        Some(line.forms.iter().map(|form| format!("{owner}{form}")).collect())
    })
}

/// Returns the law that is named in another form at the beginning of a text, where an interpretation of it or an article goes on:
/// the name as written, its forms and what stands behind it.
pub(crate) fn law_before(text: &str) -> Option<(String, Vec<String>, String)> {
    let folded = fold(text).into_text();
    let names = lines().filter(|line| line.is_law).flat_map(|line| {
        let forms = line.forms.clone();
        forms.into_iter().map(move |form| (form, line.clone()))
    });
    let (name, line) =
        names.filter(|(name, _)| folded.starts_with(name)).max_by_key(|(name, _)| name.len())?;
    let behind = &folded[name.len()..];
    let goes_on = ["解释", "司法解释"].iter().any(|paper| behind.starts_with(paper))
        || matches!(parts(behind).first(), Some(Part::Article(_)));
    let forms = line.forms.iter().map(|&form| form.to_owned()).collect();
    goes_on.then(|| (name.to_owned(), forms, behind.to_owned()))
}

/// Returns a folded text that begins with a short name of a law with that name in full.
pub(crate) fn law_in_full(folded: &str) -> Option<String> {
    lines().filter(|line| line.is_law).find_map(|line| {
        let full = line.forms[1];
        let mut short = line.forms.iter().filter(|form| **form != full);
        let behind = short.find_map(|form| folded.strip_prefix(form))?;
        Some(format!("{full}{behind}"))
    })
}

/// Returns a text in its other forms when it has any, else with the short name of a law in it written in full, each way; none when
/// there is none in it.
pub(crate) fn laws_in_full(text: &str) -> Vec<String> {
    let folded = fold(text).into_text();
    if let Some(line) = FORMS.get(&folded) {
        let others = line.forms.iter().map(|&form| form.to_owned());
        return others.filter(|form| fold(form).text() != folded).collect();
    }
    let law = lines().find(|line| line.is_law && folded.contains(line.forms[0]));
    law.map(|line| line.forms[1..].iter().map(|form| folded.replacen(line.forms[0], form, 1)).collect())
        .unwrap_or_default()
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
    /// What the query finds with this form alone in the place of the string; where the string must not stand, what it would find
    /// if the form had to: the documents that it keeps out.
    pub total: Total,
}

/// Returns the query that takes in every other form, and the strings that have any, each once; without counts.
pub fn expanded(query: &Query) -> (Query, Vec<Expansion>) {
    let mut found: Vec<Expansion> = Vec::new();
    let root = replaced(&query.root, &mut |text, forms| {
        if !found.iter().any(|known| known.text == text) {
            let forms = forms.iter().map(|form| ExpandedForm { text: form.clone(), total: Total::default() });
            found.push(Expansion { text: text.to_owned(), forms: forms.collect() });
        }
        forms.to_vec()
    });
    (Query { text: query.text.clone(), root }, found)
}

/// Returns the condition that takes in every other form.
pub(crate) fn with_forms(root: &Clause) -> Clause {
    replaced(root, &mut |_, forms| forms.to_vec())
}

/// Returns the query with one form alone in the place of a string, and every other string expanded. A string that must not
/// stand is asked for.
pub(crate) fn with_form(root: &Clause, text: &str, form: &str) -> Clause {
    replaced(&asked_for(root, text), &mut |written, forms| {
        forms.iter().filter(|&one| written != text || one == form).cloned().collect()
    })
}

/// Returns the condition with a string asked for that it denies.
fn asked_for(clause: &Clause, text: &str) -> Clause {
    let each = |clauses: &[Clause]| clauses.iter().map(|one| asked_for(one, text)).collect();
    match clause {
        Clause::Not(one) => string_in(one, text).unwrap_or(clause).clone(),
        Clause::All(clauses) => Clause::All(each(clauses)),
        Clause::Any(clauses) => Clause::Any(each(clauses)),
        other => other.clone(),
    }
}

/// Finds a string in a condition.
fn string_in<'c>(clause: &'c Clause, text: &str) -> Option<&'c Clause> {
    match clause {
        Clause::Bare { text: written, .. } | Clause::Phrase { text: written, .. } => {
            (written == text).then_some(clause)
        }
        Clause::Near { left, right, .. } => string_in(left, text).or_else(|| string_in(right, text)),
        Clause::All(clauses) | Clause::Any(clauses) => clauses.iter().find_map(|one| string_in(one, text)),
        Clause::Not(one) => string_in(one, text),
        _ => None,
    }
}

/// So many articles of one query are counted in each way of writing.
const MOST_COUNTED: usize = 8;

/// Returns the first articles of laws that unquoted words name with an Arabic number, each once with the form that is printed;
/// without counts.
pub(crate) fn articles(root: &Clause) -> Vec<Expansion> {
    let mut found: Vec<Expansion> = Vec::new();
    for article in bare_texts(root).iter().flat_map(|text| parts(text)) {
        let Part::Article(article) = article else { continue };
        let Some(chinese) = in_chinese(article) else { continue };
        if found.len() < MOST_COUNTED && !found.iter().any(|known| known.text == article) {
            let form = |text: &str| ExpandedForm { text: text.to_owned(), total: Total::default() };
            found.push(Expansion { text: article.to_owned(), forms: vec![form(article), form(&chinese)] });
        }
    }
    found
}

/// Returns the folded unquoted chunks of a condition.
fn bare_texts(clause: &Clause) -> Vec<String> {
    match clause {
        Clause::Bare { text, .. } => vec![fold(text).into_text()],
        Clause::All(clauses) | Clause::Any(clauses) => clauses.iter().flat_map(bare_texts).collect(),
        _ => Vec::new(),
    }
}

/// Returns the condition with one way of writing an article alone in its unquoted chunks.
pub(crate) fn with_article(clause: &Clause, article: &str, form: &str) -> Clause {
    let each = |clauses: &[Clause]| clauses.iter().map(|one| with_article(one, article, form)).collect();
    match clause {
        Clause::Bare { text, at } => {
            let folded = fold(text).into_text();
            let all = parts(&folded);
            if !all.contains(&Part::Article(article)) {
                return clause.clone();
            }
            let forms = [Scope::Text, Scope::Title].map(|scope| Clause::Phrase {
                text: form.to_owned(),
                scope,
                at: at.clone(),
            });
            let beside = all.into_iter().filter_map(|part| match part {
                Part::Article(named) if named == article => None,
                Part::Article(text) | Part::Words(text) => Some(text),
            });
            // A mark keeps apart what the article parted; folding would drop a blank.
            let beside = beside.collect::<Vec<_>>().join(",");
            let says_something = beside.chars().any(char::is_alphanumeric);
            let beside = says_something.then(|| Clause::Bare { text: beside, at: at.clone() });
            Clause::all(std::iter::once(Clause::Any(forms.into())).chain(beside).collect())
        }
        Clause::All(clauses) => Clause::All(each(clauses)),
        Clause::Any(clauses) => Clause::Any(each(clauses)),
        other => other.clone(),
    }
}

/// Returns the condition that one of some forms stands in the text or in the title.
fn phrases(forms: Vec<String>, at: &Range<usize>) -> Clause {
    let scoped =
        forms.into_iter().flat_map(|form| [Scope::Text, Scope::Title].map(|scope| (form.clone(), scope)));
    Clause::any(scoped.map(|(text, scope)| Clause::Phrase { text, scope, at: at.clone() }).collect())
}

/// Rebuilds a condition; each string that has forms becomes those that are chosen.
fn replaced(clause: &Clause, choose: &mut dyn FnMut(&str, &[String]) -> Vec<String>) -> Clause {
    match clause {
        Clause::Bare { text, at } => match forms_of(text) {
            Some(forms) => phrases(choose(text, &forms), at),
            None => match law_before(text) {
                Some((name, forms, behind)) => {
                    let law = phrases(choose(&name, &forms), at);
                    Clause::All(vec![law, Clause::Bare { text: behind, at: at.clone() }])
                }
                None => clause.clone(),
            },
        },
        Clause::Phrase { text, scope, at } => match forms_of(text) {
            Some(forms) => Clause::any(
                choose(text, &forms)
                    .into_iter()
                    .map(|text| Clause::Phrase { text, scope: *scope, at: at.clone() })
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
    use super::law_in_full;
    use super::laws_in_full;
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
            let forms: Vec<String> = line.forms.iter().map(|form| fold(form).into_text()).collect();
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
        check(
            "\"国家发展和改革委员会\"",
            "(\"国家发改委\" OR \"国家发展和改革委员会\" OR \"国家发展改革委\")",
        );
        check("\"四川省发改委\"", "(\"四川省发改委\" OR \"四川省发展和改革委员会\" OR \"四川省发展改革委\")");
        check("\"市住建局\"", "(\"市住建局\" OR \"市住房和城乡建设局\" OR \"市住房城乡建设局\")");
        check(
            "刑诉法第83条",
            "((\"刑诉法\" OR title:\"刑诉法\" OR \"刑事诉讼法\" OR title:\"刑事诉讼法\") AND 第83条)",
        );
        check(
            "民诉法解释",
            "((\"民诉法\" OR title:\"民诉法\" OR \"民事诉讼法\" OR title:\"民事诉讼法\") AND 解释)",
        );
        check("民诉法的学习", "民诉法的学习");
        check("\"四川省低保\" \"新发改委\"", "(\"四川省低保\" AND \"新发改委\")");
        check("低保标准 \"的低保\"", "(低保标准 AND \"的低保\")");
    }

    #[test]
    fn short_names_of_laws_are_written_in_full_wherever_they_stand() {
        assert_eq!(laws_in_full("民诉法"), ["民事诉讼法"]);
        assert_eq!(laws_in_full("民诉法第十条"), ["民事诉讼法第十条"]);
        for text in ["公园法", "民事诉讼法第十条", "公园低保"] {
            assert!(laws_in_full(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn the_short_name_of_a_law_at_the_beginning_is_written_in_full() {
        assert_eq!(law_in_full("民诉法第十条").as_deref(), Some("民事诉讼法第十条"));
        assert_eq!(law_in_full("消法").as_deref(), Some("消费者权益保护法"));
        assert_eq!(law_in_full("民事诉讼法"), None);
    }

    #[test]
    fn one_form_alone_stands_in_the_place_of_its_string() {
        let query = parse("\"低保\" \"文旅部\"").unwrap();
        let one = with_form(&query.root, "低保", "最低生活保障").to_string();
        assert_eq!(one, "(\"最低生活保障\" AND (\"文旅部\" OR \"文化和旅游部\"))");
        let query = parse("教育 -(\"低保\" OR \"文旅部\")").unwrap();
        assert_eq!(with_form(&query.root, "低保", "低保").to_string(), "(教育 AND \"低保\")");
    }
}
