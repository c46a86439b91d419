//! Bytes and their declared type in; text out, with how the encoding was found.

use std::sync::LazyLock;

use chardetng::EncodingDetector;
use chardetng::Iso2022JpDetection;
use chardetng::Utf8Detection;
use encoding_rs::BIG5;
use encoding_rs::Encoding;
use encoding_rs::GB18030;
use encoding_rs::GBK;
use encoding_rs::UTF_8;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;
use encoding_rs::WINDOWS_1252;
use regex::bytes::Regex;

use crate::fetch::mixed;
use crate::fetch::mixed::Reading;

/// Text read from bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text; bytes that mean nothing became U+FFFD.
    pub text: String,
    /// The encoding's name in lower case, like `gb18030`.
    pub encoding: String,
    /// How the encoding was found.
    pub how: Source,
    /// How many U+FFFD stand for bytes that mean nothing.
    pub replaced: usize,
    /// The encoding in which the queries of its links are asked for, as the URL standard has it: the declared one, where GBK
    /// knows fewer characters than the GB 18030 that it is read as.
    pub of_queries: &'static Encoding,
}

/// What an encoding was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A byte order mark.
    Mark,
    /// The bytes are valid UTF-8.
    ValidUtf8,
    /// The `Content-Type` header.
    Header,
    /// A meta element or the XML declaration.
    Meta,
    /// The bytes themselves.
    Guess,
}

/// Decodes a page: byte order mark, then valid UTF-8, then the header, then what the page declares, then the bytes.
///
/// A declaration that the bytes contradict is passed over: many county sites declare UTF-8 and send GBK. Whatever is
/// declared as a kind of GB is read as GB18030, which holds them all. Where Chinese in UTF-8 and other bytes meet, each stretch
/// is read in its own encoding.
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (marked, bytes) = (decoded(encoding, &bytes[mark..], Source::Mark), &bytes[mark..]);
        let is_spoilt = encoding == UTF_8 && marked.replaced > 0;
        return is_spoilt.then(|| in_parts(bytes, &[(UTF_8, Source::Mark)])).flatten().unwrap_or(marked);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return in_utf_8(text.to_owned(), Source::ValidUtf8);
    }
    let header = content_type.and_then(charset_of_header).map(|encoding| (encoding, Source::Header));
    let meta = declared(bytes).map(|encoding| (encoding, Source::Meta));
    let mut declarations: Vec<(&'static Encoding, Source)> = [header, meta].into_iter().flatten().collect();
    if comes_in_pairs(bytes) {
        declarations.retain(|(encoding, _)| *encoding != WINDOWS_1252);
    }
    if let Some(read) = in_parts(bytes, &declarations).or_else(|| spoilt_utf_8(bytes, &declarations, 20)) {
        return read;
    }
    let best = best_of(bytes, &declarations);
    // Bytes of which as many are UTF-8 as are not are no text of a page in single bytes.
    let is_single = Encoding::for_label(best.encoding.as_bytes()).is_some_and(Encoding::is_single_byte);
    let is_guessed = is_single && best.how == Source::Guess;
    is_guessed.then(|| spoilt_utf_8(bytes, &declarations, 1)).flatten().unwrap_or(best)
}

/// Tells whether bytes beyond ASCII mostly stand beside each other, as in Chinese. In French or German they stand alone, so that a
/// label for these, which some servers send with everything, says nothing.
fn comes_in_pairs(bytes: &[u8]) -> bool {
    let runs =
        bytes.chunk_by(|one, other| one.is_ascii() == other.is_ascii()).filter(|run| !run[0].is_ascii());
    let (single, paired) = runs.fold((0, 0), |(single, paired), run| match run.len() {
        1 => (single + 1, paired),
        length => (single, paired + length),
    });
    paired > 2 * single
}

/// Decodes by the declaration that loses least, or by what the bytes look like.
fn best_of(bytes: &[u8], declarations: &[(&'static Encoding, Source)]) -> Decoded {
    let candidates = declarations.iter().copied().filter(|(encoding, _)| *encoding != UTF_8);
    let is_chinese = candidates.clone().any(|(encoding, _)| is_chinese(encoding));
    let mut best: Option<Decoded> = None;
    // Guessing reads every byte several times over, and most pages declare what they are.
    let guessed = std::iter::once_with(|| (guess(bytes), Source::Guess));
    // Every byte means something in windows-1252, so it would win over any Chinese with a byte spoilt.
    let guessed = guessed.filter(|(encoding, _)| !is_chinese || !encoding.is_single_byte());
    for (encoding, how) in candidates.chain(guessed).chain([(GBK, Source::Guess)]) {
        let candidate = decoded(encoding, bytes, how);
        // A declared encoding is given up only where it loses more than twice as much.
        let is_better = best.as_ref().is_none_or(|best| best.replaced > candidate.replaced.saturating_mul(2));
        if is_better {
            best = Some(candidate);
        }
        if best.as_ref().is_some_and(|best| best.replaced == 0) {
            break;
        }
    }
    best.unwrap_or_else(|| decoded(GBK, bytes, Source::Guess))
}

fn is_chinese(encoding: &'static Encoding) -> bool {
    widest(encoding) == GB18030 || encoding == BIG5
}

/// Chinese in UTF-8, stretches of it in GB, or a few places of it spoilt.
fn in_parts(bytes: &[u8], declarations: &[(&'static Encoding, Source)]) -> Option<Decoded> {
    let mixed = mixed::read(bytes)?;
    let is_utf_8 = mixed.mostly != Reading::Gb;
    let fits = |encoding: &'static Encoding| {
        if is_utf_8 { encoding == UTF_8 } else { widest(encoding) == GB18030 }
    };
    let declared = declarations.iter().find(|(encoding, _)| fits(encoding)).copied();
    let (encoding, how) = declared.unwrap_or((if is_utf_8 { UTF_8 } else { GBK }, Source::Guess));
    Some(Decoded {
        text: mixed.text,
        encoding: name(encoding),
        how,
        replaced: mixed.replaced,
        of_queries: encoding,
    })
}

/// UTF-8 that is cut off or spoilt in a few places: so many characters to one of them. The bytes of other encodings are wrong
/// throughout.
fn spoilt_utf_8(
    bytes: &[u8],
    declarations: &[(&'static Encoding, Source)],
    characters: usize,
) -> Option<Decoded> {
    let text = String::from_utf8_lossy(bytes);
    let replaced = text.matches('\u{FFFD}').count();
    let beyond_ascii = text.chars().filter(|c| !c.is_ascii()).count() - replaced;
    if beyond_ascii < replaced.saturating_mul(characters) {
        return None;
    }
    let how =
        declarations.iter().find(|(encoding, _)| *encoding == UTF_8).map_or(Source::Guess, |(_, how)| *how);
    Some(Decoded { replaced, ..in_utf_8(text.into_owned(), how) })
}

fn in_utf_8(text: String, how: Source) -> Decoded {
    Decoded { text, encoding: name(UTF_8), how, replaced: 0, of_queries: UTF_8 }
}

fn decoded(encoding: &'static Encoding, bytes: &[u8], how: Source) -> Decoded {
    let (text, had_errors) = widest(encoding).decode_without_bom_handling(bytes);
    let replaced = if had_errors { text.matches('\u{FFFD}').count() } else { 0 };
    let of_queries = encoding.output_encoding();
    Decoded { text: text.into_owned(), encoding: name(encoding), how, replaced, of_queries }
}

fn name(encoding: &'static Encoding) -> String {
    widest(encoding).name().to_ascii_lowercase()
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    // Without a hint from the domain: `cn` would make GBK of every Big5 page.
    let guessed = detector.guess(None, Utf8Detection::Deny);
    // What is not Big5 on a Chinese site is GB, a few spoilt characters included; short pages look like anything.
    let as_gb = decoded(GBK, bytes, Source::Guess);
    let is_han = |c: &char| matches!(c, '\u{4e00}'..='\u{9fff}');
    let is_gb = as_gb.replaced == 0 || as_gb.replaced * 50 < as_gb.text.chars().filter(is_han).count();
    if guessed != BIG5 && is_gb { GBK } else { guessed }
}

/// GB18030 holds GBK and GB 2312, and pages declared as those use its characters.
fn widest(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

/// Reads a label, including those that browsers do not know.
fn encoding_of(label: &[u8]) -> Option<&'static Encoding> {
    let label = String::from_utf8_lossy(label).trim().to_ascii_lowercase();
    let label = match label.as_str() {
        "gb18030-2000" | "gb18030-2005" | "gb18030-2022" | "gb-18030" | "x-gb18030" => "gb18030",
        "gb-2312" | "gb_2312" | "cp936" | "ms936" => "gbk",
        "big5hkscs" | "big-5" => "big5",
        "utf8mb4" | "utf_8" => "utf-8",
        label => label,
    };
    Encoding::for_label(label.as_bytes())
}

fn charset_of_header(content_type: &str) -> Option<&'static Encoding> {
    static CHARSET: LazyLock<Regex> = LazyLock::new(|| regex(r#"(?i-u)charset\s*=\s*["']?([^"';,\s]+)"#));
    let found = CHARSET.captures(content_type.as_bytes())?;
    encoding_of(&found[1])
}

/// What the first 4096 bytes declare: a meta element or an XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    static META: LazyLock<Regex> =
        LazyLock::new(|| regex(r#"(?i-u)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_:.\-]+)"#));
    static XML: LazyLock<Regex> =
        LazyLock::new(|| regex(r#"(?i-u)^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([a-z0-9_:.\-]+)"#));
    let head = &bytes[..bytes.len().min(4096)];
    let found = XML.captures(head).or_else(|| META.captures(head))?;
    let encoding = encoding_of(&found[1])?;
    // A declaration that could be read in ASCII does not stand in UTF-16.
    if encoding == UTF_16LE || encoding == UTF_16BE { Some(UTF_8) } else { Some(encoding) }
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant that the tests compile")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gb(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[track_caller]
    fn check(bytes: &[u8], content_type: Option<&str>, encoding: &str, how: Source, text: &str) {
        let found = decode(bytes, content_type);
        assert_eq!((found.encoding.as_str(), found.how, found.text.as_str()), (encoding, how, text));
        assert_eq!(found.replaced, 0);
    }

    #[test]
    fn the_mark_outranks_everything() {
        let text = "<meta charset=gbk>政府";
        let bytes = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        check(&bytes, Some("text/html; charset=gb2312"), "utf-8", Source::Mark, text);
        check(b"\xff\xfe\x3f\x65", None, "utf-16le", Source::Mark, "政");
    }

    #[test]
    fn valid_utf_8_outranks_declarations() {
        let text = "<meta charset=gb2312>政府工作报告";
        check(text.as_bytes(), Some("text/html; charset=GBK"), "utf-8", Source::ValidUtf8, text);
    }

    #[test]
    fn every_gb_is_gb18030() {
        for label in ["gb2312", "GBK", "GB-2312", "GB18030-2000", "gb_2312-80", "cp936"] {
            let text =
                format!("<META http-equiv=Content-Type content=\"text/html; charset={label}\">朱镕基 㐀");
            check(&gb(&text), None, "gb18030", Source::Meta, &text);
            check(
                &gb("镕"),
                Some(&format!("text/html;charset=\"{label}\"")),
                "gb18030",
                Source::Header,
                "镕",
            );
        }
        let xml = "<?xml version='1.0' encoding='GB2312'?><a>镕</a>";
        check(&gb(xml), Some("text/xml"), "gb18030", Source::Meta, xml);
    }

    #[test]
    fn a_header_that_the_bytes_contradict_is_passed_over() {
        let text = "依法行政，法治政府建设年度报告。".repeat(20);
        check(&gb(&text), Some("text/html; charset=utf-8"), "gb18030", Source::Guess, &text);
        let declared = format!("<meta charset=gb2312>{text}");
        check(&gb(&declared), Some("text/html; charset=utf-8"), "gb18030", Source::Meta, &declared);
    }

    #[test]
    fn a_western_label_on_chinese_says_nothing() {
        let text = "依法行政，法治政府建设年度报告。".repeat(20);
        for label in ["ISO-8859-1", "us-ascii", "windows-1252", "latin1"] {
            let header = format!("text/html; charset={label}");
            check(&gb(&text), Some(&header), "gb18030", Source::Guess, &text);
            let declared = format!("<meta charset=gb2312>{text}");
            check(&gb(&declared), Some(&header), "gb18030", Source::Meta, &declared);
            let meta = format!("<meta charset={label}>{text}");
            check(&gb(&meta), None, "gb18030", Source::Guess, &meta);
        }
        let french = b"Gouvernement d\xe9partemental : r\xe8glement, \xe9tat et t\xe2che".as_slice();
        let read = decode(french, Some("text/html; charset=ISO-8859-1"));
        assert_eq!((read.encoding.as_str(), read.how), ("windows-1252", Source::Header));
    }

    #[test]
    fn big5_is_told_from_gbk() {
        let text = "政府資訊公開年度報告，依法行政，推動法治建設，完善監督機制。".repeat(5);
        let bytes = BIG5.encode(&text).0.into_owned();
        check(&bytes, None, "big5", Source::Guess, &text);
        check(&bytes, Some("text/html; charset=big5-hkscs"), "big5", Source::Header, &text);
    }

    #[test]
    fn one_spoilt_place_does_not_change_the_encoding() {
        let text = "依法行政".repeat(50);
        let bytes = [text.as_bytes(), b"\xe4\xb8", text.as_bytes()].concat();
        let found = decode(&bytes, Some("text/html; charset=utf-8"));
        assert_eq!((found.encoding.as_str(), found.how, found.replaced), ("utf-8", Source::Header, 1));
        assert_eq!(found.text, format!("{text}\u{FFFD}{text}"));
    }

    #[test]
    fn a_spoilt_page_that_declares_nothing_is_still_gb() {
        let text = gb(&"依法行政，法治政府建设年度报告。".repeat(20));
        let found = decode(&[&text[..], b"\xb2\x20", &text[..]].concat(), None);
        assert_eq!((found.encoding.as_str(), found.how), ("gb18030", Source::Guess));
        assert_eq!(found.replaced, 1);
    }

    #[test]
    fn a_few_bytes_of_gbk_leave_the_rest_in_utf_8() {
        let text = "<meta charset=utf-8><h1>法治政府建设情况报告</h1><p>扎实推进各项工作。</p>";
        let foot = "<div>主办：某县人民政府办公室</div>";
        let bytes = [text.as_bytes(), &gb(foot)].concat();
        check(&bytes, Some("text/html; charset=utf-8"), "utf-8", Source::Header, &format!("{text}{foot}"));
        let bytes = [b"\xef\xbb\xbf", text.as_bytes(), &gb(foot)].concat();
        check(&bytes, None, "utf-8", Source::Mark, &format!("{text}{foot}"));
        let text = text.replace("utf-8", "gb2312");
        let long = format!("{text}{}", foot.repeat(9));
        let bytes = [&gb(&long)[..], "<i>依法行政，公开透明</i>".as_bytes()].concat();
        check(&bytes, None, "gb18030", Source::Meta, &format!("{long}<i>依法行政，公开透明</i>"));
    }

    #[test]
    fn single_bytes_never_win_over_chinese() {
        for declared in ["<meta charset=gb2312>", "<meta charset=utf-8><meta charset=gbk>"] {
            let bytes = [&gb(&format!("{declared}依法行政"))[..], b"\xb2\x20\xff\x20"].concat();
            let found = decode(&bytes, Some("text/html; charset=gbk"));
            assert_eq!(found.encoding, "gb18030");
            assert!(found.text.contains("依法行政"), "{}", found.text);
        }
        let french = decode(
            "<p>Établi à Genève".as_bytes().iter().chain(b"\xe9 <").copied().collect::<Vec<_>>().as_slice(),
            None,
        );
        assert_eq!((french.encoding.as_str(), french.replaced), ("utf-8", 1));
        let single =
            decode(b"<p>\xc9tabli \xe0 Gen\xe8ve, l'\xe9t\xe9", Some("text/html; charset=iso-8859-1"));
        assert_eq!(single.text, "<p>Établi à Genève, l'été");
    }

    #[test]
    fn queries_are_asked_for_as_the_page_declares() {
        for (bytes, expected) in [
            (gb("<meta charset=gb2312>政"), GBK),
            (gb("<meta charset=gb18030>政"), GB18030),
            (gb(&"依法行政，法治政府建设年度报告。".repeat(20)), GBK),
            ("<meta charset=gbk>政".as_bytes().to_vec(), UTF_8),
            (b"\xff\xfe\x3f\x65".to_vec(), UTF_8),
        ] {
            assert_eq!(decode(&bytes, None).of_queries, expected);
        }
    }

    #[test]
    fn hostile_bytes_give_text() {
        for bytes in [&b"\xff\xff\xff\xff"[..], b"", b"\x80", b"<meta charset=nonsense>\xff", b"\x00\x01\xfe"]
        {
            let _ = decode(bytes, Some("text/html; charset="));
        }
    }
}
