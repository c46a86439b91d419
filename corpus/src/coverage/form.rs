//! A title in; whether it is of a report itself, of an abridged one, or of a paper about a report, out.

use std::sync::LazyLock;

use regex::Regex;

/// What a document is to the report of its year; the first is preferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// The report.
    Itself,
    /// A part of it: 摘要, 节选.
    Abridged,
    /// What others made of it: the congress's 决议, a 说明 or 解读, a plan to carry it out.
    About,
}

struct Patterns {
    abridged: Regex,
    /// No report is called so, whatever its title names before.
    never: Regex,
    /// A paper is called so when its title names a report before.
    after_a_report: Regex,
    /// A title that begins so shows a report in another shape.
    opening: Regex,
    /// Others hear, discuss or learn from a report.
    heard: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let pattern = |written: &str| Regex::new(written).expect("a pattern written here is well formed");
    Patterns {
        abridged: pattern(r"(?:摘要|摘登|节选|简版|简本|缩略版)[)）\]】]?$"),
        never: pattern(r"(?:决议|决定|批复|(?:审查|审议)(?:结果|情况|意见)?的?(?:报告)?)$"),
        after_a_report: pattern(
            r"(?:报告|公报|年报|报表)[》”）)]*.{0,16}(?:说明|解读|解释|释义|注释|问答|答记者问|图解|意见|答复|讲话|发言|分工|分解|方案|热议|述评|评论|侧记|诞生记|反响)$",
        ),
        opening: pattern(r"^[\[【（(]?.{0,6}(?:图解|图读懂|图看懂|图说|数说|速览|解读|划重点|热议)"),
        heard: pattern(
            r"(?:代表|委员|代表团|会议|常委会|干部|群众|党组|全会|大会)[^关]{0,12}(?:审议|听取|讨论|热议|学习|传达)[^关]{0,30}报告$",
        ),
    }
});

/// Tells what a title says its document is. In Chinese the last noun names the thing: 关于政府工作报告的决议 is a 决议.
pub(super) fn form(title: &str) -> Form {
    let title: String = title.chars().filter(|c| !c.is_whitespace()).collect();
    if PATTERNS.abridged.is_match(&title) {
        return Form::Abridged;
    }
    let named = without_brackets(&title);
    let is_about = [&PATTERNS.never, &PATTERNS.after_a_report, &PATTERNS.opening, &PATTERNS.heard]
        .iter()
        .any(|pattern| pattern.is_match(named));
    if is_about { Form::About } else { Form::Itself }
}

/// Takes the brackets at the end off: the thing is named before （草案） and （2021年3月11日通过）.
fn without_brackets(mut title: &str) -> &str {
    while title.ends_with(['）', ')', '】', ']']) {
        match title.rfind(['（', '(', '【', '[']) {
            Some(start) if start > 0 => title = &title[..start],
            _ => break,
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use crate::coverage::form::Form;
    use crate::coverage::form::form;

    #[track_caller]
    fn check(expected: Form, titles: &[&str]) {
        for title in titles {
            assert_eq!(form(title), expected, "{title}");
        }
    }

    #[test]
    fn a_report_is_itself_however_it_is_called() {
        check(
            Form::Itself,
            &[
                "2020年某县政府工作报告",
                "政府工作报告",
                "政府工作报告（2020年1月8日在某县第九届人民代表大会第五次会议上）",
                "在某市第七届人民代表大会第三次会议上的报告",
                "某县2021年法治政府建设工作报告（公示稿）",
                "关于2020年国民经济和社会发展计划执行情况与2021年计划草案的报告",
                "某局2019年工作总结和2020年工作方案",
                "关于印发《2020年某县政府工作报告》的通知",
                "某市统计局关于2020年国民经济和社会发展的统计公报",
                "2020年度行政执法统计年报",
                "某局2020年度部门决算公开说明",
                "关于2019年度预算执行和其他财政收支的审计工作报告",
                "关于《某街道2020年度法治政府建设工作报告》的公示",
                "某市2020年行政执法数据",
            ],
        );
    }

    #[test]
    fn a_part_of_a_report_is_an_abridged_one() {
        check(
            Form::Abridged,
            &["1964年某省政府工作报告（摘要）", "某县政府工作报告（节选）", "某市政府工作报告摘要"],
        );
    }

    #[test]
    fn what_others_made_of_a_report_is_about_it() {
        check(
            Form::About,
            &[
                "某县第九届人民代表大会第五次会议关于政府工作报告的决议",
                "关于某市2020年政府工作报告的决议（草案）",
                "某省人民代表大会关于批准2020年计划的决定",
                "关于《2020年某县政府工作报告》的说明",
                "《2021年政府工作报告》起草说明",
                "某县2020年政府工作报告名词解释",
                "关于《某县2020年度法治政府建设工作报告》的政策解读",
                "一图读懂2024年某市政府工作报告",
                "【图解】2022年某区政府工作报告",
                "某县2023年政府工作报告重点工作任务分解方案",
                "某市政府工作报告任务分工",
                "区人大代表审议政府工作报告",
                "某县人大常委会会议听取和审议政府工作报告",
                "财政经济委员会关于2020年计划执行情况的审查结果报告",
                "县长就政府工作报告答记者问",
                "某镇政府工作报告征求意见稿的修改意见",
            ],
        );
    }
}
