//! Letters of pinyin in; what stands in the texts, and the places, that are written so out.

use crate::local::reading;
use crate::local::reading::Reading;
use crate::local::suggest::Candidate;
use crate::local::suggest::Suggester;
use crate::local::typed;
use crate::local::typed::Letters;
use crate::local::typed::Stretch;
use crate::local::vocabulary::Extent;
use crate::local::vocabulary::Table;
use crate::suggest::Likeness;

/// The fewest letters in which a slip is looked for; fewer are near to everything.
const SHORTEST_SLIP: usize = 5;
/// How many texts are put together of letters and characters beside each other.
const MOST_MIXED: usize = 256;
/// What divisions are called behind their names.
const DIVISIONS: &[char] = &['省', '市', '县', '区', '州', '盟', '旗'];

impl Suggester<'_> {
    /// Gathers what is written so in pinyin, or in pinyin and characters.
    pub(super) fn pinyin(&self, typed: &str, suffices: Extent) -> tantivy::Result<Vec<Candidate>> {
        let Some(stretches) = typed::stretches(typed) else { return Ok(Vec::new()) };
        let mut read: Vec<(String, Extent)> = vec![(String::new(), Extent::Whole)];
        for (at, stretch) in stretches.iter().enumerate() {
            let suffices = if at + 1 == stretches.len() { suffices } else { Extent::Whole };
            let behind = match stretch {
                Stretch::Characters(characters) => vec![(characters.clone(), Extent::Whole)],
                Stretch::Letters(letters) => self.vocabulary.read_as(letters, Table::Letters, suffices),
            };
            let joined = |(before, _): &(String, Extent)| {
                let before = before.clone();
                behind
                    .iter()
                    .map(move |(text, extent)| (format!("{before}{text}"), *extent))
                    .collect::<Vec<_>>()
            };
            read = read.iter().flat_map(joined).take(MOST_MIXED).collect();
        }
        if let [_, _, ..] = stretches.as_slice() {
            read.extend(self.spelt_out(&stretches, suffices));
        }
        self.standing_each(read, Likeness::Pinyin)
    }

    /// Reads characters and letters beside each other where they share a word, 法zhi: all of it as letters, of which what has the
    /// characters is kept.
    fn spelt_out(&self, stretches: &[Stretch], suffices: Extent) -> Vec<(String, Extent)> {
        let mut spelt = Letters::default();
        for stretch in stretches {
            match stretch {
                Stretch::Letters(letters) => spelt.extend(letters),
                Stretch::Characters(characters) => {
                    let Some(reading) = reading::readings(characters).into_iter().next() else {
                        return Vec::new();
                    };
                    spelt.extend(&Letters { letters: reading.letters, borders: reading.ends });
                }
            }
        }
        let mut read = self.vocabulary.read_as(&spelt, Table::Letters, suffices);
        read.retain(|(text, _)| {
            let characters = stretches.iter().filter_map(|stretch| match stretch {
                Stretch::Characters(characters) => Some(characters.as_str()),
                Stretch::Letters(_) => None,
            });
            let mut rest = text.as_str();
            for characters in characters {
                let Some((_, behind)) = rest.split_once(characters) else { return false };
                rest = behind;
            }
            let begins = |characters: &String| text.starts_with(characters.as_str());
            !matches!(&stretches[0], Stretch::Characters(characters) if !begins(characters))
        });
        read
    }

    /// Gathers what is written so in pinyin but for one slip.
    pub(super) fn slips(&self, typed: &str) -> tantivy::Result<Vec<Candidate>> {
        let letters = typed::pinyin(typed).filter(|letters| letters.letters.len() >= SHORTEST_SLIP);
        let meant: Vec<Letters> = letters.map_or(Vec::new(), |letters| self.vocabulary.slips(&letters));
        let read = |letters| self.vocabulary.read_as(letters, Table::Letters, Extent::Whole);
        self.standing_each(meant.iter().flat_map(read).collect(), Likeness::Spelling)
    }

    /// Keeps the texts that may stand somewhere; those that are written so as a whole and those that are begun apart.
    pub(super) fn standing_each(
        &self,
        read: Vec<(String, Extent)>,
        likeness: Likeness,
    ) -> tantivy::Result<Vec<Candidate>> {
        let (whole, begun): (Vec<_>, Vec<_>) =
            read.into_iter().partition(|(_, extent)| *extent == Extent::Whole);
        let texts = |read: Vec<(String, Extent)>| read.into_iter().map(|(text, _)| text).collect();
        let mut candidates = self.standing(texts(whole), likeness)?;
        let begun = self.standing(texts(begun), likeness)?.into_iter();
        candidates.extend(begun.map(|candidate| Candidate { extent: Extent::Begun, ..candidate }));
        Ok(candidates)
    }
}

/// Tells how the name of a place answers to letters; its kind may be left out.
pub(super) fn place_read_as(name: &str, typed: &Letters) -> Option<(Likeness, Extent)> {
    let letters = typed.letters.as_str();
    let short = name.strip_suffix(DIVISIONS).unwrap_or(name);
    let is_whole = reading::readings(short).iter().any(|read| read.letters == letters);
    let readings = reading::readings(name);
    let begins = |read: &Reading| read.letters.starts_with(letters) && read.parts_at(&typed.borders);
    if readings.iter().any(begins) {
        return Some((Likeness::Pinyin, if is_whole { Extent::Whole } else { Extent::Begun }));
    }
    let begins = |read: &Reading| read.initials.starts_with(letters);
    readings.iter().any(begins).then_some((Likeness::Initials, Extent::Begun))
}
