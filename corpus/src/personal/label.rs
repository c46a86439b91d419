//! What stands before a number or over its column in; what it is said to be, out.

use crate::personal::digit;

/// What a number is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// The account or the card of somebody.
    Account,
    /// An ID card, or one that carries its number.
    Identity,
}

/// Before a number: it is that of an organisation or a document.
const PUBLIC: [&str; 11] = [
    "信用代码",
    "机构代码",
    "注册号",
    "许可证",
    "编号",
    "文号",
    "备案号",
    "索引号",
    "项目代码",
    "订单号",
    "流水号",
];

/// Before a number: it is a card or an account of somebody.
const CARDS: [&str; 11] =
    ["卡号", "银行卡", "社保卡", "账号", "帐号", "账户", "帐户", "储蓄卡", "存折", "一卡通", "卡（折）号"];

/// Before a number: it is an ID card, or one that carries its number.
const IDENTITIES: [&str; 6] = ["身份证", "身份号码", "身份号", "残疾人证", "残疾证", "社会保障号"];

/// Before a landline: it rings in somebody's home.
const HOMES: [&str; 6] = ["家庭电话", "住宅电话", "宅电", "家中电话", "个人电话", "本人电话"];

/// Behind the name of an account: what follows is an amount or another thing of the account.
const OF_ACCOUNT: &str = "额数资存收支总计共达款名行";

/// How many characters may stand between the name of a number and the number: 账号（人民币）：.
const BETWEEN: usize = 8;

/// Returns what the words right before a number say that it is.
pub(crate) fn said(before: &[char]) -> Option<Said> {
    let clause = clause(before);
    // Of 账号：19-5101… the first group is one of the number.
    let clause = clause.trim_end_matches(|c: char| digit(c).is_some() || c == '-');
    let name =
        |words: &[&str]| words.iter().filter_map(|word| clause.rfind(word).map(|at| at + word.len())).max();
    let is_near = |end: usize| {
        let between = &clause[end..];
        !between.contains(|c| digit(c).is_some() || OF_ACCOUNT.contains(c))
            && between.chars().count() <= BETWEEN
    };
    if name(&IDENTITIES).is_some_and(is_near) {
        return Some(Said::Identity);
    }
    name(&CARDS).is_some_and(is_near).then_some(Said::Account)
}

/// Tells whether the words before a number say that it is an organisation's or a document's.
pub(crate) fn is_public(before: &[char]) -> bool {
    says(before, &PUBLIC)
}

/// Tells whether the words before a number speak of a card or an account.
pub(crate) fn names_card(before: &[char]) -> bool {
    says(before, &CARDS)
}

/// Tells whether the words before a number say that it rings in somebody's home.
pub(crate) fn names_home(before: &[char]) -> bool {
    says(before, &HOMES)
}

fn says(before: &[char], words: &[&str]) -> bool {
    let clause = clause(before);
    words.iter().any(|word| clause.contains(word))
}

/// Returns the clause that ends at a number: a word on the line above or in the sentence before names another number, and so
/// does what stands before another number and a comma.
fn clause(before: &[char]) -> String {
    let is_end = |at: usize| match before[at] {
        '\n' | '，' | '。' | '；' | '、' => true,
        ',' => at > 0 && digit(before[at - 1]).is_some(),
        _ => false,
    };
    let from = (0..before.len()).rev().find(|at| is_end(*at)).map_or(0, |at| at + 1);
    before[from..].iter().collect()
}

/// What the heads of the columns of a table say of the numbers below them.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    /// What each column of the open table holds.
    heads: Vec<Option<Said>>,
    /// The column that is being read.
    at: usize,
}

impl Columns {
    /// Takes notice of the character at a place; to be called for each that begins a line or a cell, at least.
    pub(crate) fn step(&mut self, text: &[char], at: usize) {
        if at == 0 || text[at - 1] == '\n' {
            self.begin_line(text, at);
        }
        if text[at] == '\t' {
            self.at += 1;
        }
    }

    /// Returns what the column is said to hold.
    pub(crate) fn said(&self) -> Option<Said> {
        self.heads.get(self.at).copied().flatten()
    }

    fn begin_line(&mut self, text: &[char], at: usize) {
        self.at = 0;
        let length = text[at..].iter().position(|&c| c == '\n').unwrap_or(text.len() - at);
        let line = &text[at..at + length];
        if !line.contains(&'\t') {
            self.heads.clear();
            return;
        }
        let heads: Vec<Option<Said>> = line.split(|&c| c == '\t').map(head).collect();
        if heads.iter().any(Option::is_some) {
            self.heads = heads;
        }
    }
}

/// Returns what a cell says that the numbers below it are.
fn head(cell: &[char]) -> Option<Said> {
    let is_name = cell.len() <= 12 && !cell.iter().any(|&c| digit(c).is_some());
    is_name.then(|| said(cell)).flatten()
}
