//! The opening of a text that has no title in; a title built from what it names or announces, or from its first words, out.

use std::sync::LazyLock;

use corpus::document::Confidence;
use corpus::document::Origin;
use corpus::reason::Reason;
use corpus::year::Period;
use regex::Regex;

use crate::extract::headings;
use crate::extract::issuer;
use crate::extract::opening_kind;
use crate::extract::signature;
use crate::extract::stated_period;
use crate::extract::title::tidy;
use crate::extract::year;

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

/// Tells whether a line holds one of some words. A pattern that needs one of them is dear to try on a long line.
fn says_any(line: &str, words: &[&str]) -> bool {
    words.iter().any(|word| line.contains(word))
}

/// 现将…报告如下: what the opening announces.
static AS_FOLLOWS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:现将|现就|将)(?:我|本)?([^，。；、《]{4,60}?(?:报告|总结|情况|工作|结果|名单))(?:有关(?:情况|事项|要求))?(?:予以)?(?:汇报|报告|公布|公示|通报|通知|公开|公告)?(?:汇报|报告|公布|公示)?(?:如下|（见附件）|\(见附件\)|予以公示|予以公布|公布)",
    )
});
/// …年度报告（以下简称年报）, 特向社会公布…年度报告。: a disclosure report names itself in its first sentence.
static NAMES_ITSELF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:[^《》]{0,60}《[^》]*》){1,4}[^《》，。]{0,40}[，,])?(?:[^，。]{0,12}(?:公布|发布|编制))?([^，。；、《》]{6,60}?(?:年度报告|年报|公报))(?:[（(]以下简称|。)",
    )
});
/// 2022年，甲街道深入…: whoever did what an opening tells.
static SUBJECT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[，,。；])(\p{Han}{1,16}?(?:街道|镇|乡|人民政府|[局厅委]))(?:办事处)?(?:坚持|深入|认真|全面|严格|紧紧|紧扣|按照|始终|切实|积极|牢固|高度重视|扎实)",
    )
});
/// What the party and all organs together are called.
static NO_ORGAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^(?:全|各|我|本|该|在)|(?:党委|工委|省委|市委|区委|县委|镇委|街道委|常委|纪委|政委)$")
});
/// 现将《…》转发给你们: a cited document that is handed on; one that is only obeyed names nothing.
static HANDED_ON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[^《]{0,40}[，。])?(?:现将|现予|将|现)[^。，《]{0,30}(《(?:[^《》]|《[^《》]*》){4,90}》)[^。；]{0,40}?(转发|印发|公布|发布|公示|公开)",
    )
});
/// A report that is made public: what a page holds that announces it is the report itself.
static REPORT: LazyLock<Regex> = LazyLock::new(|| pattern("(?:报告|年报|公报|总结|情况)$"));
/// 《…》已经国务院同意，现印发给你们.
static APPROVED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(《(?:[^《》]|《[^《》]*》){4,90}》)[^。；]{0,60}?现(?:予以?)?(转发|印发|公布|发布)")
});
/// 为做好…工作，现…通知如下.
static IN_ORDER_TO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"为(?:了)?(做好|开展|组织|加强|推进|规范|落实|保障)([^，。；《]{4,50}?(?:工作|活动|培训|申报|评审|评选|考试|考核|管理|建设))",
    )
});
/// 附件：关于…的通知.
static ABOUT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[^。]{0,6}(关于[^。；，《》：:]{4,60}?(?:通知|公告|公示|通告|决定|意见|报告|函|批复|方案))(?:[（(][^）)]*[）)])?$",
    )
});
/// 附件：《…的通知》: what a short letter hands on.
static ANNEX: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^附(?:件)?\d*[:：]\s*《?((?:[^《》]|《[^《》]*》){6,90}?)》?(?:[（(][^）)]*[）)])?$")
});
/// 一、2020年法治政府建设基本情况: the first heading of a yearly report without a title.
static YEARLY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"((?:19|20)\d\d)\s*年(?:度)?[^，。；]{0,12}?(法治政府建设|依法行政|政府信息公开|政务公开|法治建设)",
    )
});
/// Clauses that only say on what grounds something is done.
static GROUNDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[^，。；《]{0,4}(?:根据|按照|依据|依照|遵照|经|为(?:了)?|结合|鉴于|围绕|自|截至)(?:[^，。；《》]|《[^》]*》)*[，,]\s*)+",
    )
});
/// What is to be done: 现对…进行公示, 我局拟…, 定于….
static DONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:现(?:将|对|就)?|我(?:局|委|市|县|区|省|厅|办|镇|街道)|本(?:局|委|单位)|拟|特|决定|定于|于)+",
    )
});
/// Those who listen to a speech.
static SPOKEN_TO: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:代表|委员|同志|同志们|朋友们|先生|女士)[：:]$"));
/// 为了加强…，制定本办法: a rule that lost its name is called by what it is and by what stands above it.
static RULE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:制定|特制定|根据)[^。]{0,12}本(条例|办法|规定|细则|规则|章程|准则|法)"));

/// Builds a title for a page that has none: what the first paragraphs name, or their first words.
pub(crate) fn build(text: &str, name: Option<&str>) -> (String, Origin) {
    let opening = Opening::of(text);
    let derived = |title: String, because: Reason| (tidy(&title), Origin::new(because, Confidence::Derived));
    let found = opening
        .names_itself()
        .or_else(|| opening.gives_work_report())
        .or_else(|| opening.announces())
        .or_else(|| opening.hands_on())
        .or_else(|| opening.is_yearly())
        .or_else(|| opening.is_rule())
        .or_else(|| opening.is_about())
        .or_else(|| opening.serves())
        .or_else(|| opening.is_disclosure());
    if let Some((title, because)) = found {
        return derived(title, because);
    }
    if let Some(said) = opening.says() {
        return derived(said, Reason::FirstWords);
    }
    match name.filter(|name| !name.is_empty()) {
        Some(name) => derived(name.to_owned(), Reason::FileName),
        None => derived("无标题".to_owned(), Reason::NothingToBuildFrom),
    }
}

/// What a text without a title begins with, and who signed it.
struct Opening<'a> {
    /// The first lines that say something: no document number, no addressee.
    lines: Vec<&'a str>,
    organ: String,
    /// What such a text calls itself: 通知 where it says 通知如下 or 特此通知.
    sort: &'static str,
}

impl<'a> Opening<'a> {
    fn of(text: &'a str) -> Opening<'a> {
        let says = |line: &&str| !line.is_empty() && issuer::number(line).is_none() && !is_addressee(line);
        let head: String = text.chars().take(1500).collect();
        let sorts = ["公示", "公告", "通告", "通报", "报告", "通知"];
        let calls = |sort: &&str| {
            [format!("{sort}如下"), format!("特此{sort}"), format!("予以{sort}"), format!("进行{sort}")]
                .iter()
                .any(|words| head.contains(words.as_str()))
        };
        // Whoever is spoken to is handed no notice: 各位代表：.
        let addressed = text.lines().take(4).any(|line| is_addressee(line) && !SPOKEN_TO.is_match(line));
        Opening {
            lines: text.lines().map(str::trim).filter(says).take(8).collect(),
            organ: signature::under(text).organ.unwrap_or_default(),
            sort: sorts.into_iter().find(calls).unwrap_or(if addressed { "通知" } else { "" }),
        }
    }

    fn names_itself(&self) -> Option<(String, Reason)> {
        let mut lines = self.lines.iter().filter(|line| says_any(line, &["年度报告", "年报", "公报"]));
        let found = lines.find_map(|line| NAMES_ITSELF.captures(line))?;
        Some((found[1].to_owned(), Reason::NamesItself))
    }

    fn gives_work_report(&self) -> Option<(String, Reason)> {
        let first: Vec<&str> = self.lines.iter().take(3).copied().collect();
        let first = first.join("\n");
        let giver = opening_kind::giver(&first).unwrap_or("政府");
        opening_kind::gives_work_report(&first).then(|| (format!("{giver}工作报告"), Reason::Subject))
    }

    fn announces(&self) -> Option<(String, Reason)> {
        let mut lines = self.lines.iter().filter(|line| says_any(line, &["如下", "见附件", "公示", "公布"]));
        let (line, found) = lines.find_map(|line| Some((line, AS_FOLLOWS.captures(line)?)))?;
        let what = found[1]
            .trim_start_matches(['省', '市', '区', '县', '镇', '乡', '局', '委', '办'])
            .trim_start_matches("街道");
        // 现将有关工作通知如下 announces nothing of its own.
        if what.chars().count() < 6 || what.starts_with("有关") || what.starts_with("相关") {
            return None;
        }
        let after = &line[found.get(1).expect("the pattern has a group").end()..];
        let what = match after.starts_with("报告") && !what.ends_with("报告") {
            true => format!("{what}报告"),
            false => what.to_owned(),
        };
        if is_led_by_year(&what) {
            return Some((format!("{}{what}", self.doer()), Reason::Announced));
        }
        let linked = if self.organ.is_empty() { "" } else { "关于" };
        Some((format!("{}{linked}{what}", self.organ), Reason::Announced))
    }

    fn hands_on(&self) -> Option<(String, Reason)> {
        for line in self.lines.iter().filter(|line| line.contains('《')) {
            if let Some(found) = HANDED_ON.captures(line).or_else(|| APPROVED.captures(line)) {
                let cited = found[1].trim_start_matches('《').trim_end_matches('》');
                let is_public = matches!(&found[2], "公布" | "发布" | "公示" | "公开");
                if is_public && REPORT.is_match(cited) {
                    return Some((cited.to_owned(), Reason::NamesItself));
                }
                return Some((
                    format!("{}关于{}{}的通知", self.organ, &found[2], &found[1]),
                    Reason::HandedOn,
                ));
            }
        }
        // 现将通知转发给你们, and the notice itself is named as the annex.
        if !self.lines.iter().take(3).any(|line| line.contains("转发")) {
            return None;
        }
        let annex = self.lines.iter().find_map(|line| ANNEX.captures(line))?;
        Some((format!("{}关于转发《{}》的通知", self.organ, &annex[1]), Reason::HandedOn))
    }

    fn is_yearly(&self) -> Option<(String, Reason)> {
        let heading = self.lines.iter().take(4).find(|line| headings::is_heading(line))?;
        let found = YEARLY.captures(heading)?;
        Some((format!("{}{}年{}情况报告", self.doer(), &found[1], &found[2]), Reason::Subject))
    }

    /// Returns who signed, else the organ whose work the first lines tell.
    fn doer(&self) -> &str {
        if !self.organ.is_empty() {
            return &self.organ;
        }
        let named = self.lines.iter().take(2).find_map(|line| SUBJECT.captures(line)?.get(1));
        let is_one = |name: &&str| issuer::is_organ(name) && !NO_ORGAN.is_match(name);
        named.map(|name| name.as_str()).filter(is_one).unwrap_or_default()
    }

    /// A report that says by which rule it was made and whose year its numbers are of: 根据《…政府信息公开条例》…编制.
    fn is_disclosure(&self) -> Option<(String, Reason)> {
        let is_own = |line: &&&str| {
            line.contains("政府信息公开条例》")
                && line.contains("编制")
                && says_any(line, &["本年报", "本年度报告", "本报告"])
        };
        let line = self.lines.iter().take(3).find(is_own)?;
        let (year, _) = stated_period::find(&year::arabic(line))?;
        let is_whole = year.start == year.end && year.period == Period::Year;
        is_whole.then(|| (format!("{}{}年政府信息公开工作年度报告", self.organ, year.start), Reason::Subject))
    }

    fn is_rule(&self) -> Option<(String, Reason)> {
        let first = self.lines.iter().position(|line| line.starts_with("第一条"))?;
        let sort = &RULE.captures(self.lines[first])?[1];
        let above = self.lines[..first].iter().find(|line| !headings::is_heading(line));
        let of = above.map(|line| line.trim_matches(['（', '）', '(', ')'])).unwrap_or_default();
        (!of.is_empty()).then(|| (format!("{sort}（{of}）"), Reason::Subject))
    }

    fn is_about(&self) -> Option<(String, Reason)> {
        let found = self.lines.iter().find_map(|line| ABOUT.captures(line))?;
        Some((found[1].to_owned(), Reason::AboutWords))
    }

    fn serves(&self) -> Option<(String, Reason)> {
        let found = self.lines.iter().take(4).find_map(|line| IN_ORDER_TO.captures(line))?;
        let sort = if self.sort.is_empty() { "通知" } else { self.sort };
        Some((format!("{}关于{}{}的{sort}", self.organ, &found[1], &found[2]), Reason::Purpose))
    }

    /// Returns the first words that say something: no grounds, no heading mark, no bare date.
    fn says(&self) -> Option<String> {
        let is_long =
            |line: &&&str| line.chars().count() >= 15 && !line.contains('\t') && !headings::is_heading(line);
        let line = self
            .lines
            .iter()
            .find(is_long)
            .or_else(|| self.lines.iter().find(|line| line.chars().count() >= 6))?;
        let sentence = line.split(['。', '；', '\t']).next().unwrap_or(line);
        let sentence = sentence.trim_end_matches(['：', ':']);
        let bare = GROUNDS.replace(sentence, "");
        let bare =
            if bare.starts_with("现在") { bare } else { DONE.replace(&bare, "").into_owned().into() };
        let said =
            if bare.chars().count() >= 8 && !bare.starts_with("有关") { bare.as_ref() } else { sentence };
        // The first clause alone, when it is long enough to tell what it is about.
        let clause = said.split(['，', ',', '：', ':']).next().unwrap_or(said);
        let said = if clause.chars().count() >= 12 { clause } else { said };
        let first: String = said.chars().take(40).collect();
        let first = first.trim().trim_end_matches(['，', '、', '：', ':']);
        let first = first.trim_end_matches("如下").trim_end_matches("予以公示").trim_end_matches("予以公布");
        // 致以节日的问候！ is no name of a notice.
        let is_said = first.ends_with(['！', '!', '？', '?']);
        let names =
            first.chars().count() < 40 && !self.sort.is_empty() && !first.contains(self.sort) && !is_said;
        match first.is_empty() {
            true => None,
            false if names => Some(format!("{}{first}的{}", self.organ, self.sort)),
            false => Some(first.to_owned()),
        }
    }
}

/// Tells whether a line only names whom a letter is for: 各有关单位：.
fn is_addressee(line: &str) -> bool {
    let line = line.trim();
    line.ends_with(['：', ':'])
        && line.chars().count() <= 80
        && !line.contains(['。', '；'])
        && !line.contains("如下")
        && !opening_kind::is_dispatched(line)
}

fn is_led_by_year(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '二')
}

#[cfg(test)]
mod tests {
    use crate::extract::built_title;

    #[test]
    fn a_yearly_report_is_named_after_whoever_did_what_it_tells() {
        let built = |text: &str| built_title::build(text, None).0;
        assert_eq!(
            built(
                "2020年，在区委、区政府领导下，甲街道深入落实各项部署。现将我街道2020年法治工作情况报告如下："
            ),
            "甲街道2020年法治工作情况报告"
        );
        assert_eq!(
            built("2020年，全区各镇认真落实各项部署。现将2020年法治工作情况报告如下："),
            "2020年法治工作情况报告"
        );
        assert_eq!(
            built("2020年，甲市委坚持依法办事。现将2020年法治工作情况报告如下："),
            "2020年法治工作情况报告"
        );
    }

    #[test]
    fn a_disclosure_report_is_named_by_its_rule_and_period() {
        let built = |text: &str| built_title::build(text, None).0;
        let rule = "根据《中华人民共和国政府信息公开条例》（以下简称《条例》）";
        assert_eq!(
            built(&format!(
                "{rule}要求，综合甲区情况编制。本年报所列数据时限2021年1月1日起至2021年12月31日止。"
            )),
            "2021年政府信息公开工作年度报告"
        );
        assert_eq!(
            built(&format!("{rule}，特向社会公布2019年度甲镇信息公开年度报告。本报告由六个部分组成。")),
            "2019年度甲镇信息公开年度报告"
        );
        assert_ne!(built(&format!("{rule}要求，编制本目录，供查阅使用。")), "2021年政府信息公开工作年度报告");
    }

    #[test]
    fn a_page_without_a_title_gets_a_built_one() {
        assert_eq!(
            built_title::build("各单位：\n现将2020年法治工作情况报告如下。", None).0,
            "2020年法治工作情况报告"
        );
        assert_eq!(
            built_title::build("现将《关于举办某培训的通知》转发给你们。", None).0,
            "关于转发《关于举办某培训的通知》的通知"
        );
        assert_eq!(
            built_title::build("现将《某县2021年法治政府建设情况报告》公布如下。", None).0,
            "某县2021年法治政府建设情况报告"
        );
        assert_eq!(built_title::build("", Some("022.html")).0, "022.html");
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(built_title::build(text, None).0, expected, "{text}");
    }

    #[test]
    fn neither_a_number_nor_grounds_nor_an_addressee_are_a_title() {
        check(
            "某中医科字〔2020〕1号\n各有关单位：\n根据《某管理办法》（某发〔2014〕25号），结业考核工作已经全部完成，现将结果公布。",
            "结业考核工作已经全部完成的通知",
        );
        check(
            "各区卫生健康委：\n根据统一部署，奖项提名工作已正式启动。现将通知转发给你们。\n附件：关于某奖提名工作的通知\n某市某局\n2020年9月30日",
            "某市某局关于转发《关于某奖提名工作的通知》的通知",
        );
        check(
            "各项工作都取得了新的进展和成效。\n一、2020年法治政府建设基本情况\n（一）学法\n某市某局\n2021年1月8日",
            "某市某局2020年法治政府建设情况报告",
        );
        check(
            "2001年6月22日某市人大常委会第二十七次会议通过\n第一章 总则\n第一条 为了发展某业，制定本条例。",
            "条例（2001年6月22日某市人大常委会第二十七次会议通过）",
        );
    }

    #[test]
    fn a_dateline_addresses_nobody() {
        check(
            "央视网消息（某某）：\n某某活动在某市举行\n某某活动今天在某市举行，来自各地的三千人参加。",
            "某某活动今天在某市举行，来自各地的三千人参加",
        );
    }
}
