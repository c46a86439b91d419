//! Why a query could not be read, and the query with a mark under the character.

use std::fmt;

use corpus::document::DocumentKind;
use corpus::document::SectionKind;

use crate::query::LONGEST;
use crate::query::field::FieldName;
use crate::query::grammar::DEEPEST;
use crate::query::grammar::MOST;

/// How many characters are shown before and after the place.
const SHOWN: usize = 30;

/// Says why a query could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// The character of the query at which reading stopped, from 0.
    pub position: usize,
    /// What is wrong.
    pub(crate) fault: Fault,
}

impl std::error::Error for QueryError {}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Said { message, hint } = self.in_english();
        write!(f, "{message} (character {}); {hint}", self.position + 1)
    }
}

/// What is wrong with a query, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub hint: String,
}

fn said(message: impl Into<String>, hint: impl Into<String>) -> Said {
    Said { message: message.into(), hint: hint.into() }
}

/// What can be wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    TooLong,
    TooManyTerms,
    TooDeep,
    OpenQuote,
    OpenBracket,
    StrayBracket,
    EmptyBracket,
    BreaksOff,
    OperatorWithoutLeft,
    NestedField,
    /// The name as it was written.
    UnknownField(String),
    FieldWithoutValue,
    EmptyPhrase,
    NearWithoutDistance,
    NearBetweenOthers,
    /// The value as it was written; so do the others.
    NoYear(String),
    NoDate(String),
    /// The range the other way round.
    Backwards(String),
    UnknownKind(String),
    UnknownSection(String),
}

impl Fault {
    /// Places the fault in the query.
    pub(crate) fn at(self, position: usize) -> QueryError {
        QueryError { position, fault: self }
    }
}

impl QueryError {
    /// Says it in Chinese.
    pub fn in_chinese(&self) -> Said {
        match &self.fault {
            Fault::TooLong => said(format!("检索式超过 {LONGEST} 个字"), "请缩短检索式"),
            Fault::TooManyTerms => said(format!("检索词超过 {MOST} 个"), "请拆成几次检索"),
            Fault::TooDeep => said(format!("括号或“-”嵌套超过 {DEEPEST} 层"), "请简化检索式"),
            Fault::OpenQuote => said("引号没有闭合", "在短语末尾补上引号"),
            Fault::OpenBracket => said("括号没有闭合", "在后面补上右括号"),
            Fault::StrayBracket => said("多余的右括号", "删去它，或在前面补上左括号"),
            Fault::EmptyBracket => said("右括号前面没有检索词", "删去它，或在括号里写上检索词"),
            Fault::BreaksOff => said("检索式在这里中断", "运算符后面要有检索词"),
            Fault::OperatorWithoutLeft => {
                said("运算符前面没有检索词", "运算符要写在两个检索词之间；要查找它本身，请加引号")
            }
            Fault::NestedField => said("字段的括号里不能再写字段", "把这个字段移到括号外面"),
            Fault::UnknownField(name) => said(
                format!("没有名为 {name} 的字段"),
                format!("可用的字段：{}；要查找这些字本身，请加引号", FieldName::list_in_chinese()),
            ),
            Fault::FieldWithoutValue => {
                said("字段后面没有值", "值紧跟在冒号后面；含空格时加引号，多个值写成 (甲 OR 乙)")
            }
            Fault::EmptyPhrase => said("短语是空的", "在引号里写上要查找的字"),
            Fault::NearWithoutDistance => said("NEAR 后面要写字数，0 到 1000", "例如：法治 NEAR/20 政府"),
            Fault::NearBetweenOthers => {
                said("NEAR 两边只能是正文里的词或短语", "例如：\"法治政府\" NEAR/20 (建设 OR 示范)")
            }
            Fault::NoYear(value) => said(
                format!("“{value}”不是年份"),
                "年份写四位数：year:2021、year:2018..2022、year:2018.. 或 year:..2022",
            ),
            Fault::NoDate(value) => said(
                format!("“{value}”不是日期"),
                "写成 published:2023、published:2023-01..2023-06 或 published:2023-01-15..",
            ),
            Fault::Backwards(mended) => said("范围前后颠倒", format!("也许是 {mended}")),
            Fault::UnknownKind(value) => {
                said(format!("没有名为“{value}”的文种"), format!("文种：{}", kinds().join("、")))
            }
            Fault::UnknownSection(value) => {
                said(format!("没有名为“{value}”的章节"), format!("章节：{}", sections().join("、")))
            }
        }
    }

    /// Says it in English.
    pub fn in_english(&self) -> Said {
        match &self.fault {
            Fault::TooLong => said(format!("the query has more than {LONGEST} characters"), "shorten it"),
            Fault::TooManyTerms => {
                said(format!("the query has more than {MOST} terms"), "ask in several queries")
            }
            Fault::TooDeep => said(
                format!("brackets or minus signs are nested more than {DEEPEST} deep"),
                "simplify the query",
            ),
            Fault::OpenQuote => said("the quotation mark is not closed", "add one at the end of the phrase"),
            Fault::OpenBracket => said("the bracket is not closed", "add a closing bracket behind it"),
            Fault::StrayBracket => said("this bracket closes nothing", "delete it, or open one before it"),
            Fault::EmptyBracket => said(
                "nothing stands before the closing bracket",
                "delete it, or write a term in the brackets",
            ),
            Fault::BreaksOff => said("the query breaks off here", "write a term here"),
            Fault::OperatorWithoutLeft => said(
                "nothing stands before the operator",
                "write it between two terms; in quotation marks it is searched for itself",
            ),
            Fault::NestedField => {
                said("a field cannot stand within the brackets of another", "move it out of the brackets")
            }
            Fault::UnknownField(name) => said(
                format!("there is no field {name}"),
                format!("fields are: {}; in quotation marks it is searched for itself", FieldName::list()),
            ),
            Fault::FieldWithoutValue => said(
                "the field has no value",
                "write it directly behind the colon; in quotation marks if it has blanks, several as (甲 OR 乙)",
            ),
            Fault::EmptyPhrase => said("the phrase is empty", "write in quotation marks what to search for"),
            Fault::NearWithoutDistance => {
                said("NEAR needs a number of characters, 0 to 1000", "for example 法治 NEAR/20 政府")
            }
            Fault::NearBetweenOthers => said(
                "NEAR stands between words or phrases of the text only",
                "for example \"法治政府\" NEAR/20 (建设 OR 示范)",
            ),
            Fault::NoYear(value) => said(
                format!("“{value}” is no year"),
                "a year has four digits: year:2021, year:2018..2022, year:2018.. or year:..2022",
            ),
            Fault::NoDate(value) => said(
                format!("“{value}” is no date"),
                "write published:2023, published:2023-01..2023-06 or published:2023-01-15..",
            ),
            Fault::Backwards(mended) => {
                said("the range ends before it begins", format!("perhaps {mended} is meant"))
            }
            Fault::UnknownKind(value) => {
                said(format!("there is no kind “{value}”"), format!("kinds are: {}", kind_keys().join(", ")))
            }
            Fault::UnknownSection(value) => said(
                format!("there is no section “{value}”"),
                format!("sections are: {}", section_keys().join(", ")),
            ),
        }
    }
}

fn kind_keys() -> Vec<&'static str> {
    DocumentKind::ALL.iter().map(|kind| kind.key()).collect()
}

fn section_keys() -> Vec<&'static str> {
    SectionKind::ALL.iter().map(|kind| kind.key()).collect()
}

fn kinds() -> Vec<&'static str> {
    DocumentKind::ALL.iter().map(|kind| kind.chinese()).collect()
}

fn sections() -> Vec<&'static str> {
    SectionKind::ALL.iter().map(|kind| kind.chinese()).collect()
}

impl QueryError {
    /// Returns two lines: the query around the place, and a mark under the character. Of a long query a part is shown.
    pub fn pointer(&self, query: &str) -> String {
        let from = self.position.saturating_sub(SHOWN);
        let (mut shown, mut under) = (String::new(), String::new());
        if from > 0 {
            shown.push('…');
            under.push(' ');
        }
        for (at, character) in query.chars().enumerate().skip(from).take(2 * SHOWN) {
            let is_plain = !character.is_whitespace() && !character.is_control();
            shown.push(if is_plain { character } else { ' ' });
            if at < self.position {
                // Blanks as wide as what stands above keep the mark in its column in any terminal.
                under.push(if is_wide(character) { '\u{3000}' } else { ' ' });
            }
        }
        if query.chars().nth(from + 2 * SHOWN).is_some() {
            shown.push('…');
        }
        format!("{shown}\n{under}^")
    }
}

/// Tells whether a character takes two columns of a terminal.
fn is_wide(character: char) -> bool {
    matches!(
        character,
        '\u{1100}'..='\u{115F}'
            | '\u{2E80}'..='\u{303E}'
            | '\u{3041}'..='\u{A4CF}'
            | '\u{AC00}'..='\u{D7A3}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FE30}'..='\u{FE6F}'
            | '\u{FF01}'..='\u{FF60}'
            | '\u{FFE0}'..='\u{FFE6}'
            | '\u{1F300}'..='\u{1FAFF}'
            | '\u{20000}'..='\u{3FFFD}'
    )
}

#[cfg(test)]
mod tests {
    use super::QueryError;
    use crate::query::parse;

    #[track_caller]
    fn check(query: &str, shown: &str, under: &str) {
        let error: QueryError = parse(query).expect_err("the query is wrong");
        assert_eq!(error.pointer(query), format!("{shown}\n{under}"), "{query:?}");
    }

    #[test]
    fn the_mark_stands_under_the_character() {
        check("法治 \"政府", "法治 \"政府", "\u{3000}\u{3000} ^");
        check("a)", "a)", " ^");
        check("法治\tOR", "法治 OR", "\u{3000}\u{3000}   ^");
        let long = format!("{})", "法".repeat(100));
        let under = format!(" {}^", "\u{3000}".repeat(30));
        check(&long, &format!("…{})", "法".repeat(30)), &under);
        check(&format!("){}", "法".repeat(100)), &format!("){}…", "法".repeat(59)), "^");
    }
}
