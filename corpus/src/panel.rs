//! A panel: the reports of many districts for one year in; the same quantity or the same part of each, gaps too, out.

use std::collections::BTreeMap;
use std::collections::HashMap;

use crate::compare::variant;
use crate::document::Document;
use crate::document::SectionKind;
use crate::indicators::Decimal;
use crate::passages::Passage;
use crate::passages::Told;
use crate::passages::passages;
use crate::quantity_series;
use crate::quantity_series::Dimension;
use crate::quantity_series::Measure;
use crate::quantity_series::Measured;

/// What is laid side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A quantity, by what it counts and perhaps its dimension.
    Quantity {
        /// What is counted, such as 行政复议案件.
        context: String,
        /// The unit, printed or plain; that of most reports when none is given.
        unit: Option<String>,
        /// Levels or changes; what most reports state when none is given.
        measure: Option<Measure>,
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
        /// Whether a heading or only the running text says what the part is about.
        told: Told,
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

/// A dimension that a quantity has in some reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The dimension.
    pub dimension: Dimension,
    /// How many reports state the quantity in it.
    pub documents: usize,
    /// Whether a unit that was asked for fits it, printed or plain.
    fits: bool,
}

/// Lists the dimensions that a quantity has in the reports, those of most reports first; of equally many a level goes before
/// a change and an amount before a rate.
pub fn dimensions<'a>(reports: impl Iterator<Item = &'a [Measured]>, subject: &Subject) -> Vec<Choice> {
    let Subject::Quantity { context, unit, measure } = subject else { return Vec::new() };
    let mut counts: BTreeMap<Dimension, (usize, bool)> = BTreeMap::new();
    for report in reports {
        for (dimension, found) in quantity_series::find(report, context) {
            let is_unit =
                unit.as_ref().is_none_or(|unit| *unit == found.quantity.unit || *unit == dimension.unit);
            let is_measure = measure.is_none_or(|measure| measure == dimension.measure);
            let (documents, fits) = counts.entry(dimension).or_default();
            *documents += 1;
            *fits |= is_unit && is_measure;
        }
    }
    let choice = |(dimension, (documents, fits))| Choice { dimension, documents, fits };
    let mut choices: Vec<Choice> = counts.into_iter().map(choice).collect();
    choices.sort_by_key(|choice| {
        (
            std::cmp::Reverse(choice.documents),
            choice.dimension.measure,
            choice.dimension.unit == "%",
            choice.dimension.unit.clone(),
        )
    });
    choices
}

/// Returns the dimension that is laid side by side: of those that fit what was asked for the one of most reports.
pub fn chosen(choices: &[Choice]) -> Option<&Choice> {
    choices.iter().find(|choice| choice.fits)
}

/// Returns the quantity of one report in a dimension.
pub fn quantity(measured: &[Measured], context: &str, dimension: &Dimension) -> Entry {
    let Some(found) = quantity_series::find(measured, context).remove(dimension) else {
        return Entry::Silent;
    };
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

/// Returns the part of one report that is about one thing.
pub fn section(document: &Document, kind: SectionKind) -> Entry {
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
    let Some(first) = first else { return running(document, &text, kind) };
    let body = first.start + first.heading.chars().count();
    let body = body.min(text.len());
    Entry::Section {
        heading: first.heading.clone(),
        number: first.number.clone(),
        characters,
        opening: opening(&text[body..first.end.min(text.len()).max(body)]),
        told: Told::Heading,
    }
}

/// Returns the passage that does the duty of a part without a heading of its own.
fn running(document: &Document, text: &[char], kind: SectionKind) -> Entry {
    let passages: Vec<Passage> =
        passages(document).into_iter().filter(|passage| passage.kind == kind).collect();
    let Some(first) = passages.first() else { return Entry::Silent };
    Entry::Section {
        heading: String::new(),
        number: String::new(),
        characters: passages.iter().map(|passage| passage.end.saturating_sub(passage.start)).sum(),
        opening: opening(&text[first.start..first.end]),
        told: first.told,
    }
}

fn opening(text: &[char]) -> String {
    text.iter().collect::<String>().trim().replace('\n', " ").chars().take(OPENING).collect()
}

/// Lists the quantities that most reports state, by the same words and unit, at least two each; most common first. A single
/// character says too little of what was counted to be compared.
pub fn common<'a>(reports: impl Iterator<Item = &'a [Measured]>, most: usize) -> Vec<Common> {
    let mut counts: HashMap<(Vec<char>, String), BTreeMap<String, usize>> = HashMap::new();
    for report in reports {
        for measured in report {
            let quantity = &measured.quantity;
            // A change is another thing than what changed, and is said of everything.
            if quantity.direction.is_some()
                || quantity.cumulative
                || measured.context.chars().nth(1).is_none()
            {
                continue;
            }
            let key = (variant::key(&measured.context).characters, quantity.normalised.unit.clone());
            *counts.entry(key).or_default().entry(measured.context.clone()).or_default() += 1;
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

    #[track_caller]
    fn check(
        texts: &[&str],
        unit: Option<&str>,
        measure: Option<Measure>,
        dimension: &str,
        expected: &[&str],
    ) {
        let context = "投资总额".to_owned();
        let subject = Subject::Quantity { context: context.clone(), unit: unit.map(str::to_owned), measure };
        let reports: Vec<Vec<Measured>> =
            texts.iter().map(|text| quantity_series::measured(&Document::new("甲", *text))).collect();
        let choices = dimensions(reports.iter().map(Vec::as_slice), &subject);
        let Some(chosen) = chosen(&choices) else { panic!("nothing fits of {choices:?}") };
        let written = |measured: &Vec<Measured>| match quantity(measured, &context, &chosen.dimension) {
            Entry::Quantity { value, unit, plain, plain_unit, .. } => {
                format!("{value}{unit} {plain}{plain_unit}")
            }
            _ => "-".to_owned(),
        };
        let Dimension { measure, unit } = &chosen.dimension;
        assert_eq!(format!("{unit} {} {}", measure.key(), chosen.documents), dimension);
        assert_eq!(reports.iter().map(written).collect::<Vec<_>>(), expected, "{texts:?}");
    }

    #[test]
    fn the_same_quantity_is_found_in_other_units_and_a_gap_is_a_gap() {
        let texts = ["投资总额1.2亿元。", "投资总额9000万元。", "加强培训。"];
        let expected = ["1.2亿元 120000000元", "9000万元 90000000元", "-"];
        check(&texts, None, None, "元 level 2", &expected);
        check(&texts, Some("万元"), None, "元 level 2", &expected);
    }

    #[test]
    fn rates_and_amounts_never_stand_in_one_column() {
        let texts = ["投资总额增长3%。", "投资总额9000万元，增长5%。", "投资总额增长7%。"];
        check(&texts, None, None, "% change 3", &["3% 3%", "5% 5%", "7% 7%"]);
        check(&texts, Some("元"), None, "元 level 1", &["-", "9000万元 90000000元", "-"]);
        check(&texts, None, Some(Measure::Level), "元 level 1", &["-", "9000万元 90000000元", "-"]);
        let even = ["投资总额增长3%。", "投资总额9000万元。"];
        check(&even, None, None, "元 level 1", &["-", "9000万元 90000000元"]);
    }

    #[test]
    fn a_unit_that_no_report_has_fits_nothing() {
        let measured = quantity_series::measured(&Document::new("甲", "投资总额9000万元。"));
        let subject =
            Subject::Quantity { context: "投资总额".into(), unit: Some("人".into()), measure: None };
        let choices = dimensions(std::iter::once(measured.as_slice()), &subject);
        assert_eq!((choices.len(), chosen(&choices)), (1, None));
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
        let expected = Entry::Section {
            heading: "二、不足".into(),
            number: "2".into(),
            characters: 10,
            opening: "队伍薄弱。".into(),
            told: Told::Heading,
        };
        assert_eq!(section(&document, SectionKind::Problems), expected);
        assert_eq!(section(&document, SectionKind::NextPlan), Entry::Silent);
    }

    #[test]
    fn a_part_without_a_heading_is_read_from_the_running_text() {
        let document =
            Document::new("甲", "修路三百里。\n我们也清醒看到，发展中还有不少困难。财源单一。\n我们要补课。");
        let expected = Entry::Section {
            heading: String::new(),
            number: String::new(),
            characters: 23,
            opening: "我们也清醒看到，发展中还有不少困难。财源单一。".into(),
            told: Told::RunningText,
        };
        assert_eq!(section(&document, SectionKind::Problems), expected);
    }

    #[test]
    fn what_most_reports_state_comes_first() {
        let texts = [
            "办理行政复议案件40件。举办培训班3期。",
            "办理行政复议案件50件。县6个。",
            "举办培训班2期。办理行政复议案件7件。县8个。",
        ];
        let reports: Vec<Vec<Measured>> =
            texts.iter().map(|text| quantity_series::measured(&Document::new("甲", *text))).collect();
        let found = common(reports.iter().map(Vec::as_slice), 10);
        assert_eq!((found[0].context.as_str(), found[0].documents), ("办理行政复议案件", 3));
        assert_eq!(found.len(), 2);
    }
}
