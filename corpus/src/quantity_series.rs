//! Series: quantities of several documents in; the same quantity of each of them in one row, with gaps, out.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;

use crate::compare::likeness;
use crate::compare::likeness::Profile;
use crate::compare::variant;
use crate::document::Document;
use crate::document::keyed;
use crate::indicators;
use crate::indicators::Decimal;
use crate::indicators::Quantity;

/// From here on two contexts name the same thing in other words.
const SAME_THING: f64 = 0.75;
/// Shorter contexts are the same thing only when they are the same word.
const TELLING: usize = 4;
/// In other words a quantity is looked for only in so many documents before.
const BACK: usize = 3;

/// With more pairs than this only the same words are looked for.
const MOST_PAIRS: usize = 2_000_000;

/// What makes two quantities comparable beside their context: the plain unit, whether it is a change, whether it is a sum.
type Sort = (String, bool, bool);

/// One quantity of a document, ready to be held against others.
#[derive(Clone, Debug)]
pub struct Measured {
    /// What is counted, with what was done with it.
    pub context: String,
    /// As it stands in the text.
    pub quantity: Quantity,
    key: Vec<char>,
    sort: Sort,
    profile: Profile,
}

/// The same quantity in several documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuantitySeries {
    /// What is counted, as the last document says it.
    pub context: String,
    /// As printed when all print the same, else the plain one.
    pub unit: String,
    /// One for each document; none where it does not state the quantity.
    pub values: Vec<Option<Decimal>>,
}

/// Returns the quantities of a document that say what they count; the first of each.
pub fn measured(document: &Document) -> Vec<Measured> {
    let mut seen: HashSet<(Sort, Vec<char>)> = HashSet::new();
    let mut found = Vec::new();
    for quantity in indicators::read(&document.text, &document.sections).quantities {
        if quantity.context.is_empty() || quantity.upper.is_some() {
            continue;
        }
        let context = format!("{}{}", quantity.action.as_deref().unwrap_or_default(), quantity.context);
        let key = variant::key(&context).characters;
        let sort = (quantity.normalised.unit.clone(), quantity.direction.is_some(), quantity.cumulative);
        if !seen.insert((sort.clone(), key.clone())) {
            continue;
        }
        found.push(Measured { profile: likeness::profile(&key), context, quantity, key, sort });
    }
    found
}

/// A series while it grows.
struct Growing<'a> {
    members: BTreeMap<usize, &'a Measured>,
    last: &'a Measured,
    last_document: usize,
}

/// Lays the quantities of documents side by side, those in most documents first; only what at least two state.
pub fn series(documents: &[Vec<Measured>]) -> Vec<QuantitySeries> {
    let mut growing: Vec<Growing<'_>> = Vec::new();
    let mut places: HashMap<(&Sort, &[char]), usize> = HashMap::new();
    for (document, quantities) in documents.iter().enumerate() {
        let mut is_taken = vec![false; growing.len()];
        let mut rest = Vec::new();
        for measured in quantities {
            match places.get(&(&measured.sort, measured.key.as_slice())).copied().filter(|&at| !is_taken[at])
            {
                Some(at) => {
                    is_taken[at] = true;
                    join(&mut growing[at], document, measured);
                }
                None => rest.push(measured),
            }
        }
        let is_searched = growing.len().saturating_mul(rest.len()) <= MOST_PAIRS;
        for measured in rest {
            let found = if is_searched { alike(&growing, &is_taken, document, measured) } else { None };
            let at = found.unwrap_or(growing.len());
            if at == growing.len() {
                growing.push(Growing { members: BTreeMap::new(), last: measured, last_document: document });
                is_taken.push(true);
            }
            is_taken[at] = true;
            join(&mut growing[at], document, measured);
            places.insert((&measured.sort, &measured.key), at);
        }
    }
    let mut series: Vec<(usize, usize, QuantitySeries)> = Vec::new();
    for (at, growing) in growing.iter().enumerate().filter(|(_, growing)| growing.members.len() > 1) {
        series.push((growing.members.len(), at, finished(growing, documents.len())));
    }
    series.sort_by_key(|(members, at, _)| (std::cmp::Reverse(*members), *at));
    series.into_iter().map(|(_, _, series)| series).collect()
}

fn join<'a>(growing: &mut Growing<'a>, document: usize, measured: &'a Measured) {
    growing.members.insert(document, measured);
    growing.last = measured;
    growing.last_document = document;
}

/// Finds the series whose last quantity names the same thing in other words.
fn alike(growing: &[Growing<'_>], is_taken: &[bool], document: usize, measured: &Measured) -> Option<usize> {
    if measured.key.len() < TELLING {
        return None;
    }
    let mut best: Option<(f64, usize)> = None;
    for (at, known) in growing.iter().enumerate() {
        let is_near = document - known.last_document <= BACK && !is_taken[at];
        if !is_near || known.last.sort != measured.sort || known.last.key.len() < TELLING {
            continue;
        }
        let share = known.last.profile.likeness(&measured.profile);
        if share >= SAME_THING && best.is_none_or(|(most, _)| share > most) {
            best = Some((share, at));
        }
    }
    best.map(|(_, at)| at)
}

fn finished(growing: &Growing<'_>, documents: usize) -> QuantitySeries {
    let printed = &growing.last.quantity.unit;
    let is_one_unit = growing.members.values().all(|member| member.quantity.unit == *printed);
    let unit = if is_one_unit { printed } else { &growing.last.quantity.normalised.unit };
    let value = |member: &Measured| {
        if is_one_unit { member.quantity.value } else { member.quantity.normalised.value }
    };
    QuantitySeries {
        context: growing.last.context.clone(),
        unit: unit.clone(),
        values: (0..documents).map(|at| growing.members.get(&at).map(|member| value(member))).collect(),
    }
}

keyed! {
    /// Whether a quantity says how much there is or how much it changed.
    Measure {
        /// How much there is: 收入100亿元, 占30%.
        Level = "level", "数值";
        /// How much it changed: 增长3%.
        Change = "change", "变化";
    }
}

/// What quantities must have in common to be laid side by side: amounts and rates, levels and changes never are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dimension {
    /// Levels come first.
    pub measure: Measure,
    /// The plain unit.
    pub unit: String,
}

impl Measured {
    /// Returns what it can be laid beside.
    pub fn dimension(&self) -> Dimension {
        let measure = if self.quantity.direction.is_some() { Measure::Change } else { Measure::Level };
        Dimension { measure, unit: self.quantity.normalised.unit.clone() }
    }
}

/// Finds the quantities of a document that are asked for by what they count: the same words, else alike ones. One for each
/// dimension, the one whose words are most alike.
pub fn find<'a>(quantities: &'a [Measured], context: &str) -> BTreeMap<Dimension, &'a Measured> {
    let key = variant::key(context).characters;
    let wanted = likeness::profile(&key);
    let mut best: BTreeMap<Dimension, (f64, &Measured)> = BTreeMap::new();
    for measured in quantities {
        let plain = variant::key(&measured.quantity.context).characters;
        let share =
            if measured.key == key || plain == key { 2.0 } else { measured.profile.likeness(&wanted) };
        let is_one =
            share >= 2.0 || (share >= SAME_THING && key.len() >= TELLING && measured.key.len() >= TELLING);
        let known = best.get(&measured.dimension()).map_or(0.0, |(share, _)| *share);
        if is_one && share > known {
            best.insert(measured.dimension(), (share, measured));
        }
    }
    best.into_iter().map(|(dimension, (_, measured))| (dimension, measured)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(texts: &[&str], expected: &[&str]) {
        let documents: Vec<Vec<Measured>> =
            texts.iter().map(|text| measured(&Document::new("甲", *text))).collect();
        let written: Vec<String> = series(&documents)
            .iter()
            .map(|series| {
                let value = |value: &Option<Decimal>| value.map_or("-".to_owned(), |value| value.to_string());
                let values: Vec<String> = series.values.iter().map(value).collect();
                format!("{} {} {}", series.context, values.join(" "), series.unit)
            })
            .collect();
        assert_eq!(written, expected);
    }

    #[test]
    fn the_same_quantity_of_several_years_is_one_row_with_gaps() {
        check(
            &["全年办理行政复议案件40件。", "加强培训。", "全年办理行政复议案件50件。举办培训班3期。"],
            &["办理行政复议案件 40 - 50 件"],
        );
    }

    #[test]
    fn units_of_one_sort_are_reckoned_over() {
        check(&["投资总额9000万元。", "投资总额1.2亿元。"], &["投资总额 90000000 120000000 元"]);
    }

    #[test]
    fn a_quantity_is_found_by_what_it_counts() {
        let found = |text: &str, context: &str| -> Vec<String> {
            let quantities = measured(&Document::new("甲", text));
            let written = |(dimension, found): (Dimension, &Measured)| {
                format!("{}{} {}", found.quantity.value, dimension.unit, dimension.measure.key())
            };
            find(&quantities, context).into_iter().map(written).collect()
        };
        let text = "全年办理行政复议案件40件。举办法治培训班3期。";
        assert_eq!(found(text, "行政复议案件"), ["40件 level"]);
        assert!(found(text, "公路里程").is_empty());
        let text = "公共预算收入增长3.1%。公共预算收入8374.2亿元。";
        assert_eq!(found(text, "公共预算收入"), ["8374.2元 level", "3.1% change"]);
    }
}
