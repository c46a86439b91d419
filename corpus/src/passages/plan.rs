//! A report without a heading over its plans in; where its running text begins to look ahead, out.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::Document;
use crate::document::DocumentKind;
use crate::passages::paragraph::Paragraph;
use crate::text;

struct Patterns {
    /// 今年工作的总体要求是……, 今年要着重做好以下工作.
    this_year: Regex,
    /// The same of a year that a number names.
    named_year: Regex,
    /// 下一步，我局将……
    next: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let pattern = |written: &str| {
        let written = written
            .replace("AIM", "(?:总体要求|总的要求|总体思路|基本思路|工作思路|总体部署|(?:主要|重点|基本|工作|中心|首要)任务|(?:主要|预期|奋斗)目标|指导思想|重点工作|工作重点|基本方针)")
            .replace("BEFORE", "(?:(?:根据|按照|综合|围绕|为此|通观)[^。：]{0,40}[,，])?(?:[我各][^,，。：]{0,6})?");
        Regex::new(&written).expect("a pattern written here is well formed")
    };
    Patterns {
        this_year: pattern(
            r"^BEFORE(?:(?:做好|搞好|全面做好)?今年[,，]?(?:[^,，。：:]{0,24}AIM[^,，。：:]{0,10}(?:是|为|：|:|。|$)|(?:我们)?(?:要|将|应)?(?:重点|着重|着力|突出|集中力量)(?:抓好|做好|抓|办)|(?:的|各项|政府)*工作)|(?:今|(?:19|20)\d\d)年是[^。]*年[^。]*(?:做好|搞好)今年[^,，。：:]{0,6}工作|今后[^,，。：:]{1,4}年(?:里|内)?[^,，。：:]{0,16}AIM[^,，。：:]{0,10}(?:是|为|：|:|。|$)|[^,，。：:]{0,10}政府工作的?(?:基本思路|总体要求|主要任务)[^,，。]{0,8}是)",
        ),
        named_year: pattern(
            r"^BEFORE(?:做好)?((?:19|20)\d\d)年[^,，。：:]{0,24}AIM[^,，。：:]{0,10}(?:是|为|：|:|。|$)",
        ),
        next: pattern(
            r"^(?:下一?步|下一?年度?|明年|来年|今后一个时期|接下来)[^。]{0,60}(?:将|要|继续|重点|进一步|任务|思路|打算)",
        ),
    }
});

/// Finds the first sentence at the head of a paragraph that says what is to be done.
pub(super) fn find(document: &Document, paragraphs: &[Paragraph]) -> Option<usize> {
    // A work report is given while the year it plans is young; any other report about a year is written after it.
    let plans_this_year = matches!(document.kind, DocumentKind::WorkReport | DocumentKind::PlanReport);
    let own = document.report_year.map(|year| year.end);
    let looks_ahead = |words: &str| {
        let folded = text::fold(words);
        let words = folded.text();
        let named = PATTERNS.named_year.captures(words).and_then(|found| found[1].parse::<i16>().ok());
        PATTERNS.next.is_match(words)
            || (plans_this_year && PATTERNS.this_year.is_match(words))
            || named.zip(own).is_some_and(|(named, own)| named > own || (plans_this_year && named == own))
    };
    let opens = |paragraph: &&Paragraph| {
        let mut sentences = paragraph.sentences.iter().filter(|sentence| sentence.words.chars().count() > 6);
        !paragraph.is_headed && sentences.next().is_some_and(|first| looks_ahead(&first.words))
    };
    paragraphs.iter().find(opens).map(|paragraph| paragraph.start)
}
