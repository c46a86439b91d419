//! The parts that the rules ask of a yearly report: what its parts are about and its text in; the missing ones out.
//!
//! Whoever says that a part is missing asks here, so that the page of a document, its timeline, the coverage and the gaps
//! of a crawl say the same. The rules (Article 24 of those on supervising 法治政府建设与责任落实) ask for what was done, what is wrong and why, how the
//! persons in charge did their duty as the first responsible, what is planned next, and whatever else is to be reported. Only
//! the last may be absent, because there may be nothing else.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::Document;
use crate::document::DocumentKind;
use crate::document::SectionKind;

/// The parts that no report on the rule of law may leave out, in the order of the rules.
const ASKED_FOR: [SectionKind; 4] =
    [SectionKind::Measures, SectionKind::Problems, SectionKind::FirstResponsible, SectionKind::NextPlan];

/// How a paragraph opens, or a sentence, that does the duty of a part without a heading of its own; or the heading that it
/// shares with another part: 二、存在问题及下步打算.
struct Said {
    measures: Regex,
    problems: Regex,
    first_responsible: Regex,
    next_plan: Regex,
}

static SAID: LazyLock<Said> = LazyLock::new(|| {
    let pattern = |written: &str| Regex::new(written).expect("a pattern written here is well formed");
    // One heading over two parts, of which the second is named behind what joins them, or the first before it.
    let mark = r"(?m)^[ \t\x{3000}]*(?:第[一二三四五六七八九十]{1,3}部分|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])";
    let second = |words: &str| format!(r"{mark}[^。，\n]{{2,30}}(?:和|与|及|暨|、)(?:{words})");
    let problems = second(
        r"(?:目前|当前|仍然?|尚)?存在的?(?:主要|突出)?(?:问题|不足|困难|短板)|(?:主要|突出)?(?:问题|不足|短板|差距)(?:[和与及、](?:问题|不足|短板|差距|原因))?$",
    );
    let next_plan = second(
        r"[^。，\n]{0,12}(?:下一?步|下一?阶段|下一?年|下年度|明年|今后|来年|努力方向|工作打算|工作思路|(?:19|20)\d\d年[^。\n]{0,16}(?:打算|计划|安排|思路|任务|重点))",
    );
    Said {
        measures: pattern(&format!(
            r"{mark}[^。，\n]{{0,30}}(?:举措|做法|成效|成绩|亮点|回顾|工作情况|开展情况)(?:和|与|及|暨|、)"
        )),
        problems: pattern(&format!(
            r"{problems}|(?:也|还|仍|依然|仍然|但|尚)[^。\n]{{0,16}}存在[^。\n]{{0,12}}(?:不足|问题|差距|短板|薄弱)|存在(?:的|以下|一些)[^。\n]{{0,8}}(?:不足|问题|差距|短板)"
        )),
        // 安全生产第一责任人 answers for something else.
        first_responsible: pattern("(?:^|[^产全防护量火汛控康任])第一责任人"),
        next_plan: pattern(&format!(
            r"{next_plan}|(?:^|。)\s*(?:下一步|下一年度?|明年|今后|接下来|(?:19|20)\d\d年，?(?:我|全|将))[^。\n]{{0,60}}(?:将|要|继续|重点|进一步)"
        )),
    }
});

/// Returns the parts that a report of a kind must have; none for kinds of which the rules ask no parts.
pub fn asked_for(kind: DocumentKind) -> &'static [SectionKind] {
    match kind {
        DocumentKind::RuleOfLawReport => &ASKED_FOR,
        _ => &[],
    }
}

/// Returns the parts that the rules ask of a document and that neither a heading nor the text itself gives.
pub fn missing(document: &Document) -> Vec<SectionKind> {
    let headed = document.sections.iter().map(|section| section.kind).collect();
    missing_beside(document.kind, &document.text, &headed)
}

/// Returns the missing parts of a text with headings of these kinds; none of a page without a text. A text of one line of
/// measures has at least those.
pub(crate) fn missing_beside(
    kind: DocumentKind,
    text: &str,
    headed: &BTreeSet<SectionKind>,
) -> Vec<SectionKind> {
    let said = |part: SectionKind| match part {
        SectionKind::Measures => {
            headed.contains(&SectionKind::Other) || headed.is_empty() || SAID.measures.is_match(text)
        }
        SectionKind::Problems => SAID.problems.is_match(text),
        SectionKind::FirstResponsible => SAID.first_responsible.is_match(text),
        SectionKind::NextPlan => SAID.next_plan.is_match(text),
        SectionKind::Other => true,
    };
    let asked_for = if text.is_empty() { &[] } else { asked_for(kind) };
    asked_for.iter().copied().filter(|part| !headed.contains(part) && !said(*part)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kinds: &[SectionKind], text: &str, expected: &[SectionKind]) {
        let headed = kinds.iter().copied().collect();
        assert_eq!(missing_beside(DocumentKind::RuleOfLawReport, text, &headed), expected, "{text}");
        assert!(missing_beside(DocumentKind::WorkReport, text, &headed).is_empty(), "{text}");
    }

    #[test]
    fn a_part_is_there_by_its_heading_or_by_what_is_said() {
        use SectionKind as K;
        check(&ASKED_FOR, "全年学法十二次。", &[]);
        check(&[], "", &[]);
        check(&[K::Measures, K::NextPlan], "全年学法十二次。", &[K::Problems, K::FirstResponsible]);
        check(
            &[K::Other],
            "主要领导切实履行第一责任人职责。虽然取得一些成绩，但仍存在一些不足。\n下一步，我局将继续努力。",
            &[],
        );
        check(&[], "全年学法十二次。", &[K::Problems, K::FirstResponsible, K::NextPlan]);
        let all_else = [K::Measures, K::Problems, K::NextPlan];
        check(&all_else, "督促企业负责人履行安全生产第一责任人职责。", &[K::FirstResponsible]);
        check(&all_else, "履行推进法治建设第一责任人职责。", &[]);
    }

    #[test]
    fn one_heading_may_stand_over_two_parts() {
        use SectionKind as K;
        let headed = [K::Measures, K::Problems];
        for heading in
            ["二、存在问题及下步打算", "（二）存在的问题和2023年工作计划", "二、不足、短板与努力方向"]
        {
            check(&headed, &format!("一、主要做法\n{heading}\n有待改进。"), &[K::FirstResponsible]);
        }
        check(&[K::FirstResponsible], "一、工作开展情况、履职及存在问题\n无。", &[K::NextPlan]);
        check(&[K::Problems], "一、工作亮点与不足\n无。", &[K::FirstResponsible, K::NextPlan]);
        for heading in ["二、存在的不足与改进措施", "二、存在问题，明年安排另文报送", "二、问题和不足"]
        {
            check(&headed, &format!("一、主要做法\n{heading}\n无。"), &[K::FirstResponsible, K::NextPlan]);
        }
        check(&[K::Measures], "一、研究和解决问题\n无。", &[K::Problems, K::FirstResponsible, K::NextPlan]);
    }
}
