//! The lines around a title in; the labels that stand in them and where their values begin out.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::label_names::LABELS;
use crate::extract::label_names::Label;
use crate::extract::label_names::TABLE_LABELS;

static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    let mut names: Vec<&str> = LABELS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let spaced = |name: &str| {
        let letters: Vec<String> = name.chars().map(String::from).collect();
        letters.join(r"[ \u{a0}\u{3000}]*")
    };
    let names: Vec<String> = names.into_iter().map(spaced).collect();
    Regex::new(&format!(
        r"(?:{})[ \u{{a0}}\u{{3000}}]*[\]】\]]?[ \u{{a0}}\u{{3000}}]*[:：]?",
        names.join("|")
    ))
    .expect("a pattern made of plain words is well formed")
});

/// One label in a text; offsets count bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) label: Label,
    pub(crate) name: &'static str,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A label that texts use too.
pub(crate) fn is_common(label: &str) -> bool {
    matches!(
        label,
        "时间"
            | "日期"
            | "标题"
            | "名称"
            | "作者"
            | "编辑"
            | "分类"
            | "栏目"
            | "阅读"
            | "审核"
            | "分享"
            | "责任单位"
            | "责任部门"
            | "实施日期"
            | "施行日期"
            | "生效日期"
            | "登记号"
            | "浏览"
            | "点击"
            | "人气"
            | "录入"
            | "摄影"
            | "撰稿"
            | "签发"
            | "签发人"
            | "出处"
            | "提供单位"
            | "公布单位"
    )
}

/// A label that other dates carry too, so that a later, exact label wins.
pub(crate) fn is_weak(label: &str) -> bool {
    matches!(label, "时间" | "日期" | "更新时间" | "更新日期")
}

/// Simplifies the characters of a traditional page, one for one; case and blanks stay.
pub(crate) fn simplified(text: &str) -> String {
    let is_telling = |c| {
        matches!(c, '發' | '時' | '來' | '機' | '構' | '號' | '題' | '單' | '關' | '頒' | '佈' | '責' | '體')
    };
    if !text.chars().any(is_telling) {
        return text.to_owned();
    }
    text.chars()
        .map(|character| {
            if !matches!(character, '\u{2e80}'..='\u{9fff}') {
                return character;
            }
            let mut written = [0_u8; 4];
            let folded = corpus::text::fold(character.encode_utf8(&mut written));
            let mut characters = folded.text().chars();
            characters.next().filter(|_| characters.next().is_none()).unwrap_or(character)
        })
        .collect()
}

pub(crate) fn find(text: &str) -> Vec<Place> {
    let mut places = Vec::new();
    if !may_hold_label(text) {
        return places;
    }
    for whole in PATTERN.find_iter(text) {
        // Names end in a letter, so the marks behind one are no part of it.
        let colon = whole.as_str().ends_with([':', '：']);
        let is_behind = |c: char| c.is_whitespace() || matches!(c, ':' | '：' | ']' | '】');
        let name = whole.as_str().trim_end_matches(is_behind);
        let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        let Some((label, name)) = label_of(&name) else {
            continue;
        };
        let before = text[..whole.start()].chars().next_back();
        let after = text[whole.end()..].chars().next();
        let parted_before = before.is_none_or(|c| c.is_whitespace() || "|｜[【•·".contains(c));
        let parted_after = after.is_none_or(|c| c.is_whitespace() || "|｜[【".contains(c))
            || whole.as_str().ends_with(['】', ']', ' ', '\u{3000}', '\u{a0}']);
        let joined = before.is_some_and(is_word) && name.chars().count() <= 2;
        // 【来源】 is set apart by its brackets and needs no colon.
        let bracketed = before.is_some_and(|c| matches!(c, '【' | '['))
            && whole.as_str().trim_end().ends_with(['】', ']']);
        let is_cell = parted_before && parted_after && TABLE_LABELS.contains(&name);
        if (colon && !joined) || bracketed || (!colon && is_cell) {
            places.push(Place { label, name, start: whole.start(), end: whole.end() });
        }
    }
    places
}

/// The length of the longest label that stands in a table without a colon, in bytes.
const LONGEST_TABLE_LABEL: usize = 18;

/// Tells whether a text holds a mark that can stand beside a label, or may be nothing but a label. Looking for labels is
/// dear, and most lines of a text are sentences.
fn may_hold_label(text: &str) -> bool {
    let is_mark = |c: char| {
        c.is_whitespace() || matches!(c, ':' | '：' | '[' | ']' | '【' | '】' | '|' | '｜' | '•' | '·')
    };
    text.len() <= LONGEST_TABLE_LABEL || text.contains(is_mark)
}

/// A Chinese character, which makes 数据来源 another word than 来源.
fn is_word(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}')
}

fn label_of(name: &str) -> Option<(Label, &'static str)> {
    LABELS
        .iter()
        .find_map(|(label, names)| names.iter().find(|known| **known == name).map(|known| (*label, *known)))
}
