//! A panel: the reports of many districts for one year in; the same quantity or the same part of each, gaps too, out.

use std::collections::BTreeMap;
use std::collections::HashMap;

use crate::compare::variant;
use crate::document::Document;
use crate::document::SectionKind;
use crate::indicators::Decimal;
use crate::quantity_series;
use crate::quantity_series::Measured;

/// What is laid side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A quantity, by what it counts and perhaps its unit, printed or plain.
    Quantity {
        /// What is counted, such as 行政复议案件.
        context: String,
        /// The unit.
        unit: Option<String>,
    },
    /// A part of the reports.
    Section(SectionKind),
}

/// What one district has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The quantity as its report states it, and in the plain unit so that it can be ranked.
    Quantity {
        /// The words of the report.
        context: String,
        /// As printed.
        value: Decimal,
        /// As printed.
        unit: String,
        /// In the plain unit.
        plain: Decimal,
        /// The plain unit.
        plain_unit: String,
        /// Whether the text rounds it.
        approximate: bool,
        /// First character of the number.
        start: usize,
    },
    /// The part.
    Section {
        /// The heading of the first one.
        heading: String,
        /// The number of the first one.
        number: String,
        /// Characters of all of them.
        characters: usize,
        /// How they begin, without the heading.
        opening: String,
    },
    /// The report does not state it.
    Silent,
}

/// A quantity that several reports state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Common {
    /// What is counted, in the words of most reports.
    pub context: String,
    /// The plain unit.
    pub unit: String,
    /// How many reports state it.
    pub documents: usize,
}

/// How much of a part is shown.
const OPENING: usize = 120;

/// Returns what one report has.
pub fn entry(document: &Document, subject: &Subject) -> Entry {
    match subject {
        Subject::Quantity { context, unit } => {
            quantity(&quantity_series::measured(document), context, unit.as_deref())
        }
        Subject::Section(kind) => section(document, *kind),
    }
}

fn quantity(measured: &[Measured], context: &str, unit: Option<&str>) -> Entry {
    let Some(found) = quantity_series::find(measured, context, unit) else { return Entry::Silent };
    let quantity = &found.quantity;
    Entry::Quantity {
        context: found.context.clone(),
        value: quantity.value,
        unit: quantity.unit.clone(),
        plain: quantity.normalised.value,
        plain_unit: quantity.normalised.unit.clone(),
        approximate: quantity.approximate,
        start: quantity.start,
    }
}

fn section(document: &Document, kind: SectionKind) -> Entry {
    let text: Vec<char> = document.text.chars().collect();
    let mut end = 0;
    let mut characters = 0;
    let mut first = None;
    for section in document.sections.iter().filter(|section| section.kind == kind) {
        // A part inside a part of its kind is counted with it.
        characters += section.end.saturating_sub(section.start.max(end));
        end = end.max(section.end);
        first = first.or(Some(section));
    }
    let Some(first) = first else { return Entry::Silent };
    let body = first.start + first.heading.chars().count();
    let opening = text[body.min(text.len())..first.end.min(text.len()).max(body.min(text.len()))].iter();
    Entry::Section {
        heading: first.heading.clone(),
        number: first.number.clone(),
        characters,
        opening: opening.collect::<String>().trim().replace('\n', " ").chars().take(OPENING).collect(),
    }
}

/// Lists the quantities that most reports state, by the same words and unit, at least two each; most common first.
pub fn common<'a>(documents: impl Iterator<Item = &'a Document>, most: usize) -> Vec<Common> {
    let mut counts: HashMap<(Vec<char>, String), BTreeMap<String, usize>> = HashMap::new();
    for document in documents {
        for measured in quantity_series::measured(document) {
            let quantity = &measured.quantity;
            // A change is another thing than what changed, and is said of everything.
            if quantity.direction.is_some() || quantity.cumulative {
                continue;
            }
            let key = (variant::key(&measured.context).characters, quantity.normalised.unit.clone());
            *counts.entry(key).or_default().entry(measured.context).or_default() += 1;
        }
    }
    let mut common: Vec<Common> = Vec::new();
    for ((_, unit), wordings) in counts {
        let documents = wordings.values().sum();
        let context = wordings.into_iter().max_by_key(|(_, count)| *count).map(|(context, _)| context);
        common.extend(context.filter(|_| documents > 1).map(|context| Common { context, unit, documents }));
    }
    common.sort_by(|one, other| {
        other
            .documents
            .cmp(&one.documents)
            .then_with(|| (&one.context, &one.unit).cmp(&(&other.context, &other.unit)))
    });
    common.truncate(most);
    common
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Section;

    #[test]
    fn the_same_quantity_is_found_in_other_units_and_a_gap_is_a_gap() {
        let subject = Subject::Quantity { context: "投资总额".to_owned(), unit: None };
        let written = |text: &str| match entry(&Document::new("甲", text), &subject) {
            Entry::Quantity { value, unit, plain, plain_unit, .. } => {
                format!("{value}{unit} {plain}{plain_unit}")
            }
            other => format!("{other:?}"),
        };
        assert_eq!(written("投资总额1.2亿元。"), "1.2亿元 120000000元");
        assert_eq!(written("投资总额9000万元。"), "9000万元 90000000元");
        assert_eq!(written("加强培训。"), "Silent");
    }

    #[test]
    fn a_part_is_told_by_its_kind() {
        let mut document = Document::new("甲", "二、不足\n队伍薄弱。");
        document.sections.push(Section {
            number: "2".into(),
            heading: "二、不足".into(),
            kind: SectionKind::Problems,
            year: None,
            level: 1,
            start: 0,
            end: 10,
        });
        let found = entry(&document, &Subject::Section(SectionKind::Problems));
        let expected = Entry::Section {
            heading: "二、不足".into(),
            number: "2".into(),
            characters: 10,
            opening: "队伍薄弱。".into(),
        };
        assert_eq!(found, expected);
        assert_eq!(entry(&document, &Subject::Section(SectionKind::NextPlan)), Entry::Silent);
    }

    #[test]
    fn what_most_reports_state_comes_first() {
        let texts = [
            "办理行政复议案件40件。举办培训班3期。",
            "办理行政复议案件50件。",
            "举办培训班2期。办理行政复议案件7件。",
        ];
        let documents: Vec<Document> = texts.iter().map(|text| Document::new("甲", *text)).collect();
        let found = common(documents.iter(), 10);
        assert_eq!((found[0].context.as_str(), found[0].documents), ("办理行政复议案件", 3));
        assert_eq!(found.len(), 2);
    }
}
