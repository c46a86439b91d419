//! The words on both sides of a blank in a title in; whether the blank belongs to the title out: it parts two organs, two
//! names of people or two clauses, and does not only break a line.

use std::sync::LazyLock;

use corpus::gazetteer;
use regex::Regex;

use crate::extract::issuer;
use crate::extract::joint;

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

/// The name of a person behind the word that gives or takes an office, or behind another name.
static NAME_ENDS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:任免|任命|免去|聘任|授予|追授|表彰|给予|关于|\p{Han} )\p{Han}{2,4}$"));
/// The name of a person before what is said of several: 等职务, 任职, 2名同志. Another name may stand between.
static NAME_BEGINS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\p{Han}{2,4}?(?:\s+\p{Han}{2,4}?)*(?:等|职务|任职|免职|任免|同志|[\d两二三四五六七八九十]{1,2}名)",
    )
});
/// What opens a clause that stands beside another: 加快某事 促进某事.
static CLAUSE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:促进|推进|推动|加快|加大|加强|构建|建立|建功|助力|深化|提升|提高|优化|全力|全面|迈向|激发|持续|精准|切实|实现|增强|发挥|进一步|扎实|健全|争创|打造|培育|奋进|聚焦)[“\p{Han}]{2}",
    )
});
/// What opens the same way and goes on from the word before: 某某 促进条例, 某某 推进情况.
static COMPOUND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\p{Han}{2}(?:条例|办法|规定|情况|工作|计划|规划|方案|工程|行动|机制|措施|意见|项目|中心|小组|委员|活动|会)",
    )
});
/// What no clause ends with that another follows: a word that goes on, or the introduction of the first.
static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:[的和与及对在为从向将由或并于以、]|关于|开展|进行|印发|转发|批转|公布|发布|制定|年度?)$")
});
/// A clause has as many characters, or more.
const CLAUSE_LENGTH: usize = 4;

/// So many characters on each side of a blank are looked at.
const REACH: usize = 40;

/// Tells whether a blank between two Chinese characters belongs to the title.
pub(crate) fn stays(left: &str, right: &str) -> bool {
    parts_organs(left, right) || parts_people(left, right) || parts_clauses(left, right)
}

/// Tells whether an organ stands on both sides: 某省人民政府 某省军区.
pub(crate) fn parts_organs(left: &str, right: &str) -> bool {
    let (left, right) = (end(left), beginning(right));
    let is_named = || {
        let first = gazetteer::mentioned(right).into_iter().next();
        first.is_some_and(|name| name.span.start == 0 && name.is_full)
    };
    issuer::ends_with_organ(left)
        && !right.starts_with(['和', '与', '及', '驻'])
        && (issuer::leading(right).is_some_and(joint::is_whole)
            || gazetteer::central_organ(right).is_some()
            || is_named())
}

/// Tells whether two of several people stand on both sides: 任免甲某某 乙某某等职务.
pub(crate) fn parts_people(left: &str, right: &str) -> bool {
    let (left, right) = (end(left), beginning(right));
    NAME_ENDS.is_match(left) && NAME_BEGINS.is_match(right)
}

/// Tells whether a clause stands on both sides: 优化某某环境 促进某某发展. What an organ or a column is called is no clause.
fn parts_clauses(left: &str, right: &str) -> bool {
    let (left, right) = (end(left), beginning(right));
    let is_word = |c: &char| is_han(*c) || matches!(c, '“' | '”');
    let is_long = left.chars().rev().take_while(is_word).count() >= CLAUSE_LENGTH
        && right.chars().take_while(is_word).count() >= CLAUSE_LENGTH;
    is_long
        && !GOES_ON.is_match(left)
        && !issuer::ends_with_organ(left)
        && (is_slogan(left, right) || CLAUSE.is_match(right) && !COMPOUND.is_match(right))
}

/// Tells whether the two halves stand in quotes and are equally long: “奋进新征程 建功新时代”.
fn is_slogan(left: &str, right: &str) -> bool {
    let (ends, begins) = (
        left.chars().rev().take_while(|c| is_han(*c)).count(),
        right.chars().take_while(|c| is_han(*c)).count(),
    );
    ends == begins && left.chars().rev().nth(ends) == Some('“') && right.chars().nth(begins) == Some('”')
}

fn is_han(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}')
}

fn end(text: &str) -> &str {
    text.char_indices().rev().take(REACH).last().map_or(text, |(at, _)| &text[at..])
}

fn beginning(text: &str) -> &str {
    text.char_indices().nth(REACH).map_or(text, |(at, _)| &text[..at])
}
