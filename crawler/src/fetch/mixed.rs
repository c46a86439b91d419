//! The bytes of a page in which two encodings meet in; its text out, each stretch read in its own.
//!
//! A template in UTF-8 around a foot in GBK, or a page that goes on in GBK half-way, is whole to its readers only when neither
//! encoding is forced upon all of it. Markup, blanks and quotes are the same in both, and no byte of theirs is the second half
//! of a character in GBK, so a page can be cut there.

use std::ops::Range;

use encoding_rs::GB18030;

/// So many Chinese characters in UTF-8 do not come about by chance in other bytes.
const NO_CHANCE: usize = 8;

/// A text of two encodings.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mixed {
    /// The text; bytes that mean nothing became U+FFFD.
    pub(crate) text: String,
    /// Which encoding most of it is in.
    pub(crate) mostly: Reading,
    /// How many U+FFFD stand for bytes that mean nothing.
    pub(crate) replaced: usize,
}

/// How a stretch of bytes is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// As UTF-8; a few bytes may be spoilt.
    Utf8,
    /// As GB18030.
    Gb,
    /// As the page mostly is: it may be either or neither.
    Unsure,
}

/// How many characters were told to be in which encoding.
#[derive(Clone, Copy, Debug, Default)]
struct Told {
    utf_8: usize,
    gb: usize,
    neither: usize,
}

/// Reads bytes that are not valid UTF-8 as a whole, when much of them is Chinese in UTF-8 all the same.
pub(crate) fn read(bytes: &[u8]) -> Option<Mixed> {
    let (mut parts, mut told) = (Vec::new(), Told::default());
    for piece in pieces(bytes) {
        judge(bytes, piece, &mut parts, &mut told);
    }
    let is_chinese = told.utf_8 >= NO_CHANCE || told.utf_8 >= 2 && told.utf_8 > told.gb + told.neither;
    if !is_chinese || told.neither > told.utf_8 + told.gb {
        return None;
    }
    let mostly = if told.utf_8 >= told.gb { Reading::Utf8 } else { Reading::Gb };
    let mut text = String::with_capacity(bytes.len());
    for (range, reading) in parts {
        let part = &bytes[range];
        match if reading == Reading::Unsure { mostly } else { reading } {
            Reading::Gb => text.push_str(&GB18030.decode_without_bom_handling(part).0),
            Reading::Utf8 | Reading::Unsure => text.push_str(&String::from_utf8_lossy(part)),
        }
    }
    let replaced = text.matches('\u{FFFD}').count();
    Some(Mixed { text, mostly, replaced })
}

/// Cuts bytes where both encodings agree on what stands there: markup, blanks, quotes, `=`, but no digits.
fn pieces(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let is_cut = |byte: &u8| matches!(byte, 0..=0x2F | 0x3A..=0x3F);
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = bytes.get(from..).filter(|rest| !rest.is_empty())?;
        let inside = rest.iter().position(is_cut).unwrap_or(rest.len());
        let length = if inside > 0 { inside } else { rest.iter().take_while(|byte| is_cut(byte)).count() };
        from += length;
        Some(from - length..from)
    })
}

/// Tells how one piece is to be read, in one part or in several.
fn judge(bytes: &[u8], piece: Range<usize>, parts: &mut Vec<(Range<usize>, Reading)>, told: &mut Told) {
    let part = &bytes[piece.clone()];
    if part.is_ascii() {
        parts.push((piece, Reading::Unsure));
        return;
    }
    if let Ok(text) = std::str::from_utf8(part) {
        let (han, others) = counted(text);
        // 联通 in GBK is valid UTF-8 too, but no Chinese in it.
        let is_sure = han > 2 * others && (han > 1 || gb_characters(part).is_none());
        told.utf_8 += if is_sure { han } else { 0 };
        parts.push((piece, if is_sure { Reading::Utf8 } else { Reading::Unsure }));
        return;
    }
    let middle = between(part);
    let least = if middle.len() == part.len() { 1 } else { 2 };
    if let Some(characters) = gb_characters(&part[middle.clone()]).filter(|count| *count >= least) {
        told.gb += characters;
        told.utf_8 += counted(&String::from_utf8_lossy(&part[..middle.start])).0;
        told.utf_8 += counted(&String::from_utf8_lossy(&part[middle.end..])).0;
        let at = piece.start;
        parts.push((at..at + middle.start, Reading::Utf8));
        parts.push((at + middle.start..at + middle.end, Reading::Gb));
        parts.push((at + middle.end..piece.end, Reading::Utf8));
        return;
    }
    let spoilt = String::from_utf8_lossy(part);
    let (han, bad) = (counted(&spoilt).0, spoilt.matches('\u{FFFD}').count());
    if han >= bad {
        told.utf_8 += han;
        parts.push((piece, Reading::Utf8));
    } else {
        told.neither += bad.div_ceil(2);
        parts.push((piece, Reading::Unsure));
    }
}

/// What stands between the Chinese in UTF-8 at the beginning of a piece and that at its end, such as the name behind a label.
fn between(part: &[u8]) -> Range<usize> {
    let mut start = 0;
    let first = part.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    if let Some((at, last)) = first.char_indices().rev().find(|(_, c)| is_chinese(*c)) {
        start = at + last.len_utf8();
    }
    let last = part.utf8_chunks().last().filter(|chunk| chunk.invalid().is_empty());
    let last = last.map_or("", |chunk| chunk.valid());
    let end = match last.char_indices().find(|(_, c)| is_chinese(*c)) {
        Some((at, _)) if counted(last).0 > 1 => part.len() - last.len() + at,
        _ => part.len(),
    };
    start..end.max(start)
}

/// Counts Chinese characters with their marks, and what else is beyond ASCII.
fn counted(text: &str) -> (usize, usize) {
    text.chars()
        .filter(|c| !c.is_ascii() && *c != '\u{FFFD}')
        .fold((0, 0), |(han, others), c| if is_chinese(c) { (han + 1, others) } else { (han, others + 1) })
}

fn is_chinese(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{303F}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF5E}')
}

/// How many characters bytes hold when they are GB beyond doubt: whole, and most of them among the marks and the 3755 common
/// characters that GB 2312 lists first. Of UTF-8 taken for GB hardly an eighth is.
fn gb_characters(bytes: &[u8]) -> Option<usize> {
    let (mut all, mut common, mut at) = (0, 0, 0);
    while let Some(lead) = bytes.get(at) {
        if lead.is_ascii() {
            at += 1;
            continue;
        }
        let is_marked = bytes.get(at + 1).is_some_and(|trail| *trail >= 0xA1);
        common += usize::from(is_marked && matches!(lead, 0xA1..=0xA3 | 0xB0..=0xD7));
        all += 1;
        at += 2;
    }
    let is_whole = || GB18030.decode_without_bom_handling_and_without_replacement(bytes).is_some();
    (all > 0 && common * 2 >= all && is_whole()).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gb(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    /// Checks bytes that are written as stretches in UTF-8 and in GB by turns.
    #[track_caller]
    fn check(stretches: &[&str], mostly: Reading) {
        let bytes: Vec<u8> = stretches.iter().enumerate().fold(Vec::new(), |mut bytes, (n, text)| {
            bytes.extend(if n % 2 == 0 { text.as_bytes().to_vec() } else { gb(text) });
            bytes
        });
        let found = read(&bytes).expect("there is UTF-8 in it");
        assert_eq!((found.text.as_str(), found.replaced), (stretches.concat().as_str(), 0));
        assert_eq!(found.mostly, mostly);
    }

    #[test]
    fn each_stretch_is_read_in_its_own_encoding() {
        let text = "<p>扎实推进法治政府建设各项工作·第1期，联通各部门。</p><a>返回</a>";
        check(&[text, "<div>主办：某县人民政府办公室</div>", "<i>完</i>"], Reading::Utf8);
        check(&["", "<div>某县人民政府门户网站欢迎您</div>", text], Reading::Utf8);
        check(&["<p>本文来源：", "某县司法局", "　发布时间：今日上午</p>"], Reading::Utf8);
        check(&[text, &text.repeat(3)], Reading::Gb);
        check(&["<a title='", "联系我们", "'>依法行政，公开透明</a>"], Reading::Utf8);
    }

    #[test]
    fn what_is_spoilt_is_marked_and_nothing_else_changes() {
        for bad in [&b"\xe4\xb8"[..], b"\xff\xfe", b"\xb8\xad", b"\x80"] {
            let bytes = ["<p>依法行政".as_bytes(), bad, "公开透明</p>".as_bytes()].concat();
            let found = read(&bytes).expect("there is UTF-8 in it");
            assert_eq!(found.text.replace('\u{FFFD}', ""), "<p>依法行政公开透明</p>", "{bad:?}");
            assert!(found.replaced > 0 && found.mostly == Reading::Utf8);
        }
    }

    #[test]
    fn bytes_of_one_other_encoding_are_not_mixed() {
        let simplified = "<p>全县各级行政机关依法履行职责，联通、移动通信公司。</p><td>龙</td>".repeat(40);
        let traditional = "<p>政府資訊公開年度報告，依法行政，推動法治建設。</p><td>龍</td>".repeat(40);
        assert_eq!(read(&gb(&simplified)), None);
        assert_eq!(read(&[gb(&simplified), b"\x80<p>".to_vec()].concat()), None);
        assert_eq!(read(&encoding_rs::BIG5.encode(&traditional).0), None);
        assert_eq!(read(&encoding_rs::WINDOWS_1251.encode(&"Отчёт о работе <b>".repeat(9)).0), None);
        assert_eq!(read(b"caf\xe9 <i>Universit\xe0</i>"), None);
    }
}
