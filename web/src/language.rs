//! The two languages of the pages: which one a reader wants, and every phrase in both.

use corpus::document::Confidence;
use corpus::document::DocumentKind;
use corpus::document::Field;
use corpus::document::SectionKind;
use corpus::visit::Outcome;
use corpus::year::Period;
use corpus::year::ReportYear;
use jiff::Timestamp;

/// A language of the pages. The documents themselves stay Chinese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Chinese,
    English,
}

impl Language {
    /// Finds a language by the name that stands in an address or a cookie.
    pub(crate) fn find(key: &str) -> Option<Language> {
        match key {
            "zh" => Some(Language::Chinese),
            "en" => Some(Language::English),
            _ => None,
        }
    }

    /// Chooses from `Accept-Language`: the first of the two that the browser ranks highest, else Chinese.
    pub(crate) fn accepted(header: &str) -> Language {
        let mut best = (Language::Chinese, 0.0);
        for range in header.split(',').take(20) {
            let mut parts = range.split(';');
            let name = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
            let Some(language) = Language::find(name.split('-').next().unwrap_or_default()) else { continue };
            let weight = parts
                .filter_map(|part| part.trim().strip_prefix("q="))
                .find_map(|weight| weight.parse::<f32>().ok())
                .unwrap_or(1.0);
            if weight > best.1 {
                best = (language, weight);
            }
        }
        best.0
    }

    /// Returns the name that stands in an address or a cookie.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Language::Chinese => "zh",
            Language::English => "en",
        }
    }

    /// Returns the BCP 47 tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Language::Chinese => "zh-CN",
            Language::English => "en",
        }
    }

    /// Returns its name in itself.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Language::Chinese => "中文",
            Language::English => "English",
        }
    }

    /// Returns the language that this one is switched to.
    pub(crate) fn other(self) -> Language {
        match self {
            Language::Chinese => Language::English,
            Language::English => Language::Chinese,
        }
    }

    /// Returns the phrases.
    pub(crate) fn phrases(self) -> &'static Phrases {
        match self {
            Language::Chinese => &CHINESE,
            Language::English => &ENGLISH,
        }
    }

    fn choose(self, chinese: &'static str, key: &'static str) -> String {
        match self {
            Language::Chinese => chinese.to_owned(),
            Language::English => key.replace(['-', '_'], " "),
        }
    }

    /// Returns what a kind of document is called.
    pub(crate) fn kind(self, kind: DocumentKind) -> String {
        self.choose(kind.chinese(), kind.key())
    }

    /// Returns what a kind of section is called.
    pub(crate) fn section(self, kind: SectionKind) -> String {
        self.choose(kind.chinese(), kind.key())
    }

    /// Returns what a field is called.
    pub(crate) fn field(self, field: Field) -> String {
        self.choose(field.chinese(), field.key())
    }

    /// Returns what an outcome is called.
    pub(crate) fn outcome(self, outcome: Outcome) -> String {
        self.choose(outcome.chinese(), outcome.key())
    }

    /// Returns what a degree of trust is called.
    pub(crate) fn confidence(self, confidence: Confidence) -> String {
        self.choose(confidence.chinese(), confidence.key())
    }

    /// Writes the years that a report speaks about.
    pub(crate) fn report_year(self, year: ReportYear) -> String {
        let part = match (self, year.period) {
            (Language::English, _) => return year.to_string(),
            (Language::Chinese, Period::Year | Period::Span | Period::Plan) => "",
            (Language::Chinese, Period::FirstHalf) => "上半年",
            (Language::Chinese, Period::SecondHalf) => "下半年",
            (Language::Chinese, Period::Quarter(1)) => "第一季度",
            (Language::Chinese, Period::Quarter(2)) => "第二季度",
            (Language::Chinese, Period::Quarter(3)) => "第三季度",
            (Language::Chinese, Period::Quarter(_)) => "第四季度",
        };
        let start = year.start;
        if year.end == start { format!("{start}年{part}") } else { format!("{start}–{}年", year.end) }
    }

    /// Writes a time as it stands on a clock in Beijing, where the documents come from.
    pub(crate) fn time(self, at: Timestamp) -> String {
        let local = jiff::tz::offset(8).to_datetime(at);
        let zone = match self {
            Language::Chinese => "北京时间",
            Language::English => "UTC+8",
        };
        format!("{} {zone}", local.strftime("%Y-%m-%d %H:%M"))
    }
}

/// Writes a number with a comma after every three digits.
pub(crate) fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut written = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

/// Declares the phrases: name, Chinese, English.
macro_rules! phrases {
    ($($name:ident: $chinese:literal, $english:literal;)*) => {
        /// Every phrase of the pages in one language.
        pub(crate) struct Phrases { $(pub(crate) $name: &'static str,)* }
        static CHINESE: Phrases = Phrases { $($name: $chinese,)* };
        static ENGLISH: Phrases = Phrases { $($name: $english,)* };
    };
}

phrases! {
    site: "公报 · 政府公开文件检索", "Gongbao · search in published government documents";
    description: "在中国各级政府公开的文件中逐字检索：按年份、地区、文种筛选，计数精确，来源可查。", "Exact full-text search over published Chinese government documents, by year, place and kind, with counts that can be cited.";
    headline: "检索政府公开文件", "Search published government documents";
    promise: "加引号的短语逐字匹配，不漏不误；每个数字都说明数的是什么。", "A quoted phrase is matched character by character; every count says what it counts.";
    skip: "跳到正文", "Skip to content";
    navigation: "主导航", "Main";
    search: "检索", "Search";
    concordance: "逐处列出", "Concordance";
    status: "收集情况", "Status";
    help: "检索帮助", "Help";
    api: "接口", "API";
    footer: "公报离线运行，不追踪读者。文件原文以发布网站为准。", "Gongbao runs offline and does not track its readers. The publishing site holds the authoritative text.";
    colon: "：", ": ";
    query: "检索词", "Query";
    placeholder: "输入词语，或用引号逐字检索：\"生态环境\"", "Words, or a phrase in quotes: \"生态环境\"";
    narrow: "限定年份、地区、文种", "Limit by year, place, kind";
    report_year: "报告年份", "Report year";
    report_years: "报告年份", "report years";
    region: "地区", "Place";
    kind: "文种", "Kind";
    issuer: "发文机关", "Issuer";
    section: "章节", "Section";
    any: "不限", "any";
    sort: "排序", "Sort";
    by_relevance: "相关度", "relevance";
    by_year: "报告年份", "report year";
    by_published: "发布日期", "date published";
    whole_word: "整词匹配", "whole words";
    holdings: "馆藏", "The collection";
    documents: "篇", "documents";
    occurrences: "处", "occurrences";
    districts: "个地区", "places";
    examples: "试一试", "Try";
    more: "更多", "more";
    empty_title: "还没有编入任何文件", "Nothing is indexed yet";
    empty_text: "任选一种方式开始；编好以后刷新本页即可检索，不必重启。", "Begin in one of these ways; reload this page afterwards, no restart is needed.";
    empty_demo: "不联网试用：自带的示例网站，抓取、编目、检索一次走完", "Try everything offline on a built-in example site";
    empty_crawl: "按配置的来源抓取", "Crawl the configured sources";
    empty_import: "导入已有的文件（每行一个 JSON）", "Import documents that you already have, one JSON per line";
    empty_stored: "已存、待编入的文件：", "Stored and waiting to be indexed:";
    active_filters: "当前限定", "Active filters";
    remove: "（移除）", " (remove)";
    filters: "筛选", "Filters";
    meaning_of_counts: "篇：符合全部条件的文件数；处：检索词在这些文件正文中出现的次数，标题不计。", "Documents that meet every condition; occurrences of the query in their texts, titles not counted.";
    relaxed: "没有文件同时包含全部词语，以下文件含其中任一：", "No document holds all of the words; these hold any of: ";
    nothing_found: "没有找到", "Nothing found";
    past_end: "这一页已超出结果末尾", "This page lies past the last result";
    advice_first_page: "回到第一页", "Go to the first page";
    advice_no_filters: "去掉全部限定，只按检索词查找", "Drop all filters";
    advice_no_quotes: "去掉引号，按词语检索", "Drop the quotes and search for words";
    advice_no_word: "改用逐字匹配，不限整词", "Match strings instead of whole words";
    advice_shorter: "用更短或更常见的说法；简体、繁体、全角、半角不必区分", "Use fewer or more common words; script and width make no difference";
    advice_help: "看检索帮助", "See the help page";
    published: "发布", "published";
    paging: "翻页", "Pages";
    previous: "上一页", "Previous";
    next: "下一页", "Next";
    back_to_search: "返回检索结果", "Back to the results";
    marked_here: "文中标出", "Marked here:";
    first_mark: "跳到第一处", "first match";
    marks: "处标记", "marks";
    without_marks: "不标记", "without marks";
    not_stated: "未载明", "not stated";
    addresses: "原址与证据", "Addresses and evidence";
    no_address: "未载明原址", "No address is known";
    evidence: "原始响应 SHA-256", "SHA-256 of the response";
    no_evidence: "没有原始响应（由人工导入）", "No response was kept (imported)";
    fetched: "取得时间", "Fetched";
    first_seen: "首次收录", "First seen";
    document_id: "编号", "Id";
    versions: "版本", "Versions";
    version: "第", "Version ";
    version_after: "版", "";
    characters: "字", "characters";
    old_version: "这是旧版本。", "This is an old version.";
    current_version: "看当前版本", "See the current one";
    gone_title: "原网站已撤下此文件", "The site has withdrawn this document";
    gone_at: "全部原址均已失效，最后一次确认于", "None of its addresses answers any more; last checked";
    gone_note: "为尊重撤稿，正文不再显示；来源、日期和证据的哈希值保留备查。", "The text is no longer shown; its origin, dates and hashes are kept.";
    contents: "目录", "Contents";
    text: "正文", "Text";
    table: "表格", "Table";
    no_text: "没有可显示的正文。", "There is no text to show.";
    document: "文件", "Document";
    concordance_is: "检索词每出现一次列一行，带前后文。", "Every occurrence as one line with its context.";
    concordance_start: "输入检索词，列出它的每一处。", "Enter a query to list its occurrences.";
    as_documents: "按文件看", "As documents";
    left: "前文", "Before";
    matched: "检索词", "Match";
    right: "后文", "After";
    by_document: "文件", "document";
    by_left: "前文", "text before";
    by_right: "后文", "text after";
    sources: "来源", "Sources";
    no_sources: "还没有抓取过任何来源。", "No source was crawled yet.";
    source_name: "名称", "Name";
    last_run: "最近一次抓取", "Last run";
    outcomes: "结果", "Outcomes";
    troubles: "需要查看", "Needs a look";
    never: "从未", "never";
    unfinished: "未结束", "not finished";
    stored_documents: "已存文件", "Stored documents";
    index_state: "索引", "Index";
    index_current: "与库同步", "up to date";
    index_behind: "尚未编入的变更：", "changes waiting: ";
    help_language: "检索语言", "The query language";
    help_written: "写法", "Written";
    help_finds: "找到", "Finds";
    help_forms: "全角、半角同样识别；AND、OR、NOT、NEAR 用大写。字段名中英文皆可。", "Full-width forms are read like half-width ones; AND, OR, NOT and NEAR are written in capitals; fields have Chinese and English names.";
    help_counts: "数字的意思", "What the counts mean";
    help_counts_text: "“篇”是符合全部条件的文件数。“处”是检索词在这些文件正文中出现的次数，逐个起点计数，标题不计。", "Documents are those that meet every condition. Occurrences are the places in their texts at which a string of the query begins; titles are not counted.";
    help_folding: "匹配时不分简繁、全角半角、大小写，忽略空白；显示的始终是原文。", "Matching ignores script (simplified or traditional), width, case and white space; what is shown is always the original text.";
    help_dates: "三个日期", "Three dates";
    help_dates_text: "报告年份是报告所讲的年份，成文日期是签署的日子，发布日期是网页上线的日子。三者分开记录，缺哪个就写明未载明。", "The report year is the year a report speaks about, the signing date stands under the document, the publishing date is the day its page went up. They are kept apart; a missing one is said to be missing.";
    help_api_text: "同样的参数，同样的结果，以 JSON 返回。", "The same parameters and the same results as JSON.";
    help_problems: "出错时", "Problems";
    help_problems_text: "接口的错误依 RFC 9457 返回 application/problem+json；检索式有误时 position 指出第几个字（从 0 起）。", "Errors of the API are application/problem+json (RFC 9457); position tells the character of a query error, from 0.";
    fault_query: "检索式有误。", "The query cannot be read.";
    fault_parameter: "参数有误。", "A parameter cannot be used.";
    place_before: "第", "character ";
    place_after: "个字", "";
    not_found: "没有这个页面", "There is nothing here";
    no_document: "没有这份文件", "There is no such document";
    bad_request: "请求有误", "The request cannot be used";
    wrong_method: "此地址只可读取", "This address can only be read";
    busy: "正忙，请稍后再试", "Busy; try again in a moment";
    broken: "服务出了故障", "Something is broken";
    failure_check: "检查地址是否完整；编号区分大小写。", "Check the address; ids are case-sensitive.";
    failure_search: "从检索开始。", "Begin with a search.";
    failure_wait: "等几秒再刷新；较窄的检索答得更快。", "Reload in a few seconds; a narrower query is faster.";
    failure_log: "请管理员按 X-Request-Id 查看日志。", "The operator finds the cause in the log by X-Request-Id.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &str, expected: Language) {
        assert_eq!(Language::accepted(header), expected, "{header:?}");
    }

    #[test]
    fn the_browsers_first_choice_of_the_two_is_taken() {
        check("zh-CN,zh;q=0.9,en;q=0.8", Language::Chinese);
        check("en-US,en;q=0.9,zh;q=0.8", Language::English);
        check("en;q=0.3, zh-TW;q=0.7", Language::Chinese);
        check("de, fr;q=0.9, en;q=0.5", Language::English);
        check("de", Language::Chinese);
        check("", Language::Chinese);
        check("en;q=0", Language::Chinese);
        check("en;q=high", Language::English);
    }

    #[test]
    fn numbers_are_grouped_by_three() {
        for (value, written) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(number(value), written);
        }
    }

    #[test]
    fn report_years_are_written_for_people() {
        let half = ReportYear { start: 2022, end: 2022, period: Period::FirstHalf };
        assert_eq!(Language::Chinese.report_year(ReportYear::single(2021)), "2021年");
        assert_eq!(Language::Chinese.report_year(ReportYear::span(2020, 2021)), "2020–2021年");
        assert_eq!(Language::Chinese.report_year(half), "2022年上半年");
        assert_eq!(Language::English.report_year(half), "2022 H1");
    }

    #[test]
    fn times_are_those_of_beijing() {
        let at: Timestamp = "2024-05-01T18:30:00Z".parse().expect("a time");
        assert_eq!(Language::Chinese.time(at), "2024-05-02 02:30 北京时间");
    }
}
