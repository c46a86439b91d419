//! Quantities of two documents: both texts in; the same quantity of both side by side, those that vanished and those that are new, out.

use std::collections::HashMap;

use crate::compare::likeness;
use crate::compare::likeness::Profile;
use crate::compare::variant;
use crate::document::Document;
use crate::indicators;
use crate::indicators::Decimal;
use crate::indicators::Quantity;

/// From here on two contexts name the same thing in other words.
const SAME_THING: f64 = 0.75;

/// Shorter contexts are the same thing only when they are the same word.
const TELLING: usize = 4;

/// With more pairs than this only the same words are looked for.
const MOST_PAIRS: usize = 400_000;

/// A quantity of the old document beside the same quantity of the new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuantityPair {
    /// What is counted, as the new document says it, with what was done with it; the old one's when it vanished.
    pub context: String,
    /// The value in the old document; none when the quantity is new.
    pub old: Option<Decimal>,
    /// The value in the new document; none when the quantity vanished.
    pub new: Option<Decimal>,
    /// The unit of both: as printed when both print the same, else the plain one.
    pub unit: String,
    /// New minus old.
    pub difference: Option<Decimal>,
    /// The difference in per cent of the old value, to one decimal; none where the old value is 0 and for shares.
    pub percent: Option<Decimal>,
}

/// What makes two quantities comparable beside their context: the plain unit, whether it is a change, whether it is a sum.
type Sort = (String, bool, bool);

/// A quantity and what it is compared by.
struct Known {
    quantity: Quantity,
    sort: Sort,
    context: Vec<char>,
    profile: Profile,
}

/// Pairs the quantities of two documents by what they count and their unit, in the order of the old document; those
/// that only the new one has come behind, in its order.
pub fn quantities(old: &Document, new: &Document) -> Vec<QuantityPair> {
    let old = known(old);
    let new = known(new);
    let mut partners: Vec<Option<usize>> = vec![None; old.len()];
    let mut taken = vec![false; new.len()];
    pair_same(&old, &new, &mut partners, &mut taken);
    if old.len().saturating_mul(new.len()) <= MOST_PAIRS {
        pair_alike(&old, &new, &mut partners, &mut taken);
    }
    let mut rows: Vec<QuantityPair> =
        old.iter().zip(partners).map(|(known, partner)| row(known, partner.map(|at| &new[at]))).collect();
    let came = new.iter().zip(taken).filter(|(_, is_taken)| !is_taken);
    rows.extend(came.map(|(known, _)| only(&known.quantity, Only::New)));
    rows
}

/// Which document alone states a quantity.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Only {
    Old,
    New,
}

fn only(quantity: &Quantity, side: Only) -> QuantityPair {
    QuantityPair {
        context: named(quantity),
        old: (side == Only::Old).then_some(quantity.value),
        new: (side == Only::New).then_some(quantity.value),
        unit: quantity.unit.clone(),
        difference: None,
        percent: None,
    }
}

fn known(document: &Document) -> Vec<Known> {
    let quantities = indicators::read(&document.text, &document.sections).quantities;
    let is_named = |quantity: &Quantity| !quantity.context.is_empty();
    quantities
        .into_iter()
        .filter(is_named)
        .map(|quantity| {
            let context = variant::key(&named(&quantity)).characters;
            let sort = (quantity.normalised.unit.clone(), quantity.direction.is_some(), quantity.cumulative);
            Known { profile: likeness::profile(&context), sort, context, quantity }
        })
        .collect()
}

fn named(quantity: &Quantity) -> String {
    format!("{}{}", quantity.action.as_deref().unwrap_or_default(), quantity.context)
}

/// Pairs what has the same words; of several the first with the first.
fn pair_same(old: &[Known], new: &[Known], partners: &mut [Option<usize>], taken: &mut [bool]) {
    let mut places: HashMap<(&Sort, &[char]), Vec<usize>> = HashMap::new();
    for (at, known) in new.iter().enumerate().rev() {
        places.entry((&known.sort, &known.context)).or_default().push(at);
    }
    for (known, partner) in old.iter().zip(partners) {
        *partner = places.get_mut(&(&known.sort, known.context.as_slice())).and_then(Vec::pop);
        if let Some(at) = *partner {
            taken[at] = true;
        }
    }
}

/// Pairs what is left by likeness of its words, most alike first.
fn pair_alike(old: &[Known], new: &[Known], partners: &mut [Option<usize>], taken: &mut [bool]) {
    let mut alike: Vec<(f64, usize, usize)> = Vec::new();
    for (old_at, one) in old.iter().enumerate().filter(|(at, _)| partners[*at].is_none()) {
        for (new_at, other) in new.iter().enumerate().filter(|(at, _)| !taken[*at]) {
            let is_telling = one.context.len().min(other.context.len()) >= TELLING;
            if is_telling && one.sort == other.sort {
                let share = one.profile.likeness(&other.profile);
                if share >= SAME_THING {
                    alike.push((share, old_at, new_at));
                }
            }
        }
    }
    alike.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
    for (_, old_at, new_at) in alike {
        if partners[old_at].is_none() && !taken[new_at] {
            partners[old_at] = Some(new_at);
            taken[new_at] = true;
        }
    }
}

fn row(old: &Known, new: Option<&Known>) -> QuantityPair {
    let Some(new) = new else { return only(&old.quantity, Only::Old) };
    let (one, other) = (&old.quantity, &new.quantity);
    let (from, to, unit) = if one.unit == other.unit {
        (one.value, other.value, &one.unit)
    } else {
        (one.normalised.value, other.normalised.value, &one.normalised.unit)
    };
    let difference = to.plus(from.negated());
    // A share that rose from 90 % to 95 % rose by 5 points; another percentage would be misread.
    let is_share = one.normalised.unit.contains(['%', '‰']);
    let hundredfold = difference.and_then(|difference| difference.times_ten_to(2));
    let percent = hundredfold.filter(|_| !is_share).and_then(|parts| parts.divided_by(from.absolute(), 1));
    QuantityPair {
        context: named(other),
        old: Some(from),
        new: Some(to),
        unit: unit.clone(),
        difference,
        percent,
    }
}

#[cfg(test)]
mod tests {
    use super::quantities;
    use crate::document::Document;

    #[track_caller]
    fn check(old: &str, new: &str, expected: &[&str]) {
        let rows = quantities(&Document::new("甲", old), &Document::new("乙", new));
        let shown = |number: Option<crate::indicators::Decimal>| {
            number.map_or("-".to_owned(), |number| number.to_string())
        };
        let written: Vec<String> = rows
            .iter()
            .map(|row| {
                let (old, new) = (shown(row.old), shown(row.new));
                let (difference, percent) = (shown(row.difference), shown(row.percent));
                format!("{} {old} {new} {} {difference} {percent}", row.context, row.unit)
            })
            .collect();
        assert_eq!(written, expected);
    }

    #[test]
    fn the_same_quantity_of_two_years_is_one_row() {
        check(
            "全年办理行政复议案件40件。",
            "全年办理行政复议案件50件。",
            &["办理行政复议案件 40 50 件 10 25"],
        );
    }

    #[test]
    fn another_unit_of_the_same_sort_is_reckoned_over() {
        check("投资总额9000万元。", "投资总额1.2亿元。", &["投资总额 90000000 120000000 元 30000000 33.3"]);
    }

    #[test]
    fn a_quantity_that_vanished_is_said_to_have() {
        check("举办法治培训班12期。", "加强培训。", &["举办法治培训班 12 - 期 - -"]);
    }

    #[test]
    fn a_quantity_that_is_new_stands_behind_the_others() {
        check(
            "举办法治培训班12期。",
            "新增公益诉讼线索9条。举办法治培训班15期。",
            &["举办法治培训班 12 15 期 3 25", "新增公益诉讼线索 - 9 条 - -"],
        );
    }

    #[test]
    fn the_difference_of_shares_is_in_points() {
        check("案件办结率为90%。", "案件办结率为95.5%。", &["案件办结率 90 95.5 % 5.5 -"]);
    }
}
