//! The words before a place: a title in; what only surrounds or introduces its issuer, or makes a place another's affair, out.

/// Returns the length of what stands before the issuer in a title: years, brackets, 关于, 中共.
pub(super) fn skip_opening(text: &str) -> usize {
    const WORDS: [&str; 12] = [
        "中共",
        "中国共产党",
        "关于印发",
        "关于公布",
        "关于发布",
        "关于",
        "印发",
        "公布",
        "发布",
        "政府信息公开",
        "年度",
        "年",
    ];
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let blank = rest.len() - rest.trim_start_matches(is_furniture).len();
        let step = blank + skip(&rest[blank..], &WORDS);
        let year = numeral_length(&text[at + step..]);
        if step + year == 0 {
            return at;
        }
        at += step + year;
    }
}

/// Tells whether a character only surrounds what a title says: blanks, digits, brackets, marks.
pub(super) fn is_furniture(c: char) -> bool {
    c.is_whitespace()
        || c.is_ascii_digit()
        || "《〈“”\"'【】[](（）)「」『』—-–~·•:：、,，.".contains(c)
        || ('０'..='９').contains(&c)
}

/// Returns the length of a year or a term in Chinese numerals: 二〇二一 before 年, 第十四届.
fn numeral_length(text: &str) -> usize {
    let ordinal = text.starts_with('第');
    let start = if ordinal { '第'.len_utf8() } else { 0 };
    let digits: usize = text[start..]
        .chars()
        .take_while(|c| "〇○零ＯOo一二三四五六七八九十".contains(*c))
        .map(char::len_utf8)
        .sum();
    let end = start + digits;
    let is_term = ordinal && digits > 0 && text[end..].starts_with('届');
    let is_year = !ordinal && text[end..].starts_with('年') && text[..end].chars().count() == 4;
    match () {
        () if is_term => end + '届'.len_utf8(),
        () if is_year => end,
        () => 0,
    }
}

/// Returns the length of the longest of some words that a text begins with.
pub(super) fn skip(text: &str, words: &[&str]) -> usize {
    words.iter().filter(|word| text.starts_with(**word)).map(|word| word.len()).max().unwrap_or(0)
}

/// Tells whether the words before a name introduce what a text is about: 关于, 印发.
pub(super) fn is_introduced(before: &str) -> bool {
    ["关于", "印发", "公布", "发布"].iter().any(|word| before.contains(word))
}

/// Tells whether the words before a name make it another's affair.
pub(super) fn is_foreign(before: &str) -> bool {
    const WORDS: [&str; 22] = [
        "转发",
        "对口支援",
        "支援",
        "援助",
        "帮扶",
        "协作",
        "赴",
        "到",
        "来自",
        "考察",
        "调研",
        "学习",
        "借鉴",
        "前往",
        "驻",
        "贯彻",
        "落实",
        "贯彻落实",
        "访问",
        "结对",
        "对口帮扶",
        "复制推广",
    ];
    let before = before.trim_end_matches(['《', '〈', '“', '"', '（', '(']);
    WORDS.iter().any(|word| before.ends_with(word))
}
