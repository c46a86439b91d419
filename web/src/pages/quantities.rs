//! What a document counts, as its page shows it: a document in; a foldable table for each part, and what disagrees, out.

use corpus::document::Document;
use corpus::indicators;
use corpus::indicators::Agreement;
use corpus::indicators::Quantity;

use crate::language::Language;
use crate::pages::text::anchor;

/// How many rows one table shows; statistical bulletins count thousands of things.
const MOST_ROWS: usize = 300;

/// The amounts of one part of a document.
pub(crate) struct Counted {
    /// The anchor of the part; empty for what stands before the first one.
    pub(crate) anchor: String,
    /// Its heading; empty for what stands before the first one.
    pub(crate) heading: String,
    pub(crate) rows: Vec<Row>,
    /// How many rows are not shown.
    pub(crate) left_out: usize,
}

/// One amount.
pub(crate) struct Row {
    /// What is counted.
    pub(crate) context: String,
    /// What was done with it.
    pub(crate) action: String,
    /// The amount as printed.
    pub(crate) printed: String,
    /// The amount in its plain unit, when that differs.
    pub(crate) plain: String,
    /// Rounded, over several years, up or down.
    pub(crate) notes: String,
}

/// Everything that a page shows of the amounts.
pub(crate) struct Figures {
    pub(crate) parts: Vec<Counted>,
    /// How many amounts there are.
    pub(crate) count: usize,
    /// The numbers that do not agree, as printed.
    pub(crate) disagreements: Vec<String>,
}

/// Reads what a document counts.
pub(crate) fn figures(language: Language, document: &Document) -> Figures {
    let text: Vec<char> = document.text.chars().collect();
    let read = indicators::read(&document.text, &document.sections);
    let mut parts: Vec<Counted> = Vec::new();
    for quantity in &read.quantities {
        // The parts of a page are those of the upper level; deeper ones would be tables of one row.
        let number =
            quantity.section.as_deref().and_then(|number| number.split('.').next()).unwrap_or_default();
        let name = if number.is_empty() { String::new() } else { anchor(number) };
        if parts.last().is_none_or(|part| part.anchor != name) {
            let section = document.sections.iter().find(|section| section.number == number);
            let heading = section.map(|section| section.heading.clone()).unwrap_or_default();
            parts.push(Counted { anchor: name, heading, rows: Vec::new(), left_out: 0 });
        }
        if let Some(part) = parts.last_mut() {
            if part.rows.len() < MOST_ROWS {
                part.rows.push(row(language, &text, quantity));
            } else {
                part.left_out += 1;
            }
        }
    }
    let disagreements =
        read.agreements.iter().filter(|a| !a.holds).map(|a| passage(&text, &read.quantities, a)).collect();
    Figures { parts, count: read.quantities.len(), disagreements }
}

fn row(language: Language, text: &[char], quantity: &Quantity) -> Row {
    let t = language.phrases();
    let normalised = &quantity.normalised;
    let is_other = normalised.unit != quantity.unit || normalised.value != quantity.value;
    let plain = match normalised.upper {
        _ if !is_other => String::new(),
        Some(upper) => format!("{}–{upper} {}", normalised.value, normalised.unit),
        None => format!("{} {}", normalised.value, normalised.unit),
    };
    let notes = [
        quantity.direction.map(|direction| match direction {
            indicators::Direction::Up => "↑",
            indicators::Direction::Down => "↓",
        }),
        quantity.approximate.then_some(t.about),
        quantity.cumulative.then_some(t.cumulative),
    ];
    Row {
        context: quantity.context.clone(),
        action: quantity.action.clone().unwrap_or_default(),
        printed: text[quantity.start..quantity.end].iter().collect::<String>().trim().to_owned(),
        plain,
        notes: notes.into_iter().flatten().collect::<Vec<_>>().join(" "),
    }
}

/// Returns the words from the whole to the last number that it is compared with.
fn passage(text: &[char], quantities: &[Quantity], agreement: &Agreement) -> String {
    let last = agreement.share.unwrap_or(agreement.part);
    let found = quantities.binary_search_by_key(&last, |quantity| quantity.start);
    let end = found.map_or(last, |at| quantities[at].end);
    text[agreement.whole.saturating_sub(12)..end].iter().map(|&c| if c == '\n' { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus::document::Section;
    use corpus::document::SectionKind;

    #[test]
    fn amounts_stand_under_their_part_with_what_they_come_to() {
        let text = "共17件。\n一、举措\n投入3万元，下降约2%。\n（一）复议\n累计受理5件";
        let section = |number: &str, heading: &str, start, level| Section {
            number: number.into(),
            heading: heading.into(),
            kind: SectionKind::Measures,
            year: None,
            level,
            start,
            end: text.chars().count(),
        };
        let sections = vec![section("1", "一、举措", 6, 1), section("1.1", "（一）复议", 23, 2)];
        let document = Document { sections, ..Document::new("甲", text) };
        let figures = figures(Language::Chinese, &document);
        let read: Vec<String> = figures
            .parts
            .iter()
            .flat_map(|part| {
                part.rows.iter().map(|row| {
                    format!("{} {}|{}|{}|{}", part.anchor, part.heading, row.printed, row.plain, row.notes)
                })
            })
            .collect();
        let expected =
            [" |17件||", "s-1 一、举措|3万元|30000 元|", "s-1 一、举措|2%||↓ 约", "s-1 一、举措|5件||累计"];
        assert_eq!((read.as_slice(), figures.count), (&expected.map(str::to_owned)[..], 4));
    }

    #[test]
    fn numbers_that_disagree_are_quoted() {
        let document = Document::new("甲", "共排查纠纷66起，调成68起。");
        assert_eq!(figures(Language::Chinese, &document).disagreements, ["共排查纠纷66起，调成68起"]);
        let document = Document::new("甲", "共排查纠纷68起，调成66起。");
        assert!(figures(Language::Chinese, &document).disagreements.is_empty());
    }
}
