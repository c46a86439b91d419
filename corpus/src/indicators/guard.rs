//! A number with its surroundings in; whether it is exact, and whether its unit counts anything there, out.

use crate::indicators::capital;
use crate::indicators::decimal::Decimal;
use crate::indicators::measure::Tail;
use crate::indicators::measure::skip_blanks;
use crate::indicators::numeral;
use crate::indicators::numeral::Found;
use crate::indicators::numeral::Numeral;
use crate::indicators::numeral::Script;
use crate::indicators::unit;
use crate::indicators::unit::Guard;
use crate::indicators::vocabulary;
use crate::indicators::words;

/// How far words before a number are looked at, in characters.
const BEFORE: usize = 12;

/// Behind 个 these begin the words of set phrases: 两个维护, 十一个坚持, 五个方面.
const SET_PHRASE_AFTER_GE: &str = "坚明维确意自必结统到关一大方阶先文层";

/// Returns what stands before a place in the same line, without blanks next to it.
pub(crate) fn before(text: &[char], at: usize) -> &[char] {
    let line = &text[at.saturating_sub(BEFORE)..at];
    let from = line.iter().rposition(|&c| matches!(c, '\n' | '\t')).map_or(0, |last| last + 1);
    words::trim(&line[from..])
}

/// Tells whether words beside a number say that it is not exact.
pub(crate) fn is_about(text: &[char], at: usize, end: usize) -> bool {
    let behind = &text[skip_blanks(text, end)..];
    let before = before(text, at);
    let ends = |before: &[char], list: &[&str]| words::longest_end(before, list).is_some();
    let is_said = |before| ends(before, &vocabulary::ABOUT_BEFORE) && !ends(before, &vocabulary::NOT_ABOUT);
    // 约占三成, 大约有300人: the verb stands between.
    let of_verb = vocabulary::BEHIND_ABOUT.strip_end(before);
    let is_said_of_verb = of_verb.last().is_some_and(|&last| matches!(last, '约' | '概')) && is_said(of_verb);
    vocabulary::ABOUT_BEHIND.longest_start(behind).is_some() || is_said(before) || is_said_of_verb
}

/// Returns the end of the number of a heading that is glued to the first number of its text: `1.` of `1.3个项目`.
pub(crate) fn heading_number(text: &[char], at: usize, number: Numeral) -> Option<usize> {
    let begins_line =
        before(text, at).is_empty() && (at == 0 || text[..at].iter().rev().take(4).any(|&c| c == '\n'));
    if !begins_line || number.script != Script::Arabic || number.value.is_whole() {
        return None;
    }
    let point = (at..number.end).find(|&at| text[at] == '.')?;
    let Some(Found::Number(rest)) = numeral::read(text, point + 1) else { return None };
    let (unit, _) = unit::find(text, skip_blanks(text, rest.end))?;
    // Cases and people come whole; a length or a share may well have a fraction.
    let comes_whole = matches!(
        unit.normal,
        "个" | "件" | "名" | "人" | "项" | "次" | "家" | "户" | "条" | "份" | "场" | "起"
    );
    comes_whole.then_some(point + 1)
}

/// Tells whether a number with what stands behind it is an amount.
pub(crate) fn counts(text: &[char], at: usize, number: &Numeral, tail: &Tail) -> bool {
    match (tail.unit, tail.scale) {
        (None, None) => number.script == Script::Arabic && is_bare_sum(text, at, number),
        (None, Some((word, _))) => {
            let behind = text.get(tail.end).copied().unwrap_or('\n');
            number.script == Script::Arabic
                && word.ends_with(['万', '亿'])
                && !is_year(number)
                && behind != '分'
        }
        (Some(unit), _) => {
            let behind = text.get(tail.end).copied().unwrap_or('\n');
            let is_kept = match unit.guard {
                Guard::Always => true,
                Guard::NotBefore(words) => !words.contains(behind),
                Guard::FiguresNotBefore(words) => {
                    number.script == Script::Arabic && !is_clock(text, at) && !words.contains(behind)
                }
                Guard::Tenths(words) => !words.contains(behind) && tells_tenths(text, at, number, tail),
                Guard::Doublings(words) => !words.contains(behind) && tells_doublings(text, at, number, tail),
                Guard::Capitals => number.script == Script::Capital,
                Guard::Duration => is_duration(text, at, number, tail),
            };
            // Of 12个半月 and 3个半小时 half of the amount stands behind the unit.
            let is_cut = unit.printed == "个"
                && ["半月", "半小时", "半天"].iter().any(|half| words::starts_with(&text[tail.end..], half));
            // 30万吨级 and 3岁以下 tell a class, not an amount.
            let is_class = (behind == '级' && unit.printed != "个")
                || (unit.normal == "岁" && matches!(behind, '以' | '至' | '-' | '—' | '及'));
            let is_told = matches!(unit.guard, Guard::Tenths(_) | Guard::Doublings(_));
            let counts = match number.script {
                Script::Arabic => true,
                Script::Chinese => is_told || counts_in_chinese(text, at, number, tail),
                Script::Capital => counts_in_capitals(text, at, number, tail),
            };
            is_kept && !is_cut && !is_class && counts
        }
    }
}

/// Tells whether a number without unit is a sum: 历年累计2123.
fn is_bare_sum(text: &[char], at: usize, number: &Numeral) -> bool {
    let behind = text.get(skip_blanks(text, number.end)).copied().unwrap_or('\n');
    let before = words::strip_end(before(text, at), &["为", "达", "约", "近", "：", ":", "达到", "共"]);
    let is_closed = words::ends_clause(behind) || matches!(behind, '余' | '多');
    is_closed && vocabulary::SUMS.longest_end(before).is_some()
}

/// Tells whether a number looks like a year.
fn is_year(number: &Numeral) -> bool {
    number.value.to_i64().is_some_and(|value| (1900..=2100).contains(&value))
}

/// Tells whether a number stands behind the hour: 8时30分.
fn is_clock(text: &[char], at: usize) -> bool {
    at > 1 && matches!(text[at - 1], '时' | '点') && numeral::plain(text[at - 2]).is_ascii_digit()
}

/// Tells whether 年, 周 or 日 measures a length of time and does not name one.
fn is_duration(text: &[char], at: usize, number: &Numeral, tail: &Tail) -> bool {
    let before = before(text, at);
    let behind = &text[tail.end..];
    let lasts = [
        "连续",
        "历时",
        "为期",
        "满",
        "近",
        "超过",
        "不少于",
        "不超过",
        "不低于",
        "至少",
        "长达",
        "有效期",
        "任期",
        "用时",
        "有期徒刑",
    ];
    let lasts_behind = ["以上", "以内", "内", "来", "多", "以下", "左右", "有期徒刑"];
    let is_long = !is_year(number) && number.value < Decimal::whole(1000);
    let is_date = before.last().is_some_and(|c| matches!(c, '月' | '年' | '-' | '至' | '—'));
    let is_written = number.script == Script::Arabic || number.value > Decimal::whole(1);
    is_long
        && is_written
        && !is_date
        && (lasts.iter().any(|word| words::ends_with(before, word))
            || lasts_behind.iter().any(|word| words::starts_with(behind, word)))
}

/// Behind these a number with 成 is a name, an ordinal or a part of a longer row.
const NO_TENTHS_AFTER: &str = "第数几初其之届级老十百千万、";

/// Tells whether 成 behind a number means tenths: 近三成, 下降两成, 七成以上. 张三成 is a name.
fn tells_tenths(text: &[char], at: usize, number: &Numeral, tail: &Tail) -> bool {
    // 一成不变 is a word, 近八成不合格 is not.
    if words::starts_with(&text[tail.end..], "不变") {
        return false;
    }
    if number.script == Script::Arabic {
        return !is_clock(text, at);
    }
    let before = words::strip_end(before(text, at), &["了"]);
    let is_tenth = (Decimal::whole(1)..Decimal::whole(10)).contains(&number.value);
    let stands_alone = tail.scale.is_none() && tail.end == number.end + 1;
    if !is_tenth || !stands_alone || before.last().is_some_and(|&last| NO_TENTHS_AFTER.contains(last)) {
        return false;
    }
    let ends = |before: &[char], list: &[&str]| words::longest_end(before, list).is_some();
    let is_about = ends(before, &vocabulary::ABOUT_BEFORE) && !ends(before, &vocabulary::NOT_ABOUT);
    let bare = vocabulary::CHANGE_FILLERS.strip_end(before);
    let is_change = ends(bare, &vocabulary::UP) || ends(bare, &vocabulary::DOWN);
    is_about
        || is_change
        || (ends(before, &vocabulary::BEFORE_TENTHS) && !is_of_person(before, &text[tail.end..]))
        || words::longest_start(&text[tail.end..], &["以上", "以下", "以内", "左右", "上下"]).is_some()
}

/// Tells whether 占 is the second letter of a person's name: 王占五成同志. 男占六成 and 林占三成， are shares.
fn is_of_person(before: &[char], behind: &[char]) -> bool {
    let [rest @ .., surname, '占'] = before else { return false };
    let begins = rest.last().is_none_or(|&last| words::ends_clause(last));
    let goes_on =
        behind.first().is_some_and(|&next| !words::ends_clause(next) && !"的多余强弱".contains(next));
    begins && goes_on && vocabulary::SURNAMES.contains(*surname)
}

/// Tells whether 番 behind a number means how often something doubled: 翻一番, 翻了近两番.
fn tells_doublings(text: &[char], at: usize, number: &Numeral, tail: &Tail) -> bool {
    let before = words::strip_end(before(text, at), &["了", "近", "约", "超过", "超", "逾", "将近", "接近"]);
    let is_few = number.value.to_i64().is_some_and(|times| (1..=9).contains(&times));
    words::ends_with(before, "翻") && is_few && tail.scale.is_none()
}

/// Tells whether a number in financial capitals is a sum of money: 壹万元, 伍佰元整. 大陆万元店 and 陆元 are names.
fn counts_in_capitals(text: &[char], at: usize, number: &Numeral, tail: &Tail) -> bool {
    let is_money = tail.scale.is_none()
        && tail.unit.is_some_and(|unit| matches!(unit.normal, "元" | "美元" | "欧元" | "港元" | "日元"));
    let near = at.checked_sub(1).map_or('\n', |at| text[at]);
    let behind = text.get(tail.end).copied().unwrap_or('\n');
    // Of 叁元伍角 the figures behind the unit are a part too.
    let is_whole = numeral::read(text, tail.end).is_none();
    let is_single = number.end == at + 1;
    let is_sum = !is_single || matches!(behind, '整' | '正') || words::ends_with(before(text, at), "人民币");
    let is_torn = near == '点' || numeral::is_chinese_figure(near) || capital::is_digit(near);
    is_money && is_whole && is_sum && !is_torn && capital::is_digit(text[at])
}

/// Tells whether a Chinese number counts: 召开三次会议 does, 三项制度 and 两个维护 are names.
fn counts_in_chinese(text: &[char], at: usize, number: &Numeral, tail: &Tail) -> bool {
    let before = before(text, at);
    let behind = text.get(tail.end).copied().unwrap_or('\n');
    let last = before.last().copied().unwrap_or('\n');
    let unit = tail.unit.map_or("", |unit| unit.printed);
    if matches!(last, '数' | '几' | '第' | '初' | '拜' | '其' | '之' | '成' | '番' | '届' | '级')
        || number.value < Decimal::whole(2)
    {
        return false;
    }
    if unit == "期"
        || (unit == "个" && SET_PHRASE_AFTER_GE.contains(behind))
        || "县区市山河镇湾".contains(behind)
    {
        return false;
    }
    let begins_with_power = matches!(text[at], '百' | '千' | '万' | '亿');
    if begins_with_power {
        // 上百家 and 成千上万户 say that there are many, not how many.
        return tail.approximate || matches!(last, '近' | '超' | '逾');
    }
    if number.value > Decimal::whole(10) || tail.scale.is_some() || tail.approximate {
        return true;
    }
    let told = words::strip_end(
        before,
        &["了", "共", "共计", "累计", "合计", "先后", "已", "近", "达", "各", "成功", "约"],
    );
    let is_told = told.len() < before.len()
        || vocabulary::VERBS.longest_end(told).is_some_and(|verb| verb.chars().count() > 1);
    let is_closed = words::ends_clause(behind) && !before.is_empty() && !words::ends_clause(last);
    let is_span =
        words::starts_with(&text[tail.end..], "以上") || words::starts_with(&text[tail.end..], "内");
    is_told || is_closed || is_span
}
