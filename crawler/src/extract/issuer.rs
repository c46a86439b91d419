//! A title, labelled values and a text in; who issued the document and its number out.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::joint;

/// What the names of organs end with.
const ORGANS: &str = r"共中央|军区|警备区|分行|支行|海关|人民政府办公室|人民政府办公厅|人民政府|政府办公室|政府办公厅|政府办|委员会办公室|委员会|街道办事处|办事处|管委会|管理委员会|办公室|办公厅|管理局|分局|总局|监督局|统计局|司法局|服务中心|中心|研究所|公司|集团|学校|医院|大学|学院|法院|检察院|支队|大队|总队|调查队|协会|联合会|总工会|街道|社区|政府|[局厅委办部署院会处站所镇乡室]";

static ORGAN: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"^[\p{{Han}}（）()“”、·\-—\s]{{1,50}}(?:{ORGANS})$")));
static ENDS_WITH_ORGAN: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"\p{{Han}}{{1,20}}(?:{ORGANS})$")));
static LEADING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(\p{{Han}}{{1,30}}?(?:{ORGANS}))(?:关于|印发|转发|批转|发布|公布|等|共同|联合|[^\p{{Han}}]|$)"
    ))
});
/// An organ before 关于 or before the year of a report.
static LEADS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^((?:[\p{{Han}}、·\s]{{1,90}}?)(?:{ORGANS}))\s*(?:等(?:\d{{1,2}}|[二两三四五六七八九十]{{1,3}})个?(?:部门|单位|部委|机关)|等?(?:关于|批转|转发|印发)|公布|发布(?:关于|[《〈])|[（(]?(?:19|20)\d\d|二[〇○零OoＯ]|[“\x22]?十[一二三四五]五)"
    ))
});
/// An organ behind the year that a title opens with, before what it reports on.
static FOLLOWS_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:19|20)\d\d\s*年度?\s*([\p{{Han}}、·]{{1,40}}?(?:{ORGANS}))(法治政府|法治建设|法治工作|依法行政|政府信息公开|信息公开|政务公开|整体支出|部门[预决]算|单位[预决]算|行政执法|关于)"
    ))
});
/// The characters that the names of organs end with.
static ENDS: LazyLock<Vec<char>> = LazyLock::new(|| {
    let names = ORGANS.split('|').flat_map(|name| match name.strip_prefix('[') {
        Some(kinds) => kinds.trim_end_matches(']').chars().collect(),
        None => Vec::from_iter(name.chars().next_back()),
    });
    names.collect()
});
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:发文字号|文号)?[（(]?([\p{Han}]{1,20}\s*[〔\[【（(﹝]\s*(?:19|20)\d\d\s*年?[〕\]】）)﹞]\s*第?\s*\d+\s*号)[）)]?(?:\s*签发人\s*[:：].{0,20})?$",
    )
});

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

/// Tells whether a name is an organ's, so that it can have issued something; 本站 and 某网站 cannot.
pub(crate) fn is_organ(name: &str) -> bool {
    let website = name.ends_with("网站")
        || name.ends_with('网')
        || name.starts_with('本')
        || name.starts_with('我')
        || name.contains("原创");
    !website && name.chars().count() >= 3 && ORGAN.is_match(name)
}

/// Tells whether the last word of a text is the name of an organ, or ends with one: 关于转发省林业局.
pub(crate) fn ends_with_organ(text: &str) -> bool {
    ENDS_WITH_ORGAN.is_match(text)
}

/// Returns the organ that a text begins with, when something stands behind it that may stand behind an organ.
pub(crate) fn leading(text: &str) -> Option<&str> {
    let organ = LEADING.captures(text)?.get(1)?.as_str();
    (!is_told_of(organ) && !is_reflexive(organ)).then_some(organ)
}

/// Tells whether a name is that of a township, a village or a neighbourhood and of no organ in it.
pub(crate) fn is_town(name: &str) -> bool {
    name.ends_with(['镇', '乡', '村'])
        || ["街道", "社区", "苏木", "嘎查"].iter().any(|kind| name.ends_with(kind))
}

/// Returns the organ that a title begins with: 某省审计厅关于…, 某街道2022年….
pub(crate) fn of_title(title: &str) -> Option<String> {
    let name = if title.starts_with(|c: char| c.is_ascii_digit()) {
        let found = FOLLOWS_YEAR.captures(title)?;
        // 某市政府信息公开 is what 某市 does, not what its government is called.
        let is_cut = found[1].ends_with("政府") && &found[2] == "信息公开";
        (!is_cut).then(|| found[1].to_owned())?
    } else {
        if !may_lead(title) {
            return None;
        }
        LEADS.captures(title)?[1].trim().to_owned()
    };
    let is_name = !is_reflexive(&name) && !is_told_of(&name) && name.chars().count() >= 3;
    let organs = is_name.then(|| joint::parted(&name))?;
    // So many characters are the names of several organs, or no name.
    let is_whole = name.chars().count() <= LONGEST || organs.iter().all(|organ| is_organ(organ));
    is_whole.then(|| organs.join("、"))
}

/// The longest name of one organ, in characters.
const LONGEST: usize = 40;

/// Tells whether a title says before an organ what somebody else does with its document: 一图读懂某县水务局…, 转发某县水务局….
fn is_told_of(name: &str) -> bool {
    const OPENS: [&str; 18] = [
        "一图",
        "图解",
        "图说",
        "转发",
        "批转",
        "印发",
        "公布",
        "发布",
        "解读",
        "聚焦",
        "走进",
        "对",
        "视频",
        "贯彻",
        "落实",
        "传达",
        "学习",
        "宣传贯彻",
    ];
    // 对外… opens names of organs.
    let opens = OPENS.iter().any(|word| name.starts_with(word)) && !name.starts_with("对外");
    opens || ["读懂", "看懂", "批转", "转发", "印发", "贯彻"].iter().any(|word| name.contains(word))
}

/// Tells whether a name is what an organ calls itself, or all of its kind: 我局, 本市, 全县, 各乡镇; 全国人大 and 本溪市 are names.
fn is_reflexive(name: &str) -> bool {
    let mut characters = name.chars();
    match (characters.next(), characters.next()) {
        (Some('我'), _) | (Some('关'), Some('于')) => true,
        (Some('本' | '全' | '各'), Some(next)) => {
            "省市县区州盟旗镇乡村局委厅部院校会处所站单街社有级地".contains(next)
        }
        _ => false,
    }
}

/// Tells whether what may stand behind an organ stands behind a character that may end one. Looking for the organ itself is
/// dear, and many titles have none.
fn may_lead(title: &str) -> bool {
    let opens = |c: char| "关批转印公发（(12二“\"十等".contains(c);
    let ends_organ = |before: &str| before.trim_end().chars().next_back().is_some_and(|c| ENDS.contains(&c));
    title.match_indices(opens).any(|(at, _)| ends_organ(&title[..at]))
}

static CONTACT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:请与|可与|请联系|可联系|请向|可向|联系单位[:：])([\p{{Han}}]{{2,30}}?(?:{ORGANS}))(?:联系|咨询|反映|[，。（(]|$)"
    ))
});

/// Returns the organ that a text asks its readers to turn to; it speaks of itself as 我局 elsewhere.
pub(crate) fn contact(text: &str) -> Option<String> {
    CONTACT.captures(text).map(|found| found[1].to_owned()).filter(|name| is_organ(name))
}

/// Reads the document number that stands in one of the first lines, alone or beside who signed it.
pub(crate) fn number(text: &str) -> Option<String> {
    text.lines().take(8).find_map(|line| {
        let line = line.trim();
        if !line.contains('号') {
            return None;
        }
        NUMBER.captures(line).map(|found| found[1].chars().filter(|c| !c.is_whitespace()).collect())
    })
}

#[cfg(test)]
mod tests {
    use crate::extract::issuer;

    #[track_caller]
    fn title(title: &str, expected: Option<&str>) {
        assert_eq!(issuer::of_title(title).as_deref(), expected, "{title}");
    }

    #[test]
    fn the_issuer_stands_before_guanyu_or_the_year() {
        title("某县财政局某县教育局关于下达资金的通知", Some("某县财政局、某县教育局"));
        title(
            "某州市规划和自然资源局某州某某新区分局关于某事的公告",
            Some("某州市规划和自然资源局某州某某新区分局"),
        );
        title("中共某县委某县人民政府关于某事的意见", Some("中共某县委、某县人民政府"));
        title("某县甲镇某县乙村民委员会关于某事的通知", Some("某县甲镇某县乙村民委员会"));
        title("某县甲镇某县乙乡关于联合防汛的通知", Some("某县甲镇、某县乙乡"));
        title("某市甲街道某市公安局关于联合巡查的通知", Some("某市甲街道、某市公安局"));
        title("某县甲镇人民政府某县乙镇人民政府关于某事的通知", Some("某县甲镇人民政府、某县乙镇人民政府"));
        title("甲镇人民政府乙镇人民政府关于某事的通知", Some("甲镇人民政府、乙镇人民政府"));
        title("甲旗人民政府乙苏木人民政府关于某事的通知", Some("甲旗人民政府、乙苏木人民政府"));
        title("甲镇人民政府、乙镇人民政府关于某事的通知", Some("甲镇人民政府、乙镇人民政府"));
        title(
            "甲县人民政府 乙县人民政府 丙县人民政府关于某事的通知",
            Some("甲县人民政府、乙县人民政府、丙县人民政府"),
        );
        title("某区甲街道办事处某区司法局关于某事的通知", Some("某区甲街道办事处、某区司法局"));
        title("某省审计厅关于2021年度预算执行的审计报告", Some("某省审计厅"));
        title("某区人民政府某街道办事处关于2022年度法治政府建设情况的报告", Some("某区人民政府某街道办事处"));
        title("某街街道2022年度法治政府建设工作报告", Some("某街街道"));
        title("某区2021年度法治政府建设工作报告", None);
        title("关于做好某事的通知", None);
        title("我局2021年工作总结", None);
        title("2021年某县卫生健康局法治政府建设工作总结", Some("某县卫生健康局"));
        title("2021年某市人民政府办公厅政府信息公开工作年度报告", Some("某市人民政府办公厅"));
        title("2021年某市政府信息公开工作年度报告", None);
        title("2021年某市法治政府建设情况报告", None);
        title("2021年全省推进依法行政工作情况", None);
        title("全国人民代表大会常务委员会关于修改某法的决定", Some("全国人民代表大会常务委员会"));
        title("本溪市人民政府关于某事的通知", Some("本溪市人民政府"));
        title("各县人民政府关于某事的通知", None);
    }

    #[test]
    fn what_others_do_with_a_document_is_no_part_of_its_organ() {
        title("一图读懂某县水务局2022年度法治政府建设情况报告", None);
        title("三分钟读懂某县水务局2022年度法治政府建设情况报告", None);
        title("转发某县水务局关于加强某事的通知", None);
        title("对某县水务局2022年度法治政府建设的评估", None);
        title("某县人民政府办公室转发某局关于某事的通知", Some("某县人民政府办公室"));
    }

    #[test]
    fn an_organ_ends_before_what_it_does_with_the_paper_of_another() {
        title("国务院批转国家计委关于某事的报告的通知", Some("国务院"));
        title("某省人民政府批转某省财政厅关于某事的报告的通知", Some("某省人民政府"));
        title("某省转发国家发展改革委关于某事的通知", None);
        title("某市税务局发布关于某事的公告", Some("某市税务局"));
        title("某市税务局发布《某指南》", Some("某市税务局"));
        title("某省新闻办公室发布会介绍某事", None);
        title("印发某省落实某某办公室　某省人民政府关于某事备忘录的通知", None);
        title("某市高级人民法院等关于印发某办法的通知", Some("某市高级人民法院"));
    }

    #[test]
    fn several_organs_are_named_each_by_itself() {
        title(
            "某市财政局、国家税务总局某市税务局、某市民政局关于某事的公告",
            Some("某市财政局、国家税务总局某市税务局、某市民政局"),
        );
        title("某市财政局 国家税务总局某市税务局关于某事的通知", Some("某市财政局、国家税务总局某市税务局"));
        title("某市财政局国家税务总局某市税务局关于某事的通知", Some("某市财政局、国家税务总局某市税务局"));
        title(
            "国家税务总局某市税务局某市人力资源和社会保障局关于某事的通告",
            Some("国家税务总局某市税务局、某市人力资源和社会保障局"),
        );
        title(
            "国家税务总局某市某区税务局 某区财政局关于某事的通告",
            Some("国家税务总局某市某区税务局、某区财政局"),
        );
        title("国家税务总局 某市税务局关于某事的通告", Some("国家税务总局某市税务局"));
        title("某市财政局 中国人民银行某市分行关于某事的通知", Some("某市财政局、中国人民银行某市分行"));
        title(
            "甲省人民政府办公厅 乙省人民政府办公厅关于某事的通知",
            Some("甲省人民政府办公厅、乙省人民政府办公厅"),
        );
        title(
            "甲省人民政府办公厅乙省人民政府办公厅关于某事的通知",
            Some("甲省人民政府办公厅、乙省人民政府办公厅"),
        );
        title("某省人民政府 某省军区关于某事的通报", Some("某省人民政府、某省军区"));
        title("某市人民政府某某警备区关于某事的通报", Some("某市人民政府、某某警备区"));
        title("某银行股份有限公司某市分行关于某事的通知", Some("某银行股份有限公司某市分行"));
        title("某省人民政府贯彻落实国务院关于某事的意见", None);
        title("中共中央 国务院关于某事的意见", Some("中共中央、国务院"));
        title("某县公安局 司法局关于某事的通知", Some("某县公安局、司法局"));
        title("某县人民政府 办公室关于某事的通知", Some("某县人民政府办公室"));
        title("某省民政厅 财政厅关于某事的通知", Some("某省民政厅、财政厅"));
        title("某县教育局 基础教育处关于某事的通知", Some("某县教育局基础教育处"));
    }

    #[test]
    fn of_several_organs_those_that_are_named_issued() {
        title("某县水务局等5部门关于加强某事的通知", Some("某县水务局"));
        title("教育部等八部门关于印发某方案的通知", Some("教育部"));
        title("水利部办公厅国家发展改革委办公厅关于某事的通知", Some("水利部办公厅、国家发展改革委办公厅"));
        title("财政部、国家税务总局关于某事的公告", Some("财政部、国家税务总局"));
        title("财政部某省监管局关于某事的通知", Some("财政部某省监管局"));
        title("国家税务总局某省税务局关于某事的公告", Some("国家税务总局某省税务局"));
        title("某县国家保密局关于某事的通知", Some("某县国家保密局"));
    }

    #[test]
    fn a_document_number_stands_alone_in_a_line() {
        assert_eq!(
            issuer::number("某中医科字〔2020〕170 号\n各单位：").as_deref(),
            Some("某中医科字〔2020〕170号")
        );
        assert_eq!(issuer::number("某发〔2020〕1号　　签发人：张三").as_deref(), Some("某发〔2020〕1号"));
        assert_eq!(issuer::number("文号某发〔2020〕1号").as_deref(), Some("某发〔2020〕1号"));
        assert_eq!(issuer::number("根据某发〔2020〕1号文件，现通知如下"), None);
    }

    #[test]
    fn the_contact_sentence_names_whoever_says_we() {
        assert_eq!(
            issuer::contact("如对本报告有疑问，请与某区人民政府办公室联系（电话：略）。").as_deref(),
            Some("某区人民政府办公室")
        );
        assert_eq!(
            issuer::contact("对本报告有疑问的，可与某镇人民政府办公室联系。").as_deref(),
            Some("某镇人民政府办公室")
        );
        assert_eq!(issuer::contact("请与我局联系。"), None);
    }

    #[test]
    fn a_website_issues_nothing() {
        assert!(!issuer::is_organ("本站原创"));
        assert!(!issuer::is_organ("县政府网站"));
        assert!(!issuer::is_organ("我局"));
        assert!(issuer::is_organ("某县人民政府"));
    }
}
