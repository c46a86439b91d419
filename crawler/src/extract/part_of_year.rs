//! What stands behind a year in; the half, quarter or months of it that are meant out.

use std::sync::LazyLock;

use corpus::year::Period;
use regex::Captures;
use regex::Regex;

use crate::extract::numeral;

/// Tells which part of a year a text is about that goes on like this after the year.
pub(crate) fn part_of_year(after: &str) -> Period {
    let after = after.trim_start();
    part(after).or_else(|| in_a_place(after)).unwrap_or(Period::Year)
}

/// How long the name of a place or an organ between a year and its part may be, in characters.
const LONGEST_NAME: usize = 8;

/// Reads the part of a year behind a place or an organ: 2018年某市上半年.
fn in_a_place(after: &str) -> Option<Period> {
    let name = after.char_indices().take(LONGEST_NAME);
    let mut ends = name.filter(|(_, last)| "省市县区州盟旗镇乡局".contains(*last));
    ends.find_map(|(at, last)| {
        let (name, behind) = after.split_at(at + last.len_utf8());
        // 返乡半年 is how long somebody has been back, and no half of the year.
        let is_length = behind.starts_with("半年") && !HALF_REPORT.is_match(behind);
        (!JOINS.is_match(name) && !is_length).then(|| part(behind)).flatten()
    })
}

/// Reads the part of a year that a title names away from its year, which ends at a byte: behind everything in brackets,
/// 2022年收支情况（1—9月）; before everything where the year stands in brackets, 前三季度情况（2022年）; right before the word
/// for a report that it ends with.
pub(crate) fn part_of_title(title: &str, year_ends: usize) -> Option<Period> {
    let (before, behind) = title.split_at(year_ends);
    let bracketed = BRACKETED.captures(behind).and_then(|found| {
        let (said, rest) = (found.get(1)?.as_str(), &behind[found.get(0)?.end()..]);
        (rest.trim().is_empty() && WHOLE.is_match(said)).then(|| part(said)).flatten()
    });
    let ahead = || {
        let is_apart = behind.trim_start_matches('度').starts_with(['）', ')']) || behind.starts_with("度)");
        let opens = before.rfind(['（', '('])?;
        let is_alone = before[opens..].chars().skip(1).all(|c| c.is_ascii_digit() || "年度".contains(c));
        let said = &before[..opens];
        let is_report = REPORT_END.is_match(said);
        (is_apart && is_alone && is_report).then(|| part(said).or_else(|| in_a_place(said))).flatten()
    };
    let near_end = || {
        let found = BEFORE_REPORT.captures(behind)?;
        let is_joined = found.get(1)?.as_str().ends_with(['和', '与', '及', '暨', '、', '以', '至', '到']);
        (!is_joined).then(|| part(found.get(2)?.as_str())).flatten()
    };
    bracketed.or_else(ahead).or_else(near_end)
}

/// Reads the part of a year that a text begins with.
fn part(text: &str) -> Option<Period> {
    if text.starts_with("上半年") || text.starts_with("半年") {
        return Some(Period::FirstHalf);
    }
    if text.starts_with("下半年") {
        return Some(Period::SecondHalf);
    }
    first_of(text).or_else(|| of_quarters(text)).or_else(|| of_months(text))
}

fn first_of(text: &str) -> Option<Period> {
    let found = FIRST_OF.captures(text)?;
    let many = number(&found[1])?;
    let is_of_months = found[2].ends_with('月');
    if is_of_months && !ends_a_month(behind(text, &found)) {
        return None;
    }
    Period::of_months(1, if is_of_months { many } else { many.checked_mul(3)? })
}

fn of_quarters(text: &str) -> Option<Period> {
    if let Some(found) = QUARTER_ROW.captures(text) {
        let row: Vec<u8> = found[1].chars().filter_map(quarter).collect();
        // 一、三季度 are two quarters, and what lies between them is none of theirs.
        let is_whole = row.windows(2).all(|two| two[1] == two[0] + 1);
        return is_whole.then(|| Period::of_months(row[0] * 3 - 2, row[row.len() - 1] * 3))?;
    }
    if let Some(found) = QUARTERS.captures(text) {
        let (first, last) = (number(&found[1])?, number(&found[3])?);
        let is_row = !matches!(&found[2], "、" | "和" | "及") || last == first + 1;
        return is_row.then(|| Period::of_months(first * 3 - 2, last * 3))?;
    }
    let found = QUARTER.captures(text)?;
    number(&found[1]).map(Period::Quarter)
}

fn of_months(text: &str) -> Option<Period> {
    let found = MONTHS.captures(text)?;
    if !ends_a_month(behind(text, &found)) {
        return None;
    }
    Period::of_months(number(&found[1])?, number(&found[2])?)
}

fn behind<'a>(text: &'a str, found: &Captures<'_>) -> &'a str {
    &text[found.get(0).expect("a match has a whole").end()..]
}

/// Tells whether a month is over before a text that goes on like this: 8月至9月15日 is a stretch of days, and children are
/// 6—11月龄.
fn ends_a_month(behind: &str) -> bool {
    !GOES_ON.is_match(behind)
}

fn quarter(written: char) -> Option<u8> {
    number(written.encode_utf8(&mut [0; 4]))
}

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

/// 前三季度, 前11个月.
static FIRST_OF: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^前([2-9]|1[01]|[二两三四五六七八九十]|十一)个?(季度|月)"));
/// 一、二季度, 一二三季度.
static QUARTER_ROW: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("^第?([一二三四](?:、?[一二三四])+|[1-4](?:、[1-4])+){QUARTER_ENDS}")));
/// 一至三季度, 第1—第3季度, 第三季度、第四季度.
static QUARTERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^第?([1-4一二三四])(?:季度)?\s*([-—–－~～至到]+|[、和及])\s*第?([1-4一二三四]){QUARTER_ENDS}"
    ))
});
static QUARTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"^第?([1-4一二三四])(?:{QUARTER_ENDS}|季(?:报|末|[，。、；：（(）)\s]|$))"))
});
/// 季度, and not the resort of 四季度假区.
const QUARTER_ENDS: &str = "季度(?:[^假]|假[日期]|$)";
/// 1—9月, 1月份至9月份, 一至九月, 元月至9 月; 1月5日至9月20日 are days.
static MONTHS: LazyLock<Regex> = LazyLock::new(|| {
    let month = r"(\d{1,2}|元|[一二三四五六七八九十]{1,2})";
    pattern(&format!(r"^{month}\s*月?(?:份)?\s*[-—–－~～至到]+\s*{month}\s*月"))
});
/// What says that half a year is what is reported on.
static HALF_REPORT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^半年(?:度|报|工作|总结|报告|情况)"));
/// The first brackets of a text.
static BRACKETED: LazyLock<Regex> = LazyLock::new(|| pattern(r"[（(]([^（()）]{2,12})[）)]"));
/// Nothing but a part of a year.
static WHOLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:半年|季度|月)(?:度|份)?$"));
static REPORT_END: LazyLock<Regex> = LazyLock::new(|| pattern("(?:总结|报告|情况|汇报|通报|公报|数据)$"));
/// A part of a year right before the report that a title ends with.
static BEFORE_REPORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(.*?\p{Han})((?:[上下]半年|前[两二三四五六七八九十\d]{1,2}个?(?:季度|月)|第[一二三四1-4]季度|\d{1,2}\s*[-—–－~～至到]\s*\d{1,2}\s*月份?)度?(?:[的]?(?:工作|建设|运行|执行|完成|进展|落实|开展))*(?:总结|报告|情况|汇报))$",
    )
});
/// What makes a month part of a date or of an age.
static GOES_ON: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?:龄|(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[日号])"));
/// What tells that another statement begins: 2021年总结及某县下半年打算.
static JOINS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[和与及暨并至到末底初]|总结|报告|情况|计划|\P{Han}"));

/// Reads a small number in digits or Chinese numerals; 元 is the first month.
fn number(written: &str) -> Option<u8> {
    let characters: Vec<char> = written.replace('两', "二").replace('元', "一").chars().collect();
    written.parse().ok().or_else(|| {
        let (number, end) = numeral::small(&characters, 0)?;
        u8::try_from(number).ok().filter(|_| end == characters.len())
    })
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
        check("半年度报告", Period::FirstHalf);
        check("三季，收支平衡", Period::Quarter(3));
        check("四季青镇工作年度报告", Period::Year);
        check("三季稻工作总结", Period::Year);
        check("工作总结", Period::Year);
    }

    #[test]
    fn three_quarters_and_other_months_are_periods_of_their_own() {
        for written in [
            "前三季度",
            "前三个季度",
            "前3季度",
            "一至三季度",
            "第一至第三季度",
            "1—3季度",
            "1-9月",
            "1至9月份",
            "1月—9月",
            "一至九月",
            "前九个月",
            "前9个月",
        ] {
            check(&format!("{written}经济运行情况"), Period::ThreeQuarters);
        }
        check("1-11月收支情况", Period::Months(1, 11));
        check("前十一个月收支情况", Period::Months(1, 11));
        check("一至二月收支情况", Period::Months(1, 2));
        check("一、二季度通报", Period::FirstHalf);
        check("第三季度和第四季度通报", Period::SecondHalf);
        check("前两季度通报", Period::FirstHalf);
        check("二至四季度通报", Period::Months(4, 12));
        check("一、三季度通报", Period::Year);
        check("1月5日至9月20日专项行动", Period::Year);
        check("前三名名单", Period::Year);
        check("前十强企业名单", Period::Year);
        check("3月收支情况", Period::Year);
        check("12月至次年3月供暖情况", Period::Year);
        check("9-3月收支情况", Period::Year);
        check("1-9 月收支情况", Period::ThreeQuarters);
        check("元月至九月收支情况", Period::ThreeQuarters);
    }

    #[test]
    fn quarters_in_a_row_are_one_part_of_a_year() {
        check("一、二、三季度通报", Period::ThreeQuarters);
        check("一二三季度通报", Period::ThreeQuarters);
        check("1、2季度通报", Period::FirstHalf);
        check("三四季度通报", Period::SecondHalf);
        check("一二三四季度通报", Period::Year);
        check("一、二、四季度通报", Period::Year);
        check("三二季度通报", Period::Year);
        check("一一季度通报", Period::Year);
    }

    #[test]
    fn days_ages_and_resorts_are_no_part_of_a_year() {
        check("8月至9月15日停水情况", Period::Year);
        check("1月至6月五日停水情况", Period::Year);
        check("9月到10月 20号检查情况", Period::Year);
        check("6-11月龄儿童接种情况", Period::Year);
        check("前9个月龄儿童接种情况", Period::Year);
        check("1-9月10件实事完成情况", Period::ThreeQuarters);
        check("四季度假区建设情况", Period::Year);
        check("某市四季度假区建设情况", Period::Year);
        check("四季度假日市场情况", Period::Quarter(4));
        check("第三季度", Period::Quarter(3));
    }

    #[test]
    fn a_place_may_stand_between_a_year_and_its_part() {
        check("某市上半年公共场所抽查结果", Period::FirstHalf);
        check("全区第三季度通报", Period::Quarter(3));
        check("某县1-9月财政收支情况", Period::ThreeQuarters);
        check("某县司法局下半年要点", Period::SecondHalf);
        check("，某县下半年打算", Period::Year);
        check("总结及某县下半年打算", Period::Year);
        check("某市工作总结和下半年打算", Period::Year);
        check("全区四季青镇工作报告", Period::Year);
        check("末某市上半年工作", Period::Year);
        check("某县返乡半年就业情况", Period::Year);
        check("某县半年工作总结", Period::FirstHalf);
    }
}
