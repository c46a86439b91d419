//! A heading in; what its part is about and which year it speaks about out.

use std::sync::LazyLock;

use corpus::document::Section;
use corpus::document::SectionKind;
use corpus::text;
use corpus::year::ReportYear;
use regex::Regex;

static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"((?:19|20)\d\d)\s*年"));
static PERSON: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"第一责任人|主要(?:负责人|负责同志|领导).{0,12}(?:履行|履职|职责|法治)"));
static PROBLEMS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"不足|检视|剖析|存在.{0,8}(?:问题|困难|短板)|主要问题|问题(?:和|与|及|、)?(?:原因|困难|不足|短板|挑战)?$|短板|差距|薄弱环节|困难(?:和|与)(?:问题|挑战)|问题(?:及|和|与).{0,4}(?:改进|对策|建议|措施)",
    )
});
/// A heading that sets about a problem, or takes up a question: （七）着力解决住房问题, 关于工资的几个问题.
static NOT_PROBLEMS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:解决|化解|破解|克服|回应|应对|补齐|补上|加强|补)[^存]{0,20}(?:问题|困难|短板|不足|薄弱环节)$|关于.*问题$|[几若]个?干?问题",
    )
});
static PLAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"下一?步|下一?阶段|下一?年|下年度|明年|今后|来年|打算|工作安排|主要安排|工作计划|工作思路|努力方向|工作展望|展望未来|未来.{0,4}(?:工作|展望|规划|打算|计划|安排|年|时期|发展)|(?:期间|时期)的?(?:主要|基本|奋斗|发展|总体)+(?:目标|任务)|(?:(?:19|20)\d\d|今)年.{0,24}(?:打算|安排|计划|思路|目标|任务|要求|部署|重点|要点|建议)",
    )
});
static MEASURES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"举措|措施|做法|成效|成绩|亮点|开展情况|工作情况|基本情况|总体情况|推进情况|落实情况|完成情况|实施情况|建设情况|工作回顾|主要工作|履职情况|贯彻落实|取得|回顾|工作总结|工作开展",
    )
});

/// A heading that says what was done: 一、加强组织领导.
static DONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[^、.．)）]{1,5}[、.．)）]\s*(?:加强|强化|健全|完善|推进|规范|深化|落实|提升|优化|坚持|着力|全面|依法|深入|扎实|严格|创新|加大|持续|聚焦|突出|抓好|提高|构建|夯实|注重|切实|积极|严|建立|加快|高度重视|统筹|履行)",
    )
});
/// 2021年…主要举措 and 上一年工作任务完成情况 look back, whatever else they name.
static MEASURES_FIRST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"举措|成效|成就|回顾|完成情况|落实情况|开展情况|做法|今年以来"));

/// Tells what a part is about and which year it speaks about; a part of a part inherits both.
pub(crate) fn meaning(
    level: u8,
    heading: &str,
    parent: Option<&Section>,
    report: Option<ReportYear>,
) -> (SectionKind, Option<i16>) {
    // Full-width digits and blanks between them are no other heading.
    let text = &*text::folded(heading);
    let inherited = parent.map_or((SectionKind::Other, None), |parent| (parent.kind, parent.year));
    let is_person = (text.contains("第一责任人") || text.contains("主要")) && PERSON.is_match(text);
    if level >= 3 && !is_person {
        return inherited;
    }
    let stated = YEAR.captures(text).and_then(|found| found[1].parse().ok());
    let ahead = stated.is_some_and(|year: i16| report.is_some_and(|report| year > report.end));
    let kind = if is_person {
        SectionKind::FirstResponsible
    } else if parent.is_some_and(|parent| parent.kind != SectionKind::Other) {
        return (inherited.0, stated.or(inherited.1));
    } else if PROBLEMS.is_match(text) && !NOT_PROBLEMS.is_match(text) {
        SectionKind::Problems
    } else if ahead || (PLAN.is_match(text) && !MEASURES_FIRST.is_match(text)) {
        SectionKind::NextPlan
    } else if MEASURES.is_match(text) {
        SectionKind::Measures
    } else {
        SectionKind::Other
    };
    let year = match kind {
        SectionKind::NextPlan => {
            let years_on = i16::from(!text.contains("今年"));
            stated.or(report.map(|report| report.end + years_on))
        }
        _ => stated.or(inherited.1),
    };
    (kind, year)
}

/// Tells whether a heading says what was done.
pub(crate) fn says_what_was_done(heading: &str) -> bool {
    DONE.is_match(heading)
}

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}
