//! A heading in; what its part is about and which year it speaks about out.

use std::sync::LazyLock;

use corpus::document::DocumentKind;
use corpus::document::Section;
use corpus::document::SectionKind;
use corpus::text;
use corpus::year::ReportYear;
use regex::Regex;

use crate::extract::year;

static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"((?:19|20)\d\d)\s*年"));
static PERSON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"第一责任(?:人|.{0,4}情况)|(?:主要(?:负责人|负责同志|领导)|一把手[”\x22]?).{0,12}(?:履行|履职|职责|法治|述法)|(?:书记|[局厅镇乡区县市]长|主任).{0,4}履行.{0,8}法治",
    )
});
/// Whose duty is another one: 企业主要负责人履行安全生产职责.
static OTHER_DUTY: LazyLock<Regex> = LazyLock::new(|| {
    pattern("企业|经营(?:单位|者|主体)|安全|消防|防火|防汛|食品|质量|环境保护|环保|疫情|监护")
});
static PROBLEMS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"不足|检视|剖析|存在.{0,8}(?:问题|困难|短板)|主要问题|问题(?:和|与|及|、)?(?:原因|困难|不足|短板|挑战)?$|短板|差距|薄弱环节|困难(?:和|与|及|、)(?:问题|挑战|建议|对策)|有待[^，。]{0,8}(?:方面|地方|之处|环节)|问题(?:及|和|与).{0,4}(?:改进|对策|建议|措施)",
    )
});
/// What is said of problems that are still there, whatever else is said of them: 亟待解决的问题, 存在的几个问题.
static STILL_THERE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:亟待|有待|尚待|[亟急仍还尚]需|需要|需|难以|未能|未|没有)(?:进一步|加以)?(?:解决|化解|破解|克服|补齐|改进|加强)|存在",
    )
});
/// A problem that is set about, or a question that is taken up: （七）着力解决住房问题, 补短板强弱项, 关于工资的几个问题.
static NOT_PROBLEMS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:解决|化解|破解|克服|回应|应对|补齐|补上|加强|补|攻|聚焦|紧盯|着眼|针对|围绕|瞄准|缩小|消除|弥补|整治|整改|治理|排查|销号)[^存；。]{0,20}(?:问题|困难|短板|不足|薄弱环节|差距|弱项)|(?:问题|短板|不足|差距|薄弱环节)(?:的)?(?:整改|整治|销号|清零|改进)|关于.*问题$|[几若]个?干?问题",
    )
});
/// What was wrong, and what has been done about it: 上年度存在问题整改落实情况.
static MENDED: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:问题|不足)(?:的)?整改(?:落实|完成|进展|工作)?(?:情况|成效|到位|不断|持续|$)")
});
static PLAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"下一?步|下一?阶段|下一?年|下年度|明年|今后|来年|打算|工作安排|主要安排|工作计划|工作思路|(?:努力|改进|整改|提升)方向|新的?一年|(?:改进|整改|提升)(?:的)?(?:措施|思路|打算|计划)$|工作展望|展望未来|未来.{0,4}(?:工作|展望|规划|打算|计划|安排|年|时期|发展)|(?:期间|时期)的?(?:主要|基本|奋斗|发展|总体)+(?:目标|任务)|(?:(?:19|20)\d\d|今)年.{0,24}(?:打算|安排|计划|思路|目标|任务|要求|部署|重点|要点|建议)",
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
        r"^[^、.．)）]{1,5}[、.．)）]\s*(?:加强|强化|健全|完善|推进|规范|深化|落实|提升|优化|坚持|着力|全面|依法|深入|扎实|严格|创新|加大|持续|聚焦|突出|抓好|提高|构建|夯实|注重|切实|积极|严|建立|加快|高度重视|统筹|履行|补(?:齐|短|强|上)|紧盯|缩小)",
    )
});
/// 2021年…主要举措 and 上一年工作任务完成情况 look back, whatever else they name.
static MEASURES_FIRST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"举措|成效|成就|回顾|完成情况|落实情况|开展情况|做法|今年以来"));

/// Which years a report looks back on and ahead to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Report {
    /// The last year that it looks back on.
    reviewed: i16,
    /// The year that it calls this one.
    current: i16,
}

impl Report {
    /// A work report looks back on the year before its own and plans its own; what else tells of a year looks back on that.
    pub(crate) fn of(year: ReportYear, kind: DocumentKind) -> Report {
        let is_plan = kind == DocumentKind::WorkReport;
        Report { reviewed: year.end - i16::from(is_plan), current: year.end }
    }

    /// Tells whether it plans the year that it calls this one.
    fn plans_current(self) -> bool {
        self.current > self.reviewed
    }
}

/// Tells what a part is about and which year it speaks about; a part of a part inherits both.
pub(crate) fn meaning(
    level: u8,
    heading: &str,
    parent: Option<&Section>,
    report: Option<Report>,
) -> (SectionKind, Option<i16>) {
    // Full-width digits and blanks between them are no other heading, and neither are years in words.
    let text = &*year::arabic(&text::folded(heading));
    let inherited = parent.map_or((SectionKind::Other, None), |parent| (parent.kind, parent.year));
    let is_person = is_of_person(text);
    let stated = YEAR.captures(text).and_then(|found| found[1].parse().ok());
    let names_current = || text.contains("今年") && report.is_some_and(Report::plans_current);
    let is_ahead = |year: i16| report.is_some_and(|report| year > report.reviewed);
    let ahead = stated.map_or_else(names_current, is_ahead) && !MEASURES_FIRST.is_match(text);
    if level >= 3 && !is_person {
        // 2、2024年工作安排 under 一、工作情况 is about another year, whatever stands over it.
        let is_plan = level <= 4 && ahead && PLAN.is_match(text);
        return if is_plan { (SectionKind::NextPlan, stated) } else { inherited };
    }
    let kind = if is_person {
        SectionKind::FirstResponsible
    } else if parent.is_some_and(|parent| parent.kind != SectionKind::Other) {
        return (inherited.0, stated.or(inherited.1));
    } else if names_problems(text) {
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
            let of_report =
                |report: Report| if text.contains("今年") { report.current } else { report.reviewed + 1 };
            stated.or(report.map(of_report))
        }
        _ => stated.or(inherited.1),
    };
    (kind, year)
}

/// Tells whether a heading is about how the persons in charge did their duty by the rule of law.
fn is_of_person(text: &str) -> bool {
    let may_be = ["责任", "主要", "一把手", "履行"].iter().any(|word| text.contains(word));
    may_be && PERSON.is_match(text) && (text.contains("法治") || !OTHER_DUTY.is_match(text))
}

/// Tells whether a heading names what is wrong, and not what is done about it.
fn names_problems(text: &str) -> bool {
    if MENDED.is_match(text) {
        return false;
    }
    (PROBLEMS.is_match(text) || STILL_THERE.is_match(text) && text.ends_with("问题"))
        && (!NOT_PROBLEMS.is_match(text) || STILL_THERE.is_match(text))
}

/// Tells whether a heading says what was done.
pub(crate) fn says_what_was_done(heading: &str) -> bool {
    DONE.is_match(heading)
}

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}
