//! The table of everything that the API answers: one entry for each address.

use schemars::Schema;
use schemars::SchemaGenerator;

use crate::api::ChangesResponse;
use crate::api::CollocatesResponse;
use crate::api::CompareResponse;
use crate::api::ConcordanceResponse;
use crate::api::CopyRead;
use crate::api::CoverageResponse;
use crate::api::DocumentResponse;
use crate::api::ExplainResponse;
use crate::api::KeynessResponse;
use crate::api::PanelResponse;
use crate::api::SearchResponse;
use crate::api::SourcesResponse;
use crate::api::SuggestResponse;
use crate::api::TimelineResponse;
use crate::api::TrendResponse;
use crate::api::VersionsResponse;
use crate::api::openapi::Parameter;
use crate::api::openapi::parameters as given;
use crate::language::Language;

/// One address of the API.
pub(crate) struct Resource {
    pub(crate) path: &'static str,
    /// The name of the operation for programs that are made from the document.
    pub(crate) name: &'static str,
    pub(crate) chinese: &'static str,
    pub(crate) english: &'static str,
    pub(crate) parameters: &'static [&'static Parameter],
    pub(crate) answer: Answer,
    /// Whether a gone document is answered with 410 and its record.
    pub(crate) may_be_gone: bool,
    /// What to ask for, to see an answer; empty when there is nothing that every collection answers.
    pub(crate) example: &'static str,
    /// Whether there is something to see without knowing an id.
    pub(crate) is_shown: bool,
}

/// What an address answers.
pub(crate) enum Answer {
    /// JSON of this schema.
    Json(fn(&mut SchemaGenerator) -> Schema),
    /// A file of one of these types.
    Files(&'static [&'static str]),
}

impl Resource {
    /// Returns what it does.
    pub(crate) fn meaning(&self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.chinese,
            Language::English => self.english,
        }
    }

    const fn new(
        path: &'static str,
        name: &'static str,
        (chinese, english): (&'static str, &'static str),
        parameters: &'static [&'static Parameter],
        answer: Answer,
    ) -> Resource {
        Resource {
            path,
            name,
            chinese,
            english,
            parameters,
            answer,
            may_be_gone: false,
            example: "",
            is_shown: false,
        }
    }

    const fn shown(self, example: &'static str) -> Resource {
        Resource { example, is_shown: true, ..self }
    }

    const fn or_gone(self) -> Resource {
        Resource { may_be_gone: true, ..self }
    }
}

/// Everything that the API answers.
pub(crate) static RESOURCES: &[Resource] = &[
    Resource::new(
        "/api/v1/search",
        "search",
        ("检索文件，附计数、分面和摘录", "Finds documents, with counts, facets and snippets"),
        &[
            given::QUERY,
            given::YEAR,
            given::REGION,
            given::KIND,
            given::SECTION,
            given::WORD,
            given::SORT,
            given::EXPAND,
            given::COLLAPSE,
            given::LIMIT,
            given::OFFSET,
            given::CURSOR,
        ],
        Answer::Json(SchemaGenerator::subschema_for::<SearchResponse>),
    )
    .shown("?q=%22%E4%BE%9D%E6%B3%95%E8%A1%8C%E6%94%BF%22&limit=3"),
    Resource::new(
        "/api/v1/concordance",
        "concordance",
        ("逐处列出，附前后文", "Lists every occurrence with its context"),
        &[
            given::QUERY,
            given::YEAR,
            given::REGION,
            given::KIND,
            given::SECTION,
            given::WORD,
            given::EXPAND,
            given::LINE_SORT,
            given::CONTEXT,
            given::LINE_LIMIT,
            given::LINE_OFFSET,
        ],
        Answer::Json(SchemaGenerator::subschema_for::<ConcordanceResponse>),
    )
    .shown("?q=%22%E4%BE%9D%E6%B3%95%E8%A1%8C%E6%94%BF%22&limit=3"),
    Resource::new(
        "/api/v1/trend",
        "trend",
        (
            "逐字计数，按年份、地区、文种或章节分列，并给出基数",
            "Counts strings by year, place, kind or section, with their base",
        ),
        &[
            given::PHRASES,
            given::BY,
            given::BASE,
            given::YEAR,
            given::REGION,
            given::KIND,
            given::SECTION,
            given::WORD,
        ],
        Answer::Json(SchemaGenerator::subschema_for::<TrendResponse>),
    )
    .shown("?q=%E4%BE%9D%E6%B3%95%E8%A1%8C%E6%94%BF%7C%E6%94%BE%E7%AE%A1%E6%9C%8D"),
    Resource::new(
        "/api/v1/keyness",
        "keyness",
        ("两批文件的用词对比", "Words that set some documents apart from others"),
        &[
            given::TARGET,
            given::REFERENCE,
            given::YEAR,
            given::REGION,
            given::KIND,
            given::SECTION,
            given::WORD,
            given::DIRECTION,
            given::KEY_SORT,
            given::LEAST,
            given::LEAST_DOCUMENTS,
            given::WORD_LIMIT,
            given::WORD_OFFSET,
        ],
        Answer::Json(SchemaGenerator::subschema_for::<KeynessResponse>),
    ),
    Resource::new(
        "/api/v1/collocates",
        "collocates",
        ("词语搭配", "Words that stand beside a phrase"),
        &[
            given::PHRASE,
            given::BASE,
            given::YEAR,
            given::REGION,
            given::KIND,
            given::SECTION,
            given::WORD,
            given::WINDOW,
            given::UNIT,
            given::SIDE,
            given::COLLOCATE_SORT,
            given::LEAST,
            given::WORD_LIMIT,
            given::WORD_OFFSET,
        ],
        Answer::Json(SchemaGenerator::subschema_for::<CollocatesResponse>),
    )
    .shown("?q=%E4%BE%9D%E6%B3%95%E8%A1%8C%E6%94%BF&limit=5"),
    Resource::new(
        "/api/v1/suggest",
        "suggest",
        ("补全、拼音与近似写法", "Completions, pinyin and near spellings"),
        &[given::BEGINNING, given::SUGGESTIONS],
        Answer::Json(SchemaGenerator::subschema_for::<SuggestResponse>),
    )
    .shown("?q=fazhi"),
    Resource::new(
        "/api/v1/explain",
        "explain",
        ("检索式如何理解与切分", "How a query is read and cut into words"),
        &[given::QUERY, given::WORD, given::EXPAND],
        Answer::Json(SchemaGenerator::subschema_for::<ExplainResponse>),
    )
    .shown("?q=%E6%B3%95%E6%B2%BB%20%E6%94%BF%E5%BA%9C"),
    Resource::new(
        "/api/v1/compare",
        "compare",
        ("两份文件或两个版本逐句比较", "Compares two documents or versions sentence by sentence"),
        &[given::OLD, given::NEW, given::AS],
        Answer::Json(SchemaGenerator::subschema_for::<CompareResponse>),
    ),
    Resource::new(
        "/api/v1/coverage",
        "coverage",
        ("哪个地区有哪一年的报告", "Which place has a report of which year"),
        &[given::REPORT_KIND, given::REGION, given::YEAR],
        Answer::Json(SchemaGenerator::subschema_for::<CoverageResponse>),
    )
    .shown(""),
    Resource::new(
        "/api/v1/timeline",
        "timeline",
        ("一个地区历年的报告", "The reports of one place, year by year"),
        &[given::DISTRICT, given::REPORT_KIND],
        Answer::Json(SchemaGenerator::subschema_for::<TimelineResponse>),
    ),
    Resource::new(
        "/api/v1/panel",
        "panel",
        ("同一年各地区的同一数量或章节", "One quantity or part of one year in every place"),
        &[
            given::REPORT_KIND,
            given::ONE_YEAR,
            given::REGION,
            given::QUANTITY,
            given::COUNTED_IN,
            given::MEASURE,
            given::SECTION,
            given::PANEL_SORT,
            given::AS,
        ],
        Answer::Json(SchemaGenerator::subschema_for::<PanelResponse>),
    ),
    Resource::new(
        "/api/v1/copies",
        "copies",
        (
            "雷同的文件；总数在 X-Total-Count，下一页在 Link",
            "Documents that share text; the total in X-Total-Count",
        ),
        &[
            given::ONE_ID,
            given::RELATION,
            given::REPORT_KIND,
            given::FOREIGN,
            given::PAIR_LIMIT,
            given::OFFSET,
        ],
        Answer::Json(SchemaGenerator::subschema_for::<Vec<CopyRead>>),
    )
    .shown(""),
    Resource::new(
        "/api/v1/documents/{id}",
        "document",
        ("一份文件及其记录", "One document with its record"),
        &[given::ID],
        Answer::Json(SchemaGenerator::subschema_for::<DocumentResponse>),
    )
    .or_gone(),
    Resource::new(
        "/api/v1/documents/{id}/versions",
        "versions",
        ("一份文件的版本", "The versions of a document"),
        &[given::ID],
        Answer::Json(SchemaGenerator::subschema_for::<VersionsResponse>),
    ),
    Resource::new(
        "/api/v1/documents/{id}/versions/{number}",
        "version",
        ("某一版本", "One version"),
        &[given::ID, given::NUMBER],
        Answer::Json(SchemaGenerator::subschema_for::<DocumentResponse>),
    )
    .or_gone(),
    Resource::new(
        "/api/v1/changes",
        "changes",
        (
            "新增、变更、消失、恢复的文件，最近的在前",
            "Documents that are new, changed, gone or back, newest first",
        ),
        &[given::BEFORE, given::CHANGE_LIMIT],
        Answer::Json(SchemaGenerator::subschema_for::<ChangesResponse>),
    )
    .shown("?limit=3"),
    Resource::new(
        "/api/v1/sources",
        "sources",
        ("各来源的状况", "How every source stands"),
        &[],
        Answer::Json(SchemaGenerator::subschema_for::<SourcesResponse>),
    )
    .shown(""),
    Resource::new(
        "/api/v1/export",
        "export",
        (
            "全部结果存为文件：每行一篇、一处、一个计数或一个词，行数与页面上的数相同",
            "Everything that matches as a file: a row for each document, occurrence, count or word",
        ),
        &[
            given::FORMAT,
            given::OF,
            given::QUERY,
            given::YEAR,
            given::REGION,
            given::KIND,
            given::SECTION,
            given::WORD,
            given::EXPORT_SORT,
            given::EXPAND,
            given::CONTEXT,
            given::BY,
            given::BASE,
            given::REFERENCE,
            given::DIRECTION,
            given::WINDOW,
            given::UNIT,
            given::SIDE,
            given::LEAST,
            given::LEAST_DOCUMENTS,
        ],
        Answer::Files(&[
            "text/csv",
            "application/jsonl",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/x-research-info-systems",
            "application/x-bibtex",
        ]),
    )
    .shown("?q=%22%E4%BE%9D%E6%B3%95%E8%A1%8C%E6%94%BF%22&format=jsonl"),
    Resource::new(
        "/api/v1/openapi.json",
        "openapi",
        ("本接口的 OpenAPI 3.1 描述", "This description, as OpenAPI 3.1"),
        &[],
        Answer::Json(|_| schemars::json_schema!({ "type": "object" })),
    )
    .shown(""),
];
