//! Golden tests: texts that were written for them, and the words at which each passage begins and ends.

use crate::document::Document;
use crate::document::DocumentKind;
use crate::document::Section;
use crate::document::SectionKind;
use crate::passages::Told;
use crate::passages::passages;
use crate::year::ReportYear;

/// Writes the passages: kind, origin, text without line breaks.
#[track_caller]
fn check_of(kind: DocumentKind, text: &str, headings: &[(&str, SectionKind)], expected: &[&str]) {
    let mut document = Document::new("某县报告", text);
    document.kind = kind;
    document.report_year = Some(ReportYear::single(2020));
    let length = text.chars().count();
    for (heading, kind) in headings {
        let start =
            text.find(heading).map(|at| text[..at].chars().count()).expect("the heading stands in the text");
        if let Some(last) = document.sections.last_mut() {
            last.end = start;
        }
        document.sections.push(Section {
            number: (document.sections.len() + 1).to_string(),
            heading: (*heading).to_owned(),
            kind: *kind,
            year: None,
            level: 1,
            start,
            end: length,
        });
    }
    let characters: Vec<char> = text.chars().collect();
    let written: Vec<String> = passages(&document)
        .iter()
        .map(|passage| {
            let told = if passage.told == Told::Heading { "■" } else { "□" };
            let words: String =
                characters[passage.start..passage.end].iter().filter(|c| **c != '\n').collect();
            format!("{told}{} {words}", passage.kind.key())
        })
        .collect();
    assert_eq!(written, expected, "{text}");
}

/// Checks only what a work report without headings is found to admit.
#[track_caller]
fn check_problems(text: &str, expected: &[&str]) {
    let mut document = Document::new("某县政府工作报告", text);
    document.kind = DocumentKind::WorkReport;
    let characters: Vec<char> = text.chars().collect();
    let found: Vec<String> = passages(&document)
        .iter()
        .filter(|passage| passage.kind == SectionKind::Problems)
        .map(|passage| characters[passage.start..passage.end].iter().filter(|c| **c != '\n').collect())
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn an_admission_that_begins_like_a_turn_is_a_passage_all_the_same() {
    for text in [
        "今后一个时期，全县经济发展仍面临不少困难和挑战。",
        "回顾过去一年，全县经济社会发展仍存在不少困难和问题。",
        "总的来看，全县发展还存在不少困难和问题。",
        "面对新形势，全县经济发展还面临不少困难。",
    ] {
        check_problems(text, &[text]);
        check_problems(&format!("路修通了。\n{text}今后要把水也引来。"), &[text]);
    }
}

#[test]
fn an_admission_begins_a_passage_and_a_resolve_ends_it() {
    check_problems(
        "一年来，修路三百里。\n在肯定成绩的同时，我们更清醒看到全县面临的困难。山区通班车的村还不到一半。有的部门办事拖拉。我们一定直面问题，把事办好。",
        &["在肯定成绩的同时，我们更清醒看到全县面临的困难。山区通班车的村还不到一半。有的部门办事拖拉。"],
    );
    check_problems(
        "一年来，修路三百里。\n我们既要看到成绩，更要看到前进中的困难。财源单一。我们要直面问题。",
        &["我们既要看到成绩，更要看到前进中的困难。财源单一。"],
    );
    check_problems(
        "修路三百里。\n在看到成绩的同时，要看到我们发展面临诸多困难：财源单一。我们要直面问题。",
        &["在看到成绩的同时，要看到我们发展面临诸多困难：财源单一。"],
    );
    check_problems(
        "全县粮食增产。但是，前进的道路上还有不少困难。水渠失修。对此，要认真解决。",
        &["但是，前进的道路上还有不少困难。水渠失修。"],
    );
    check_problems(
        "各位代表！我县经济发展中还存在一些不容忽视的问题：财源单一，园区配套不全。\n今年，我们要补课。",
        &["我县经济发展中还存在一些不容忽视的问题：财源单一，园区配套不全。"],
    );
}

#[test]
fn a_list_and_a_second_admission_belong_to_the_passage() {
    check_problems(
        "我们清醒地看到，全县发展中还存在不少问题。主要是：\n一是路网不密。断头路有九条。\n二是人才外流。\n政府工作还存在不足，有的文件照抄照转。\n我们必须采取有力措施，逐条整改。\n全县上下要齐心。",
        &[
            "我们清醒地看到，全县发展中还存在不少问题。主要是：一是路网不密。断头路有九条。二是人才外流。政府工作还存在不足，有的文件照抄照转。",
        ],
    );
    check_problems(
        "我们也清醒地认识到，工作中还有许多不足。\n——河道淤塞。\n——校舍偏旧。\n会议指出，成绩来之不易。",
        &["我们也清醒地认识到，工作中还有许多不足。——河道淤塞。——校舍偏旧。"],
    );
}

#[test]
fn a_line_that_breaks_off_goes_on_in_the_next() {
    check_problems(
        "我们也清醒看到，财政收支矛盾较\n\u{200B}\n大，经济运行风险不小。农田设施老化。\n新的一年开始了。",
        &["我们也清醒看到，财政收支矛盾较\u{200B}大，经济运行风险不小。农田设施老化。"],
    );
}

#[test]
fn what_only_names_a_problem_admits_none() {
    for text in [
        "着力解决群众反映的突出问题，整治了一批存在的隐患。",
        "我们针对园区存在的短板，新建了三座泵站。",
        "也应当看到，做好今年工作具有许多有利条件，困难可以克服。",
        "只有清醒地看到这些问题，才能把工作做好。",
        "两国之间存在着边界问题。",
        "部分企业面临用工困难，县里组织了十场招聘会。",
        "干部要清醒认识形势，早作打算。",
        "过去一年，全县发展面临多重困难和严峻挑战，干部群众把路修通了。",
        "应该看到，尽管改革中会有困难，但路修通了。",
        "必须看到，有的人不肯学习，这是认识问题。",
        "我们应该看到收粮任务的完成，是存在着一些困难的，那种说没有问题的态度不对。",
        "当前集镇上存在的突出问题是停车，县里划了三百个车位。",
    ] {
        check_problems(text, &[]);
    }
}

#[test]
fn trouble_that_lies_ahead_in_the_plan_is_not_what_is_wrong() {
    check_problems(
        "过去一年，修路三百里。\n今年工作的总体要求是：稳中求进。\n当前，改革工作中还存在不少困难，要一项一项攻克。",
        &[],
    );
}

#[test]
fn a_work_report_without_headings_looks_back_and_then_ahead() {
    use SectionKind as K;
    check_of(
        DocumentKind::WorkReport,
        "过去一年，修路三百里。\n我们也清醒看到，发展中还存在不少困难。财源单一。\n根据县委部署，今年工作的总体要求是：稳中求进。\n一、兴修水利\n修渠一百里。\n二、办好学校\n建校十所。",
        &[("一、兴修水利", K::Measures), ("二、办好学校", K::Other)],
        &[
            "□measures 过去一年，修路三百里。",
            "□problems 我们也清醒看到，发展中还存在不少困难。财源单一。",
            "□next_plan 根据县委部署，今年工作的总体要求是：稳中求进。一、兴修水利修渠一百里。二、办好学校建校十所。",
        ],
    );
    for opener in [
        "今年经济社会发展的主要预期目标是：增长百分之六。",
        "做好今年政府工作，要把握好三点。",
        "今年，我们要重点抓好八个方面工作。",
        "综合各方面因素，２０２０年全县发展的主要目标是：增长百分之六。",
        "政府工作的基本思路和主要任务是：稳中求进。",
        "下一步，我们将把路修到每个村。",
        "今后五年的主要任务",
        "2020年是收官之年，任务很重，做好今年工作意义重大。",
    ] {
        check_of(
            DocumentKind::WorkReport,
            &format!("修路三百里。\n{opener}\n修渠一百里。"),
            &[],
            &["□measures 修路三百里。", &format!("□next_plan {opener}修渠一百里。")],
        );
    }
}

#[test]
fn what_follows_a_look_back_looks_ahead() {
    use SectionKind as K;
    check_of(
        DocumentKind::WorkReport,
        "一、上年工作回顾\n修路三百里。\n二、加快水利建设\n修渠一百里。",
        &[("一、上年工作回顾", K::Measures), ("二、加快水利建设", K::Measures)],
        &["■measures 一、上年工作回顾修路三百里。", "□next_plan 二、加快水利建设修渠一百里。"],
    );
}

#[test]
fn what_was_aimed_at_and_done_is_no_plan() {
    for text in [
        "2019年的主要目标是修路三百里，已经完成。",
        "今年是建县七十周年。",
        "今年以来，修路三百里。",
        "各项目标任务都已完成。",
        "会上提出，今后还要说到的几个问题另行通知。",
    ] {
        check_of(DocumentKind::WorkReport, text, &[], &[]);
    }
}

#[test]
fn headings_go_before_the_running_text() {
    use SectionKind as K;
    check_of(
        DocumentKind::RuleOfLawReport,
        "一、主要举措\n全年学法十二次。同时，工作中还存在一些不足。\n二、存在的不足\n人手少。\n三、打算\n下一步，我局将补人。\n四、其他\n无。",
        &[
            ("一、主要举措", K::Measures),
            ("二、存在的不足", K::Problems),
            ("三、打算", K::NextPlan),
            ("四、其他", K::Other),
        ],
        &[
            "■measures 一、主要举措全年学法十二次。同时，工作中还存在一些不足。",
            "■problems 二、存在的不足人手少。",
            "■next_plan 三、打算下一步，我局将补人。",
        ],
    );
}

#[test]
fn another_report_tells_its_plan_to_the_end_of_the_part_that_holds_it() {
    use SectionKind as K;
    check_of(
        DocumentKind::RuleOfLawReport,
        "一、主要举措\n全年学法十二次。\n虽然有进步，但执法工作中还存在一些差距。卷宗不齐。\n下一步，我局将补齐卷宗。\n二、主要负责人履行第一责任人职责情况\n局长述法。",
        &[("一、主要举措", K::Measures), ("二、主要负责人", K::FirstResponsible)],
        &[
            "■measures 一、主要举措全年学法十二次。",
            "□problems 虽然有进步，但执法工作中还存在一些差距。卷宗不齐。",
            "□next_plan 下一步，我局将补齐卷宗。",
        ],
    );
}
