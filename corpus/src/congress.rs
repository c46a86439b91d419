//! A text in; the sessions of the National People's Congress that it names, and the years in which they sat, out.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// The years of the sessions of the first four congresses, which did not sit every year. The third one sat from December 1964
/// to January 1965; the government's report was given in 1964.
const FIRST: [&[i16]; 4] = [&[1954, 1955, 1956, 1957, 1958], &[1959, 1960, 1962, 1963], &[1964], &[1975]];
/// The first congress that sat every year of its term, and the year of its first session.
const YEARLY: (i16, i16) = (5, 1978);
/// How many years a term has since then.
const TERM: i16 = 5;

/// A session that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Where it stands, in bytes of the text.
    pub span: Range<usize>,
    /// The year in which it sat.
    pub year: i16,
}

/// Finds the sessions, from left to right: 第十届全国人民代表大会第一次会议, 全国十届一次人大. Congresses of provinces and cities
/// bear the same numbers, so one of which nothing says that it is the nation's is none.
pub fn sessions(text: &str) -> Vec<Session> {
    let named = NUMBERED_BEFORE.captures_iter(text).chain(NUMBERED_BEHIND.captures_iter(text));
    let mut sessions: Vec<Session> = named
        .filter_map(|found| {
            let whole = found.get(0)?.range();
            let names_it = found[0].contains("人大") || found[0].contains("人民代表大会");
            let is_other = text[..whole.start].ends_with(OTHERS) && !found[0].starts_with('第');
            let year = year(number(&found["congress"])?, number(&found["session"])?)?;
            (names_it && !is_other).then_some(Session { span: whole, year })
        })
        .collect();
    sessions.sort_unstable_by_key(|session| session.span.start);
    sessions
}

/// Returns the year of a session of a congress.
fn year(congress: i16, session: i16) -> Option<i16> {
    let at = usize::try_from(session).ok()?.checked_sub(1)?;
    if let Some(years) = usize::try_from(congress).ok()?.checked_sub(1).and_then(|before| FIRST.get(before)) {
        return years.get(at).copied();
    }
    let (first, begun) = YEARLY;
    let is_one = congress >= first && session <= TERM;
    is_one.then(|| begun + TERM * (congress - first) + session - 1)
}

/// What stands before a number that counts from some other congress: 上一届全国人大.
const OTHERS: [char; 8] = ['上', '下', '这', '那', '前', '后', '新', '每'];

static NUMBERED_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"第?(?<congress>N)届全国(?:人大|人民代表大会)第?(?<session>N)次(?:全体)?会议"));
static NUMBERED_BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"全国(?:人大|人民代表大会)?第?(?<congress>N)届(?:人大|人民代表大会)?第?(?<session>N)次(?:人大|人民代表大会|全体会议|会议)",
    )
});

/// A pattern in which `N` stands for a number below a hundred.
fn pattern(written: &str) -> Regex {
    let written = written.replace('N', r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})");
    Regex::new(&written).expect("a pattern written here is well formed")
}

/// Reads a number below a hundred.
fn number(written: &str) -> Option<i16> {
    if let Ok(number) = written.parse() {
        return Some(number);
    }
    let digit = |character: char| {
        let at = "一二三四五六七八九".chars().position(|known| known == character)?;
        i16::try_from(at + 1).ok()
    };
    let characters: Vec<char> = written.chars().collect();
    match *characters.as_slice() {
        ['十'] => Some(10),
        [ones] => digit(ones),
        ['十', ones] => Some(10 + digit(ones)?),
        [tens, '十'] => Some(10 * digit(tens)?),
        [tens, '十', ones] => Some(10 * digit(tens)? + digit(ones)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::sessions;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, i16)]) {
        let found = sessions(text);
        let found: Vec<(&str, i16)> =
            found.iter().map(|session| (&text[session.span.clone()], session.year)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_session_is_named_in_many_ways() {
        for text in [
            "第十届全国人民代表大会第一次会议",
            "第十届全国人大第一次会议",
            "十届全国人大一次会议",
            "第10届全国人大第1次会议",
            "全国人大十届一次会议",
            "全国十届一次人大",
            "全国人民代表大会第十届第一次全体会议",
            "全国第十届人大第一次会议",
        ] {
            check(text, &[(text, 2003)]);
        }
    }

    #[test]
    fn the_year_is_that_in_which_the_session_sat() {
        for (text, year) in [
            ("第一届全国人大第一次会议", 1954),
            ("第一届全国人大第五次会议", 1958),
            ("第二届全国人大第三次会议", 1962),
            ("第三届全国人大第一次会议", 1964),
            ("第四届全国人大第一次会议", 1975),
            ("第五届全国人大第一次会议", 1978),
            ("第七届全国人大第四次会议", 1991),
            ("第十二届全国人大第一次会议", 2013),
            ("第十四届全国人大第三次会议", 2025),
            ("第二十届全国人大第一次会议", 2053),
        ] {
            check(text, &[(text, year)]);
        }
        check("第三届全国人大第二次会议", &[]);
        check("第十届全国人大第六次会议", &[]);
    }

    #[test]
    fn what_is_no_session_of_the_national_congress_is_none() {
        check("某省第十四届人民代表大会第一次会议", &[]);
        check("第十四届全国人大常委会第一次会议", &[]);
        check("全国政协十四届一次会议", &[]);
        check("第十四届全国人大代表", &[]);
        check("全国十佳", &[]);
        check("上一届全国人大一次会议", &[]);
    }
}
