//! The strings that a document holds of those of which any suffices, one by one, in; its score out.

use crate::local::postings::SATURATION;

/// What standing in the title is worth beside standing in the text when any word suffices.
const LOOSE_TITLE: f32 = 0.15;

/// Adds up what is found of all that is wanted.
#[derive(Default)]
pub(crate) struct Tally {
    score: f32,
    found: f32,
    wanted: f32,
}

impl Tally {
    /// Begins with the rarity of all that is wanted.
    pub(crate) fn of(wanted: f32) -> Tally {
        Tally { wanted, ..Tally::default() }
    }

    /// Adds one string that is wanted; its places in text and title are saturated together.
    pub(crate) fn add(&mut self, rarity: f32, in_text: f32, in_title: f32, damping: f32) {
        let frequency = in_text * SATURATION / damping + LOOSE_TITLE * in_title;
        if frequency > 0.0 {
            self.found += rarity;
            self.score += rarity * (SATURATION + 1.0) * frequency / (frequency + SATURATION);
        }
    }

    /// Returns the most that the score can come to when strings of so much rarity are still to be added.
    pub(crate) fn most_with(&self, rest: f32) -> f32 {
        let found = (self.found + rest) / self.wanted.max(f32::MIN_POSITIVE);
        (self.score + rest * (SATURATION + 1.0)) * found
    }
}
