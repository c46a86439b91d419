//! The opening of a text in; what sort of document it is out, where its title does not say.

use std::sync::LazyLock;

use corpus::document::DocumentKind as Kind;
use regex::Regex;

use crate::extract::headings;

/// How much of a text is its opening, in characters.
const OPENING: usize = 600;

/// Reads the kind from how a text opens. A title that names a sort of its own is believed: minutes that tell of a report and
/// a speech that opens with 各位代表 are neither a report nor a notice.
pub(crate) fn find(title: &str, text: &str) -> Option<Kind> {
    let opening: String = text.chars().take(OPENING).collect();
    let has = |words: &[&str]| words.iter().any(|word| opening.contains(word));
    let is_open = !OWN_SORT.is_match(title);
    // A congress hears the report of a government as a speech of whoever gives it.
    if (is_open || GIVEN.is_match(&opening)) && gives_work_report(&opening) && !OTHER_ORGAN.is_match(title) {
        return Some(Kind::WorkReport);
    }
    if is_open && (ANNOUNCED.is_match(&opening) || opening.lines().any(is_headed)) {
        return Some(Kind::RuleOfLawReport);
    }
    let is_open = is_open && !REPORTS.is_match(title);
    let is_rule = || opening.lines().any(|line| line.trim_start().starts_with("第一条"));
    if is_open && has(&NOTICE) {
        Some(Kind::Notice)
    } else if has(&["本报讯", "央视网消息"])
        || DISPATCH.is_match(&opening)
        || is_open && REPORTER.is_match(&opening)
    {
        Some(Kind::News)
    } else if is_open && is_rule() && !opening.contains("甲方") {
        Some(Kind::Regulation)
    } else {
        None
    }
}

/// Tells whether a text opens as the report of a government on its work does.
pub(crate) fn gives_work_report(opening: &str) -> bool {
    WORK_REPORT.is_match(opening)
}

/// Returns the government that gives its report in an opening, where it is called by name and not as 市人民政府 alone.
pub(crate) fn giver(opening: &str) -> Option<&str> {
    let named = GIVER.captures(opening)?.get(1)?.as_str();
    (!named.contains(['党', '委'])).then_some(named)
}

/// Tells whether a text opens with a dateline.
pub(crate) fn is_dispatched(text: &str) -> bool {
    let opening: String = text.chars().take(80).collect();
    DATELINE.is_match(&opening)
}

/// Tells whether a line is a heading that says what a report on the rule of law is about: 一、2023年法治政府建设情况.
fn is_headed(line: &str) -> bool {
    let is_alone = !line.contains(['。', '，', '；', '：']);
    HEADED.is_match(line) && (is_alone || headings::is_heading(line))
}

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

/// What titles end with that name a sort of document which is neither a report nor a notice, news nor a rule.
static OWN_SORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:讲话|发言|致辞|贺信|慰问信|纪要|简历|简介|事迹|职责|职能|职能配置|分工|合同|协议|协议书|大事记|思考|体会|感悟|反馈意见|审议意见|民约|公约|建议)(?:[（(][^）)]*[）)])?$|^在.{2,40}上的(?:讲话|发言|致辞)",
    )
});
/// How a dispatch names its day or its reporter: 1月5日电（, 讯（记者某某）; 供电（ and 通讯（ are none.
static DISPATCH: LazyLock<Regex> =
    LazyLock::new(|| pattern("日[电讯][（(]|[电讯][（(](?:特约|见习|实习)?(?:记者|通讯员)"));
/// What titles end with that name a report of some sort.
static REPORTS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:报告|总结|汇报|年报|公报)(?:[（(][^）)]*[）)])?$"));
/// Whose reports on their work are none of a government.
static OTHER_ORGAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern("法院|检察院|人大工作|政协|政治协商|常委会|常务委员会|纪委|监委|党委|工会|妇联")
});
/// How whoever gives the report of a government opens: 现在，我代表县人民政府向大会报告工作.
static WORK_REPORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:我|现在)[^。法检]{0,8}(?:代表|受)[^。法检]{0,24}(?:政府|国务院|政务院|办事处)[^。]{0,30}(?:报告工作|报告政府工作|工作报告)|现在[^。]{0,30}报告政府工作",
    )
});
/// How the report of a government is put before those who are to approve it.
static GIVEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:代表|受)\p{Han}{0,16}政府(?:的?委托)?，?向(?:大会|会议)(?:报告工作|报告政府工作|作(?:政府)?工作报告)，[^。]{0,6}(?:请予?|提请)[^。]{0,4}审议",
    )
});
static GIVER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"我代表(\p{Han}{2,16}?[省市县区州盟旗乡镇](?:人民)?政府)，?向"));
/// How a report on the rule of law is announced, whatever its title.
static ANNOUNCED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:法治政府建设|依法行政)[^。]{0,30}(?:报告|汇报|公布|公开)如下"));
static HEADED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^[^。，；：]{0,24}年(?:度)?(?:推进)?法治政府建设(?:工作)?(?:的)?(?:主要举措|情况|工作情况)")
});
/// What notices say in their opening.
const NOTICE: [&str; 8] =
    ["通知如下", "公告如下", "公示如下", "通告如下", "予以公示", "特此通知", "各有关单位：", "各有关单位:"];
/// A journalist who reports; 小记者 are children, and 记者证 and 记者站 are not at work.
static REPORTER: LazyLock<Regex> = LazyLock::new(|| pattern("(?:^|[^小])记者(?:[^证站团协节]|$)"));
/// How dispatches of newspapers and agencies open: 央视网消息（新闻联播）：, 本报讯（记者某某）, 本报记者.
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:<[^>]*>\s*)*(?:央视网消息|央广网.{0,14}消息|本[报台网]讯|本[报台网]记者|中新[网社].{0,14}电|新华[社网].{0,16}[电讯]|人民网.{0,16}[电讯])",
    )
});

#[cfg(test)]
mod tests {
    use corpus::document::DocumentKind as Kind;

    use crate::extract::opening_kind::find;
    use crate::extract::opening_kind::giver;

    #[track_caller]
    fn check(title: &str, text: &str, expected: Option<Kind>) {
        assert_eq!(find(title, text), expected, "{title}: {text}");
    }

    #[test]
    fn only_a_government_gives_the_report_of_a_government() {
        let gives = |whom: &str| format!("各位代表：\n现在，我代表{whom}，向大会报告工作，请予审议。");
        check("在某县人民代表大会上的报告", &gives("某县人民政府"), Some(Kind::WorkReport));
        check(
            "某镇2023年工作报告",
            "各位代表：\n我受镇政府委托，向大会作政府工作报告。",
            Some(Kind::WorkReport),
        );
        check("报告（1956年）", "各位代表：\n我代表国务院，向大会报告政府工作。", Some(Kind::WorkReport));
        check("某县人民法院工作报告", &gives("某县人民法院"), None);
        check("某县人民检察院工作报告（2024年）", &gives("某县人民检察院"), None);
        check("某县人大常委会工作报告", &gives("县人大常委会"), None);
        check("2024年工作报告", &gives("县政协常务委员会"), None);
        check("在闭幕会上的讲话", "各位代表：\n我代表县委，祝贺会议，县长代表县政府向大会报告工作。", None);
        check("——县长在某县人民代表大会上的讲话", &gives("某县人民政府"), Some(Kind::WorkReport));
        check("院长在某县人民代表大会上的讲话", &gives("某县人民法院"), None);
        check("某县年鉴", "一月，县长代表县政府向大会报告工作，会议选出新一届班子。", None);
    }

    #[test]
    fn a_government_is_named_where_it_gives_its_report() {
        let named = |whom: &str| giver(&format!("现在，我代表{whom}，向大会报告工作")).map(str::to_owned);
        assert_eq!(named("某某市人民政府").as_deref(), Some("某某市人民政府"));
        assert_eq!(named("甲县政府").as_deref(), None, "one character is a level as often as a name");
        for whom in ["市人民政府", "区委区政府", "县人民法院", "本届政府"] {
            assert_eq!(named(whom), None, "{whom}");
        }
    }

    #[test]
    fn what_tells_of_a_report_on_the_rule_of_law_is_none() {
        let told = "会议听取2023年法治政府建设情况汇报，讨论有关事项。";
        for title in
            ["县政府第3次会议纪要", "在全县会议上的讲话", "张三同志先进事迹", "督察组反馈意见", "一月工作"]
        {
            check(title, told, None);
        }
        check("年度工作材料", "现将我局2023年法治政府建设工作情况报告如下：", Some(Kind::RuleOfLawReport));
        check("2023年工作总结", "现将2023年度依法行政工作情况汇报如下：", Some(Kind::RuleOfLawReport));
        check("年度材料", "一、2023年推进法治政府建设情况\n完成各项任务。", Some(Kind::RuleOfLawReport));
        check("年度材料", "一、2023年法治政府建设工作情况。全局完成各项任务。", Some(Kind::RuleOfLawReport));
        check("某局工作总结", "某局的2023年度法治政府建设情况已经向社会公布。", None);
    }

    #[test]
    fn articles_make_a_rule_of_what_is_no_contract() {
        check("房屋租赁", "甲方：某局\n乙方：张三\n第一条　房屋位于某路。", None);
        check("房屋租赁合同", "第一条　房屋位于某路。", None);
        check("某园区守法经营", "　第一条　为了规范经营，制定本文。", Some(Kind::Regulation));
        check("某园区经营", "依照前述办法第一条，开展检查。", None);
    }

    #[test]
    fn a_dispatch_is_told_by_its_day_or_reporter() {
        check("张三同志先进事迹", "他在供电（农网）改造中立功。", None);
        check("某镇通讯（第三期）", "本期通讯（内部资料）刊登三篇文章。", None);
        check("某镇抓好春耕", "某报讯（通讯员李四）近日，某镇抓好春耕。", Some(Kind::News));
        check("某镇抓好春耕", "某社某市3月5日电（张三）近日，某镇抓好春耕。", Some(Kind::News));
    }

    #[test]
    fn a_report_that_is_addressed_is_no_notice() {
        check("某局2023年工作总结", "各有关单位：\n现将总结送上。", None);
        check("某某工作", "各有关单位：\n现将材料送上。", Some(Kind::Notice));
        check("小记者参观消防站", "小记者们学习了知识。", None);
        check("全县经济", "记者从统计局获悉，经济平稳。", Some(Kind::News));
    }
}
