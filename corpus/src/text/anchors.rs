//! A text and its folded form in; places along both from which a stretch can be led back without folding all before it.

use std::ops::Range;

use crate::text::Folded;

/// So many folded characters lie between two anchors at least; mostly few enough for the steps to be written in a byte.
const STEP: usize = 120;

/// A place at which a text can be cut so that both parts fold as they do together: how much of it lies before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// Folded characters.
    pub folded: u32,
    /// Characters of the text itself.
    pub character: u32,
    /// Where the text goes on: its byte or, of a text that is kept in codes, the bit of these.
    pub offset: u32,
}

/// The anchors of a text, ascending; the first is its beginning.
///
/// A text in which marks join what they did not stand beside has no other than the first: it folds only as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchors(Vec<Anchor>);

impl Anchors {
    /// Finds the anchors of a text; `folded` is what it folds to.
    pub fn of(text: &str, folded: &Folded) -> Anchors {
        let mut anchors = vec![Anchor::default()];
        if !folded.folds_as_one {
            let starts = &folded.origins.starts;
            let mut characters = text.char_indices();
            let mut passed = 0;
            let mut at = STEP;
            while at < starts.len() {
                // Characters that come from the same one are not parted.
                if starts[at] == starts[at - 1] {
                    at += 1;
                    continue;
                }
                let character = starts[at];
                let Some((byte, _)) = characters.nth((character - passed) as usize) else { break };
                passed = character + 1;
                anchors.push(Anchor { folded: at as u32, character, offset: byte as u32 });
                at += STEP;
            }
        }
        Anchors(anchors)
    }

    /// Takes anchors that were written down; `None` unless they ascend from the beginning.
    pub fn from_places(places: Vec<Anchor>) -> Option<Anchors> {
        let ascend = |two: &[Anchor]| {
            two[0].folded < two[1].folded
                && two[0].character < two[1].character
                && two[0].offset < two[1].offset
        };
        let is_sound = places.first() == Some(&Anchor::default()) && places.windows(2).all(ascend);
        is_sound.then_some(Anchors(places))
    }

    /// Returns all of them.
    pub fn places(&self) -> &[Anchor] {
        &self.0
    }

    /// Returns the last anchor before a range of folded characters and the first one behind it, none for the end of the text.
    pub fn around_folded(&self, range: &Range<usize>) -> (Anchor, Option<Anchor>) {
        self.around(range, |anchor| anchor.folded)
    }

    /// Does the same for a range of characters of the text itself.
    pub fn around_characters(&self, range: &Range<usize>) -> (Anchor, Option<Anchor>) {
        self.around(range, |anchor| anchor.character)
    }

    fn around(&self, range: &Range<usize>, measure: impl Fn(&Anchor) -> u32) -> (Anchor, Option<Anchor>) {
        let behind_start = self.0.partition_point(|anchor| measure(anchor) as usize <= range.start);
        let from = self.0[behind_start.saturating_sub(1)];
        let end = self.0.partition_point(|anchor| (measure(anchor) as usize) < range.end);
        (from, self.0.get(end.max(behind_start)).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;
    use crate::text::origins;

    /// Leads every folded character back by the stretch around it, and by the whole text.
    #[track_caller]
    fn check(text: &str) {
        let folded = fold(text);
        let anchors = Anchors::of(text, &folded);
        for at in 0..folded.len() {
            let range = at..(at + 3).min(folded.len());
            let (from, to) = anchors.around_folded(&range);
            let piece = &text[from.offset as usize..to.map_or(text.len(), |to| to.offset as usize)];
            let before = from.folded as usize;
            let local = origins(piece).original(range.start - before..range.end - before);
            let found = local.start + from.character as usize..local.end + from.character as usize;
            assert_eq!(found, folded.original(range));
            let (from, to) = anchors.around_characters(&found);
            assert!(from.character as usize <= found.start);
            assert!(to.is_none_or(|to| to.character as usize >= found.end));
        }
    }

    #[test]
    fn a_stretch_leads_back_as_the_whole_text_does() {
        check("");
        check("一 二…三");
        check(&"法治政府 建设……㎡，\n".repeat(300));
        check(&"cafe\u{301} ".repeat(300));
        check(&"…".repeat(700));
        // A blank and a mark: the mark joins what stands before the blank once that is gone.
        check(&"x´e\u{301}法".repeat(400));
    }

    #[test]
    fn a_long_text_has_an_anchor_every_hundred_characters_or_two() {
        let text = "法 治".repeat(2_000);
        let anchors = Anchors::of(&text, &fold(&text));
        let steps = anchors.places().windows(2).map(|two| two[1].folded - two[0].folded);
        assert!(anchors.places().len() > 7 && steps.max() < Some(2 * STEP as u32));
        assert_eq!(Anchors::from_places(anchors.places().to_vec()), Some(anchors));
    }

    #[test]
    fn anchors_that_do_not_ascend_are_refused() {
        let one = Anchor { folded: 5, character: 5, offset: 5 };
        assert_eq!(Anchors::from_places(Vec::new()), None);
        assert_eq!(Anchors::from_places(vec![one]), None);
        assert_eq!(Anchors::from_places(vec![Anchor::default(), one, one]), None);
        assert!(Anchors::from_places(vec![Anchor::default(), one]).is_some());
    }
}
