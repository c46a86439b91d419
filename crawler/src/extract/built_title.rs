//! The opening of a text that has no title in; a title built from what it names or announces, or from its first words, out.

use std::sync::LazyLock;

use corpus::document::Confidence;
use corpus::document::Origin;
use regex::Regex;

use crate::extract::issuer;
use crate::extract::title::tidy;

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
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
        r"^(?:[^《》]{0,60}《[^》]*》[^《》，。]{0,40}[，,])?(?:[^，。]{0,12}(?:公布|发布|编制))?([^，。；、《》]{6,60}?(?:年度报告|年报|公报))(?:[（(]以下简称|。)",
    )
});
/// 现将《…》转发给你们: a cited document that is handed on; one that is only obeyed names nothing.
static HANDED_ON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:现将|现予|将|转发|印发)[^。《]{0,30}(《[^》《]{4,90}》)[^。；]{0,40}?(转发|印发|公布|发布|公示)?",
    )
});
/// 为做好…工作，现…通知如下.
static IN_ORDER_TO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"为(?:了)?(做好|开展|组织|加强|推进|规范|落实|保障)([^，。；《]{4,50}?(?:工作|活动|培训|申报|评审|评选|考试|考核|管理|建设))",
    )
});
/// 附件：关于…的通知.
static ABOUT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^[^。]{0,6}(关于[^。；，《》：:]{4,60}?(?:通知|公告|公示|通告|决定|意见|报告|函|批复|方案))$")
});

/// Builds a title for a page that has none: what the first paragraphs name, or their first words.
pub(crate) fn build(text: &str, name: Option<&str>) -> (String, Origin) {
    let opening: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(8).collect();
    let organ = issuer::signature(text).organ.unwrap_or_default();
    let derived = |title: String, because: &str| (tidy(&title), Origin::new(because, Confidence::Derived));
    for line in &opening {
        if let Some(found) = NAMES_ITSELF.captures(line) {
            return derived(found[1].to_owned(), "built from what the first sentence names");
        }
        if let Some(found) = AS_FOLLOWS.captures(line) {
            let what = found[1]
                .trim_start_matches(['省', '市', '区', '县', '镇', '乡', '局', '委', '办'])
                .trim_start_matches("街道");
            let after = &line[found.get(1).expect("the pattern has a group").end()..];
            let what = if after.starts_with("报告") && !what.ends_with("报告") {
                format!("{what}报告")
            } else {
                what.to_owned()
            };
            let linked = if organ.is_empty() || is_led_by_year(&what) { "" } else { "关于" };
            return derived(format!("{organ}{linked}{what}"), "built from what the opening announces");
        }
        if let Some(found) = HANDED_ON.captures(line) {
            let verb = found
                .get(2)
                .map_or(if line.contains("转发") { "转发" } else { "印发" }, |verb| verb.as_str());
            return derived(
                format!("{organ}关于{verb}{}的通知", &found[1]),
                "built from 《…》 in the opening",
            );
        }
    }
    for line in &opening {
        if let Some(found) = ABOUT.captures(line) {
            return derived(found[1].to_owned(), "built from 关于… in the opening");
        }
        if let Some(found) = IN_ORDER_TO.captures(line) {
            return derived(
                format!("{organ}关于{}{}的通知", &found[1], &found[2]),
                "built from what the opening is for",
            );
        }
    }
    first_words(&opening).or_else(|| name.map(str::to_owned)).map_or_else(
        || derived("无标题".to_owned(), "nothing to build it from"),
        |words| derived(words, "built from the first words"),
    )
}

fn is_led_by_year(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '二')
}

/// Returns the first words that say something: no salutation, no heading mark, no bare date.
fn first_words(opening: &[&str]) -> Option<String> {
    let says = |line: &&&str| line.chars().count() >= 15 && !line.contains('\t');
    let line = opening
        .iter()
        .find(says)
        .or_else(|| opening.iter().find(|line| line.chars().count() >= 4))
        .or(opening.first())?;
    let sentence = line.split(['。', '；', '\t']).next().unwrap_or(line);
    let first: String = sentence.chars().take(40).collect();
    Some(first).filter(|first| !first.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use crate::extract::built_title;

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
        assert_eq!(built_title::build("", Some("022.html")).0, "022.html");
    }
}
