//! What stands before a number or over its column in; what it is said to be, out.

use crate::personal::SHORTEST;
use crate::personal::digit;

/// What a number is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// The account or the card of somebody.
    Account,
    /// An ID card, or one that carries its number.
    Identity,
    /// A telephone.
    Telephone,
    /// A document, a certificate, a case or a candidate: no telephone, however its digits look.
    Document,
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

/// What rings: a number behind one of these may be a telephone, whatever the word ends with: 手机号, 微信号, 联系号码.
const TELEPHONES: [&str; 24] = [
    "电话",
    "手机",
    "联系",
    "联络",
    "热线",
    "传真",
    "微信",
    "短信",
    "拨打",
    "致电",
    "来电",
    "咨询",
    "通讯",
    "通信",
    "小灵通",
    "移动",
    "联通",
    "电信",
    "钉钉",
    "支付宝",
    "报警",
    "值班",
    "抖音",
    "快手",
];

/// What numbers a document, a thing or a candidate: 发票号码, 学校代码. The number of somebody, 家长号码, may be a telephone.
const DOCUMENTS: [&str; 29] = [
    "编码",
    "代码",
    "识别码",
    "条码",
    "票号码",
    "证号码",
    "件号码",
    "书号码",
    "据号码",
    "牌号码",
    "案号码",
    "同号码",
    "单号码",
    "权号码",
    "批号码",
    "执法证",
    "资格证",
    "许可证",
    "准考证",
    "执业证",
    "从业证",
    "上岗证",
    "检查证",
    "监督证",
    "登记证",
    "权证",
    "合格证",
    "工作证",
    "第",
];

/// Before 号 in the name of somebody's number, and in an address: 微信号, 户号, 同号, 某路12号.
const NO_DOCUMENT: &str = "信机话微联线户账帐卡折短人的其个靓主夹型零〇一二两三四五六七八九十百千";

/// Behind the name of an account: what follows is an amount or another thing of the account.
const OF_ACCOUNT: &str = "额数资存收支总计共达款名行";

/// What the head of some column of a table of people or cases ends with.
const HEADS: [&str; 11] =
    ["姓名", "名单", "序号", "名称", "单位", "部门", "性别", "职务", "人员", "当事人", "案由"];

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

/// Tells whether the words before a number say that it rings.
pub(crate) fn names_telephone(before: &[char]) -> bool {
    says(before, &TELEPHONES)
}

/// Tells whether the word right before a number says that it numbers a document, a thing or a candidate, and none that
/// somebody's number follows.
pub(crate) fn names_document(before: &[char]) -> bool {
    let clause = clause(before);
    // The year of a document stands in brackets: 某罚〔2023〕13010219001.
    if clause.ends_with('〕') {
        return true;
    }
    let names_other = TELEPHONES.iter().chain(&CARDS).chain(&IDENTITIES).any(|word| clause.contains(word));
    let bare = clause.trim_end_matches(|c: char| c.is_whitespace() || "：:（(【[“\"为是".contains(c));
    let is_number = bare.strip_suffix('号').is_some_and(|name| {
        name.chars()
            .next_back()
            .is_some_and(|c| matches!(c, '\u{4e00}'..='\u{9fff}') && !NO_DOCUMENT.contains(c))
    });
    // A certificate in the cell before a number may be what somebody holds, whose telephone that is.
    let is_apart = clause[bare.len()..].contains('\t') && !bare.ends_with('码');
    let is_named = || !is_apart && DOCUMENTS.iter().any(|word| bare.ends_with(word));
    !names_other && bare != "同号" && (is_number || is_named())
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
    /// How many cells the row of the heads has.
    width: usize,
    /// Whether the row that is being read has as many: where cells are missing, those behind them may stand in a column that is
    /// not theirs.
    is_whole: bool,
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
        let said = self.heads.get(self.at).copied().flatten();
        said.filter(|said| self.is_whole || !matches!(said, Said::Document))
    }

    fn begin_line(&mut self, text: &[char], at: usize) {
        self.at = 0;
        let length = text[at..].iter().position(|&c| c == '\n').unwrap_or(text.len() - at);
        let line = &text[at..at + length];
        if !line.contains(&'\t') {
            self.heads.clear();
            return;
        }
        let cells: Vec<&[char]> = line.split(|&c| c == '\t').collect();
        // Heads name numbers and hold none.
        let holds_number = |cell: &&[char]| cell.iter().filter(|&&c| digit(c).is_some()).count() >= SHORTEST;
        if !cells.iter().any(holds_number) {
            self.take_heads(&cells);
        }
        self.is_whole = cells.len() == self.width;
    }

    /// Takes a row for that of the heads when it says what the numbers below it are. A column of accounts stays one where a
    /// row that speaks of none says nothing of it: a cell of that row may hold a word such as 移动.
    fn take_heads(&mut self, cells: &[&[char]]) {
        let names_columns = cells.iter().any(|cell| {
            let cell: String = cell.iter().collect();
            HEADS.iter().any(|word| cell.trim().ends_with(word))
        });
        let of = |cell: &&[char]| head(cell).filter(|said| names_columns || *said != Said::Document);
        let mut heads: Vec<Option<Said>> = cells.iter().map(of).collect();
        let is_somebodys = |said: &Said| matches!(said, Said::Account | Said::Identity);
        if heads.iter().all(Option::is_none) {
            return;
        }
        if !heads.iter().flatten().any(is_somebodys) {
            heads.resize(heads.len().max(self.heads.len()), None);
            for (head, before) in heads.iter_mut().zip(&self.heads) {
                let before = before.filter(is_somebodys);
                *head = if names_columns { head.or(before) } else { before.or(*head) };
            }
        }
        self.heads = heads;
        self.width = cells.len();
    }
}

/// Returns what a cell says that the numbers below it are.
fn head(cell: &[char]) -> Option<Said> {
    let is_name = cell.len() <= 16 && !cell.iter().any(|&c| digit(c).is_some());
    let telephone = || names_telephone(cell).then_some(Said::Telephone);
    let document = || names_document(without_remark(cell)).then_some(Said::Document);
    is_name.then(|| said(cell).or_else(telephone).or_else(document)).flatten()
}

/// Returns a head without the remark in brackets at its end: 执法证号（省颁）.
fn without_remark(cell: &[char]) -> &[char] {
    let opening = cell.iter().rposition(|c| matches!(c, '（' | '('));
    match (opening, cell.last()) {
        (Some(opening), Some('）' | ')')) if opening > 0 => &cell[..opening],
        _ => cell,
    }
}
