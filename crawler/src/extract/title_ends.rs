//! What a line ends with in; whether titles of documents and names of laws end so out.

use std::sync::LazyLock;

use regex::Regex;

/// Tells whether a text ends as the titles of documents do.
pub(crate) fn ends(text: &str) -> bool {
    ENDS.is_match(text) || names_law(text)
}

/// Tells whether a text is the name of a law: 某某保护法, 某某法（修订草案）.
pub(crate) fn names_law(text: &str) -> bool {
    let name = text.split(['（', '(']).next().unwrap_or(text);
    let is_bracketed = name.len() == text.len() || text.ends_with(['）', ')']);
    let is_word = name.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | '、'));
    (name.ends_with('法') || name.ends_with("法典"))
        && is_bracketed
        && is_word
        && name.chars().count() >= 4
        && !ENDS_NO_LAW.is_match(name)
}

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

/// What the titles of documents end with.
static ENDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:报告|总结|通知|公告|公示|通告|公报|决定|意见|办法|规定|条例|细则|规则|方案|规划|纲要|计划|要点|函|批复|年报|报表|决算|预算|情况|解读|制度|目录|指南|令|通报|说明|纪要|讲话|名单|标准|公开|须知|答复|决议|议程|日程|打算|安排|汇报|预案|措施|清单|声明|启事|章程|白皮书|倡议书|请示|议案|决定书|裁决书|告知书|通知书|意见书|认定书|建议书|责任书|承诺书|申请书|合同|协议书?|贺信|慰问信|感谢信|公开信|一封信|守则|准则|公约|统计表|一览表|汇总表|情况表|明细表|登记表|申请表)(?:[（(〔\[][^）)〕\]]*[）)〕\]])?$",
    )
});
/// What no law is called that ends like one: 工作方法, 行政执法, 群众看法. 公司法 and 预算法 are laws.
pub(crate) const NO_LAW: &str =
    "(?:[方做办执普说看想写合违守学懂讲枉犯依非无手立尊书语]|[^公]司|[^预决]算|学法用|使用|宣传)法";
static ENDS_NO_LAW: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("{NO_LAW}$")));
