//! The names of the divisions: text in; where it names one, and which ones it may mean, out.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::gazetteer::table::Level;
use crate::gazetteer::table::RowId;
use crate::gazetteer::table::latest;
use crate::gazetteer::table::row;
use crate::gazetteer::table::rows;
use crate::gazetteer::zones;

/// How a name was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// With its kind: 绵阳市; or a customary short form that means one division only: 巴州.
    Full,
    /// Without its kind: 绵阳.
    Short,
}

/// A place in a text that names a division. Offsets count bytes of the text.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Every row the name may mean, former ones included.
    pub(super) rows: Vec<RowId>,
    pub(super) form: Form,
}

#[derive(Default)]
struct Meaning {
    full: Vec<RowId>,
    short: Vec<RowId>,
}

struct Names {
    meanings: HashMap<String, Meaning>,
    /// The longest name that begins with two characters, in characters.
    longest: HashMap<(char, char), usize>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names { meanings: HashMap::with_capacity(16_384), longest: HashMap::new() };
    for (id, row) in (0..).zip(rows()) {
        names.add(row.name, id, Form::Full);
        if row.short != row.name {
            names.add(row.short, id, Form::Short);
        }
        for (kind, brief) in [("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")] {
            if row.name.ends_with(kind) && row.short.chars().count() >= 2 {
                let stem = row.short.strip_suffix('族').unwrap_or(row.short);
                names.add(&format!("{stem}{brief}"), id, Form::Full);
            }
        }
    }
    for (alias, code) in pairs(include_str!("../../data/aliases.tsv")) {
        let Some(id) = latest(code) else { continue };
        let rows: Vec<RowId> =
            (0..).zip(rows()).filter(|(_, row)| row.code == code).map(|(id, _)| id).collect();
        names.remember(alias);
        // A customary form means its division alone, even where a lesser one would shorten to the same.
        let meaning = names.meanings.entry(alias.to_owned()).or_default();
        meaning.full = if rows.is_empty() { vec![id] } else { rows };
    }
    names
});

impl Names {
    fn add(&mut self, name: &str, id: RowId, form: Form) {
        if name.chars().count() < 2 {
            return;
        }
        self.remember(name);
        let meaning = self.meanings.entry(name.to_owned()).or_default();
        let ids = if form == Form::Full { &mut meaning.full } else { &mut meaning.short };
        if !ids.contains(&id) {
            ids.push(id);
        }
    }

    fn remember(&mut self, name: &str) {
        let Some(first_two) = first_two(name) else { return };
        let longest = self.longest.entry(first_two).or_default();
        *longest = (*longest).max(name.chars().count());
    }
}

/// Returns the pairs of a two-column table; `#` opens a remark.
pub(super) fn pairs(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t'))
}

/// Returns the rows that a whole name may mean: with its kind, and without.
pub(super) fn named(name: &str) -> (&'static [RowId], &'static [RowId]) {
    match NAMES.meanings.get(name) {
        Some(meaning) => (&meaning.full, &meaning.short),
        None => (&[], &[]),
    }
}

/// Returns the characters that a text begins with; every name has at least two.
fn first_two(text: &str) -> Option<(char, char)> {
    let mut characters = text.chars();
    Some((characters.next()?, characters.next()?))
}

/// Finds every name in a text, the longest at each place, from left to right without overlap.
pub(super) fn mentions(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut next = 0;
    for (start, _) in text.char_indices() {
        if start < next {
            continue;
        }
        if let Some(mention) = mention_at(text, start) {
            next = mention.end;
            found.push(mention);
        }
    }
    found
}

fn mention_at(text: &str, start: usize) -> Option<Mention> {
    let longest = *NAMES.longest.get(&first_two(&text[start..])?)?;
    let ends: Vec<usize> =
        text[start..].char_indices().map(|(at, c)| start + at + c.len_utf8()).take(longest).collect();
    ends.iter().skip(1).rev().find_map(|&end| {
        let meaning = NAMES.meanings.get(&text[start..end])?;
        let rest = &text[end..];
        if !meaning.full.is_empty() && !is_cut(&text[start..end], rest) {
            return Some(Mention { start, end, rows: meaning.full.clone(), form: Form::Full });
        }
        let is_place = || {
            !goes_on(rest)
                || begins_with_name(rest)
                || begins_with_part(rest, &meaning.short)
                || zones::known_zone(rest).is_some()
        };
        let fits = !meaning.short.is_empty() && is_place();
        fits.then(|| Mention { start, end, rows: meaning.short.clone(), form: Form::Short })
    })
}

/// Tells whether a text begins with the short name of a division that lies in one of others: 湖州 behind 浙江, 江门 behind 广东.
fn begins_with_part(text: &str, others: &[RowId]) -> bool {
    let Some(longest) = first_two(text).and_then(|two| NAMES.longest.get(&two)) else { return false };
    let mut ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(*longest).skip(1);
    let lies_in = |part: RowId| others.iter().any(|&other| part != other && row(other).holds(row(part)));
    ends.any(|end| {
        NAMES
            .meanings
            .get(&text[..end])
            .is_some_and(|meaning| meaning.short.iter().any(|&part| lies_in(part)))
    })
}

/// Tells whether a text begins with a name in full.
pub(super) fn begins_with_name(text: &str) -> bool {
    let Some(longest) = first_two(text).and_then(|two| NAMES.longest.get(&two)) else { return false };
    let mut ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(*longest);
    ends.any(|end| NAMES.meanings.get(&text[..end]).is_some_and(|meaning| !meaning.full.is_empty()))
}

/// Tells whether the kind at the end of a name belongs to the next word: 朝阳区域, 永川市场, 平安县区. A name of one character
/// before its kind is no name before 级: 名单县级.
pub(super) fn is_cut(name: &str, rest: &str) -> bool {
    if let Some(after) = rest.strip_prefix('区').filter(|_| name.ends_with('县')) {
        return !["域", "划", "位", "间", "块"].iter().any(|next| after.starts_with(next));
    }
    if rest.starts_with('级') && name.ends_with(['县', '区']) && name.chars().count() == 2 {
        return true;
    }
    let next: &[&str] = match name.chars().next_back() {
        Some('区') => &["域", "划", "块", "间", "位", "别"],
        Some('市') => &["场", "值", "价"],
        Some('县') => &["域"],
        Some('州') => &["际"],
        _ => &[],
    };
    next.iter().any(|next| rest.starts_with(next))
}

/// Tells whether a short name is only the beginning of another name: 南京路, 中山大学, 四川日报.
fn goes_on(rest: &str) -> bool {
    const WORDS: [&str; 53] = [
        "路",
        "街",
        "大道",
        "大街",
        "大学",
        "学院",
        "中学",
        "小学",
        "一中",
        "二中",
        "医院",
        "银行",
        "农商",
        "日报",
        "晚报",
        "早报",
        "商报",
        "晨报",
        "时报",
        "都市报",
        "电视",
        "广播",
        "卫视",
        "机场",
        "火车站",
        "高铁",
        "高速",
        "大桥",
        "公园",
        "湖",
        "江",
        "河流",
        "海峡",
        "半岛",
        "盆地",
        "平原",
        "高原",
        "山脉",
        "话",
        "菜",
        "戏",
        "人民广场",
        "村",
        "社区",
        "站",
        "地铁",
        "国家公园",
        "保卫战",
        "地震",
        "精神",
        "会议精神",
        "会战",
        "起义",
    ];
    WORDS.iter().any(|word| rest.starts_with(word))
}

/// Tells whether a name is so general that it decides nothing without the name of the city before it.
pub(super) fn is_general(name: &str) -> bool {
    const GENERAL: [&str; 13] = [
        "城区",
        "郊区",
        "矿区",
        "新区",
        "东区",
        "西区",
        "南区",
        "北区",
        "市郊区",
        "市辖区",
        "市区",
        "中区",
        "特区",
    ];
    GENERAL.contains(&name)
}

/// Keeps the rows that are highest: a province before the city of the same short name, a city before a county.
pub(super) fn highest(ids: &[RowId]) -> Vec<RowId> {
    let Some(level) = ids.iter().map(|&id| row(id).level()).min() else { return Vec::new() };
    // Among counties no one stands above another: all of them stay candidates.
    let keep = |id: &&RowId| level == Level::County || row(**id).level() == level;
    ids.iter().filter(keep).copied().collect()
}
