//! What a query writes out in; what of it may be a title when words that only ask, dates and articles at its ends are left off,
//! out.

use corpus::text::says_something;

use crate::articles::Part;
use crate::articles::parts;

/// The most texts that are tried as a title.
const MOST: usize = 24;
/// So many characters hardly ever stand in a row by chance.
const LONG: usize = 8;

/// What titles of rules end with.
const RULES: &[&str] = &[
    "法", "法典", "条例", "规定", "办法", "细则", "规则", "通则", "准则", "规程", "章程", "守则", "公约",
    "纲要",
];

/// What those write behind a title who ask for the document or for what every rule has.
const BEHIND: &[&str] = &[
    "全文",
    "原文",
    "正文",
    "条文",
    "文本",
    "内容",
    "主要",
    "具体",
    "阅读",
    "下载",
    "查询",
    "在线",
    "电子版",
    "pdf",
    "word",
    "doc",
    "txt",
    "最新",
    "现行",
    "有效",
    "新旧",
    "对比",
    "对照",
    "版",
    "新",
    "修订",
    "修正",
    "修改",
    "公布",
    "发布",
    "颁布",
    "通过",
    "出台",
    "制定",
    "施行",
    "实施",
    "生效",
    "废止",
    "失效",
    "起",
    "时间",
    "日期",
    "时候",
    "什么时候",
    "何时",
    "哪年",
    "哪一年",
    "哪天",
    "什么",
    "是",
    "有",
    "哪些",
    "怎么",
    "如何",
    "在哪里",
    "在哪",
    "哪里",
    "吗",
    "呢",
    "的",
    "之",
    "了",
    "年",
    "于",
    "规定",
    "总则",
    "分则",
    "附则",
    "罚则",
    "法律责任",
    "立法目的",
    "目的",
    "适用范围",
];

/// What they write before it.
const BEFORE: &[&str] = &[
    "请问",
    "我想",
    "想",
    "找",
    "查",
    "查找",
    "查询",
    "搜索",
    "下载",
    "什么是",
    "根据",
    "依据",
    "依照",
    "按照",
    "违反",
    "最新",
    "现行",
    "新版",
    "新",
    "公布",
    "发布",
    "颁布",
    "通过",
    "出台",
    "制定",
    "施行",
    "实施",
    "修订",
    "修正",
    "修改",
    "的",
    "年",
];

/// With what the name of another paper, which is about a rule, goes on or ends behind the name of the rule.
const ABOUT: &[&str] = &[
    "解释",
    "司法解释",
    "释义",
    "解读",
    "图解",
    "修正案",
    "草案",
    "说明",
    "问答",
    "通知",
    "意见",
    "方案",
    "决定",
    "批复",
    "讲话",
    "报告",
    "实施",
    "若干",
    "配套",
    "条例",
    "办法",
    "细则",
];

/// Returns what may be a title when what stands at the ends of a folded text is left off; the longest first, the text itself not
/// among it.
pub(crate) fn without_asides(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    let mut begun = Some(text);
    while let Some(from) = begun.filter(|_| found.len() < MOST) {
        let mut rest = Some(from);
        while let Some(candidate) = rest.filter(|_| found.len() < MOST) {
            if candidate != text && !found.contains(&candidate) {
                found.push(candidate);
            }
            rest = before_aside(candidate);
        }
        begun = behind_aside(from);
    }
    found.retain(|candidate| tells(candidate));
    found.sort_by_key(|candidate| std::cmp::Reverse(candidate.len()));
    found
}

/// Returns the names of rules with which a folded text begins and goes on with something else; the longest first.
pub(crate) fn beginnings(text: &str) -> Vec<&str> {
    let ends = text.char_indices().skip(1).map(|(at, _)| at).take(LONG * 10);
    let names = ends.map(|end| (&text[..end], &text[end..]));
    let is_name = |&(name, rest): &(&str, &str)| {
        is_rule(name) && !ABOUT.iter().any(|about| rest.starts_with(about) || rest.ends_with(about))
    };
    let mut found: Vec<&str> = names.filter(is_name).map(|(name, _)| name).collect();
    found.reverse();
    found.truncate(MOST);
    found
}

/// Tells whether a text asks for what is written on a rule, and not for the rule: 民事诉讼法解释.
pub(crate) fn is_on_rule(text: &str) -> bool {
    ABOUT.iter().any(|about| text.strip_suffix(about).is_some_and(is_rule))
}

/// Tells whether a text stands for one document wherever it is written.
fn tells(text: &str) -> bool {
    text.chars().nth(LONG - 1).is_some() || is_rule(text)
}

/// Tells whether a text ends as titles of rules do.
fn is_rule(text: &str) -> bool {
    !RULES.contains(&text) && RULES.iter().any(|rule| text.ends_with(rule))
}

/// Returns what stands before an aside with which a text ends.
fn before_aside(text: &str) -> Option<&str> {
    let bare = text.trim_end_matches(|c| !says_something(c));
    if bare.len() < text.len() {
        return not_blank(bare);
    }
    if let Some((Part::Article(article), _)) = parts(text).split_last() {
        return not_blank(&text[..text.len() - article.len()]);
    }
    let number = text.trim_end_matches(['年', '月', '日', '号', '条', '款', '项']);
    let is_unit = text[number.len()..].chars().count() <= 1;
    let rest = number.trim_end_matches(is_numeral);
    if is_unit && rest.len() < number.len() && (number.len() < text.len() || ends_in_digit(number)) {
        return not_blank(rest.strip_suffix('第').unwrap_or(rest));
    }
    match BEHIND.iter().filter(|word| text.ends_with(**word)).max_by_key(|word| word.len()) {
        Some(longest) => not_blank(&text[..text.len() - longest.len()]),
        // Headings of pages go on with the name of the site.
        None => not_blank(&text[..text.rfind(['-', '_', '|'])?]),
    }
}

/// Returns what stands behind an aside with which a text begins.
fn behind_aside(text: &str) -> Option<&str> {
    let bare = text.trim_start_matches(|c| !says_something(c));
    if bare.len() < text.len() {
        return not_blank(bare);
    }
    if let Some((Part::Article(article), _)) = parts(text).split_first() {
        return not_blank(&text[article.len()..]);
    }
    let rest = text.trim_start_matches(is_numeral);
    let unit = rest.trim_start_matches(['年', '月', '日', '号']);
    let is_date = unit.len() < rest.len() || text.starts_with(|c: char| c.is_ascii_digit());
    if rest.len() < text.len() && is_date {
        return not_blank(unit);
    }
    let longest = BEFORE.iter().filter(|word| text.starts_with(**word)).max_by_key(|word| word.len())?;
    not_blank(&text[longest.len()..])
}

fn not_blank(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn ends_in_digit(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

fn is_numeral(character: char) -> bool {
    character.is_ascii_digit() || "〇零一二三四五六七八九十百千".contains(character)
}

#[cfg(test)]
mod tests {
    use super::beginnings;
    use super::without_asides;

    #[track_caller]
    fn check(text: &str, title: &str) {
        let found = without_asides(text);
        assert!(found.contains(&title), "{text}: {found:?}");
    }

    #[test]
    fn words_that_ask_dates_and_articles_are_no_part_of_a_title() {
        for text in [
            "公园法全文",
            "公园法最新版pdf",
            "公园法什么时候施行",
            "公园法的立法目的",
            "公园法第十四条的内容",
            "公园法第3条第1款规定是什么",
            "公园法第3条、第8条",
            "公园法264",
            "公园法2020年修正",
            "公园法(2020修订)",
            "公园法2020年9月28日公布",
            "公园法二〇二〇年九月",
            "2020-09-28公园法",
            "2020年9月28日公布的公园法",
            "第三条公园法",
            "违反《公园法》第三条",
            "请问公园法在哪里",
            "公园法_某某网",
        ] {
            check(text, "公园法");
        }
        check("某处某人被\"双开\"2014年", "某处某人被\"双开\"");
    }

    #[test]
    fn a_short_text_that_names_no_rule_is_no_title() {
        for text in ["乡村2024", "办法全文", "公园法", "2024年", "的", ""] {
            assert_eq!(without_asides(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn the_name_of_a_rule_begins_what_is_asked_of_it() {
        assert_eq!(beginnings("公园法噪声处罚"), ["公园法"]);
        assert_eq!(beginnings("甲市公园管理办法收费"), ["甲市公园管理办法"]);
        for text in ["公园法释义", "公园法解释三", "公园法实施条例", "公园法", "规定公园"]
        {
            assert_eq!(beginnings(text), [""; 0], "{text}");
        }
    }
}
