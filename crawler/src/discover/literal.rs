//! A script goes in; the literals of objects that stand in it come out, and what JSON they are.

use std::sync::LazyLock;

use regex::Captures;
use regex::Regex;
use serde_json::Value;

/// Longer literals are not looked through for their end.
const LONGEST: usize = 8_000;

/// What stands between the braces with which a text begins; braces within strings do not count.
pub(crate) fn object(text: &str) -> Option<&str> {
    let (mut depth, mut quote, mut is_escaped) = (0_usize, None, false);
    for (at, byte) in text.bytes().enumerate().take(LONGEST) {
        match (quote, byte) {
            _ if is_escaped => is_escaped = false,
            (Some(_), b'\\') => is_escaped = true,
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'' | b'`') => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return text.get(1..at);
                }
            }
            (None, _) if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// The JSON that a literal is, with or without quotes around its keys and in whichever marks; none where it reckons with variables.
pub(crate) fn json(inside: &str) -> Option<Value> {
    static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#""(?:[^"\\]|\\.)*"|'((?:[^'\\]|\\.)*)'|([A-Za-z_$][\w$]*)(\s*:)|,(\s*[}\]])|,\s*$"#)
            .expect("the pattern is a constant that the tests compile")
    });
    let written = format!("{{{inside}}}");
    if let Ok(value) = serde_json::from_str(&written) {
        return Some(value);
    }
    let strict = TOKEN.replace_all(inside, |found: &Captures<'_>| {
        let part = |group| found.get(group).map(|part| part.as_str());
        match (part(1), part(2), part(4)) {
            (Some(text), _, _) => format!("\"{}\"", text.replace("\\'", "'").replace('"', "\\\"")),
            (_, Some(key), _) => format!("\"{key}\"{}", part(3).unwrap_or_default()),
            (_, _, Some(end)) => end.to_owned(),
            _ if found[0].starts_with(',') => String::new(),
            _ => found[0].to_owned(),
        }
    });
    serde_json::from_str(&format!("{{{strict}}}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_ends_with_its_own_brace() {
        assert_eq!(object("{a:{b:1},c:'}'} }"), Some("a:{b:1},c:'}'"));
        assert_eq!(object(r#"{a:"\"}"}"#), Some(r#"a:"\"}""#));
        for text in ["", "a", "{", "}", "{a:'}", "x{a:1}"] {
            assert_eq!(object(text), None, "{text}");
        }
    }

    #[test]
    fn a_literal_without_variables_is_json() {
        let check = |inside: &str, expected: Option<&str>| {
            let found = json(inside).map(|value| value.to_string());
            assert_eq!(found.as_deref(), expected, "{inside}");
        };
        check(r#""pn":0,"wd":"""#, Some(r#"{"pn":0,"wd":""}"#));
        check(
            "pn: 0, wd: '', t: 'a: \\'b\\'', c: [{k: 1},],",
            Some(r#"{"c":[{"k":1}],"pn":0,"t":"a: 'b'","wd":""}"#),
        );
        check("pn: page * 10", None);
        check("pn: page", None);
    }
}
