//! The lines around a title in; the labels that stand in them and where their values begin out.

use std::sync::LazyLock;

use crate::extract::label_names::LABELS;
use crate::extract::label_names::Label;
use crate::extract::label_names::TABLE_LABELS;

/// The names of all labels.
struct Names {
    /// In the order of the characters that they begin with.
    families: Vec<Family>,
    /// Whether a name begins with a character whose lowest byte this is: most characters of a line begin none.
    may_begin: [bool; 256],
}

/// The names that begin with one character, the longest first.
struct Family {
    first: char,
    names: Vec<(&'static str, Label)>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut families: Vec<Family> = Vec::new();
    for (label, names) in LABELS {
        for name in *names {
            let first = name.chars().next().expect("a label has a name");
            let at = families.binary_search_by_key(&first, |family| family.first);
            let at = at.unwrap_or_else(|at| {
                families.insert(at, Family { first, names: Vec::new() });
                at
            });
            families[at].names.push((name, *label));
        }
    }
    let mut may_begin = [false; 256];
    for family in &mut families {
        family.names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        may_begin[family.first as usize % 256] = true;
    }
    Names { families, may_begin }
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
            | "责编"
            | "审稿"
            | "核稿"
            | "转自"
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
            | "发布"
    )
}

/// A label that other dates carry too, so that a later, exact label wins.
pub(crate) fn is_weak(label: &str) -> bool {
    matches!(label, "时间" | "日期") || is_of_change(label)
}

/// A label of the day a page was last changed.
pub(crate) fn is_of_change(label: &str) -> bool {
    matches!(label, "更新时间" | "更新日期" | "最后更新" | "最后更新时间")
}

/// The label of the day of a document, which stands in for the day it went up.
pub(crate) const STAND_IN: &str = "发文日期";

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

/// Tells whether a cell is the name of a label and nothing else.
pub(crate) fn is_name(cell: &str) -> bool {
    let cell: String = cell.chars().filter(|c| !c.is_whitespace() && !matches!(c, ':' | '：')).collect();
    LABELS.iter().any(|(_, names)| names.contains(&cell.as_str()))
}

/// Finds the labels that stand in a text as labels do: before a colon, in brackets, or as a cell of a table; in its order,
/// none over another.
pub(crate) fn find(text: &str) -> Vec<Place> {
    let mut places = Vec::new();
    if !may_hold_label(text) {
        return places;
    }
    let (names, mut behind) = (&*NAMES, 0);
    for (start, first) in text.char_indices() {
        if start < behind || !names.may_begin[first as usize % 256] {
            continue;
        }
        let Some((name, label, end)) = names.at(text, start, first) else { continue };
        if is_of_change(name) && OF_SITE.iter().any(|site| text[..start].ends_with(site)) {
            continue;
        }
        behind = end;
        let whole = &text[start..end];
        let colon = whole.ends_with([':', '：']);
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let parted_before = before.is_none_or(|c| c.is_whitespace() || "|｜[【•·".contains(c));
        let parted_after = after.is_none_or(|c| c.is_whitespace() || "|｜[【".contains(c))
            || whole.ends_with(['】', ']', ' ', '\u{3000}', '\u{a0}']);
        // 来源:某局作者:张三: behind a label, even a short one may be glued to the value before it.
        let is_glued =
            matches!(name, "作者" | "来源" | "字体" | "字号" | "浏览" | "阅读" | "点击" | "编辑" | "打印")
                && places.last().is_some_and(|last: &Place| !text[last.end..start].contains('\n'));
        let is_glued = is_glued
            || matches!(name, "日期" | "时间")
                && text[end..].starts_with(|c: char| c.is_ascii_digit())
                && places.last().is_some_and(|last: &Place| !text[last.end..start].contains('\n'));
        let joined = before.is_some_and(is_word) && name.chars().count() <= 2 && !is_glued;
        // 【来源】 is set apart by its brackets and needs no colon.
        let bracketed =
            before.is_some_and(|c| matches!(c, '【' | '[')) && whole.trim_end().ends_with(['】', ']']);
        let is_cell = parted_before && parted_after && TABLE_LABELS.contains(&name);
        if (colon && !joined) || bracketed || (!colon && is_cell) {
            places.push(Place { label, name, start, end });
        }
    }
    places
}

/// What is changed every day, whatever becomes of a page: 网站更新时间.
const OF_SITE: [&str; 6] = ["网站", "本站", "全站", "系统", "数据", "平台"];

impl Names {
    /// Reads the name that stands at a byte of a text, its letters perhaps apart; returns it with its label and with where
    /// the blanks, the bracket and the colon behind it end.
    fn at(&self, text: &str, start: usize, first: char) -> Option<(&'static str, Label, usize)> {
        let family = self.families.binary_search_by_key(&first, |family| family.first).ok()?;
        let mut names = self.families[family].names.iter();
        let (name, label, rest) =
            names.find_map(|(name, label)| Some((*name, *label, behind(&text[start..], name)?)))?;
        let rest = rest.strip_prefix([']', '】']).map_or(rest, without_blanks);
        let rest = rest.strip_prefix([':', '：']).unwrap_or(rest);
        Some((name, label, text.len() - rest.len()))
    }
}

/// Returns what stands behind a name with which a text begins, its letters perhaps apart; without the blanks between.
pub(crate) fn behind<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut letters = name.chars();
    let rest = text.strip_prefix(letters.next()?)?;
    let rest = letters.try_fold(rest, |rest, letter| without_blanks(rest).strip_prefix(letter))?;
    Some(without_blanks(rest))
}

fn without_blanks(text: &str) -> &str {
    text.trim_start_matches([' ', '\u{a0}', '\u{3000}'])
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
