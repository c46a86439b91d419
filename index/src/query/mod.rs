//! The query language: text in, Query tree out, errors with a position.
//!
//! | written | found |
//! |---|---|
//! | `法治 政府` | every word of every chunk stands in the text or in the title |
//! | `"法治政府"` `“法治政府”` `「法治政府」` | the text contains exactly these characters |
//! | `-试点` `NOT 试点` | documents without it |
//! | `A OR B`, `A AND B`, `(A OR B) C` | either; both; brackets group |
//! | `A NEAR/20 B` | both strings stand in the text with at most 20 characters between them, in either order; none lie between where they overlap |
//! | `title:` 标题, `text:` 正文 | the title or the text contains the string |
//! | `word:` 词 | the text contains it from the beginning of a word to the end of a word; `title:word:法治` the title |
//! | `issuer:` 发文机关, `source:` 来源 | the name contains the string |
//! | `region:` 地区 | the place and everything under it: a name, a path `四川/绵阳`, a code |
//! | `year:2018..2022` 年份 | the report speaks about one of these years; `2018`, `2018..`, `..2022`, `2018——2022`, `2018、2020` work too |
//! | `published:2023-01..2023-06` 发布日期 | it went up in these days; years, months and days, `20230115` and `2023年1月至6月` too |
//! | `kind:` 文种, `section:` 章节 | the kind of document; the matches of the same bracket lie in a section of that kind |
//! | `*` | every document |
//!
//! Words that name two of place, year and kind of document (上海 2025, 2025年上海市政府工作报告) also find a document that is
//! of them without saying so; every other word must be said, but by the one report that place, year and kind name (2025年上海两会政府工作报告).
//! Beside a place, what an office gave need not say its name, and rules of the place need not say 立法 or 法规.
//!
//! A field takes several values in brackets: `title:(甲 OR 乙)`, `地区:(四川 OR 重庆)`, `章节:(不足 OR 打算)`.
//! Behind the name of a law figures with 条 are an article: 公园法33条 is read as 公园法第33条, 第5至8条 as 第5条 and 第8条.
//! Full-width forms (`：（）－ＯＲ`) are read like the half-width ones. Operators are written in capitals
//! (`near/5` is read too), and any dash right before what is denied is a minus. `AND` binds
//! tighter than `OR`, `NEAR` tighter than `AND`. Words beside `NEAR` are read as strings. Inside `"…"` curly quotes
//! are plain characters and a straight one is written `\"`; inside `「…」` the other quotes are plain characters. An unquoted
//! mark between blanks (甲 - 乙) is left out where a word or a phrase stands beside it.

mod fault;
mod field;
mod grammar;
mod lex;
mod numbered;
mod span;
mod tree;
mod unknown;

pub use fault::QueryError;
pub use fault::Said;
pub use tree::Clause;
pub use tree::Query;
pub use tree::Scope;
pub use unknown::unknown_regions;

/// The longest query in characters.
pub const LONGEST: usize = 10_000;

/// Reads a query. A blank one finds every document.
///
/// # Errors
/// Says what is wrong, where (in characters) and how to mend it.
pub fn parse(text: &str) -> Result<Query, QueryError> {
    if text.chars().nth(LONGEST).is_some() {
        return Err(fault::Fault::TooLong.at(LONGEST));
    }
    let tokens = numbered::numbered(lex::lex(text)?);
    let root = grammar::read(tokens)?;
    Ok(Query { text: text.to_owned(), root })
}

#[cfg(test)]
mod tests;
