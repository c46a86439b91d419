//! Texts in; the pieces in which they are kept out.

use corpus::text::Anchors;
use corpus::text::Folded;

use crate::local::tokenize;

/// Bytes of the longest piece.
const LONGEST_PIECE: usize = 255;

/// The pieces of one or more texts, one behind the other: how many bytes each has.
#[derive(Debug, Default)]
pub(crate) struct Cuts(Vec<u8>);

impl Cuts {
    /// Cuts a text whose words are known: a word, a mark and a blank are a piece, and one begins at every anchor. `edges` has
    /// one bit for each folded character, lowest first: whether a word begins there.
    pub(crate) fn add_text(&mut self, text: &str, folded: &Folded, edges: &[u64], anchors: &Anchors) {
        let is_edge = |at: usize| edges.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1);
        let mut anchors = anchors.places().iter().skip(1).map(|anchor| anchor.offset as usize).peekable();
        let mut origins = folded.starts().iter().enumerate().peekable();
        let (mut start, mut was_blank) = (0, false);
        for (at, (byte, character)) in text.char_indices().enumerate() {
            let mut begins = anchors.next_if_eq(&byte).is_some();
            while let Some((folded, _)) = origins.next_if(|&(_, &origin)| origin as usize == at) {
                begins |= is_edge(folded);
            }
            let is_blank = character.is_whitespace();
            if begins || is_blank || was_blank {
                self.add_piece(&text[start..byte]);
                start = byte;
            }
            was_blank = is_blank;
        }
        self.add_piece(&text[start..]);
    }

    /// Cuts titles or headings, one a line, into words; the end of a line is a piece.
    pub(crate) fn add_words(&mut self, lines: &str) {
        for line in lines.split_inclusive('\n') {
            let words = line.strip_suffix('\n').unwrap_or(line);
            tokenize::pieces(words).into_iter().for_each(|piece| self.add_piece(piece));
            self.add_piece(&line[words.len()..]);
        }
    }

    /// Cuts an address between its marks.
    pub(crate) fn add_address(&mut self, address: &str) {
        address.split_inclusive(|c: char| !c.is_ascii_alphanumeric()).for_each(|piece| self.add_piece(piece));
    }

    /// Returns the lengths.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    fn add_piece(&mut self, mut piece: &str) {
        while piece.len() > LONGEST_PIECE {
            let end = piece.floor_char_boundary(LONGEST_PIECE);
            self.0.push(end as u8);
            piece = &piece[end..];
        }
        if !piece.is_empty() {
            self.0.push(piece.len() as u8);
        }
    }
}

/// Leads through the pieces of texts.
pub(super) struct Reading<'a>(std::slice::Iter<'a, u8>);

impl<'a> Reading<'a> {
    /// Begins with the first piece.
    pub(super) fn new(cuts: &'a [u8]) -> Reading<'a> {
        Reading(cuts.iter())
    }

    /// Hands out the pieces of the next text.
    pub(super) fn pieces(&mut self, text: &str, mut see: impl FnMut(&str)) {
        let mut at = 0;
        while at < text.len() {
            let cut = self.0.next().map(|&length| usize::from(length));
            // What is not cut as it should be is cut into characters.
            let one = || text[at..].chars().next().map_or(text.len(), char::len_utf8);
            let is_piece = |&length: &usize| length > 0 && text.is_char_boundary(at + length);
            let length = cut.filter(is_piece).unwrap_or_else(one);
            see(&text[at..at + length]);
            at += length;
        }
    }
}

#[cfg(test)]
mod tests {
    use corpus::text::fold;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let folded = fold(text);
        let cut = tokenize::cut(text, &folded);
        let mut cuts = Cuts::default();
        cuts.add_text(text, &folded, &cut.edges, &Anchors::of(text, &folded));
        let mut pieces = Vec::new();
        Reading::new(cuts.as_bytes()).pieces(text, |piece| pieces.push(piece.to_owned()));
        assert_eq!(pieces, expected);
    }

    #[test]
    fn a_text_is_cut_between_its_words_marks_and_blanks() {
        check("", &[]);
        check("法治政府。", &["法治", "政府", "。"]);
        check("一、 法治\n\n政府", &["一", "、", " ", "法治", "\n", "\n", "政府"]);
        // A blank within a word, and words that folding finds.
        check("法 治ＡＢ发展", &["法", " ", "治", "ＡＢ", "发展"]);
        check("發展㎡㈠", &["發展", "㎡", "㈠"]);
    }

    #[test]
    fn what_is_put_together_again_is_the_text() {
        let text = "關於“法治”的……報告，見附件①。\t二\r\n".repeat(60);
        for text in [text, "x".repeat(1_000), "é".repeat(400)] {
            let folded = fold(&text);
            let mut cuts = Cuts::default();
            cuts.add_text(&text, &folded, &[], &Anchors::of(&text, &folded));
            cuts.add_words("法治政府");
            cuts.add_address("https://www.example.gov.cn/art/2021/3/4/art_12_345.html?a=b");
            let mut reading = Reading::new(cuts.as_bytes());
            let mut together = String::new();
            reading.pieces(&text, |piece| together.push_str(piece));
            assert_eq!(together, text);
            let mut words = Vec::new();
            reading.pieces("法治政府", |piece| words.push(piece.to_owned()));
            assert_eq!(words, ["法治", "政府"]);
        }
    }
}
