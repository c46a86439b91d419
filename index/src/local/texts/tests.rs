//! What is kept of documents, as it is written, merged and read.

use corpus::text::Anchor;
use corpus::text::Anchors;
use corpus::text::fold;

use super::*;
use crate::local::texts::codes::Codes;
use crate::local::texts::codes::LONGEST_CODE;
use crate::local::texts::cutting::Reading;
use crate::local::texts::numbering::Coded;
use crate::local::texts::numbering::Numbering;
use crate::local::texts::output::Row;
use crate::local::tokenize;

impl Written {
    /// Makes what would be kept of a text.
    pub(crate) fn of(text: &str) -> Written {
        Written::with_anchors(text).0
    }

    /// Makes what would be kept of a text, and its anchors.
    pub(crate) fn with_anchors(text: &str) -> (Written, Vec<u8>) {
        let folded = fold(text);
        let anchors = Anchors::of(text, &folded);
        let mut cuts = Cuts::default();
        cuts.add_text(text, &folded, &tokenize::cut(text, &folded).edges, &anchors);
        let (mut pieces, mut numbers) = (Numbering::new(), Vec::new());
        Reading::new(cuts.as_bytes()).pieces(text, |piece| numbers.push(pieces.number(piece)));
        let mut counts = vec![0; pieces.len()];
        numbers.iter().for_each(|&number| counts[number as usize] += 1);
        let lengths = pieces.lengths();
        let coded = Coded::of(pieces, &counts);
        let mut row = Row::new(&write_anchors(&anchors));
        let mut at = 0;
        for number in numbers {
            row.put(at, coded.of[number as usize]);
            at += usize::from(lengths[number as usize]);
        }
        let anchors = row.anchors().expect("anchors before pieces");
        let mut table: Vec<u8> = coded.pieces.iter().map(|piece| piece.len() as u8).collect();
        table.extend(coded.pieces.iter().flat_map(|piece| piece.bytes()));
        let tail = tail(&table, coded.pieces.len(), coded.codes.counts());
        let pieces = Pieces::read(&table, &tail).expect("a sound table");
        let mut bytes = Vec::new();
        row.written.finish(&mut bytes);
        (Written { bytes: OwnedBytes::new(bytes), pieces: Arc::new(pieces) }, anchors)
    }
}

fn tail(table: &[u8], pieces: usize, codes: [u32; LONGEST_CODE]) -> Tail {
    Tail { bytes: 0, documents: 0, pieces: pieces as u32, checksum: crc32fast::hash(table), codes }
}

#[test]
fn a_text_is_read_as_it_was_written_and_so_is_every_line_of_it() {
    for text in ["", "法治政府", "一\n\n二 三\n", "\n", "e\u{301}㎡…𠮷\r\n\u{1f}"] {
        let written = Written::of(text);
        assert_eq!(written.whole().expect("a sound text"), text);
        for (number, line) in text.split('\n').enumerate() {
            assert_eq!(written.line(number).expect("a sound text"), line);
        }
        assert_eq!(written.line(9).expect("a sound text"), "");
    }
}

#[test]
fn reading_may_begin_and_end_at_any_anchor() {
    let text = "关于“法治政府”建设的報告……㎡，见附件。\n".repeat(90);
    let (written, anchors) = Written::with_anchors(&text);
    let (anchors, in_text) = (read_anchors(&anchors), Anchors::of(&text, &fold(&text)));
    assert!(anchors.places().len() > 10);
    assert_eq!(anchors.places().len(), in_text.places().len());
    let end = |places: &[Anchor], at: usize| places.get(at + 1).map(|anchor| anchor.offset as usize);
    for (at, (anchor, known)) in anchors.places().iter().zip(in_text.places()).enumerate() {
        assert_eq!((anchor.folded, anchor.character), (known.folded, known.character));
        let piece = written.between(anchor.offset as usize, end(anchors.places(), at)).expect("a sound text");
        assert_eq!(piece, text[known.offset as usize..end(in_text.places(), at).unwrap_or(text.len())]);
    }
    let all = written.bytes.len() * 8;
    assert!(written.between(0, Some(all + 1)).is_err() && written.between(all + 9, None).is_err());
}

#[test]
fn anchors_that_no_piece_begins_at_are_not_written_anew() {
    let text = "法治".repeat(300);
    let (_, anchors) = Written::with_anchors(&text);
    let mut row = Row::new(&anchors);
    row.put(0, Codes::shortest(&[1]).all().next().expect("a code"));
    assert_eq!(row.anchors(), None);
    assert_eq!(Row::new(&[]).anchors(), Some(Vec::new()));
}

#[test]
fn a_file_whose_parts_do_not_fit_is_refused() {
    for bytes in [vec![], vec![0; 16], vec![0; 148], vec![255; 200], vec![200; 400]] {
        assert!(Texts::over(&OwnedBytes::new(bytes)).is_none());
    }
    let codes = |pieces: usize| Codes::shortest(&vec![1; pieces]).counts();
    let is_sound = |table: &[u8], pieces| Pieces::read(table, &tail(table, pieces, codes(pieces))).is_some();
    assert!(is_sound(&[1, 3, b'a', 0xE6, 0xB3, 0x95], 2));
    assert!(!is_sound(&[2, 0xE6, 0xB3], 1));
    assert!(!is_sound(&[3, 1], 2));
    // A piece ends within a character.
    assert!(!is_sound(&[1, 2, 0xE6, 0xB3, 0x95], 2));
    assert!(Pieces::read(&[], &tail(&[], 0, [u32::MAX; LONGEST_CODE])).is_none());
    // A piece without a code, and another piece than was written.
    let table = [1, 1, b'a', b'b'];
    assert!(Pieces::read(&table, &tail(&table, 2, codes(1))).is_none());
    assert!(Pieces::read(&[1, 1, b'a', b'c'], &tail(&table, 2, codes(2))).is_none());
}

#[test]
fn codes_that_are_cut_off_give_a_beginning_and_some_wrong_bits_are_refused() {
    let written = Written::of(&"关于“法治政府”建设的報告……㎡，见附件。\n".repeat(9));
    let text = written.whole().expect("a sound text");
    let holding = |bytes| Written { bytes, pieces: Arc::clone(&written.pieces) };
    let mut refused = 0;
    for bit in 0..written.bytes.len() * 8 {
        let mut bytes = written.bytes.to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        refused += u32::from(holding(OwnedBytes::new(bytes)).whole().is_err());
    }
    // Most wrong codes soon lead back to right ones.
    assert!(refused > 0);
    for end in 0..written.bytes.len() {
        let cut_off = holding(written.bytes.slice(0..end)).whole();
        assert!(cut_off.is_err() || cut_off.is_ok_and(|cut_off| text.starts_with(&cut_off)));
    }
}
