//! The amounts of a text in; those that tell from what to what something changed, and by how much, with whether that is so,
//! out.

use crate::indicators::Agreement;
use crate::indicators::Decimal;
use crate::indicators::Quantity;
use crate::indicators::Relation;
use crate::indicators::agreement::is_rate;
use crate::indicators::agreement::ratio;
use crate::indicators::words;

/// How far amounts may stand from each other, in characters.
const REACH: usize = 24;

/// What stands between the later amount and its rate, marks left out.
const RATE: [&str; 14] = [
    "",
    "同比",
    "比上年",
    "较上年",
    "增长",
    "增加",
    "提高",
    "上升",
    "下降",
    "减少",
    "降低",
    "增幅",
    "降幅",
    "增幅为",
];

/// Finds the rates that can be worked out: 由20件增加到25件，增长25%; 2021年20件，2022年25件，增长25%.
pub(crate) fn find(text: &[char], quantities: &[Quantity]) -> Vec<Agreement> {
    quantities.windows(3).filter_map(|three| growth(text, three)).collect()
}

fn growth(text: &[char], three: &[Quantity]) -> Option<Agreement> {
    let [earlier, later, rate] = three else { return None };
    let is_amount = |amount: &Quantity| {
        amount.direction.is_none() && amount.upper.is_none() && !amount.approximate && amount.unit != "%"
    };
    let is_near = later.start - earlier.end <= REACH && rate.start - later.end <= REACH;
    let fits = earlier.unit == later.unit
        && is_amount(earlier)
        && is_amount(later)
        && earlier.value > Decimal::ZERO
        && rate.unit == "%"
        && rate.direction.is_some()
        && rate.upper.is_none();
    if !fits || !is_near || !(is_from_to(text, earlier, later) || is_of_years(text, earlier, later)) {
        return None;
    }
    let between: Vec<char> = text[later.end..rate.start].to_vec();
    let bare = words::trim(words::strip_start(words::trim(&between), &["，", ",", "（", "("]));
    let is_own = is_rate_alone(bare);
    let change = later.value.plus(earlier.value.negated())?;
    let is_same_way = change.is_negative() == rate.value.is_negative() || change == Decimal::ZERO;
    is_own.then(|| Agreement {
        relation: Relation::Growth,
        whole: earlier.start,
        part: later.start,
        share: Some(rate.start),
        stated: Some(rate.value),
        computed: ratio(change, earlier.value, rate.value.decimals()),
        holds: is_same_way && is_rate(rate, change, earlier.value),
    })
}

/// Tells whether nothing but words of change parts an amount from its rate: 同比增长.
fn is_rate_alone(between: &[char]) -> bool {
    let mut rest = between;
    for _ in 0..3 {
        let longest =
            RATE.iter().filter(|word| words::starts_with(rest, word)).map(|word| word.chars().count()).max();
        rest = words::strip_start(&rest[longest.unwrap_or(0)..], &["了", "约", "达"]);
    }
    rest.is_empty()
}

/// Tells whether something went from one amount to the other: 由2020年的20件增加到25件.
fn is_from_to(text: &[char], earlier: &Quantity, later: &Quantity) -> bool {
    let before = &text[earlier.start.saturating_sub(10)..earlier.start];
    let from = before.iter().rposition(|c| matches!(c, '由' | '从'));
    let is_from = from.is_some_and(|at| !before[at..].iter().any(|&c| words::ends_clause(c)));
    let between = &text[earlier.end..later.start];
    is_from
        && !between.iter().any(|&c| words::ends_clause(c))
        && ["到", "至", "为"].iter().any(|word| words::ends_with(words::trim(between), word))
}

/// Tells whether both amounts are those of a year, the later one of the year behind the other.
fn is_of_years(text: &[char], earlier: &Quantity, later: &Quantity) -> bool {
    let first = year(&text[earlier.start.saturating_sub(10)..earlier.start]);
    let second = year(&text[earlier.end..later.start]);
    let ends = text[earlier.end..later.start].iter().any(|&c| words::ends_sentence(c));
    first.zip(second).is_some_and(|(first, second)| second == first + 1) && !ends
}

/// Returns the year that the last clause names as a whole: 2021年为. 2021年上半年 is no year.
fn year(before: &[char]) -> Option<u32> {
    let bare = words::strip_end(before, &["为", "是", "共", "有", "达", "完成", "：", "的"]);
    let [.., a, b, c, d, '年'] = bare else { return None };
    let mut value = 0;
    for digit in [a, b, c, d] {
        value = value * 10 + digit.to_digit(10)?;
    }
    (1900..2100).contains(&value).then_some(value)
}
