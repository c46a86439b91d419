//! The parameters of the API: their names, what they may be and what they mean, in both languages.

use corpus::copies::Relation;
use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use serde_json::Value;
use serde_json::json;

use crate::language::Language;

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the path.
    Path,
    /// In the query string, and it may be left out.
    Query,
    /// In the query string, and the answer needs it.
    Needed,
}

/// One parameter.
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) place: Place,
    pub(crate) shape: Shape,
    pub(crate) chinese: &'static str,
    pub(crate) english: &'static str,
}

/// What a value may be.
pub(crate) enum Shape {
    /// A text with an example.
    Text(&'static str),
    /// A text that may be empty, with an example.
    Free(&'static str),
    /// A text of this form, with an example.
    Pattern(&'static str, &'static str),
    /// A whole number: least, most, and what it is when nothing is said.
    Number(u64, u64, Option<u64>),
    /// One of these; the first when nothing is said.
    Choice(&'static [&'static str]),
    /// The key of a kind of document.
    Kind,
    /// The key of a kind of section.
    Section,
    /// How two documents that share text belong together.
    Relation,
    /// True or false.
    Switch,
}

impl Parameter {
    /// Returns what it means.
    pub(crate) fn meaning(&self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.chinese,
            Language::English => self.english,
        }
    }

    /// Returns what it may be, for people.
    pub(crate) fn range(&self) -> String {
        match &self.shape {
            Shape::Text(example) | Shape::Free(example) | Shape::Pattern(_, example) => (*example).to_owned(),
            Shape::Number(least, most, None) => format!("{least}–{most}"),
            Shape::Number(least, most, Some(default)) => format!("{least}–{most} [{default}]"),
            Shape::Choice(words) => words.join(" | "),
            Shape::Kind => DocumentKind::ALL.iter().map(|kind| kind.key()).collect::<Vec<_>>().join(" | "),
            Shape::Section => SectionKind::ALL.iter().map(|kind| kind.key()).collect::<Vec<_>>().join(" | "),
            Shape::Relation => relations().join(" | "),
            Shape::Switch => "true | false".to_owned(),
        }
    }

    /// Returns it as OpenAPI has it.
    pub(super) fn described(&self) -> Value {
        json!({
            "name": self.name,
            "in": if self.place == Place::Path { "path" } else { "query" },
            "required": self.place != Place::Query,
            "description": format!("{} {}", self.english, self.chinese),
            "schema": self.schema()
        })
    }

    fn schema(&self) -> Value {
        match &self.shape {
            Shape::Text(example) => json!({ "type": "string", "minLength": 1, "examples": [example] }),
            Shape::Free(example) => json!({ "type": "string", "examples": [example] }),
            Shape::Pattern(pattern, example) => {
                json!({ "type": "string", "pattern": pattern, "examples": [example] })
            }
            Shape::Number(least, most, default) => {
                let mut schema = json!({ "type": "integer", "minimum": least, "maximum": most });
                if let Some(default) = default {
                    schema["default"] = (*default).into();
                }
                schema
            }
            Shape::Choice(words) => json!({ "type": "string", "enum": words, "default": words[0] }),
            Shape::Kind => {
                let keys: Vec<&str> = DocumentKind::ALL.iter().map(|kind| kind.key()).collect();
                json!({ "type": "string", "enum": keys })
            }
            Shape::Section => {
                let keys: Vec<&str> = SectionKind::ALL.iter().map(|kind| kind.key()).collect();
                json!({ "type": "string", "enum": keys })
            }
            Shape::Relation => json!({ "type": "string", "enum": relations() }),
            Shape::Switch => json!({ "type": "boolean", "default": false }),
        }
    }
}

fn relations() -> Vec<&'static str> {
    Relation::ALL.iter().map(|relation| relation.key()).collect()
}

/// Declares parameters: name, where, shape, Chinese, English.
macro_rules! parameters {
    ($($constant:ident = $name:literal, $place:ident, $shape:expr, $chinese:literal, $english:literal;)*) => {
        $(pub(super) const $constant: &Parameter = &Parameter {
            name: $name, place: Place::$place, shape: $shape, chinese: $chinese, english: $english,
        };)*
    };
}

parameters! {
    ID = "id", Path, Shape::Text("mianyang-2021"), "文件编号", "The id of a document";
    NUMBER = "number", Path, Shape::Number(1, 4_294_967_295, None), "版次，从 1 起", "The number of a version, from 1";
    QUERY = "q", Query, Shape::Free("\"生态环境\" 督察"), "检索式；不写则为全部文件", "The query; everything when left out";
    PHRASES = "q", Needed, Shape::Text("生态环境|营商环境"), "要计数的字串，用 | 分开", "The strings to count, parted by |";
    YEAR = "year", Query, Shape::Pattern("^([0-9]{1,4}|[0-9]{1,4}\\.\\.[0-9]{0,4}|\\.\\.[0-9]{1,4})$", "2018..2022"), "报告年份", "Report years";
    REGION = "region", Query, Shape::Text("四川省/绵阳市"), "地区，含下辖各地", "A division with everything under it";
    KIND = "kind", Query, Shape::Kind, "文种", "The kind of document";
    SECTION = "section", Query, Shape::Section, "检索词须在该类章节内", "The matches lie in a section of this kind";
    WORD = "word", Query, Shape::Switch, "整词匹配", "Match whole words";
    SORT = "sort", Query, Shape::Choice(&["relevance", "year", "published"]), "排序", "The order";
    LINE_SORT = "sort", Query, Shape::Choice(&["document", "left", "right"]), "排序", "The order";
    EXPORT_SORT = "sort", Query, Shape::Choice(&["id", "relevance", "year", "published", "document", "left", "right", "g2", "log_ratio", "mi", "log_dice", "observed"]),
        "排序（文件：id、relevance、year、published；索引行：document、left、right；词：同 keyness、collocates）",
        "The order: id, relevance, year or published of documents; document, left or right of a concordance; of words as there";
    LIMIT = "limit", Query, Shape::Number(1, 100, Some(10)), "条数", "How many";
    LINE_LIMIT = "limit", Query, Shape::Number(1, 1000, Some(100)), "行数", "How many lines";
    CHANGE_LIMIT = "limit", Query, Shape::Number(1, 1000, Some(100)), "条数", "How many changes";
    OFFSET = "offset", Query, Shape::Number(0, 1_000_000, Some(0)), "跳过条数", "How many to pass over";
    LINE_OFFSET = "offset", Query, Shape::Number(0, 1_000_000_000, Some(0)), "跳过行数", "How many lines to pass over";
    CONTEXT = "context", Query, Shape::Number(1, 200, Some(30)), "每边的字数", "Characters on each side";
    BY = "by", Query, Shape::Choice(&["year", "region", "kind", "section"]), "按何者分列", "What parts the counts";
    BASE = "base", Query, Shape::Text("文种:政府工作报告"), "选定计数范围的检索式", "A query for the documents counted in";
    OLD = "a", Needed, Shape::Text("mianyang-2020"), "旧文编号，或 编号@版次", "The older one: an id, or id@number";
    NEW = "b", Needed, Shape::Text("mianyang-2021"), "新文编号，或 编号@版次", "The newer one: an id, or id@number";
    FORMAT = "format", Query, Shape::Choice(&["csv", "jsonl", "xlsx", "ris", "bibtex"]), "格式；ris、bibtex 只用于文件", "The format; ris and bibtex for documents only";
    OF = "of", Query, Shape::Choice(&["documents", "concordance", "trend", "keyness", "collocates"]),
        "每行一篇、一处、一个计数，或一个词", "A row for each document, occurrence, count or word";
    BEFORE = "before", Query, Shape::Number(1, 9_007_199_254_740_991, None), "只列此号之前的变更（翻页用）", "Only changes before this number: the cursor";
    REPORT_KIND = "kind", Query, Shape::Kind, "文种，默认法治政府建设年度报告", "The kind of report; rule-of-law-report when left out";
    EXPAND = "expand", Query, Shape::Switch, "兼取简称与全称", "Take in short and full forms";
    COLLAPSE = "collapse", Query, Shape::Switch, "合并几乎相同的版本", "Put near-identical versions together";
    CURSOR = "cursor", Query, Shape::Text("the next of the answer before"), "接着上一页的 next；不与 offset 同用", "Goes on from the next of the answer before";
    TARGET = "q", Query, Shape::Free("年份:2021"), "选定目标文件的检索式；不写则须有 reference", "A query that chooses the target; without it there must be a reference";
    REFERENCE = "reference", Query, Shape::Text("年份:2020"), "选定参照文件的检索式，缺省为其余全部", "A query that chooses what it is compared with; all other documents when left out";
    DIRECTION = "direction", Query, Shape::Choice(&["over", "under", "both"]), "偏多、偏少或两者", "Overused, underused or both";
    KEY_SORT = "sort", Query, Shape::Choice(&["g2", "log_ratio"]), "排序", "The order";
    LEAST = "min", Query, Shape::Number(1, 10_000_000, None), "至少出现次数", "The least occurrences";
    LEAST_DOCUMENTS = "min_documents", Query, Shape::Number(1, 10_000_000, None), "至少出现在几篇", "The least documents";
    WORD_LIMIT = "limit", Query, Shape::Number(1, 1000, None), "条数", "How many words";
    WORD_OFFSET = "offset", Query, Shape::Number(0, 10_000_000, Some(0)), "跳过条数", "How many words to pass over";
    PHRASE = "q", Needed, Shape::Text("依法行政"), "逐字的短语", "The exact phrase";
    WINDOW = "window", Query, Shape::Number(1, 100, None), "每边的词数或字数", "Words or characters on each side";
    UNIT = "unit", Query, Shape::Choice(&["words", "characters"]), "窗口单位", "The unit of the window";
    SIDE = "side", Query, Shape::Choice(&["both", "left", "right"]), "哪一边", "Which side";
    COLLOCATE_SORT = "sort", Query, Shape::Choice(&["g2", "mi", "log_dice", "observed"]), "排序", "The order";
    BEGINNING = "q", Query, Shape::Free("fazhi"), "已输入的部分", "What was typed so far";
    SUGGESTIONS = "limit", Query, Shape::Number(1, 50, Some(10)), "条数", "How many suggestions";
    AS = "format", Query, Shape::Choice(&["json", "csv"]), "json，或数量表 csv", "json, or the quantities as csv";
    ONE_ID = "id", Query, Shape::Text("mianyang-2021"), "只列与此文件雷同的", "Only pairs with this document";
    RELATION = "relation", Query, Shape::Relation, "本地往年，或其他地区", "Of the own years, or of another district";
    FOREIGN = "foreign", Query, Shape::Switch, "只列留有他地地名的", "Only those in which names of other places were left";
    PAIR_LIMIT = "limit", Query, Shape::Number(0, 100, None), "条数", "How many pairs";
    DISTRICT = "region", Needed, Shape::Text("四川省/绵阳市"), "一个地区", "One district";
    ONE_YEAR = "year", Query, Shape::Number(1949, 2100, None), "年份", "The year";
    QUANTITY = "quantity", Query, Shape::Text("行政复议案件"), "所数之物", "What is counted";
    COUNTED_IN = "unit", Query, Shape::Text("件"), "单位，不给时取多数报告所用的", "The unit; that of most reports when none is given";
    MEASURE = "measure", Query, Shape::Pattern("^(level|change)$", "level"), "数值或变化，不给时取多数报告所用的", "Levels or changes; what most reports state when none is given";
    PANEL_SORT = "sort", Query, Shape::Choice(&["place", "descending", "ascending"]), "排序", "The order";
}
