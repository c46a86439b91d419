//! What stands behind a year in; the half or quarter of it that is meant out.

use std::sync::LazyLock;

use corpus::year::Period;
use regex::Regex;

use crate::extract::numeral;

/// Tells which part of a year a text is about that goes on like this after the year.
pub(crate) fn part_of_year(after: &str) -> Period {
    let after = after.trim_start();
    if after.starts_with("上半年") || after.starts_with("半年") {
        return Period::FirstHalf;
    }
    if after.starts_with("下半年") {
        return Period::SecondHalf;
    }
    if let Some(found) = QUARTER.captures(after) {
        let quarter = found[1].chars().next().and_then(|c| c.to_digit(10).or_else(|| numeral::digit(c)));
        return quarter.and_then(|quarter| u8::try_from(quarter).ok()).map_or(Period::Year, Period::Quarter);
    }
    match MONTHS.captures(after).map(|found| (found[1].parse::<u8>(), found[2].parse::<u8>())) {
        Some((Ok(from), Ok(to))) => of_months(from, to).unwrap_or(Period::Year),
        _ => Period::Year,
    }
}

static QUARTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^第?([1-4一二三四])季(?:度|报|末|[，。、；：（(）)\s]|$)")
        .expect("a pattern written here is well formed")
});
static MONTHS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(\d{1,2})月?(?:份)?\s*[-—–－~～至到]+\s*(\d{1,2})月")
        .expect("a pattern written here is well formed")
});

/// Tells which part of a year its months from one to another are; none when they are no half and no quarter.
fn of_months(from: u8, to: u8) -> Option<Period> {
    match (from, to) {
        (1, 12) => Some(Period::Year),
        (1, 6) => Some(Period::FirstHalf),
        (7, 12) => Some(Period::SecondHalf),
        (1 | 4 | 7 | 10, _) if to == from + 2 => Some(Period::Quarter(from / 3 + 1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use corpus::year::Period;

    use crate::extract::part_of_year::part_of_year;

    #[track_caller]
    fn check(after: &str, expected: Period) {
        assert_eq!(part_of_year(after), expected, "{after}");
    }

    #[test]
    fn halves_and_quarters_have_many_names() {
        check("上半年预算执行情况", Period::FirstHalf);
        check("半年工作总结", Period::FirstHalf);
        check("下半年要点", Period::SecondHalf);
        check("第1季度通报", Period::Quarter(1));
        check("四季度通报", Period::Quarter(4));
        check("1月-6月收支情况", Period::FirstHalf);
        check("10—12月收支情况", Period::Quarter(4));
        check("1-12月收支情况", Period::Year);
        check("1-9月收支情况", Period::Year);
        check("半年度报告", Period::FirstHalf);
        check("三季，收支平衡", Period::Quarter(3));
        check("四季青镇工作年度报告", Period::Year);
        check("三季稻工作总结", Period::Year);
        check("工作总结", Period::Year);
    }
}
