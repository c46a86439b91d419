//! The lines under a text, or under its title, in; the organs that signed it and the day out.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use crate::extract::date;
use crate::extract::issuer;
use crate::extract::joint;

/// What stands under a text: the organs that signed it and the day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signature {
    /// The organs, joined when there are several.
    pub(crate) organ: Option<String>,
    /// The day.
    pub(crate) date: Option<Date>,
}

/// How many lines from the end a signature may stand; lists of annexes come after it.
const REACH: usize = 14;

/// How many lines above the day may name organs.
const MOST_ORGANS: usize = 6;

/// Reads the signature under a text.
pub(crate) fn under(text: &str) -> Signature {
    let said = text.lines().rev().map(str::trim).filter(|line| !line.is_empty());
    let mut lines: Vec<&str> = said.take(REACH + MOST_ORGANS).collect();
    lines.reverse();
    let from = lines.len().saturating_sub(REACH);
    // A month under an annex must not hide the day above it.
    let mut of_a_month = None;
    for at in (from..lines.len()).rev() {
        let line = squeezed(lines[at]);
        if let Some(date) = date::only(&line).map(|found| found.date).or_else(|| said_by_each(lines[at])) {
            return Signature { organ: organs_above(&lines[..at]), date: Some(date) };
        }
        if is_month(&line) {
            of_a_month = of_a_month.or_else(|| organs_above(&lines[..at]));
        }
        // Organ and day may share a line.
        if line.chars().count() <= 40
            && let Some(found) = date::find(&line).pop()
            && found.end == line.chars().count()
        {
            let organ: String = line.chars().take(found.start).collect();
            let organ = SEAL.replace(organ.trim(), "");
            if issuer::is_organ(&organ) {
                return Signature { organ: Some(organ.into_owned()), date: Some(found.date) };
            }
        }
    }
    Signature { organ: of_a_month, date: None }
}

/// Returns the day that each of several organs side by side has put under its name.
fn said_by_each(line: &str) -> Option<Date> {
    let days: Option<Vec<Date>> =
        line.split_whitespace().map(|day| date::only(day).map(|found| found.date)).collect();
    let days = days.filter(|days| days.len() > 1)?;
    days.iter().all(|day| *day == days[0]).then_some(days[0])
}

/// Joins the organs in the lines right above the day.
fn organs_above(lines: &[&str]) -> Option<String> {
    let mut organs = Vec::new();
    for line in lines.iter().rev().take(MOST_ORGANS) {
        let line = SEAL.replace(line.trim(), "");
        if is_list_of_towns(&line) {
            break;
        }
        if let Some(beside) = side_by_side(&line) {
            organs.extend(beside.into_iter().rev());
            continue;
        }
        let line = squeezed(&line);
        if !issuer::is_organ(&line) {
            break;
        }
        match joint::governments(&line) {
            Some(several) => organs.extend(several.into_iter().rev().map(str::to_owned)),
            None => organs.push(line),
        }
    }
    organs.reverse();
    (!organs.is_empty()).then(|| organs.join("、"))
}

/// What stands for the seal behind a name.
static SEAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s*[（(](?:盖章|公章|印章|章|印)[）)]$"));
/// A month without a day: 2021年3月, 二〇二一年三月.
static MONTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:19|20)\d\d|[一二][〇○零OoＯ一二三四五六七八九]{3})年(?:\d{1,2}|[元一二三四五六七八九十]{1,2})月$",
    )
});

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

fn is_month(line: &str) -> bool {
    MONTH.is_match(line)
}

/// Returns the organs that stand in one line with blanks between them. The letters of one name may be set apart too, and
/// 某市人民政府 法制办公室 is one organ: several stand far apart or begin with the same place.
fn side_by_side(line: &str) -> Option<Vec<String>> {
    let names: Vec<&str> = line.split_whitespace().collect();
    let place = |name: &str| name.trim_start_matches("中共").chars().take(2).collect::<String>();
    let is_far = line.contains("  ") || line.contains("\u{3000}") || line.contains("\u{a0}\u{a0}");
    let fits = |name: &&str| name.chars().count() >= 4 && issuer::is_organ(name);
    // 某市统计局 国家统计局某调查队: what the state or the party calls its own begins no second half of a name.
    let begins = |name: &&str| {
        place(name) == place(names[0]) || ["国家", "中国", "中共"].iter().any(|own| name.starts_with(own))
    };
    let several = names.len() >= 2 && names.iter().all(fits) && (is_far || names.iter().all(begins));
    several.then(|| names.into_iter().map(str::to_owned).collect())
}

/// Tells whether a line names several townships or villages and no organ: it ends a list of places.
fn is_list_of_towns(line: &str) -> bool {
    let mut names = line.split('、').map(str::trim);
    names.clone().count() > 1 && names.all(issuer::is_town)
}

/// Returns how many lines the signature has that lines begin with: organs, and their day in words below or beside them; zero
/// when they begin with none.
pub(crate) fn opening(lines: &[&str]) -> usize {
    let is_day = |line: &str| line.contains('年') && date::only(line).is_some();
    for (at, line) in lines.iter().enumerate().take(MOST_ORGANS) {
        let line = squeezed(&SEAL.replace(line.trim(), ""));
        if at > 0 && is_day(&line) {
            return at + 1;
        }
        let found = date::find(&line).pop().filter(|found| found.end == line.chars().count());
        let organ: String =
            line.chars().take(found.as_ref().map_or(usize::MAX, |found| found.start)).collect();
        if !issuer::is_organ(&organ) {
            return 0;
        }
        if found.is_some() && line.contains('年') {
            return at + 1;
        }
    }
    0
}

/// How many lines from the top organ and day may stand under a title.
const UNDER_TITLE: usize = 6;

/// Reads organ and day that stand under a title, as statistical bulletins have them: a line that names an organ, and the day
/// in the next one or behind it. Whoever reports to a meeting stands there without a day: 某市财政局 over 各位代表：.
pub(crate) fn byline(lines: &[&str]) -> Signature {
    let near = &lines[..lines.len().min(UNDER_TITLE)];
    for (at, line) in near.iter().enumerate() {
        if at < 2
            && near
                .get(at + 1)
                .is_some_and(|next| next.trim().ends_with(['：', ':']) && next.contains("各位"))
            && let Some(organ) = organs_above(&near[..=at])
        {
            return Signature { organ: Some(organ), date: None };
        }
        let day = near.get(at + 1).and_then(|next| date::only(next)).filter(|_| near[at + 1].contains('年'));
        if let Some(day) = day
            && let Some(organ) = organs_above(&near[..=at])
        {
            return Signature { organ: Some(organ), date: Some(day.date) };
        }
        let squeezed = squeezed(line);
        if squeezed.chars().count() <= 40
            && squeezed.contains('年')
            && let Some(found) = date::find(&squeezed).pop()
            && found.end == squeezed.chars().count()
        {
            let organ: String = squeezed.chars().take(found.start).collect();
            if found.time.is_none() && issuer::is_organ(&organ) {
                return Signature { organ: Some(organ), date: Some(found.date) };
            }
        }
    }
    Signature::default()
}

fn squeezed(line: &str) -> String {
    line.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use crate::extract::signature;
    use crate::extract::signature::Signature;

    #[test]
    fn the_signature_stands_under_the_text() {
        let signed = signature::under("正文。\n某市中医管理局\n2020年10月13日\n附件：名单");
        assert_eq!(signed.organ.as_deref(), Some("某市中医管理局"));
        assert_eq!(signed.date.map(|date| date.to_string()).as_deref(), Some("2020-10-13"));
        let signed = signature::under("正文。\n某市某局（盖章）\n2020年10月13日");
        assert_eq!(signed.organ.as_deref(), Some("某市某局"));
        let signed = signature::under("正文。\n某市某某局　　某市甲某局 某市乙某局\n2020年10月13日");
        assert_eq!(signed.organ.as_deref(), Some("某市某某局、某市甲某局、某市乙某局"));
        let signed = signature::under("正文。\n某 市 司 法 局\n2020年10月13日");
        assert_eq!(signed.organ.as_deref(), Some("某市司法局"));
        let signed = signature::under("正文。\n某市人民政府 法制办公室\n2020年10月");
        assert_eq!((signed.organ.as_deref(), signed.date), (Some("某市人民政府法制办公室"), None));
        let signed = signature::under("正文。\n某市某局\n2021年3月5日\n附件\n某市某某办公室\n2020年12月");
        assert_eq!(signed.organ.as_deref(), Some("某市某局"), "an annex has a month of its own");
        let signed = signature::under("会议于2020年10月13日召开。");
        assert_eq!(signed, Signature::default());
        let signed = signature::under("正文。\n某市某局 二〇二〇年十月三日");
        assert_eq!(signed.date.map(|date| date.to_string()).as_deref(), Some("2020-10-03"));
    }

    #[test]
    fn a_list_of_places_above_the_day_signed_nothing() {
        for list in ["某县甲镇、某县乙村", "某县甲村、某县乙镇", "甲镇、乙乡、丙街道"]
        {
            let signed = signature::under(&format!("正文。\n{list}\n2020年10月13日"));
            assert_eq!(signed.organ, None, "{list}");
            assert!(signed.date.is_some(), "{list}");
        }
        for (line, organ) in [
            ("某县甲镇", "某县甲镇"),
            ("某区甲街道 乙社区", "某区甲街道乙社区"),
            ("某县甲局、某县乙镇人民政府", "某县甲局、某县乙镇人民政府"),
            ("某县甲镇人民政府　　某县乙镇人民政府", "某县甲镇人民政府、某县乙镇人民政府"),
            ("某县甲局、某县乙局", "某县甲局、某县乙局"),
            ("甲镇人民政府 乙镇人民政府", "甲镇人民政府、乙镇人民政府"),
            ("甲镇人民政府乙镇人民政府", "甲镇人民政府、乙镇人民政府"),
            ("甲镇人民政府、乙镇人民政府", "甲镇人民政府、乙镇人民政府"),
            ("某区人民政府 某街道办事处", "某区人民政府某街道办事处"),
            ("甲县统计局 国家统计局甲调查队", "甲县统计局、国家统计局甲调查队"),
            ("某市 国家安全局", "某市国家安全局"),
            ("某 县 人 民 政 府", "某县人民政府"),
        ] {
            let signed = signature::under(&format!("正文。\n{line}\n2020年10月13日"));
            assert_eq!(signed.organ.as_deref(), Some(organ), "{line}");
        }
    }

    #[test]
    fn each_of_several_organs_may_put_its_day() {
        let signed = |days: &str| signature::under(&format!("正文。\n甲镇人民政府    乙镇人民政府\n{days}"));
        let both = signed("2021年3月5日      2021年3月5日");
        assert_eq!(both.organ.as_deref(), Some("甲镇人民政府、乙镇人民政府"));
        assert_eq!(both.date.map(|date| date.to_string()).as_deref(), Some("2021-03-05"));
        assert_eq!(signed("2021年3月5日      2021年4月6日"), Signature::default());
        assert!(signed("2021 年 3 月 5 日").date.is_some());
    }

    #[test]
    fn organ_and_day_may_stand_under_the_title() {
        for lines in [["某市统计局", "2020年3月13日"], ["某市统计局 2020年3月13日", "正文。"]]
        {
            let signed = signature::byline(&lines);
            assert_eq!(signed.organ.as_deref(), Some("某市统计局"), "{lines:?}");
            assert_eq!(signed.date.map(|date| date.to_string()).as_deref(), Some("2020-03-13"), "{lines:?}");
        }
        assert_eq!(signature::byline(&["某市财政局", "各位代表："]).organ.as_deref(), Some("某市财政局"));
        let two = signature::byline(&["某市统计局", "国家统计局某调查队", "2020年3月13日"]);
        assert_eq!(two.organ.as_deref(), Some("某市统计局、国家统计局某调查队"));
        for lines in
            [["某市某局局长 张三", "2020年3月13日"], ["某市统计局", "2020-03-13"], ["某市统计局", "正文。"]]
        {
            assert_eq!(signature::byline(&lines), Signature::default(), "{lines:?}");
        }
    }
}
