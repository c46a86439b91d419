//! A script or JSON in; its quoted strings out, unescaped, each with the key that it stands under.

/// One quoted string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Literal {
    /// The name before it: `"key": "…"`, `key: '…'` or `key = "…"`.
    pub(crate) key: Option<String>,
    /// What it says.
    pub(crate) text: String,
}

/// How far before a string its key may begin, in bytes.
const REACH: usize = 48;

/// Finds the strings of a script that say something, and numbers of ten or thirteen digits under a key, which are times. A
/// string in `'` or `"` that its line does not close is none.
pub(crate) fn find(script: &str) -> Vec<Literal> {
    let bytes = script.as_bytes();
    let mut literals = Vec::new();
    // Up to where each kind of quote is known to close nothing, so that no stretch is looked through twice.
    let mut unclosed = [0; 3];
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'"' | b'\'' | b'`') => {
                let kind = match quote {
                    b'"' => 0,
                    b'\'' => 1,
                    _ => 2,
                };
                let closed =
                    if at < unclosed[kind] { Err(unclosed[kind]) } else { closing(bytes, at + 1, quote) };
                let end = match closed {
                    Ok(end) => end,
                    Err(upto) => {
                        unclosed[kind] = upto;
                        at += 1;
                        continue;
                    }
                };
                let text = unescaped(&script[at + 1..end]);
                // A key is kept only as the name of what follows it.
                let is_key = text.is_ascii() && script[end + 1..].trim_start_matches(' ').starts_with(':');
                if !is_key && !text.is_empty() {
                    literals.push(Literal { key: key(script, at), text });
                }
                at = end + 1;
            }
            b':' => {
                let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                if matches!(digits, 10 | 13) {
                    let text = script[at + 1..=at + digits].to_owned();
                    literals.push(Literal { key: key(script, at + 1), text });
                }
                at += 1 + digits;
            }
            _ => at += 1,
        }
    }
    literals
}

/// Returns where a string ends that begins behind its quote, or else up to where it does not.
fn closing(bytes: &[u8], start: usize, quote: u8) -> Result<usize, usize> {
    let mut at = start;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'\n' if quote != b'`' => return Err(at),
            byte if byte == quote => return Ok(at),
            _ => {}
        }
        at += 1;
    }
    Err(bytes.len())
}

/// Reads the name that stands before a value.
fn key(script: &str, value: usize) -> Option<String> {
    let mut from = value.saturating_sub(REACH);
    while !script.is_char_boundary(from) {
        from += 1;
    }
    let before = script[from..value].trim_end();
    let before = before.strip_suffix([':', '=']).unwrap_or(before).trim_end();
    let before = before.strip_suffix(['"', '\'']).unwrap_or(before);
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let name = &before[before.trim_end_matches(is_name).len()..];
    (!name.is_empty()).then(|| name.to_owned())
}

/// Reads the escapes of a string: `\n`, `\/`, `\u4e00`; one that cannot be read stands for itself.
fn unescaped(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    let mut units: Vec<u16> = Vec::new();
    let mut rest = written;
    while let Some(at) = rest.find('\\') {
        if at > 0 {
            flush(&mut units, &mut text);
            text.push_str(&rest[..at]);
        }
        rest = &rest[at + 1..];
        if let Some(unit) = rest
            .strip_prefix('u')
            .and_then(|hex| hex.get(..4))
            .and_then(|hex| u16::from_str_radix(hex, 16).ok())
        {
            units.push(unit);
            rest = &rest[5..];
            continue;
        }
        flush(&mut units, &mut text);
        let Some(escaped) = rest.chars().next() else { break };
        match escaped {
            'n' | 'r' => text.push('\n'),
            't' => text.push('\t'),
            'b' | 'f' | '\n' => {}
            other => text.push(other),
        }
        rest = &rest[escaped.len_utf8()..];
    }
    flush(&mut units, &mut text);
    text.push_str(rest);
    text
}

/// Writes the characters of UTF-16 units that were escaped one behind the other.
fn flush(units: &mut Vec<u16>, text: &mut String) {
    text.push_str(&String::from_utf16_lossy(units));
    units.clear();
}

#[cfg(test)]
mod tests {
    use crate::extract::literals;

    #[track_caller]
    fn check(script: &str, expected: &[&str]) {
        let found: Vec<String> = literals::find(script)
            .iter()
            .map(|literal| format!("{}={}", literal.key.as_deref().unwrap_or("-"), literal.text))
            .collect();
        assert_eq!(found, expected, "{script}");
    }

    #[test]
    fn strings_come_with_their_keys() {
        check(r#"{"title":"甲","n":{"content" : "乙\n丙"}}"#, &["title=甲", "content=乙\n丙"]);
        check("var text = '甲'; show(\"乙\")", &["text=甲", "-=乙"]);
        check(r#"{"time":1641693600000,"n":5}"#, &["time=1641693600000"]);
    }

    #[test]
    fn escapes_are_read() {
        check(r#"x="\u4e2d\u56fd<\/p>\"\ud842\udfb7\"""#, &["x=中国</p>\"𠮷\""]);
        check(r#"x="\u4e""#, &["x=u4e"]);
    }

    #[test]
    fn a_string_that_its_line_does_not_close_is_none() {
        check("// it's\nx='甲'", &["x=甲"]);
        check("x=`甲\n乙`", &["x=甲\n乙"]);
        check("x='甲", &[]);
    }
}
