//! The help page: the query language with examples that are links, what the counts mean, and the problems of the API.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::language::Language;
use crate::pages::Frame;
use crate::pages::Here;
use crate::pages::Page;
use crate::pages::Visitor;
use crate::pages::respond;
use crate::params::SearchParams;

#[derive(Template)]
#[template(path = "help.html")]
struct Help {
    frame: Frame,
    lines: Vec<SyntaxView>,
    problems: Vec<ProblemView>,
}

struct SyntaxView {
    examples: Vec<Example>,
    meaning: &'static str,
}

struct Example {
    query: &'static str,
    href: String,
}

struct ProblemView {
    key: &'static str,
    status: &'static str,
    meaning: &'static str,
}

/// Examples, what they find in Chinese and in English.
const SYNTAX: &[(&[&str], &str, &str)] = &[
    (
        &["法治 政府"],
        "每个词都出现在正文或标题中；一篇也没有时放宽，并说明；提问的句子、与某一标题只差个别字词的，不足十篇时也放宽",
        "every word stands in the text or the title; relaxed, with a note, when no document has all, and for a question, or where a title is nearly written out, when fewer than ten do",
    ),
    (
        &["江苏省南京市 2021 法治政府建设", "上海 2025"],
        "写明地区、年份、文种中的两项时，本身属于它们的文件不必逐字写出，并排在最前",
        "words that name two of place, year and kind find the report that is of them, and put it first",
    ),
    (
        &["\"生态环境\"", "「生态环境」"],
        "正文逐字包含引号里的内容",
        "the text contains exactly these characters",
    ),
    (&["改革 -试点", "改革 NOT 试点"], "不含后者的文件", "documents without it"),
    (&["乡村振兴 OR 脱贫攻坚", "(乡村 OR 农村) 振兴"], "任一即可；括号分组", "either; brackets group"),
    (
        &["法治 NEAR/20 政府"],
        "两者相距不超过 20 字，不论先后，重叠也算",
        "at most 20 characters between them, in either order; they may overlap",
    ),
    (
        &["标题:工作报告", "title:工作报告"],
        "标题包含；正文: 只看正文",
        "the title contains it; text: looks at the text only",
    ),
    (
        &["词:法治", "标题:词:法治"],
        "正文或标题中整词出现，“依法治国”里的不算",
        "as a whole word of the text or the title, not inside 依法治国",
    ),
    (
        &["发文机关:人民政府", "来源:人民政府"],
        "机关或来源名称包含",
        "the name of the issuer or of the source contains it",
    ),
    (&["地区:四川", "地区:四川/绵阳"], "该地及其下辖各地", "the place and everything under it"),
    (&["年份:2018..2022", "年份:2021"], "报告所讲的年份", "the years that a report speaks about"),
    (&["发布日期:2023-01..2023-06"], "网页上线的日期", "the days on which it went up"),
    (&["文种:政府工作报告"], "文种", "the kind of document"),
    (
        &["标题:(法治 OR 依法)", "地区:(四川 OR 重庆) 改革"],
        "一个字段的几个值写在括号里",
        "several values of one field in brackets",
    ),
    (&["* 年份:2021"], "全部文件", "every document"),
    (
        &["不足 章节:不足"],
        "检索词须在该类章节内：举措、不足、第一责任人、打算、其他",
        "the matches lie in a section of that kind: measures, problems, first_responsible, next_plan, other",
    ),
];

const PROBLEMS: &[(&str, &str, &str, &str)] = &[
    (
        "query",
        "400",
        "检索式有误；position 指出位置，hint 说明如何改",
        "the query cannot be read; position tells where, hint how to mend it",
    ),
    (
        "parameter",
        "400",
        "参数不认识、重复或取值不合；parameter 指出是哪个",
        "a parameter is unknown, given twice or has a bad value; parameter names it",
    ),
    ("not-found", "404", "没有这份文件、版本或地址", "no such document, version or address"),
    ("method", "405", "只接受 GET 和 HEAD", "GET and HEAD only"),
    ("too-large", "413", "请求过大", "the request is too large"),
    (
        "too-many",
        "429",
        "请求过于频繁；Retry-After 说明几秒后再试",
        "too many requests; Retry-After tells when to ask again",
    ),
    ("nothing-indexed", "503", "还没有编入任何文件", "nothing is indexed yet"),
    ("busy", "503", "正忙或超时，稍后再试", "busy or too slow; try again later"),
    ("failure", "500", "服务故障，日志里有原因", "a failure of the service; the log has the cause"),
];

/// Answers `GET /help`.
pub(crate) async fn help(visitor: Visitor) -> Response {
    let choose = |chinese, english| match visitor.language {
        Language::Chinese => chinese,
        Language::English => english,
    };
    let example = |query: &'static str| {
        let params = SearchParams { query: query.to_owned(), ..SearchParams::default() };
        Example { query, href: format!("/search?{}", params.query_string()) }
    };
    let template = Help {
        frame: Frame::new(&visitor, Here::Help, visitor.language.phrases().help),
        lines: SYNTAX
            .iter()
            .map(|&(examples, chinese, english)| SyntaxView {
                examples: examples.iter().map(|query| example(query)).collect(),
                meaning: choose(chinese, english),
            })
            .collect(),
        problems: PROBLEMS
            .iter()
            .map(|&(key, status, chinese, english)| ProblemView {
                key,
                status,
                meaning: choose(chinese, english),
            })
            .collect(),
    };
    respond(&visitor, Page::render(StatusCode::OK, &template))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_a_good_query() {
        for query in SYNTAX.iter().flat_map(|(examples, ..)| *examples) {
            assert!(index::query::parse(query).is_ok(), "{query}");
        }
    }
}
