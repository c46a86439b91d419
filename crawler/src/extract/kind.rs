//! A title and the opening of a text in; what sort of document it is out.

use std::sync::LazyLock;

use corpus::document::Confidence;
use corpus::document::DocumentKind as Kind;
use corpus::document::Origin;
use corpus::reason::Reason;
use regex::Regex;

use crate::extract::stand_in;

/// What the kind is read from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clues<'a> {
    /// The title.
    pub(crate) title: &'a str,
    /// The text.
    pub(crate) text: &'a str,
}

/// One rule: a title that matches is of the kind.
struct Rule {
    kind: Kind,
    matches: Regex,
    /// Unless it matches this too.
    unless: Option<Regex>,
}

fn rule(kind: Kind, matches: &str, unless: &str) -> Rule {
    let pattern = |written: &str| Regex::new(written).expect("a pattern written here is well formed");
    Rule { kind, matches: pattern(matches), unless: (!unless.is_empty()).then(|| pattern(unless)) }
}

/// What a title must not be to be a report itself: a text about reports.
const ABOUT: &str = r"(?:调研|调查|考察|评估|视察)报告|通知$|的函$|批复$|方案|要点|制度$|办法|规定$|规则|细则|解读|会议|培训|督察|考核|部署|座谈|动员|印发|征求|意见$|模板|范文|审议|听取|清单|目录|专栏|专题$|格式$|通报$|讲话|致辞|决议$|示范|宣传月|^关于(?:更正|撤销|撤回|延期)|更正(?:公告|说明|启事)$";

/// Rules in order; the first that matches decides.
static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    vec![
        rule(
            Kind::Interpretation,
            r"解读|图解|一图(?:速览|读|看|解|了解|全解)|(?:^|[》：:】])(?:图说|数说)|(?:一文|带你|帮你|轻松|快速)[读看]懂|政策问答|热点问答|要点问答|》.{0,6}问答|答记者问|你问我答|轻松读|速览|要点一览|起草说明|编制说明",
            "(?:预算|决算).*编制说明|^[图数]说明",
        ),
        // 市政府新闻发布会介绍《…方案》 tells of a plan and is none.
        rule(Kind::News, r"新闻发布会.{0,4}(?:介绍|通报|举行|召开)|新闻发布会(?:实录)?$", "通知$|公告$"),
        rule(
            Kind::WebsiteReport,
            r"(?:政府)?网站.{0,6}(?:工作)?(?:年度)?(?:工作)?报表|政府网站(?:工作)?年度(?:工作)?报告",
            "通知$",
        ),
        rule(
            Kind::Regulation,
            r"(?:制度|条例|规则|细则|章程|准则)(?:[（(][^）)]*[）)])?$|(?:办法|规定)(?:[（(][^）)]*[）)])?$|工作规则",
            "通知$|的报告$",
        ),
        rule(
            Kind::Notice,
            r"(?:编制|做好|开展|报送|征集|申报|组织|召开|举办|召开).{0,60}(?:通知|函|公告)$",
            "",
        ),
        rule(
            Kind::Plan,
            r"(?:实施方案|工作方案|行动方案|总体方案|规划|纲要|行动计划|工作要点|工作计划|立法计划|重点工作安排|工作安排|应急预案|预案|三年行动)(?:[（(][^）)]*[）)])?[”》]?$",
            "报告|总结|情况|汇报|回顾",
        ),
        rule(
            Kind::EnforcementStatistics,
            r"行政执法.{0,10}(?:统计年报|统计年度报告|年报|数据|统计报告|统计情况|统计表|总体情况)|行政(?:处罚|许可|强制|检查).{0,16}统计(?:年报|年度报告)",
            ABOUT,
        ),
        rule(
            Kind::PerformanceEvaluation,
            r"绩效(?:评价|自评|自查|考评|报告|监控|任务|目标)",
            "办法|通知$|方案$",
        ),
        rule(
            Kind::AuditReport,
            r"审计(?:工作)?(?:结果)?(?:的)?(?:报告|公告)|审计查出问题|审计情况",
            "通知$|解读",
        ),
        rule(
            Kind::PlanReport,
            r"(?:国民经济和社会发展|经济社会发展|国民经济与社会发展)(?:年度)?计划",
            "通知$|公报|意见$|决议$|审查结果",
        ),
        rule(
            Kind::Budget,
            r"(?:预算|决算|预决算|三公.{0,2}经费|财政拨款)",
            r"通知$|办法|审计|绩效|意见$|决定$|决议$|审查结果|批复$|管理|改革|制度",
        ),
        rule(Kind::StatisticalBulletin, r"统计公报|(?:普查|抽样调查)(?:主要数据)?公报", ABOUT),
        rule(
            Kind::DisclosureReport,
            r"(?:信息公开|政务公开).{0,12}(?:年度报告|年报|报告|总结|情况)",
            r"通知$|通报$|的函$|方案|要点|制度$|办法|规定$|会议|培训|考核|指南|目录|格式|意见$",
        ),
        rule(
            Kind::RuleOfLawReport,
            r"(?:法治政府|法制政府|依法行政|法治建设|法制建设|法治工作|依法治[省市县区州镇街旗盟]|推进法治).{0,24}(?:报告|总结|情况|年报|汇报|述职|公示|白皮书)",
            ABOUT,
        ),
        // 法治某县建设 is called after its place; what is 法治文化建设 is another matter.
        rule(
            Kind::RuleOfLawReport,
            r"法治\p{Han}{1,4}建设.{0,24}(?:报告|总结|情况|年报|汇报)",
            &format!("{ABOUT}|文化|社会|校园|企业|乡村|环境|队伍|宣传"),
        ),
        rule(
            Kind::News,
            r"(?:代表|委员|群众|干部|代表团).{0,16}(?:审议|热议|讨论|学习).{0,10}报告|(?:审议|听取).{0,40}(?:报告|汇报)$|[作做]政府工作报告$",
            "决议|决定",
        ),
        rule(
            Kind::WorkReport,
            r"政府工作(?:的)?报告|人民政府(?:19|20)\d\d年度?工作(?:的)?报告|^(?i:.{0,40}reportontheworkofthe.{0,20}government|.{0,40}governmentworkreport)(?:[（(\d].*)?$",
            r"审议|解读|学习|听取|起草|征求|座谈|决议|讨论|分工|任务分解|责任|重点工作|落实|通知$|方案|热议|意见|建议|起草|图解|清单$|重点任务|目标任务|摘要(?:$|[^）)])|名词|说明$",
        ),
        rule(
            Kind::ProposalHandling,
            r"(?:建议|提案|议案).{0,16}(?:答复|办理|复函|的函)|(?:答复|办理).{0,10}(?:建议|提案)",
            "通知$|办法",
        ),
        rule(Kind::Guide, r"(?:指南|须知|办事流程|服务指引|办理流程)(?:[（(][^）)]*[）)])?$", ""),
        rule(Kind::List, r"(?:目录|清单|一览表|栏目|专栏|专题)(?:[（(][^）)]*[）)])?$", ""),
        rule(Kind::Plan, r"方案(?:[（(][^）)]*[）)])?$", ""),
        rule(
            Kind::Regulation,
            r"(?:暂行|试行|管理|实施)?(?:办法|规定|条例|规则|细则)(?:[（(][^）)]*[）)])?$|^中华人民共和国.{1,40}法典?$|法修正案(?:[（(][^）)]*[）)])?$|^最高人民(?:法院|检察院).*的?解释(?:[（(][^）)]*[）)])?$|守则$|令(?:第?[0-9一二三四五六七八九十]+号|[（(][^）)]*[）)])$",
            "(?:方|做|执|普|立|司)法$",
        ),
        rule(
            Kind::Notice,
            r"(?:通知|通告|公告|公示|通报|决定|决议|批复|函|令|意见|命令|公开|名单|意向|结果|议程|日程|说明|标准|公布)(?:[（(][^）)]*[）)])*$|公告第?[0-9一二三四五六七八九十]+号$",
            "报告$|总结$",
        ),
        // What a reader writes to an office, or an office says, is called 关于… as well.
        rule(
            Kind::Notice,
            "^关于",
            "(?:报告|总结|情况|汇报|讲话|发言|致辞|思考|探讨|研究|体会|咨询|投诉|举报|求助|反映|建议|诉求|疑问|问题|回复|回答|解答|信)(?:[（(][^）)]*[）)])*$",
        ),
        // An office that hands on what another wrote: 某市政府批转某局关于…的报告.
        rule(
            Kind::Notice,
            r"^\p{Han}{2,14}(?:政府|办公厅|办公室)(?:批转|转发|印发)|^国务院(?:批转|转发|印发)",
            "",
        ),
        rule(
            Kind::News,
            r"召开|举行|发布会|调研|部署|会见|推进会|座谈会|培训班|视察|审议|启动|开幕|闭幕|考察|慰问|走访|赴|出席|强调|主持|签约|荣获|正式|热议|学习贯彻|开展|组织|收听收看|会议$|活动$|督导|揭牌|一行|新台阶|获评|喜获|多措并举|[一二三四五六]举措|(?:扎实|深入|全力|大力|稳步|有序|持续|积极|全面|纵深|强力)推[进动]|助力|助推|赋能|护航",
            "报告$|总结$|情况$|纪要$|措施$|政策$|(?:建议|咨询|投诉|举报|求助|反映|诉求|疑问|回复|的信)$",
        ),
    ]
});

/// 2022年工作总结及2023年工作要点 is a summing up, whatever is annexed to it.
static OUTLOOK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"((?:总结|报告|情况|汇报|回顾))(?:及|和|与|暨|、|，)(?:(?:19|20)\d\d年度?|下一?年度?|下一?步|下一?阶段|今后|明年)?(?:的?(?:重点|主要|工作|法治|建设|政府))*(?:要点|计划|打算|安排|思路|重点|谋划)$")
        .expect("a pattern written here is well formed")
});

/// How short a text is, in characters, that a page named like its column has.
const BARELY_A_TEXT: usize = 150;

/// Finds the kind, and how.
pub(crate) fn find(clues: &Clues<'_>) -> (Kind, Option<Origin>) {
    let title = plain(clues.title);
    let title = OUTLOOK.replace(&title, "$1");
    if stand_in::is_model(&title) {
        return (Kind::Other, Some(Origin::new(Reason::Model, Confidence::Inferred)));
    }
    let short = clues.text.chars().take(BARELY_A_TEXT).count() < BARELY_A_TEXT;
    if short && stand_in::is_column(&title) {
        return (Kind::List, Some(Origin::new(Reason::ColumnName, Confidence::Inferred)));
    }
    if let Some(kind) = of_title(&title) {
        return (kind, Some(Origin::new(Reason::Title, Confidence::Stated)));
    }
    match of_text(clues.text) {
        Some(kind) => (kind, Some(Origin::new(Reason::Opening, Confidence::Inferred))),
        None => (Kind::Other, None),
    }
}

fn of_title(title: &str) -> Option<Kind> {
    // 关于印发《…》的通知 is a notice, whatever it hands on; 关于《…报告》的公示 is the report itself.
    RULES
        .iter()
        .find(|rule| {
            rule.matches.is_match(title) && !rule.unless.as_ref().is_some_and(|unless| unless.is_match(title))
        })
        .map(|rule| rule.kind)
}

/// How a report on the rule of law opens, whatever its title.
static REPORTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:法治政府建设|依法行政)[^。]{0,30}(?:报告|汇报|公布|公开)如下|年(?:度)?(?:推进)?法治政府建设(?:工作)?(?:的)?(?:主要举措|情况|工作情况)")
        .expect("a pattern written here is well formed")
});

/// Reads the kind from how a text opens.
fn of_text(text: &str) -> Option<Kind> {
    let opening: String = text.chars().take(600).collect();
    let has = |words: &[&str]| words.iter().any(|word| opening.contains(word));
    if has(&["报告政府工作", "向大会报告工作", "报告工作，请予审议"]) {
        Some(Kind::WorkReport)
    } else if REPORTS.is_match(&opening) {
        Some(Kind::RuleOfLawReport)
    } else if has(&[
        "通知如下",
        "公告如下",
        "公示如下",
        "通告如下",
        "予以公示",
        "特此通知",
        "各有关单位：",
        "各有关单位:",
    ]) {
        Some(Kind::Notice)
    } else if has(&["本报讯", "记者", "电（", "讯（"]) {
        Some(Kind::News)
    } else if opening.contains("第一条") {
        Some(Kind::Regulation)
    } else {
        None
    }
}

/// Takes blanks and unseen characters away, and the marks around a title that is cited as a whole: 《某办法》（某令61号）.
fn plain(title: &str) -> String {
    let is_seen = |c: &char| {
        !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')
    };
    let title: String = title.chars().filter(is_seen).collect();
    let Some((cited, after)) = title.strip_prefix('《').and_then(|rest| rest.split_once('》')) else {
        return title;
    };
    let bracketed = after.is_empty() || (after.starts_with(['（', '(']) && after.ends_with(['）', ')']));
    if bracketed && !cited.contains('《') { cited.to_owned() } else { title }
}

#[cfg(test)]
mod tests {
    use corpus::document::DocumentKind as Kind;

    use crate::extract::kind;

    #[track_caller]
    fn check(title: &str, expected: Kind) {
        let long = "正文。".repeat(100);
        let clues = kind::Clues { title, text: &long };
        assert_eq!(kind::find(&clues).0, expected, "{title}");
    }

    #[test]
    fn what_only_sounds_like_a_report_or_a_law_is_none() {
        for (title, kind) in [
            ("某市2022年政府工作报告重点任务清单", Kind::WorkReport),
            ("中华人民共和国某市海关2022年工作方法", Kind::Regulation),
        ] {
            assert_ne!(kind::find(&kind::Clues { title, text: "" }).0, kind, "{title}");
        }
    }

    #[test]
    fn reports_are_known_by_their_titles() {
        check("某街道2020年度法治政府建设工作报告", Kind::RuleOfLawReport);
        check("某市2013年依法行政工作情况报告", Kind::RuleOfLawReport);
        check("某局2021年法治工作总结", Kind::RuleOfLawReport);
        check("某县2021年法制政府建设工作报告", Kind::RuleOfLawReport);
        check("某市2021年法治政府建设白皮书", Kind::RuleOfLawReport);
        check("某县人民政府2023年工作报告", Kind::WorkReport);
        check("某委2020年度法治政府建设情况", Kind::RuleOfLawReport);
        check("某局2022年法治政府建设情况及2023年工作安排", Kind::RuleOfLawReport);
        check("2019年某县政府工作报告", Kind::WorkReport);
        check("1964年某省政府工作报告（摘要）", Kind::WorkReport);
        check("某镇2019年政府信息公开工作年度报告", Kind::DisclosureReport);
        check("某司法局2019年政务公开工作报告", Kind::DisclosureReport);
        check("某县2020年国民经济和社会发展统计公报", Kind::StatisticalBulletin);
        check("关于某市2019年国民经济和社会发展计划执行情况与2020年计划草案的报告", Kind::PlanReport);
        check("某区2019年预算执行情况和2020年预算草案的报告", Kind::Budget);
        check("关于2019年度预算执行和其他财政收支的审计工作报告", Kind::AuditReport);
        check("2020年度行政执法统计年报", Kind::EnforcementStatistics);
        check("某局2017年度整体支出绩效评价报告", Kind::PerformanceEvaluation);
        check("政府网站工作年度报表（2020年度）", Kind::WebsiteReport);
        check("某县政府网站年度工作报告", Kind::WebsiteReport);
        check("某局2020年行政处罚、行政许可统计年报", Kind::EnforcementStatistics);
        check("Report on the Work of the Government (2023)", Kind::WorkReport);
        check("Highlights of Government Work Report adopted", Kind::Other);
    }

    #[test]
    fn what_is_about_a_report_is_no_report() {
        check("关于《某县2020年度法治政府建设工作报告》的政策解读", Kind::Interpretation);
        check("某市行政执法统计年报制度", Kind::Regulation);
        check("关于更正某县2020年度法治政府建设工作报告的公告", Kind::Notice);
        check("某县2020年度法治政府建设年度报告（更正）", Kind::RuleOfLawReport);
        check("某市人民政府2020年度法治政府建设情况的公告", Kind::RuleOfLawReport);
        check("关于编制2020年度法治政府建设年度报告的通知", Kind::Notice);
        check("某区法治政府建设实施方案", Kind::Plan);
        check("某县人民政府工作规则", Kind::Regulation);
        check("区人大代表审议政府工作报告", Kind::News);
        check("我局召开法治政府建设工作推进会", Kind::News);
        check("市政府新闻发布会介绍《某市某事实施方案》", Kind::News);
        check("某局三举措推进法治政府建设", Kind::News);
        check("某县法治政府建设再上新台阶", Kind::News);
        check("市政府常务会议听取2022年法治政府建设情况汇报", Kind::News);
        check("《某区某事工作要点》热点问答", Kind::Interpretation);
        check("《某县2021年法治政府建设报告》一图速览", Kind::Interpretation);
        check("数说某县2021年政府工作报告", Kind::Interpretation);
        check("某局2020年“三公”经费预算数说明", Kind::Budget);
        check("某县2021年政府工作报告（附图说明）", Kind::WorkReport);
        check("某市第一图书馆招聘公告", Kind::Notice);
        check("关于统一图书馆藏标准的通知", Kind::Notice);
        check("关于读懂弄通某某精神的通知", Kind::Notice);
        check("关于某市法治政府建设情况的调研报告", Kind::Other);
        check("法治政府建设年度报告格式", Kind::Other);
        check("县长张三作政府工作报告", Kind::News);
        check("2025年政府工作报告重点任务分工方案", Kind::Plan);
        check("某局普法责任清单", Kind::List);
    }

    #[test]
    fn a_summing_up_stays_one_whatever_is_annexed_to_it() {
        check("某局2022年法治工作总结及2023年工作要点", Kind::RuleOfLawReport);
        check("某局2022年法治政府建设情况和下一步工作安排", Kind::RuleOfLawReport);
        check("2022年法治政府建设年度报告专栏", Kind::List);
    }

    #[test]
    fn what_readers_write_and_others_say_is_no_notice() {
        check("关于某小区路灯损坏的咨询", Kind::Other);
        check("关于某路施工扰民的投诉", Kind::Other);
        check("关于某路口交通组织调整的建议", Kind::Other);
        check("关于基层治理的几点思考", Kind::Other);
        check("关于某县2021年财政收支情况", Kind::Other);
        check("关于调整某某领导小组", Kind::Notice);
    }

    #[test]
    fn what_hands_on_a_document_is_a_notice() {
        check("某市人民政府办公厅关于某事的通知\u{200b}", Kind::Notice);
        check("关于修改某规定的决定（某令95号）（已废止）", Kind::Notice);
        check("市政府办公厅转发某局制订的《某规定（试行）》", Kind::Notice);
        check("国务院批转某部关于某事的报告", Kind::Notice);
        check("某市某局公告第5号", Kind::Notice);
    }

    #[test]
    fn a_law_is_known_by_its_name() {
        check("中华人民共和国某法典", Kind::Regulation);
        check("中华人民共和国某法修正案（三）", Kind::Regulation);
        check("最高人民法院关于某事适用法律若干问题的解释（二）", Kind::Regulation);
        check("某市人大常委会组成人员守则", Kind::Regulation);
    }

    #[test]
    fn a_model_to_fill_in_and_a_bare_column_are_no_reports() {
        check("**区2021年法治政府建设工作报告", Kind::Other);
        check("某某局202x年法治政府建设工作报告", Kind::Other);
        for title in [
            "法治政府建设年度报告",
            "法治政府建设年报",
            "法治政府建设情况",
            "依法行政工作报告",
            "部门预决算",
            "法治政府年报专栏",
        ] {
            assert_eq!(kind::find(&kind::Clues { title, text: "" }).0, Kind::List, "{title}");
        }
        let clues = kind::Clues { title: "某区法治政府建设年度报告", text: "" };
        assert_eq!(kind::find(&clues).0, Kind::RuleOfLawReport);
    }
}
