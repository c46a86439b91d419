//! Every phrase of the pages in both languages, one line each.

use std::fmt;

/// Declares the phrases: name, Chinese, English.
macro_rules! phrases {
    ($($name:ident: $chinese:literal, $english:literal;)*) => {
        /// Every phrase of the pages in one language.
        pub(crate) struct Phrases { $(pub(crate) $name: &'static str,)* }
        pub(super) static CHINESE: Phrases = Phrases { $($name: $chinese,)* };
        pub(super) static ENGLISH: Phrases = Phrases { $($name: $english,)* };
    };
}

/// English words as they stand beside a one, for those that stand beside a number.
const BESIDE_ONE: &[(&str, &str)] = &[
    ("documents", "document"),
    ("occurrences", "occurrence"),
    ("places", "place"),
    ("marks", "mark"),
    ("characters", "character"),
    ("changes", "change"),
    ("words", "word"),
    ("years", "year"),
    ("days after the due date", "day after the due date"),
    ("pairs of documents share text", "pair of documents shares text"),
];

impl Phrases {
    /// Returns what is counted as it is written beside its number.
    pub(crate) fn beside<'p>(&self, count: impl fmt::Display, phrase: &'p str) -> &'p str {
        if count.to_string() != "1" {
            return phrase;
        }
        BESIDE_ONE.iter().find(|(several, _)| *several == phrase).map_or(phrase, |&(_, one)| one)
    }
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
    stop: "。", ". ";
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
    meaning_of_relaxed: "篇：含任一词语、并符合其他条件的文件数；处：这些词语在文件正文中出现的次数，标题不计。", "Documents that hold any of the words and meet every other condition; occurrences of the words in their texts, titles not counted.";
    meaning_of_optional: "篇：符合加引号的词、字段和并列条件的文件数；处：检索词在这些文件正文中出现的次数，标题不计。", "Documents that match what is quoted, a field or a choice; occurrences of the query in their texts, titles not counted.";
    meaning_of_titled: "篇：符合全部条件的文件数，标题含所写名称的也在其中；处：检索词在这些文件正文中出现的次数，标题不计。", "Documents that meet every condition, with those whose titles hold the one written out; occurrences of the query in their texts, titles not counted.";
    meaning_of_named: "篇：符合全部条件的文件数，按地区、年份、文种列入的也在其中；处：检索词在这些文件正文中出现的次数，标题不计。", "Documents that meet every condition, with those that are what is named; occurrences of the query in their texts, titles not counted.";
    named_report: "属于下列地区、年份、文种的文件一并列入，不论正文是否写明；须写明的词请加引号：", "Documents to which these apply are listed too, whatever their texts say; put in quotes what must stand there: ";
    relaxed: "没有或极少文件同时包含全部词语，以下文件含其中任一：", "No document or hardly any holds all of the words; these hold any of: ";
    relaxed_to_word: "没有或极少文件同时包含全部词语，以下文件含：", "No document or hardly any holds all of the words; these hold: ";
    relaxed_to_optional: "没有或极少文件同时符合全部条件，加引号的词、字段和并列条件仍须符合，以下词可有可无：", "No document or hardly any meets every condition; what is quoted, a field or a choice must still match, and these words may be missing: ";
    relaxed_to_title: "符合全部条件的文件之外，一并列出标题含下列名称的文件：", "Beside the documents that meet every condition, those whose titles hold this are listed: ";
    relaxed_to_strings: "没有或极少文件同时符合全部条件，只要求加引号的词、字段和并列条件", "No document or hardly any meets every condition; only what is quoted, a field or a choice must match";
    also_written: "以下写法一并查找：", "Looked for in each of these forms: ";
    not_looked_for: "；未计入：", "; left out: ";
    did_you_mean: "您要找的是不是：", "Did you mean: ";
    nothing_found: "没有找到", "Nothing found";
    past_end: "这一页已超出结果末尾", "This page lies past the last result";
    advice_first_page: "回到第一页", "Go to the first page";
    advice_no_filters: "去掉全部限定，只按检索词查找", "Drop all filters";
    advice_no_quotes: "去掉引号，按词语检索", "Drop the quotes and search for words";
    advice_no_word: "改用逐字匹配，不限整词", "Match strings instead of whole words";
    advice_shorter: "用更短或更常见的说法；简体、繁体、全角、半角不必区分", "Use fewer or more common words; script and width make no difference";
    advice_unknown_place: "地名录中没有这个地区，请核对写法：", "The gazetteer knows no such place; check how it is written: ";
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
    imported: "导入时间", "Imported";
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
    figures: "数字", "Figures";
    figures_note: "正文中的数量，自动读出，以原文为准。", "Amounts read from the text by rule; the text itself holds.";
    counted: "所指", "What";
    amount: "数量", "Amount";
    plain_unit: "折合", "Comes to";
    remark: "说明", "Note";
    about: "约", "about";
    cumulative: "累计", "cumulative";
    opening: "开头", "Opening";
    disagree: "前后数字不合：", "These numbers do not agree: ";
    not_shown: "未列出", "not shown";
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
    going_on: "正在抓取", "going on";
    interrupted: "中断，下次继续", "interrupted; the next crawl goes on with it";
    stored_documents: "已存文件", "Stored documents";
    index_state: "索引", "Index";
    index_current: "与库同步", "up to date";
    index_behind: "尚未编入的变更：", "changes waiting: ";
    help_language: "检索语言", "The query language";
    help_written: "写法", "Written";
    help_finds: "找到", "Finds";
    help_forms: "全角、半角同样识别；AND、OR、NOT、NEAR 用大写。字段名中英文皆可。引号外、词语之间单独的标点只起分隔作用；要检索标点，请加引号。", "Full-width forms are read like half-width ones; AND, OR, NOT and NEAR are written in capitals; fields have Chinese and English names. A punctuation mark alone between words, outside quotes, only parts them; to look for it, quote it.";
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
    fault_year: "年份写成 2021、2018..2022、2018.. 或 ..2022，早的在前。", "Write the years as 2021, 2018..2022, 2018.. or ..2022, the earlier one first.";
    fault_number: "数字超出范围。", "the number is out of range.";
    fault_value: "没有这个取值，请从表单里选。", "there is no such value; choose one from the form.";
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
    failure_index: "索引不可用；请管理员运行 gongbao reindex。", "The index cannot be read; the operator runs gongbao reindex.";
    failure_log: "请管理员按 X-Request-Id 查看日志。", "The operator finds the cause in the log by X-Request-Id.";
    compare: "比较", "Compare";
    compare_is: "逐句比较同一地区的两年、同一文件的两版，或任意两份文件。", "Sentence by sentence: two years of one place, two versions of one document, or any two documents.";
    compare_ids: "填文件编号；旧版写成 编号@版次。", "Ids of documents; an older version is written id@number.";
    compare_title: "可比较的文件", "To compare with";
    compare_none: "库中没有此文件的其他版本，也没有同一地区同一文种的其他年份。", "There is no other version of this document and no other year of the same place and kind.";
    compare_other: "换一份比较", "Compare with another";
    old_side: "旧文", "Old";
    new_side: "新文", "New";
    swap: "对换", "Swap";
    carried_over: "沿用多少", "How much was carried over";
    share_verbatim: "照录", "Verbatim";
    share_reworded: "改写", "Reworded";
    share_added: "新增", "Added";
    share_removed: "删除", "Removed";
    of_new: "占新文", "of the new text";
    of_old: "占旧文", "of the old text";
    shares_are: "按字数计，不计空白和页码；简繁、全角半角和标点写法的差异不算改动，数字不同一律算改动。", "By characters, without white space and page numbers. Script, width and ways of writing a mark are no changes; another number always is.";
    no_changes: "两文相同。", "Both texts say the same.";
    biggest: "最大的改动", "The biggest changes";
    changes: "处改动", "changes";
    op_same: "未变", "unchanged";
    op_moved: "↕ 移动", "↕ moved";
    op_reworded: "≠ 改写", "≠ reworded";
    op_split: "⑂ 拆句", "⑂ split";
    op_merged: "⊃ 并句", "⊃ merged";
    op_added: "＋ 新增", "+ added";
    op_removed: "− 删除", "− removed";
    moved_from: "原在", "stood under";
    legend_removed: "删去的字", "what went";
    legend_added: "增加的字", "what came";
    sentences_same: "句未变", "unchanged";
    quantities_both: "两文都有的数量", "Quantities of both";
    quantities_gone: "新文不再提到的数量", "Quantities that the new text no longer names";
    quantities_new: "新文才有的数量", "Quantities that only the new text names";
    quantities_csv: "数量表 CSV", "Quantities as CSV";
    view_inline: "行内显示", "In one line";
    view_beside: "左右对照", "Side by side";
    difference: "增减", "Difference";
    percent: "增减%", "Per cent";
    compare_with: "与其他年份或版本比较", "Compare with another year or version";
    part_opening: "开头", "Opening";
    part_added: "新设", "new part";
    part_removed: "已取消", "dropped part";
    was_called: "原题", "Was called";
    comparison_cut: "改动太多，本页只列前面一部分；全部见", "Only the first part fits on this page; all of it is in the";
    trend: "用词走势", "Trends";
    trend_is: "每个字串在各年、各地、各类文件中出现多少，与计数的基数并列。", "How often strings stand in each year, place or kind, beside what they were counted in.";
    trend_phrases: "字串，每行一个", "Strings, one a line";
    trend_by: "分列", "By";
    trend_show: "显示", "Show";
    trend_count: "计数", "Count";
    trend_base: "计数范围（检索式）", "Counted in (a query)";
    trend_counted_in: "计数范围", "Counted in";
    trend_key: "项", "Key";
    trend_base_documents: "范围内文件", "Documents in the base";
    trend_base_characters: "范围内字数", "Characters in the base";
    without_key: "不属于任何一项的文件", "Documents under no key";
    per_million: "每百万字", "per million characters";
    words: "用词", "Words";
    collocates: "搭配词", "Collocates";
    collocates_is: "在短语前后一定范围内，比偶然更常出现的词。", "Words that stand within a window around a phrase more often than chance would have it.";
    collocates_start: "输入短语，列出它前后的词。", "Enter a phrase to list the words beside it.";
    collocates_phrase: "短语", "Phrase";
    window: "范围（词）", "Window (words)";
    window_words: "范围内的词数", "Words in the windows";
    side: "前后", "Side";
    side_both: "前后都算", "both";
    observed: "范围内", "Observed";
    expected: "偶然预期", "Expected";
    frequency: "总数", "In all";
    keyness: "用词差别", "Key words";
    keyness_is: "两批文件相比，一批比另一批更常用哪些词。", "How two slices of the collection differ: which words one uses more than the other.";
    keyness_start: "输入选出一批文件的检索式；与另一批比较，不填则与其余全部文件比较。", "Enter a query that chooses a slice; it is compared with another one, or with all other documents.";
    keyness_target: "目标（检索式）", "Target (a query)";
    keyness_reference: "参照（不填为其余文件）", "Reference (all others if empty)";
    keyness_common: "两批都有的文件，会减弱差别", "Documents in both, which weaken every difference";
    direction: "比较", "Direction";
    direction_over: "目标更常用", "more in the target";
    direction_under: "目标更少用", "less in the target";
    direction_both: "两者", "both";
    target: "目标", "Target";
    reference: "参照", "Reference";
    in_target: "目标中", "In the target";
    in_reference: "参照中", "In the reference";
    per_million_words: "每百万词", "per million words";
    log_ratio: "对数比", "log ratio";
    word: "词", "Word";
    words_counted: "词", "words";
    words_none: "没有达到下限的词。", "No word passes the thresholds.";
    words_empty_slice: "目标或参照中没有文件，无从比较。", "The target or the reference holds no document, so there is nothing to compare.";
    words_significance: "G² 为对数似然比，高于 15.13 即 p < 0.0001；词由 jieba 切分。", "G² is the log-likelihood ratio; above 15.13, p < 0.0001. Words are as jieba cuts them.";
    share_of_documents: "含该词的文件占比", "share of documents";
    occurrences_counted: "出现次数", "occurrences";
    documents_counted: "文件数", "documents";
    map_is: "各省一格，面积相同；颜色越深数值越大，“–”表示没有该省的文件。", "One tile of equal size for each province; the darker, the larger. A dash means that there are no documents.";
    map_nothing: "没有文件", "no documents";
    changed_lately: "变更", "Changes";
    changed_is: "新收录、有改动、已撤下和恢复的文件，最近的在前。", "Documents that are new, changed, withdrawn or back, newest first.";
    nothing_changed: "还没有任何变更。", "Nothing has changed yet.";
    what_changed: "改了什么", "what changed";
    older: "更早的", "Older";
    feed: "订阅", "Feed";
    export: "导出", "Export";
    export_is: "全部结果，行数与上面的篇数相同；文件开头写明检索式和语料版本。", "Every hit, as many rows as documents above; query and state of the collection stand on top.";
    years_are: "按报告年份，点选一年", "By report year; choose one";
    cite: "引用", "Cite";
    copy: "复制", "Copy";
    copied: "已复制", "Copied";
    other_years: "其他年份", "Other years";
    search_within: "在本文中查找", "Search within this document";
    search_within_go: "查找", "Find";
    api_is: "同样的参数，同样的结果，以 JSON 返回；每个答复带 ETag，随索引更新。", "The same parameters and results as JSON; every answer carries an ETag that changes with the index.";
    api_try: "试一试", "Try it";
    api_parameters: "参数", "Parameter";
    api_values: "取值", "Values";
    api_meaning: "意思", "Meaning";
    api_needed: "必填", "required";
    api_answer: "答复的字段", "Fields of the answer";
    coverage: "收录范围", "Coverage";
    coverage_is: "哪个地区有哪一年的报告，缺哪一年，哪一年迟发或已撤下。", "Which place has a report for which year, which years are missing, late or withdrawn.";
    coverage_none: "库中没有这一文种的报告。", "There is no report of this kind in the collection.";
    coverage_due: "+后为页面发布日期晚于期限的天数；日期可疑的（可能是重发）标?。", "After + the days from then to the visible publish date; a doubtful date (it may be a re-post) has a ?.";
    coverage_missing: "“缺”只说明库中没有，不说明没有公布过；※表示只有关于报告的决议、说明等，没有报告本身；?表示存疑，点开或悬停可见原因；空格在该地区已知年份之外。", "Missing means missing from this collection, not that it was never published; ※ stands where there is only a resolution or a note about the report; ? stands where there is a doubt, which is said on hovering; blank cells lie outside the years known of a place.";
    copies: "雷同", "Copies";
    copies_is: "哪份文件沿用了本地区往年的文字，哪份照搬了其他地区，照搬时漏改了哪些地名。", "Which document took its sentences from its own earlier years, which from another district, and which place names were left in.";
    copies_how: "比较时不计地名和数字；许多地区都用的套话不算雷同。相似度是较短一篇自己的文句中有多少也见于另一篇。", "Places and numbers are put aside, and set phrases that many places use count for nothing. The share is that of the shorter text's own clauses that stand in the other.";
    copies_none: "没有找到雷同的文件。", "No document shares enough text with another.";
    copies_waiting: "尚未比对的变更，正在后台比对，稍后刷新：", "Changes that are still being looked at; reload later: ";
    copies_count: "对雷同的文件", "pairs of documents share text";
    copy_later: "较晚的文件", "The later document";
    copy_earlier: "较早的文件", "The earlier document";
    similarity: "相似度", "Share";
    shared_sentences: "相同的句子", "Shared sentences";
    relation: "来源", "Taken from";
    own_year: "本地区", "its own district";
    other_district: "其他地区", "another district";
    foreign_names: "漏改的地名", "Names left in";
    only_foreign: "只看有漏改地名的", "only with names left in";
    evidence_beside: "逐句对照", "Side by side";
    copies_of: "与此文件雷同的", "Documents that share text with";
    copies_of_this: "查雷同", "Look for copies";
    no_shared: "两份文件没有相同的句子（套话除外）。", "The two share no sentence but set phrases.";
    word_for_word: "一字不差", "word for word";
    alike: "相近", "alike";
    full_comparison: "全文比较", "Full comparison";
    coverage_rule: "公开期限", "When reports are due";
    coverage_no_rule: "这一文种没有已知的公开期限，不计迟发", "No due date is known for this kind, so none is counted as late";
    coverage_lacking: "缺规定章节（§−）的报告", "Reports without a part that the rules ask for (§−)";
    lacks: "缺章节", "lacks";
    timeline: "历年", "Timeline";
    timeline_is: "一个地区历年的报告：篇幅、章节、反复出现的问题、上年打算与下年举措、数量的变化。", "The reports of one place, year by year: length, parts, problems that come back, plans beside the next year's measures, quantities.";
    timeline_choose: "选一个地区", "Choose a place";
    timeline_none: "库中没有这个地区的这种报告。", "There is no report of this kind for this place.";
    timeline_years: "年份与章节", "Years and parts";
    timeline_length: "篇幅（字）", "Length in characters";
    timeline_problems: "反复出现的问题", "Problems named again";
    timeline_problems_none: "没有在多个年份反复出现的问题，或报告没有这一章节。", "No problem was named in several years, or the reports have no such part.";
    timeline_promises: "打算与举措", "Plans and measures";
    timeline_promises_are: "左为某年报告的打算，右为次年报告中最相近的举措；“没有相近的举措”只说明措辞不相近。", "On the left what a report planned, on the right the measures of the next report that are most alike. That none is alike speaks of wording, not of deeds.";
    timeline_promises_none: "没有打算一节，或没有次年的报告。", "There is no part about plans, or no report of the next year.";
    no_next_report: "库中没有次年的报告", "the next year's report is not in the collection";
    nothing_alike: "没有相近的举措", "no measure is alike";
    timeline_quantities: "数量的变化", "Quantities over the years";
    timeline_quantities_none: "没有在两年以上都出现的数量。", "No quantity stands in two reports or more.";
    timeline_marks: "●为有标题的章节，○为没有标题、据行文辨认的段落，–为未见。", "● a part with a heading, ○ a passage without one, known by its wording, – not found.";
    running_text: "据行文", "from the running text";
    timeline_compare: "与上年比较", "Compare with the year before";
    years_in_all: "年", "years";
    base_of_chart: "这些数字的收录范围", "What these figures were counted in";
    panel: "横向比较", "Side by side";
    panel_is: "同一年各地区的同一数量或同一章节；报告没有写明的留空。", "The same quantity or the same part of one year's reports in every place; what a report does not state is left blank.";
    panel_quantity: "数量", "Quantity";
    panel_choose: "多份报告都写到的数量", "Quantities that several reports state";
    panel_none: "这一年没有这种报告。", "There is no report of this kind for this year.";
    panel_stated: "份报告写明", "reports state it";
    panel_dimension: "口径", "Dimension";
    panel_dimension_most: "（多数报告所用；数值与比率、数值与变化不混排）", "(that of most reports; amounts and rates, levels and changes are never mixed)";
    panel_dimension_none: "没有报告写明这一数量，或单位与所问的不同", "No report states this quantity, or only in another unit than was asked for";
    panel_dimension_others: "其他口径", "Other dimensions";
    panel_silent: "未写明", "not stated";
    panel_no_report: "没有报告", "no report";
    panel_left_out: "报告太多，未读入的地区", "Places whose reports were not read, because there are too many";
    by_place: "地区", "place";
    by_largest: "从大到小", "largest first";
    by_smallest: "从小到大", "smallest first";
    value: "数值", "Value";
    heading: "标题", "Heading";
    length: "字数", "Characters";
    begins: "开头", "How it begins";
    days_late: "天", "days after the due date";
    show: "查看", "Show";
    left_out: "未列出的地区", "Places not shown";
    unplaced: "没有地区或年份、未列入表中的文件", "Documents without a place or a year, not in the grid";
    of_other_periods: "关于一年中一段时间或跨多年、未列入表中的文件", "Documents about a part of a year or many years, not in the grid";
}

#[cfg(test)]
mod tests {
    use super::CHINESE;
    use super::ENGLISH;

    #[test]
    fn one_document_is_no_documents() {
        assert_eq!(ENGLISH.beside(1, ENGLISH.documents), "document");
        assert_eq!(ENGLISH.beside("1", ENGLISH.days_late), "day after the due date");
        assert_eq!(ENGLISH.beside("1,001", ENGLISH.documents), "documents");
        assert_eq!(ENGLISH.beside(0, ENGLISH.occurrences), "occurrences");
        assert_eq!(CHINESE.beside(1, CHINESE.documents), "篇");
    }

    /// Every word that has a form beside a one is a phrase of the pages.
    #[test]
    fn no_singular_is_left_over() {
        let e = &ENGLISH;
        let counted = [
            e.documents,
            e.occurrences,
            e.districts,
            e.marks,
            e.characters,
            e.changes,
            e.words_counted,
            e.years_in_all,
            e.days_late,
            e.copies_count,
        ];
        for phrase in counted {
            assert_ne!(e.beside(1, phrase), phrase, "{phrase}");
        }
    }
}
