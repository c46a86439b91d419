//! A chunk of a query in; the parts of laws that it names by number (第十六条, 第33条), apart from its words, and how they are
//! written in Chinese, out.

/// A stretch of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part<'t> {
    Words(&'t str),
    Article(&'t str),
}

/// What parts of laws are called, and what makes another word of each: 第二条例.
const KINDS: &[(char, &str)] = &[
    ('条', "例件约款线形理"),
    ('款', "项"),
    ('项', "目"),
    ('章', "程"),
    ('节', "日目能约"),
    ('编', "制号辑"),
];
const DIGITS: &str = "零一二三四五六七八九";
const NUMERALS: &str = "〇零一二两三四五六七八九十百千";

/// Parts a folded text.
pub(crate) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut begun, mut at) = (0, 0);
    while let Some(found) = text[at..].find('第') {
        let start = at + found;
        let Some(length) = length(&text[start..]) else {
            at = start + '第'.len_utf8();
            continue;
        };
        if begun < start {
            parts.push(Part::Words(&text[begun..start]));
        }
        at = start + length;
        parts.push(Part::Article(&text[start..at]));
        begun = at;
    }
    if begun < text.len() {
        parts.push(Part::Words(&text[begun..]));
    }
    parts
}

/// Tells whether what a part of a law is called makes another word with the character behind it: 条例.
pub(crate) fn is_other_word(kind: char, next: char) -> bool {
    KINDS.iter().any(|(known, others)| *known == kind && others.contains(next))
}

/// Returns the bytes of an article with which a text begins.
fn length(text: &str) -> Option<usize> {
    let number = number_in(text)?;
    let behind = &text['第'.len_utf8() + number.len()..];
    let kind = behind.chars().next()?;
    let (_, others) = KINDS.iter().find(|(known, _)| *known == kind)?;
    let behind = &behind[kind.len_utf8()..];
    if behind.starts_with(|next| others.contains(next)) {
        return None;
    }
    let mut end = text.len() - behind.len();
    // 第二百三十四条之一 is an article of its own.
    if let Some(inserted) = behind.strip_prefix('之') {
        let numerals =
            inserted.chars().take_while(|&c| NUMERALS.contains(c)).map(char::len_utf8).sum::<usize>();
        end += if numerals > 0 { '之'.len_utf8() + numerals } else { 0 };
    }
    Some(end)
}

/// Returns the number behind the 第 with which a text begins.
fn number_in(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('第')?;
    let count = |is_digit: fn(char) -> bool| rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
    let length = match count(|c| c.is_ascii_digit()) {
        0 => count(|c| NUMERALS.contains(c)),
        arabic => arabic,
    };
    (length > 0).then(|| &rest[..length])
}

/// Tells whether a text is an article and nothing else.
pub(crate) fn is_article(text: &str) -> bool {
    length(text) == Some(text.len())
}

/// Tells whether a text is an article of a law: 第三十三条.
pub(crate) fn is_whole(text: &str) -> bool {
    is_article(text) && text.contains('条')
}

/// Tells whether a text is a part of an article: 第二款.
pub(crate) fn is_part(text: &str) -> bool {
    is_article(text) && text.ends_with(['款', '项'])
}

/// Writes an article with an Arabic number in Chinese: 第33条 is printed as 第三十三条.
pub(crate) fn in_chinese(article: &str) -> Option<String> {
    let number = number_in(article).filter(|_| is_article(article))?;
    let value: usize = number.parse().ok().filter(|value| (1..10_000).contains(value))?;
    Some(format!("第{}{}", numeral(value), &article['第'.len_utf8() + number.len()..]))
}

/// Writes every article of a folded text that has an Arabic number in Chinese.
pub(crate) fn printed(text: &str) -> String {
    let written = |part| match part {
        Part::Article(article) => in_chinese(article).unwrap_or_else(|| article.to_owned()),
        Part::Words(words) => words.to_owned(),
    };
    parts(text).into_iter().map(written).collect()
}

fn numeral(value: usize) -> String {
    let mut written = String::new();
    let mut is_gap = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = value / unit % 10;
        if digit == 0 {
            is_gap = !written.is_empty();
            continue;
        }
        if is_gap {
            written.push('零');
        }
        is_gap = false;
        // Ten to nineteen begin with 十.
        if !(unit == 10 && digit == 1 && written.is_empty()) {
            written.extend(DIGITS.chars().nth(digit));
        }
        written.push_str(name);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::Part;
    use super::in_chinese;
    use super::parts;
    use super::printed;

    #[track_caller]
    fn check(text: &str, articles: &[&str]) {
        let article = |part| if let Part::Article(article) = part { Some(article) } else { None };
        let found: Vec<&str> = parts(text).into_iter().filter_map(article).collect();
        assert_eq!(found, articles, "{text}");
    }

    #[test]
    fn articles_are_told_from_other_words() {
        check("公园法第十六条第二款", &["第十六条", "第二款"]);
        check("公园法第33条规定了什么", &["第33条"]);
        check("第一百二十条之一的罪名", &["第一百二十条之一"]);
        for text in ["第二条例", "第三款项", "第一项目", "第一章程", "第二节能", "第十届", "第条", "条"]
        {
            check(text, &[]);
        }
    }

    #[test]
    fn arabic_numbers_are_written_in_chinese() {
        let cases = [
            ("第33条", Some("第三十三条")),
            ("第10章", Some("第十章")),
            ("第12条", Some("第十二条")),
            ("第105条", Some("第一百零五条")),
            ("第110条", Some("第一百一十条")),
            ("第1077条", Some("第一千零七十七条")),
            ("第120条之一", Some("第一百二十条之一")),
            ("第三条", None),
            ("第33条规定", None),
            ("33", None),
        ];
        for (article, chinese) in cases {
            assert_eq!(in_chinese(article).as_deref(), chinese, "{article}");
        }
    }

    #[test]
    fn every_number_of_a_text_is_printed_in_chinese() {
        assert_eq!(printed("公园法第16条第2款和第三条"), "公园法第十六条第二款和第三条");
        assert_eq!(printed("公园法第0条"), "公园法第0条");
    }
}
