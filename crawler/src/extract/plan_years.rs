//! A title in; the years of the five-year plan that it names out: “十三五”, 第十四个五年, “八五”普法.

use std::sync::LazyLock;

use corpus::year::Period;
use corpus::year::ReportYear;
use regex::Captures;
use regex::Regex;

use crate::extract::numeral;

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

/// “十四五”, and 第十四个五年 in full.
static LATER: LazyLock<Regex> =
    LazyLock::new(|| pattern("[“\"「『]?十([一二三四五])五[”\"」』]?|第十([一二三四五])个五年"));
/// “九五”计划 and 第八个五年计划, which were plans of the whole economy.
static EARLIER: LazyLock<Regex> = LazyLock::new(|| {
    pattern("[“\"「『]([六七八九])五[”\"」』](?:计划|期间|时期)|第([六七八九])个五年(?:计划|期间|时期)")
});
/// What speaks of the plans for teaching the law, which are counted by themselves from 1986 on.
static TEACHES_LAW: LazyLock<Regex> = LazyLock::new(|| pattern("普法|法[治制]宣传"));
static OF_LAW: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "[“\"「『]([一二三四五六七八九])五[”\"」』]|([一二三四五六七八九])五普法|第([一二三四五六七八九])个五年",
    )
});

/// Returns a text without the plans that it names.
pub(crate) fn without(text: &str) -> String {
    LATER.replace_all(text, "").into_owned()
}

/// Returns the years of the plan that a phrase names.
pub(crate) fn find(phrase: &str) -> Option<ReportYear> {
    if let Some(found) = LATER.captures(phrase) {
        return plan(2006, number(&found)?.checked_sub(1)?);
    }
    if TEACHES_LAW.is_match(phrase) {
        return plan(1986, number(&OF_LAW.captures(phrase)?)?.checked_sub(1)?);
    }
    plan(1981, number(&EARLIER.captures(phrase)?)?.checked_sub(6)?)
}

/// Tells whether a phrase names a plan for teaching the law.
pub(crate) fn is_of_law(phrase: &str) -> bool {
    TEACHES_LAW.is_match(phrase) && !LATER.is_match(phrase)
}

fn number(found: &Captures<'_>) -> Option<i16> {
    let written = found.iter().skip(1).flatten().next()?;
    i16::try_from(numeral::digit(written.as_str().chars().next()?)?).ok()
}

/// Returns the years of a plan: so many plans behind the one that began in a year.
fn plan(first: i16, behind: i16) -> Option<ReportYear> {
    let start = first.checked_add(behind.checked_mul(5)?)?;
    Some(ReportYear { start, end: start + 4, period: Period::Plan })
}
