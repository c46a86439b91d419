//! The tokens of a query in; the same with every article of a law behind the law's name in full (公园法33条 as 公园法第33条), out.

use crate::articles::is_other_word;
use crate::query::lex::Token;
use crate::query::lex::What;
use crate::query::lex::half_width;

/// What the names of laws end with, behind which figures and 条 are an article.
const LAWS: &[&str] = &["法", "法典", "条例", "规定", "办法", "细则", "》"];
/// The same where the number is Chinese: 规定二十条 counts them.
const LAWS_BEFORE_CHINESE: &[&str] = &["法典", "法", "》"];
/// What ends in 法 and is no law.
const NO_LAWS: &[&str] = &["办法", "方法", "做法", "说法", "看法", "想法"];
/// What stands between the first and the last of several articles.
const TO: &[char] = &['至', '到', '-', '~', '—', '–', '～', '－'];

/// Writes the articles in full; a blank may part their numbers from what stands around them.
pub(crate) fn numbered(tokens: Vec<Token>) -> Vec<Token> {
    let mut written: Vec<Token> = Vec::with_capacity(tokens.len());
    for mut token in tokens {
        let Some(mut text) = bare(&token) else {
            written.push(token);
            continue;
        };
        let mut before = written.last().and_then(bare).unwrap_or_default();
        let before_that = written.iter().nth_back(1).and_then(bare).unwrap_or_default();
        if goes_on(&before_that, &before, &text)
            && let Some(begun) = written.pop()
        {
            text.insert_str(0, &before);
            before = before_that;
            token.at.start = begun.at.start;
        }
        token.what = What::Bare(in_full(&text, &before));
        written.push(token);
    }
    written
}

fn bare(token: &Token) -> Option<String> {
    if let What::Bare(text) = &token.what { Some(text.clone()) } else { None }
}

/// Tells whether a blank parts an article: 第 33, 第33 条, and 33 条 behind the name of a law.
fn goes_on(before_that: &str, before: &str, text: &str) -> bool {
    let behind_number = text.trim_start_matches(is_digit);
    if before.ends_with('第') {
        return behind_number.len() < text.len()
            && (behind_number.is_empty() || behind_number.starts_with('条'));
    }
    let before_number = before.trim_end_matches(is_digit);
    let is_law = || names_law(before_that, '0');
    text.starts_with('条')
        && before_number.len() < before.len()
        && (before_number.ends_with('第') || before_number.is_empty() && is_law())
}

/// Writes the articles of a chunk in full; `before` is the chunk before it.
fn in_full(text: &str, before: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let (mut written, mut at) = (String::with_capacity(text.len()), 0);
    while at < characters.len() {
        let end = at + number_at(&characters[at..]);
        let place = if at == 0 { before } else { written.as_str() };
        let has_ordinal = place.ends_with('第') && at > 0;
        if end == at || !(has_ordinal || names_law(place, characters[at])) {
            written.push(characters[at]);
            at += 1;
            continue;
        }
        let number: String = characters[at..end].iter().collect();
        let ordinal = if has_ordinal { "" } else { "第" };
        if let Some((last, behind)) = last_of_several(&characters[end..]) {
            written.push_str(&format!("{ordinal}{number}条、第{last}条"));
            at = end + behind;
        } else {
            let is_article = begins_with_article(&characters[end..]);
            written.push_str(&if is_article { format!("{ordinal}{number}") } else { number });
            at = end;
        }
    }
    written
}

/// Returns the number of the last of several articles and the characters up to its end, where a text goes on so: 至8条.
fn last_of_several(rest: &[char]) -> Option<(String, usize)> {
    let mut at = usize::from(rest.first() == Some(&'条'));
    rest.get(at).filter(|to| TO.contains(to))?;
    at += 1;
    at += usize::from(rest.get(at) == Some(&'第'));
    let length = number_at(&rest[at..]);
    let last: String = rest[at..at + length].iter().collect();
    at += length;
    (length > 0 && begins_with_article(&rest[at..])).then_some((last, at + 1))
}

fn begins_with_article(rest: &[char]) -> bool {
    rest.first() == Some(&'条') && !rest.get(1).is_some_and(|&next| is_other_word('条', next))
}

/// Tells whether a text ends with the name of a law, behind which a number begins.
fn names_law(text: &str, number: char) -> bool {
    let laws = if is_digit(number) { LAWS } else { LAWS_BEFORE_CHINESE };
    let is_law = laws.iter().any(|law| text.ends_with(law));
    is_law && (is_digit(number) || !NO_LAWS.iter().any(|other| text.ends_with(other)))
}

/// Counts the characters of the number with which a text begins.
fn number_at(characters: &[char]) -> usize {
    let count = |is_part: fn(char) -> bool| characters.iter().take_while(|&&c| is_part(c)).count();
    match count(is_digit) {
        0 => count(|character| "〇零一二三四五六七八九十百千".contains(character)),
        digits => digits,
    }
}

fn is_digit(character: char) -> bool {
    half_width(character).is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use crate::query::parse;

    #[track_caller]
    fn check(query: &str, reading: &str) {
        assert_eq!(parse(query).expect("the query is sound").root.to_string(), reading, "{query}");
    }

    #[test]
    fn figures_behind_the_name_of_a_law_are_an_article() {
        check("公园法33条", "公园法第33条");
        check("公园法33条的内容", "公园法第33条的内容");
        check("公园法 33条", "(公园法 AND 第33条)");
        check("《公园法》33条", "《公园法》第33条");
        check("公园法第 33 条", "公园法第33条");
        check("公园法 33 条", "(公园法 AND 第33条)");
        check("公园法三十三条", "公园法第三十三条");
        check("公园条例第5至8条", "公园条例第5条、第8条");
        check("公园条例第5条至第8条", "公园条例第5条、第8条");
        check("公园条例5-8条", "公园条例第5条、第8条");
    }

    #[test]
    fn other_numbers_stay_as_they_are_written() {
        for query in [
            "公园33条",
            "公园规定十条",
            "公园办法二十条",
            "公园法第33条",
            "公园法2020",
            "公园法3条款",
            "33条",
        ] {
            check(query, query);
        }
        check("规定 33条例", "(规定 AND 33条例)");
    }
}
