//! A text in; its parts out, as a tree under its headings.

use corpus::document::DocumentKind;
use corpus::document::Section;
use corpus::document::SectionKind;
use corpus::year::ReportYear;

use crate::extract::headings::Heading;
use crate::extract::headings::headings;
use crate::extract::section_meaning::Report;
use crate::extract::section_meaning::meaning;
use crate::extract::section_meaning::says_what_was_done;

/// The level of 1. and its like.
const NUMBERED: u8 = 3;

/// The level of (1) and ①.
const BRACKETED: u8 = 4;

/// Finds the parts of the text of a report, parents before children.
pub(crate) fn find(text: &str, report_year: Option<ReportYear>, kind: DocumentKind) -> Vec<Section> {
    let report = report_year.map(|year| Report::of(year, kind));
    let headings = headings(text);
    let length = text.chars().count();
    let raised = raised(text, &headings);
    let mut sections: Vec<Section> = Vec::with_capacity(headings.len());
    // Open parts: index into `sections` and how many children they have had.
    let mut open: Vec<(usize, u32)> = Vec::new();
    let mut top = 0;
    let mut is_planned = false;
    for heading in headings {
        while let Some((closed, _)) = open.pop_if(|(at, _)| sections[*at].level >= heading.level) {
            sections[closed].end = heading.start;
        }
        let (parent, child) = match open.last_mut() {
            Some((at, children)) => {
                *children += 1;
                (Some(*at), *children)
            }
            None => {
                top += 1;
                (None, top)
            }
        };
        let number = parent.map_or(child.to_string(), |at| format!("{}.{child}", sections[at].number));
        let (mut kind, year) = meaning(
            heading.level.saturating_sub(raised),
            &heading.text,
            parent.map(|at| &sections[at]),
            report,
        );
        is_planned |= kind == SectionKind::NextPlan;
        // A report may go from one thing that was done to the next without a heading over them all.
        if kind == SectionKind::Other
            && !is_planned
            && report_year.is_some()
            && says_what_was_done(&heading.text)
        {
            kind = SectionKind::Measures;
        }
        sections.push(Section {
            number,
            heading: heading.text,
            kind,
            year,
            level: heading.level,
            start: heading.start,
            end: length,
        });
        open.push((sections.len() - 1, 0));
    }
    sections
}

/// Tells by how many levels headings are above what their marks say: where nothing stands over them, 1. and ① are what 一、 is
/// elsewhere, and so is 一是 where it opens its paragraphs.
fn raised(text: &str, headings: &[Heading]) -> u8 {
    let highest = headings.iter().map(|heading| heading.level).min().unwrap_or_default();
    if highest > BRACKETED {
        let characters: Vec<char> = text.chars().collect();
        let opens = |heading: &Heading| {
            let before = characters[..heading.start].iter().rev().find(|c| **c == '\n' || !c.is_whitespace());
            before.is_none_or(|before| *before == '\n')
        };
        return if headings.iter().all(opens) { highest - (NUMBERED - 1) } else { 0 };
    }
    if highest >= NUMBERED { highest - (NUMBERED - 1) } else { 0 }
}

#[cfg(test)]
mod tests {
    use corpus::document::DocumentKind;
    use corpus::year::ReportYear;

    use crate::extract::sections;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        check_of(DocumentKind::RuleOfLawReport, text, expected);
    }

    /// Writes the tree of a report of 2020: number, level, kind, year, heading.
    #[track_caller]
    fn check_of(kind: DocumentKind, text: &str, expected: &[&str]) {
        let found = sections::find(text, Some(ReportYear::single(2020)), kind);
        let written: Vec<String> = found
            .iter()
            .map(|section| {
                let year = section.year.map(|year| format!(" {year}")).unwrap_or_default();
                format!(
                    "{} L{} {}{year} {}",
                    section.number,
                    section.level,
                    section.kind.key(),
                    section.heading
                )
            })
            .collect();
        assert_eq!(written, expected, "{text}");
        let characters: Vec<char> = text.chars().collect();
        for section in &found {
            let heading: String =
                characters[section.start..].iter().take(section.heading.chars().count()).collect();
            assert_eq!(heading, section.heading, "a section starts at its heading");
            assert!(section.end <= characters.len() && section.start < section.end);
        }
    }

    #[test]
    fn a_heading_in_the_only_cell_of_a_row_is_one_and_beside_others_is_none() {
        check("自评报告\t总体情况\n\t一、基本情况\n\t做了许多工作。", &["1 L1 measures 一、基本情况"]);
        check("自评报告\t总体情况\n\t一、基本情况\t3件\n二、事项\t5件", &[]);
    }

    #[test]
    fn the_tree_follows_the_marks() {
        check(
            "导语\n一、主要举措\n（一）制度\n1.完善制度。一是建；二是改。\n(二)执法\n二、存在的不足\n三、2021年打算",
            &[
                "1 L1 measures 一、主要举措",
                "1.1 L2 measures （一）制度",
                "1.1.1 L3 measures 1.完善制度",
                "1.1.1.1 L5 measures 一是建",
                "1.1.1.2 L5 measures 二是改",
                "1.2 L2 measures (二)执法",
                "2 L1 problems 二、存在的不足",
                "3 L1 next_plan 2021 三、2021年打算",
            ],
        );
    }

    #[test]
    fn a_blank_may_part_a_number_from_its_heading_where_the_next_one_follows() {
        check(
            "一 主要举措和成效\n全年学法12次。\n　二　存在的主要问题\n三 下一步工作打算",
            &[
                "1 L1 measures 一 主要举措和成效",
                "2 L1 problems 二　存在的主要问题",
                "3 L1 next_plan 2021 三 下一步工作打算",
            ],
        );
        check("一 般案件办理情况\n全年学法12次。", &[]);
        check("一 等奖获得者名单\n二 等 奖 获得者名单\n三 等奖获得者名单", &[]);
        check("一 是加强学习培训\n二 是加强执法监督", &[]);
        check("一、主要举措\n一 学法用法情况\n二 普法宣传情况", &["1 L1 measures 一、主要举措"]);
    }

    #[test]
    fn what_is_looked_at_critically_is_a_problem() {
        check(
            "一、检视剖析\n二、问题检视情况",
            &["1 L1 problems 一、检视剖析", "2 L1 problems 二、问题检视情况"],
        );
    }

    #[test]
    fn a_work_report_plans_its_own_year() {
        check_of(
            DocumentKind::WorkReport,
            "一、2019年工作回顾\n二、2020年主要工作\n（一）发展农业\n三、今年工作\n四、新一年主要工作任务\n五、下一步打算\n六、今年以来的工作成效",
            &[
                "1 L1 measures 2019 一、2019年工作回顾",
                "2 L1 next_plan 2020 二、2020年主要工作",
                "2.1 L2 next_plan 2020 （一）发展农业",
                "3 L1 next_plan 2020 三、今年工作",
                "4 L1 next_plan 2020 四、新一年主要工作任务",
                "5 L1 next_plan 2020 五、下一步打算",
                "6 L1 measures 六、今年以来的工作成效",
            ],
        );
        check(
            "一、2020年主要工作\n二、今年工作",
            &["1 L1 measures 2020 一、2020年主要工作", "2 L1 other 二、今年工作"],
        );
    }

    #[test]
    fn half_and_full_width_marks_are_equal() {
        check(
            "一、甲\n(一)乙\n（二）丙\n㈢丁\n1、戊\n1．己\n１.庚\n(1)辛\n⑵壬\n3)癸",
            &[
                "1 L1 other 一、甲",
                "1.1 L2 other (一)乙",
                "1.2 L2 other （二）丙",
                "1.3 L2 other ㈢丁",
                "1.3.1 L3 other 1、戊",
                "1.3.2 L3 other 1．己",
                "1.3.3 L3 other １.庚",
                "1.3.3.1 L4 other (1)辛",
                "1.3.3.2 L4 other ⑵壬",
                "1.3.3.3 L4 other 3)癸",
            ],
        );
    }

    #[test]
    fn numbers_that_are_no_marks_are_left_alone() {
        check("1.5亿元到账\n2020年工作\n12345热线\n十分重要\n一般来说、如此\n(2020年)", &[]);
        check("一、数量\t3\n二、件数\t4", &[]);
    }

    #[test]
    fn what_was_done_needs_no_heading_over_it() {
        check(
            "一、加强组织领导\n（一）学法\n二、严格规范执法\n三、问题与短板\n四、明年打算\n五、强化保障",
            &[
                "1 L1 measures 一、加强组织领导",
                "1.1 L2 measures （一）学法",
                "2 L1 measures 二、严格规范执法",
                "3 L1 problems 三、问题与短板",
                "4 L1 next_plan 2021 四、明年打算",
                "5 L1 other 五、强化保障",
            ],
        );
    }

    #[test]
    fn a_problem_that_is_set_about_is_no_problem_that_is_admitted() {
        check(
            "一、着力解决住房难问题\n二、加快补齐民生短板\n三、关于工资的若干问题\n四、存在的问题和解决办法\n五、问题与短板",
            &[
                "1 L1 measures 一、着力解决住房难问题",
                "2 L1 measures 二、加快补齐民生短板",
                "3 L1 other 三、关于工资的若干问题",
                "4 L1 problems 四、存在的问题和解决办法",
                "5 L1 problems 五、问题与短板",
            ],
        );
    }

    #[test]
    fn a_problem_that_waits_to_be_solved_is_one() {
        check(
            "一、补短板强弱项\n二、紧盯薄弱环节，强化监督检查\n三、缩小城乡差距，促进共同富裕\n四、亟待解决的问题\n五、存在的几个问题\n六、需要解决的主要问题\n七、上年度存在问题整改落实情况",
            &[
                "1 L1 measures 一、补短板强弱项",
                "2 L1 measures 二、紧盯薄弱环节，强化监督检查",
                "3 L1 measures 三、缩小城乡差距，促进共同富裕",
                "4 L1 problems 四、亟待解决的问题",
                "5 L1 problems 五、存在的几个问题",
                "6 L1 problems 六、需要解决的主要问题",
                "7 L1 measures 七、上年度存在问题整改落实情况",
            ],
        );
    }

    #[test]
    fn what_may_be_better_is_a_problem_and_how_it_is_to_be_so_a_plan() {
        check(
            "一、有待改进的方面\n二、困难及建议\n三、整改措施\n四、改进方向\n五、整改措施落实情况\n六、存在问题及整改措施",
            &[
                "1 L1 problems 一、有待改进的方面",
                "2 L1 problems 二、困难及建议",
                "3 L1 next_plan 2021 三、整改措施",
                "4 L1 next_plan 2021 四、改进方向",
                "5 L1 measures 五、整改措施落实情况",
                "6 L1 problems 六、存在问题及整改措施",
            ],
        );
    }

    #[test]
    fn a_duty_of_others_is_not_that_of_the_first_responsible() {
        check(
            "一、企业主要负责人履行安全生产职责\n二、党政“一把手”履职情况\n三、党政主要负责人履行推进法治建设职责\n四、局长履行法治建设职责情况\n五、安全生产第一责任人职责",
            &[
                "1 L1 other 一、企业主要负责人履行安全生产职责",
                "2 L1 first_responsible 二、党政“一把手”履职情况",
                "3 L1 first_responsible 三、党政主要负责人履行推进法治建设职责",
                "4 L1 first_responsible 四、局长履行法治建设职责情况",
                "5 L1 other 五、安全生产第一责任人职责",
            ],
        );
    }

    #[test]
    fn a_year_may_follow_a_number() {
        check(
            "一、工作情况\n正文。\n1、2019年成效\n正文。\n2.2021年工作安排\n正文。",
            &[
                "1 L1 measures 一、工作情况",
                "1.1 L3 measures 1、2019年成效",
                "1.2 L3 next_plan 2021 2.2021年工作安排",
            ],
        );
        check(
            "一、工作情况\n（1）2021年工作安排\n正文。一是2021年的工作安排；二是其他。",
            &[
                "1 L1 measures 一、工作情况",
                "1.1 L4 next_plan 2021 （1）2021年工作安排",
                "1.1.1 L5 next_plan 2021 一是2021年的工作安排",
                "1.1.2 L5 next_plan 2021 二是其他",
            ],
        );
        check(
            "1、2020年成效\n正文。\n2．２０２１年工作安排\n正文。",
            &["1 L3 measures 2020 1、2020年成效", "2 L3 next_plan 2021 2．２０２１年工作安排"],
        );
        check("1.2020亿元到账\n3.2023平方米\n1、2、3号楼", &[]);
        check(
            "一、二〇二〇年主要做法\n二、二〇二一年工作安排",
            &["1 L1 measures 2020 一、二〇二〇年主要做法", "2 L1 next_plan 2021 二、二〇二一年工作安排"],
        );
    }

    #[test]
    fn circled_numbers_with_nothing_over_them_are_parts_of_their_own() {
        check(
            "①主要举措\n②存在不足\n③明年打算",
            &["1 L4 measures ①主要举措", "2 L4 problems ②存在不足", "3 L4 next_plan 2021 ③明年打算"],
        );
    }

    #[test]
    fn a_table_of_contents_has_no_parts() {
        check(
            "一、主要举措………………1\n二、存在不足.........2\n一、主要举措\n学法等等……\n二、存在不足",
            &["1 L1 measures 一、主要举措", "2 L1 problems 二、存在不足"],
        );
    }

    #[test]
    fn a_plan_is_known_by_its_year_however_it_is_written() {
        check(
            "一、２０２０年工作回顾\n二、对今年全县工作的建议\n三、２ ０ ２ １ 年主要任务\n四、“十四五”时期的主要目标\n五、今年以来的重点工作完成情况\n六、立足现实、面向未来办好教育\n七、下一阶段重点工作",
            &[
                "1 L1 measures 2020 一、２０２０年工作回顾",
                "2 L1 next_plan 2020 二、对今年全县工作的建议",
                "3 L1 next_plan 2021 三、２ ０ ２ １ 年主要任务",
                "4 L1 next_plan 2021 四、“十四五”时期的主要目标",
                "5 L1 measures 五、今年以来的重点工作完成情况",
                "6 L1 other 六、立足现实、面向未来办好教育",
                "7 L1 next_plan 2021 七、下一阶段重点工作",
            ],
        );
    }

    #[test]
    fn numbers_with_nothing_over_them_are_parts_of_their_own() {
        check(
            "1.主要举措\n（1）学法\n2.存在问题\n3.明年打算",
            &[
                "1 L3 measures 1.主要举措",
                "1.1 L4 measures （1）学法",
                "2 L3 problems 2.存在问题",
                "3 L3 next_plan 2021 3.明年打算",
            ],
        );
        check("一、工作\n1.解决存在的问题", &["1 L1 other 一、工作", "1.1 L3 other 1.解决存在的问题"]);
    }

    #[test]
    fn formal_and_roman_numerals_stand_over_the_others() {
        check(
            "壹、工作回顾\n一、学法\n贰、存在问题\nⅢ、明年打算\nⅣ 其他",
            &[
                "1 L0 measures 壹、工作回顾",
                "1.1 L1 measures 一、学法",
                "2 L0 problems 贰、存在问题",
                "3 L0 next_plan 2021 Ⅲ、明年打算",
                "4 L0 other Ⅳ 其他",
            ],
        );
        check("Ⅲ类水质断面\nⅡ 级响应\n壹万元整", &[]);
    }

    #[test]
    fn the_five_parts_are_told_apart() {
        check(
            "一、2020年推进法治政府建设的主要举措和成效\n二、存在的不足和原因\n三、党政主要负责人履行推进法治建设第一责任人职责情况\n四、下一年度推进工作的主要安排\n五、其他",
            &[
                "1 L1 measures 2020 一、2020年推进法治政府建设的主要举措和成效",
                "2 L1 problems 二、存在的不足和原因",
                "3 L1 first_responsible 三、党政主要负责人履行推进法治建设第一责任人职责情况",
                "4 L1 next_plan 2021 四、下一年度推进工作的主要安排",
                "5 L1 other 五、其他",
            ],
        );
    }
}
