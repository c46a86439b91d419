//! The help page: the query language with examples that are links, what the counts mean, the API and its problems.

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
    resources: Vec<ResourceView>,
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

struct ResourceView {
    path: &'static str,
    meaning: &'static str,
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
        "每个词都出现在正文或标题中；一篇也没有时放宽，并说明",
        "every word stands in the text or the title; relaxed, with a note, when no document has all",
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
        "两者相距不超过 20 字，不论先后",
        "at most 20 characters between them, in either order",
    ),
    (
        &["标题:工作报告", "title:工作报告"],
        "标题包含；正文: 只看正文",
        "the title contains it; text: looks at the text only",
    ),
    (&["词:法治", "word:法治"], "整词出现，“依法治国”里的不算", "as a whole word, not inside 依法治国"),
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

const RESOURCES: &[(&str, &str, &str)] = &[
    (
        "GET /api/v1/search",
        "检索；limit 1–100；expand=true 兼取简称与全称并分别计数，collapse=true 合并几乎相同的版本，cursor 接着上一页的 next",
        "search; limit 1–100; expand=true takes in short and full forms and counts each, collapse=true puts near-identical \
         versions together, cursor goes on from the next of the answer before",
    ),
    (
        "GET /api/v1/concordance",
        "逐处列出；limit 1–1000，sort=document|left|right，context 1–200",
        "every occurrence; limit 1–1000, sort=document|left|right, context 1–200",
    ),
    (
        "GET /api/v1/trend",
        "逐字计数；q=词|词，by=year|region|kind|section，base=检索式 选定计数范围；每百万字按去空白后的字数计",
        "exact counts; q=phrase|phrase, by=year|region|kind|section, base=a query for the documents counted in; \
         per_million is over characters without blanks",
    ),
    (
        "GET /api/v1/keyness",
        "两批文件的用词对比：q 选定目标，reference 选定参照（缺省为其余全部）；direction=over|under|both，\
         sort=g2|log_ratio，min、min_documents；按 jieba 切分且不重叠的词计；G² = 2·Σ O·ln(O/E)，log_ratio = log2(两边相对频率之比)",
        "words that set q apart from reference (all other documents when left out); direction=over|under|both, \
         sort=g2|log_ratio, min, min_documents; words are cut by jieba without overlaps; G² = 2·Σ O·ln(O/E) over the two \
         slices, log_ratio = log2 of the ratio of relative frequencies",
    ),
    (
        "GET /api/v1/collocates",
        "词语搭配：q 为逐字的短语，window 1–100，unit=words|characters，side=both|left|right，sort=g2|mi|log_dice|observed，\
         base=检索式；窗口重叠处的词只计一次；期望 = 窗口词数 × 词频 / 总词数",
        "words beside the exact phrase q; window 1–100, unit=words|characters, side=both|left|right, \
         sort=g2|mi|log_dice|observed, base=a query; a word in two windows counts once; expected = words of the windows × \
         frequency / all words",
    ),
    (
        "GET /api/v1/suggest",
        "补全、拼音（fazhizhengfu、fzzf）与近似写法；limit 1–50",
        "completions, pinyin (fazhizhengfu, fzzf) and near spellings; limit 1–50",
    ),
    ("GET /api/v1/explain", "检索式如何理解与切分", "how a query is read and cut into words"),
    (
        "GET /api/v1/compare",
        "逐句比较；a、b 为编号或 编号@版次；format=csv 给出数量表",
        "sentence by sentence; a, b are ids or id@version; format=csv gives the quantities",
    ),
    (
        "GET /api/v1/copies",
        "雷同的文件；id、relation=own-year|other-district、kind、foreign=true，limit 0–100、offset；总数在 X-Total-Count，下一页在 Link",
        "documents that share text; id, relation=own-year|other-district, kind, foreign=true, limit 0–100, offset; \
         the total stands in X-Total-Count, the next page in Link",
    ),
    (
        "GET /api/v1/coverage",
        "哪个地区有哪一年的报告；kind、region、year",
        "which place has a report for which year; kind, region, year",
    ),
    (
        "GET /api/v1/timeline",
        "一个地区历年的报告；region、kind",
        "the reports of one place, year by year; region, kind",
    ),
    (
        "GET /api/v1/panel",
        "同一年各地区的同一数量或章节；kind、year、region、quantity、unit、section、sort=place|descending|ascending、format=csv",
        "one quantity or part of one year in every place; kind, year, region, quantity, unit, section, \
         sort=place|descending|ascending, format=csv",
    ),
    ("GET /api/v1/documents/{id}", "一份文件及其记录", "one document with its record"),
    ("GET /api/v1/documents/{id}/versions", "版本列表", "its versions"),
    ("GET /api/v1/documents/{id}/versions/{n}", "某一版本", "one version"),
    ("GET /api/v1/sources", "各来源的状况", "how every source stands"),
    ("GET /healthz · /readyz", "进程存活；可以检索", "the process lives; it can answer"),
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
        resources: RESOURCES
            .iter()
            .map(|&(path, chinese, english)| ResourceView { path, meaning: choose(chinese, english) })
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
