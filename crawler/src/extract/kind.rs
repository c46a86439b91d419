//! A title and the opening of a text in; what sort of document it is out.

use std::sync::LazyLock;

use corpus::document::Confidence;
use corpus::document::DocumentKind as Kind;
use corpus::document::Origin;
use corpus::reason::Reason;
use regex::Regex;

use crate::extract::bare_title;
use crate::extract::kind_rules::RULES;
use crate::extract::kind_rules::Rule;
use crate::extract::opening_kind;
use crate::extract::stand_in;

/// What the kind is read from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clues<'a> {
    /// The title.
    pub(crate) title: &'a str,
    /// The text.
    pub(crate) text: &'a str,
}

/// 2022年工作总结及2023年工作要点 is a summing up, whatever is annexed to it.
static OUTLOOK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"((?:总结|报告|情况|汇报|回顾))(?:及|和|与|暨|、|，)(?:(?:19|20)\d\d年度?|下一?年度?|下一?步|下一?阶段|今后|明年)?(?:的?(?:重点|主要|工作|法治|建设|政府))*(?:要点|计划|打算|安排|思路|重点|谋划)$")
        .expect("a pattern written here is well formed")
});

/// How short a text is, in characters, that a page named like its column has.
const BARELY_A_TEXT: usize = 150;

/// Finds the kind, and how.
pub(crate) fn find(clues: &Clues<'_>) -> (Kind, Option<Origin>) {
    let title = bare_title::plain(clues.title);
    let way = bare_title::end_of_way(&title);
    if way.is_some_and(stand_in::is_column) {
        return (Kind::List, Some(Origin::new(Reason::ColumnName, Confidence::Inferred)));
    }
    let title = OUTLOOK.replace(way.unwrap_or(&title), "$1");
    if stand_in::is_model(&title) {
        return (Kind::Other, Some(Origin::new(Reason::Model, Confidence::Inferred)));
    }
    let short = clues.text.chars().take(BARELY_A_TEXT).count() < BARELY_A_TEXT;
    if short && stand_in::is_column(&title) {
        return (Kind::List, Some(Origin::new(Reason::ColumnName, Confidence::Inferred)));
    }
    if stand_in::is_of_office(&title) {
        return (Kind::Other, None);
    }
    let titled = of_title(&title);
    // What is printed under a dateline is news, unless the title is the name of a document.
    if opening_kind::is_dispatched(clues.text)
        && !titled.is_some_and(Kind::is_yearly)
        && !NAMES_DOCUMENT.is_match(&title)
    {
        return (Kind::News, Some(Origin::new(Reason::Opening, Confidence::Inferred)));
    }
    if let Some(kind) = titled {
        return (kind, Some(Origin::new(Reason::Title, Confidence::Stated)));
    }
    match opening_kind::find(&title, clues.text) {
        Some(kind) => (kind, Some(Origin::new(Reason::Opening, Confidence::Inferred))),
        None => (Kind::Other, None),
    }
}

fn of_title(title: &str) -> Option<Kind> {
    // 关于印发《…》的通知 is a notice, whatever it hands on; 关于《…报告》的公示 is the report itself.
    let bare = bare_title::without_organ(title);
    // 某县预算评审中心2023年工作总结 is called 预算 after the organ alone.
    let is_of_year =
        |kind: Kind| kind.is_yearly() || matches!(kind, Kind::Budget | Kind::PerformanceEvaluation);
    let fits = |rule: &&Rule| {
        rule.matches.is_match(title)
            && (!is_of_year(rule.kind) || rule.matches.is_match(&bare))
            && !rule.unless.as_ref().is_some_and(|unless| unless.is_match(&bare))
    };
    RULES.iter().find(fits).map(|rule| rule.kind)
}

/// What the names of documents end with, which newspapers print in full.
static NAMES_DOCUMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:通知|公告|通告|公报|决定|决议|意见|办法|规定|条例|细则|规则|方案|规划|纲要|计划|要点|批复|法|令|公示|解读|问答|答记者问|全文|报告|讲话|说明)(?:[（(][^）)]*[）)])?$")
        .expect("a pattern written here is well formed")
});

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
    fn what_an_office_is_called_is_no_word_of_its_report() {
        check("某县审计局2022年度部门决算", Kind::Budget);
        check("某县审计局2023年部门预算", Kind::Budget);
        check("某市应急管理局2022年度部门决算", Kind::Budget);
        check("2022年某县发展和改革局部门预算", Kind::Budget);
        check("某县预算绩效管理办法", Kind::Regulation);
        check("某示范区2021年法治政府建设情况报告", Kind::RuleOfLawReport);
        check("某县司法局2022年度法治政府建设示范创建工作报告", Kind::Other);
        check("某县审计局关于2022年度预算执行审计情况的报告", Kind::AuditReport);
        check("某县审计局关于2022年度审计整改情况的报告", Kind::AuditReport);
        check("某县政府召开审计整改工作推进会", Kind::News);
    }

    #[test]
    fn what_an_office_is_for_is_no_budget_and_no_report() {
        check("某县财政局预算科工作职责", Kind::Other);
        check("某县绩效评价中心2023年部门决算", Kind::Budget);
        check("某县预算评审中心2023年工作总结", Kind::Other);
        check("某县法治政府建设科主要职责", Kind::Other);
        check("某县绩效评价中心2023年整体支出绩效评价报告", Kind::PerformanceEvaluation);
        check("某局2022年度履行推进法治政府建设职责情况报告", Kind::RuleOfLawReport);
    }

    #[test]
    fn a_draft_is_what_it_is_a_draft_of() {
        check("某县2023年政府工作报告（审议稿）", Kind::WorkReport);
        check("2022年某局法治政府建设情况的报告（征求意见稿）", Kind::RuleOfLawReport);
        check("区人大代表审议2023年政府工作报告", Kind::News);
    }

    #[test]
    fn whoever_gives_a_report_or_hears_it_is_in_the_news() {
        check("某县长作2023年政府工作报告", Kind::News);
        check("2022年度法治政府建设述职报告会召开", Kind::News);
        check("县司法局召开2022年度法治政府建设述职报告会", Kind::News);
        check("某县政府向县人大常委会报告2022年度法治政府建设情况", Kind::News);
        check("关于向县人大常委会报告2022年度法治政府建设情况的通知", Kind::Notice);
        check("某县2023年政府工作报告", Kind::WorkReport);
        check("关于召开2022年度法治工作报告会的通知", Kind::Notice);
    }

    #[test]
    fn a_table_of_reports_is_a_list_and_the_way_to_one_a_column() {
        check("某县2022年度法治政府建设年度报告汇总", Kind::List);
        check("2022年法治政府建设年度报告公开情况一览表", Kind::List);
        check("2022年政府信息公开年度报告汇总", Kind::List);
        check("首页-政务公开-法治政府建设年度报告", Kind::List);
        check("首页>某县2021年政府工作报告", Kind::WorkReport);
    }

    #[test]
    fn traditional_characters_say_the_same() {
        check("某縣2022年政府工作報告", Kind::WorkReport);
        check("某縣水務局2022年度法治政府建設情況報告", Kind::RuleOfLawReport);
        check("某縣2022年政府信息公開工作年度報告", Kind::DisclosureReport);
        check("某縣2022年國民經濟和社會發展統計公報", Kind::StatisticalBulletin);
    }

    #[test]
    fn plans_tables_and_answers_are_known_by_how_they_end() {
        check("2023年度行政执法检查计划", Kind::Plan);
        check("某县2023年“双随机、一公开”抽查计划", Kind::Plan);
        check("某县2022年国民经济和社会发展计划", Kind::PlanReport);
        check("某局2022年度行政处罚实施情况统计表", Kind::EnforcementStatistics);
        check("《某县2022年政府工作报告》名词解释", Kind::Interpretation);
        check("关于对某某会议第23号建议的会办意见", Kind::ProposalHandling);
        check("行政处罚决定书某水罚决字〔2022〕3号", Kind::Notice);
        check("某县纪委通报3起违反规定典型案例", Kind::Notice);
    }

    #[test]
    fn what_stands_under_a_dateline_is_news_unless_it_is_a_document() {
        let text = format!("央视网消息（某某）：{}", "河水清了。".repeat(60));
        let kind = |title| kind::find(&kind::Clues { title, text: &text }).0;
        assert_eq!(kind("共护一江水 万里长江焕发新活力"), Kind::News);
        assert_eq!(kind("国务院印发《某某规定》"), Kind::News);
        assert_eq!(kind("某某管理条例"), Kind::Regulation);
        assert_eq!(kind("某市2023年政府工作报告（摘要）"), Kind::WorkReport);
        check("共护一江水 万里长江焕发新活力", Kind::Other);
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
        check("中华人民共和国某某公司法", Kind::Regulation);
        check("中华人民共和国预算法", Kind::Regulation);
        check("某某组织法", Kind::Regulation);
        check("水资源保护法（2022年修订）", Kind::Regulation);
        check("学习宣传水资源保护法", Kind::Other);
        check("某县水务局工作方法", Kind::Other);
        check("规范行政执法", Kind::Other);
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
