//! An RTF file in, as many are named .doc; its paragraphs out.

use encoding_rs::Encoding;
use encoding_rs::GB18030;

use crate::files::inside::Taken;
use crate::files::inside::paragraphs;

/// Groups that hold no text of the document.
const ASIDE: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "header",
    "footer",
    "headerl",
    "headerr",
    "headerf",
    "footerl",
    "footerr",
    "footerf",
    "listtable",
    "listoverridetable",
    "themedata",
    "datastore",
    "latentstyles",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "bkmkstart",
    "bkmkend",
    "fldinst",
    "nonshppict",
];

/// Takes the text out of an RTF file.
pub(crate) fn take(bytes: &[u8]) -> Taken {
    let mut text = Text { written: String::new(), pending: Vec::new(), encoding: GB18030 };
    read(bytes, &mut text);
    text.settle();
    let lines =
        text.written.lines().map(|line| line.trim_matches([' ', '\r'])).filter(|line| !line.is_empty());
    let text = lines.collect::<Vec<_>>().join("\n");
    match text.is_empty() {
        true => Taken::Damaged { because: "holds no text".to_owned() },
        false => paragraphs(&text, bytes.windows(5).any(|part| part == b"\\pict")),
    }
}

/// The text so far; bytes wait until it is sure that no more of their letter follows.
struct Text {
    written: String,
    pending: Vec<u8>,
    encoding: &'static Encoding,
}

impl Text {
    fn settle(&mut self) {
        if !self.pending.is_empty() {
            let (text, _, _) = self.encoding.decode(&self.pending);
            self.written.push_str(&text);
            self.pending.clear();
        }
    }

    fn push(&mut self, text: &str) {
        self.settle();
        self.written.push_str(text);
    }
}

/// What holds in a group.
#[derive(Clone, Copy)]
struct Group {
    is_aside: bool,
    /// How many letters stand in for one Unicode letter, for old readers.
    stand_ins: usize,
}

fn read(bytes: &[u8], text: &mut Text) {
    let mut groups = vec![Group { is_aside: false, stand_ins: 1 }];
    let (mut at, mut skip) = (0, 0_usize);
    while let Some(byte) = bytes.get(at) {
        let group = groups.last().copied().unwrap_or(Group { is_aside: true, stand_ins: 1 });
        at += 1;
        match byte {
            b'{' => groups.push(group),
            b'}' => {
                groups.pop();
                skip = 0;
            }
            b'\\' => {
                let word = control(bytes, &mut at);
                obey(&word, text, &mut groups, &mut skip);
            }
            b'\r' | b'\n' => {}
            _ if group.is_aside => {}
            _ if skip > 0 => skip -= 1,
            byte => text.pending.push(*byte),
        }
    }
}

/// A control word with its number, or a control sign.
enum Control {
    Word(String, Option<i32>),
    Byte(u8),
    Sign(u8),
}

fn control(bytes: &[u8], at: &mut usize) -> Control {
    let rest = bytes.get(*at..).unwrap_or_default();
    match rest.first() {
        Some(b'\'') => {
            let digits = rest.get(1..3).and_then(|digits| std::str::from_utf8(digits).ok());
            *at += 3;
            Control::Byte(digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()).unwrap_or(b'?'))
        }
        Some(first) if first.is_ascii_alphabetic() => {
            let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            let is_number =
                |(place, byte): (usize, &u8)| byte.is_ascii_digit() || (place == 0 && *byte == b'-');
            let digits = rest[letters..].iter().enumerate().take_while(|place| is_number(*place)).count();
            let number =
                std::str::from_utf8(&rest[letters..letters + digits]).ok().and_then(|text| text.parse().ok());
            *at += letters + digits;
            // One blank behind a word belongs to it.
            *at += usize::from(bytes.get(*at) == Some(&b' '));
            Control::Word(String::from_utf8_lossy(&rest[..letters]).into_owned(), number)
        }
        Some(sign) => {
            *at += 1;
            Control::Sign(*sign)
        }
        None => Control::Sign(b' '),
    }
}

fn obey(control: &Control, text: &mut Text, groups: &mut [Group], skip: &mut usize) {
    let Some(group) = groups.last_mut() else { return };
    match control {
        Control::Sign(b'*') => group.is_aside = true,
        Control::Word(word, _) if ASIDE.contains(&word.as_str()) => group.is_aside = true,
        Control::Word(word, Some(number)) if word == "uc" => {
            group.stand_ins = usize::try_from(*number).unwrap_or(1);
        }
        _ if group.is_aside => {}
        Control::Byte(_) if *skip > 0 => *skip -= 1,
        Control::Byte(byte) => text.pending.push(*byte),
        Control::Sign(sign @ (b'{' | b'}' | b'\\')) => text.pending.push(*sign),
        Control::Sign(b'~') => text.push(" "),
        Control::Sign(_) => {}
        Control::Word(word, number) => match (word.as_str(), number) {
            ("par" | "line" | "row" | "sect" | "page", _) => text.push("\n"),
            ("tab" | "cell", _) => text.push("\t"),
            ("u", Some(number)) => {
                // Numbers beyond 32767 are written as negative ones.
                let letter = u32::try_from(if *number < 0 { number + 65_536 } else { *number }).ok();
                text.push(&letter.and_then(char::from_u32).unwrap_or('\u{fffd}').to_string());
                *skip = group.stand_ins;
            }
            ("ansicpg", Some(number)) => {
                let label = format!("windows-{number}");
                text.encoding = Encoding::for_label(label.as_bytes()).unwrap_or(GB18030);
            }
            ("lquote", _) => text.push("‘"),
            ("rquote", _) => text.push("’"),
            ("ldblquote", _) => text.push("“"),
            ("rdblquote", _) => text.push("”"),
            ("emdash", _) => text.push("—"),
            ("endash", _) => text.push("–"),
            _ => {}
        },
    }
}

#[cfg(test)]
mod tests {
    use crate::files::inside::Taken;
    use crate::files::rtf::take;

    #[track_caller]
    fn check(rtf: &str, expected: &str) {
        match take(rtf.as_bytes()) {
            Taken::Paragraphs { page } => assert_eq!(page.lines.join("\n"), expected),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn letters_by_bytes_and_by_number_are_one_text() {
        check(
            r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 \'cb\'ce\'cc\'e5;}}\f0 \'b7\'a8\'d6\'ce\par 2021\u24180 ?\par}",
            "法治\n2021年",
        );
        check(r"{\rtf1{\*\generator x;}\uc2\u-28727 ??a{\uc0\u24180}\cell b\row}", "迉a年\tb");
        check(r"{\rtf1 a\{b\}\\{\pict 0102}\~c}", "a{b}\\ c");
    }

    #[test]
    fn a_torn_file_gives_what_is_left() {
        check(r"{\rtf1 \'b7\'a8\'d6\'ce\par \'b", "法治\n?");
        assert!(matches!(take(b"{\\rtf1 }"), Taken::Damaged { .. }));
    }
}
