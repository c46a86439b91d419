//! The words and places of an index in; those that begin, sound or are spelt like something out.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::HashSet;

use levenshtein_automata::Distance;
use levenshtein_automata::LevenshteinAutomatonBuilder;

use crate::local::reading::readings;
use crate::local::schema::Fields;
use crate::local::schema::column;
use crate::local::segment::Segment;
use crate::local::set_phrases::set_phrases;
use crate::local::typed::Letters;

/// Above so many words those that stand in one document only are left out: most of them are slips.
const MANY_WORDS: usize = 300_000;
/// The longest word in characters; longer ones are numbers and addresses.
const LONGEST: usize = 12;
/// How many words go on from one place when letters are read as several words.
const BRANCHES: usize = 16;
/// The longest syllable of pinyin in letters.
const LONGEST_SYLLABLE: usize = 6;
/// How many readings are followed at a time.
const FOLLOWED: usize = 64;

/// Words and places, by spelling and by reading.
pub(crate) struct Vocabulary {
    /// Words with the documents that hold them, by spelling. Deleted documents may still count.
    words: Vec<(Box<str>, u32)>,
    /// Readings with the words that are read so, ascending.
    letters: Vec<(Box<str>, u32)>,
    /// The first letters of syllables with their words, ascending.
    initials: Vec<(Box<str>, u32)>,
    /// Every syllable of the readings.
    syllables: HashSet<Box<str>>,
    /// Written paths.
    regions: Vec<String>,
}

/// Which table letters are looked up in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    Letters,
    Initials,
}

/// Whether all of a text is written in the letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Extent {
    Whole,
    /// The last word is only begun.
    Begun,
}

/// Words read one after the other.
#[derive(Clone)]
struct Path {
    text: String,
    score: f32,
    extent: Extent,
}

impl Vocabulary {
    /// Reads the words and the places of every segment, and what else is used as one word.
    pub(crate) fn read(segments: &[Segment], fields: &Fields) -> tantivy::Result<Vocabulary> {
        let mut counts: BTreeMap<Box<str>, u32> = BTreeMap::new();
        let mut regions: Vec<String> = Vec::new();
        for Segment { reader, .. } in segments {
            let index = reader.inverted_index(fields.words)?;
            let mut terms = index.terms().stream()?;
            while terms.advance() {
                let Ok(word) = std::str::from_utf8(terms.key()) else { continue };
                let length = word.chars().take(LONGEST + 1).count();
                if (2..=LONGEST).contains(&length) && word.chars().any(char::is_alphabetic) {
                    *counts.entry(word.into()).or_default() += terms.value().doc_freq;
                }
            }
            if let Some(column) = reader.fast_fields().str(column::REGION)? {
                let mut stream = column.dictionary().stream()?;
                while stream.advance() {
                    regions.push(String::from_utf8_lossy(stream.key()).into_owned());
                }
            }
        }
        for (phrase, documents) in set_phrases(segments)? {
            counts.entry(phrase.into()).or_insert(documents);
        }
        let least = if counts.len() > MANY_WORDS { 2 } else { 1 };
        let words: Vec<(Box<str>, u32)> = counts.into_iter().filter(|&(_, count)| count >= least).collect();
        Ok(Vocabulary::of(words, with_higher(regions)))
    }

    fn of(words: Vec<(Box<str>, u32)>, regions: Vec<String>) -> Vocabulary {
        let (mut letters, mut initials) = (Vec::new(), Vec::new());
        let mut syllables: HashSet<Box<str>> = HashSet::new();
        for (number, (word, _)) in (0..).zip(&words) {
            for reading in readings(word) {
                let starts = std::iter::once(0).chain(reading.ends.iter().copied());
                for (start, &end) in starts.zip(&reading.ends) {
                    if !syllables.contains(&reading.letters[start..end]) {
                        syllables.insert(reading.letters[start..end].into());
                    }
                }
                letters.push((reading.letters.into_boxed_str(), number));
                initials.push((reading.initials.into_boxed_str(), number));
            }
        }
        for table in [&mut letters, &mut initials] {
            table.sort_unstable();
            table.dedup();
        }
        Vocabulary { words, letters, initials, syllables, regions }
    }

    /// Returns the words that begin so, the most frequent first.
    pub(crate) fn beginning_with(&self, prefix: &str, most: usize) -> Vec<&str> {
        let from = self.words.partition_point(|(word, _)| &**word < prefix);
        let fitting = self.words[from..].iter().take_while(|(word, _)| word.starts_with(prefix));
        let mut fitting: Vec<&(Box<str>, u32)> = fitting.collect();
        fitting.sort_by_key(|(_, count)| Reverse(*count));
        fitting.into_iter().take(most).map(|(word, _)| &**word).collect()
    }

    /// Returns what the letters may stand for: one word or several in a row, the last of which may be begun only where that
    /// suffices; the likeliest first. A syllable ends at each border, which initials do not have.
    pub(crate) fn read_as(&self, typed: &Letters, table: Table, suffices: Extent) -> Vec<(String, Extent)> {
        let letters = typed.letters.as_str();
        let mut reached: Vec<Vec<Path>> = vec![Vec::new(); letters.len() + 1];
        reached[0].push(Path { text: String::new(), score: 0.0, extent: Extent::Whole });
        for at in 0..letters.len() {
            let mut here = std::mem::take(&mut reached[at]);
            here.sort_by(|one, other| other.score.total_cmp(&one.score));
            here.truncate(FOLLOWED);
            if here.is_empty() {
                continue;
            }
            for end in at + 1..=letters.len() {
                let suffices = if end == letters.len() { suffices } else { Extent::Whole };
                let borders = if table == Table::Letters { typed.borders_in(at, end) } else { Vec::new() };
                for (number, extent) in self.lookup(&letters[at..end], &borders, table, suffices) {
                    let (word, count) = &self.words[number as usize];
                    reached[end].extend(here.iter().map(|path| path.with(word, *count, extent)));
                }
            }
        }
        let mut found = reached.pop().unwrap_or_default();
        found.sort_by(|one, other| other.score.total_cmp(&one.score).then_with(|| one.text.cmp(&other.text)));
        let mut texts: Vec<(String, Extent)> = Vec::new();
        for path in found {
            if !texts.iter().any(|(text, extent)| *text == path.text && *extent <= path.extent) {
                texts.push((path.text, path.extent));
            }
            if texts.len() >= 4 * FOLLOWED {
                break;
            }
        }
        texts
    }

    /// Returns the most frequent words that are read so: those that are read so as a whole, and those of which it is the
    /// beginning where that suffices.
    fn lookup(&self, letters: &str, borders: &[usize], table: Table, suffices: Extent) -> Vec<(u32, Extent)> {
        let lines = match table {
            Table::Letters => &self.letters,
            Table::Initials => &self.initials,
        };
        let is_parted = |line: &str, number: u32| {
            let readings = || readings(&self.words[number as usize].0);
            borders.is_empty() || readings().iter().any(|read| read.letters == line && read.parts_at(borders))
        };
        let from = lines.partition_point(|(line, _)| &**line < letters);
        let (mut whole, mut begun) = (Vec::new(), Vec::new());
        for (line, number) in lines[from..].iter().take_while(|(line, _)| line.starts_with(letters)) {
            let is_whole = line.len() == letters.len();
            if !is_whole && suffices == Extent::Whole {
                break;
            }
            if is_parted(line, *number) {
                if is_whole { whole.push(*number) } else { begun.push(*number) }
            }
        }
        for numbers in [&mut whole, &mut begun] {
            numbers.sort_by_key(|&number| Reverse(self.words[number as usize].1));
            numbers.truncate(BRANCHES);
        }
        let whole = whole.into_iter().map(|number| (number, Extent::Whole));
        whole.chain(begun.into_iter().map(|number| (number, Extent::Begun))).collect()
    }

    /// Returns what may have been meant by letters with one slip in them: what can be cut into syllables.
    pub(crate) fn slips(&self, typed: &Letters) -> Vec<Letters> {
        let mut meant = typed.slips();
        meant.retain(|letters| letters.letters != typed.letters && self.is_pinyin(letters));
        meant.sort_by(|one, other| one.letters.cmp(&other.letters));
        meant.dedup();
        meant
    }

    /// Tells whether letters can be cut into syllables that end at each border.
    fn is_pinyin(&self, typed: &Letters) -> bool {
        let letters = &typed.letters;
        let mut is_reached = vec![false; letters.len() + 1];
        is_reached[0] = true;
        for at in 0..letters.len() {
            let border = typed.borders.iter().find(|&&border| border > at).copied();
            let furthest = border.unwrap_or(letters.len()).min(at + LONGEST_SYLLABLE);
            for end in at + 1..=furthest {
                is_reached[end] |= is_reached[at] && self.syllables.contains(&letters[at..end]);
            }
        }
        is_reached[letters.len()]
    }

    /// Returns the words of the same length that differ from a text in one character; the most frequent first.
    pub(crate) fn one_apart(&self, text: &str) -> Vec<&str> {
        let is_near = |word: &str| {
            word.len() == text.len()
                && word.chars().zip(text.chars()).filter(|(one, other)| one != other).count() == 1
        };
        let mut near: Vec<&(Box<str>, u32)> = self.words.iter().filter(|(word, _)| is_near(word)).collect();
        near.sort_by_key(|(_, count)| Reverse(*count));
        near.into_iter().map(|(word, _)| &**word).collect()
    }

    /// Returns the words that differ from a word in one character, in two when it is long; the most frequent first.
    pub(crate) fn spelt_like(&self, word: &str, most: usize) -> Vec<&str> {
        let length = word.chars().count();
        let distance: usize = if length < 3 {
            return Vec::new();
        } else if length < 6 {
            1
        } else {
            2
        };
        let dfa = LevenshteinAutomatonBuilder::new(distance as u8, true).build_dfa(word);
        let near = |spelt: &str| {
            let count = spelt.chars().count();
            count.abs_diff(length) <= distance
                && matches!(dfa.eval(spelt), Distance::Exact(off) if off > 0 && usize::from(off) <= distance)
        };
        let mut fitting: Vec<&(Box<str>, u32)> = self.words.iter().filter(|(spelt, _)| near(spelt)).collect();
        fitting.sort_by_key(|(_, count)| Reverse(*count));
        fitting.into_iter().take(most).map(|(word, _)| &**word).collect()
    }

    /// Returns the written paths of the places for whose name a test holds.
    pub(crate) fn regions(&self, fits: impl Fn(&str) -> bool) -> Vec<&str> {
        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        self.regions.iter().map(String::as_str).filter(|path| fits(&name(path))).collect()
    }
}

impl Path {
    /// Goes on with a word: frequent words and few words are likelier.
    fn with(&self, word: &str, count: u32, extent: Extent) -> Path {
        let score = self.score + (count as f32 + 1.0).ln() - 6.0;
        Path { text: format!("{}{word}", self.text), score, extent }
    }
}

/// Adds the places above; ascending, each once.
fn with_higher(written: Vec<String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for path in written {
        let names: Vec<&str> = path.split('/').collect();
        all.extend((1..=names.len()).map(|depth| names[..depth].join("/")));
    }
    all.sort();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::Extent;
    use super::Table;
    use super::Vocabulary;
    use crate::local::typed::pinyin;

    fn vocabulary() -> Vocabulary {
        let mut words: Vec<(Box<str>, u32)> = [
            ("法治", 90),
            ("法制", 20),
            ("政府", 100),
            ("政治", 50),
            ("执法", 60),
            ("重庆", 5),
            ("生态环境", 9),
            ("西安", 1),
            ("现在", 80),
            ("吉安", 1),
            ("建设", 99),
        ]
        .into_iter()
        .map(|(word, count)| (word.into(), count))
        .collect();
        words.sort();
        Vocabulary::of(words, super::with_higher(vec!["四川省/绵阳市".to_owned(), "四川省".to_owned()]))
    }

    #[test]
    fn letters_are_read_as_words_in_a_row() {
        let vocabulary = vocabulary();
        let read = |typed: &str, table| {
            let letters = pinyin(typed).expect("it is pinyin");
            let found = vocabulary.read_as(&letters, table, Extent::Begun);
            found.into_iter().map(|(text, _)| text).collect::<Vec<String>>()
        };
        assert_eq!(read("fazhizhengfu", Table::Letters)[..2], ["法治政府", "法制政府"]);
        assert_eq!(read("fazhizheng", Table::Letters)[0], "法治政府");
        assert_eq!(read("fzzf", Table::Initials)[..1], ["法治政府"]);
        assert!(read("fzzf", Table::Initials).contains(&"法治执法".to_owned()));
        assert_eq!(read("chongqing", Table::Letters), ["重庆"]);
        assert_eq!(read("ji'an", Table::Letters), ["吉安"], "no syllable crosses an apostrophe");
        assert_eq!(read("jian", Table::Letters), ["建设", "吉安"]);
        assert_eq!(read("xi'", Table::Letters), ["西安"]);
        let begun = pinyin("fazhizheng").expect("it is pinyin");
        assert!(vocabulary.read_as(&begun, Table::Letters, Extent::Whole).is_empty());
        assert!(read("xyz", Table::Letters).is_empty());
    }

    #[test]
    fn a_slip_leads_to_letters_that_are_pinyin() {
        let vocabulary = vocabulary();
        let meant = |typed: &str| vocabulary.slips(&pinyin(typed).expect("it is pinyin"));
        let holds = |typed: &str, letters: &str| meant(typed).iter().any(|meant| meant.letters == letters);
        assert!(holds("shentaihuanjing", "shengtaihuanjing") && holds("fahzi", "fazhi"));
        assert!(!holds("fazhi", "fazhii"));
    }

    #[test]
    fn words_are_found_by_beginning_and_by_spelling() {
        let vocabulary = vocabulary();
        assert_eq!(vocabulary.beginning_with("政", 9), ["政府", "政治"]);
        assert_eq!(vocabulary.spelt_like("生态坏境", 9), ["生态环境"]);
        assert_eq!(vocabulary.one_apart("法纪"), ["法治", "法制"]);
        assert!(vocabulary.spelt_like("法纪", 9).is_empty(), "two characters share one with too many words");
        assert_eq!(vocabulary.regions(|name| name.starts_with('绵')), ["四川省/绵阳市"]);
    }
}
