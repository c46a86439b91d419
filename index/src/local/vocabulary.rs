//! The words and places of an index in; those that begin, sound or are spelt like something out.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use levenshtein_automata::Distance;
use levenshtein_automata::LevenshteinAutomatonBuilder;
use tantivy::Searcher;

use crate::local::reading::readings;
use crate::local::schema::Fields;
use crate::local::schema::column;

/// Above so many words those that stand in one document only are left out: most of them are slips.
const MANY_WORDS: usize = 300_000;
/// The longest word in characters; longer ones are numbers and addresses.
const LONGEST: usize = 12;
/// How many words go on from one place when letters are read as several words.
const BRANCHES: usize = 16;
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
    /// Written paths.
    regions: Vec<String>,
}

/// Which table letters are looked up in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    Letters,
    Initials,
}

/// Words read one after the other.
#[derive(Clone)]
struct Path {
    text: String,
    score: f32,
}

impl Vocabulary {
    /// Reads the words and the places of every segment.
    pub(crate) fn read(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Vocabulary> {
        let mut counts: BTreeMap<Box<str>, u32> = BTreeMap::new();
        let mut regions: Vec<String> = Vec::new();
        for reader in searcher.segment_readers() {
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
        let least = if counts.len() > MANY_WORDS { 2 } else { 1 };
        let words: Vec<(Box<str>, u32)> = counts.into_iter().filter(|&(_, count)| count >= least).collect();
        Ok(Vocabulary::of(words, with_higher(regions)))
    }

    fn of(words: Vec<(Box<str>, u32)>, regions: Vec<String>) -> Vocabulary {
        let (mut letters, mut initials) = (Vec::new(), Vec::new());
        for (number, (word, _)) in (0..).zip(&words) {
            for reading in readings(word) {
                letters.push((reading.letters.into_boxed_str(), number));
                initials.push((reading.initials.into_boxed_str(), number));
            }
        }
        for table in [&mut letters, &mut initials] {
            table.sort_unstable();
            table.dedup();
        }
        Vocabulary { words, letters, initials, regions }
    }

    /// Returns the words that begin so, the most frequent first.
    pub(crate) fn beginning_with(&self, prefix: &str, most: usize) -> Vec<&str> {
        let from = self.words.partition_point(|(word, _)| &**word < prefix);
        let fitting = self.words[from..].iter().take_while(|(word, _)| word.starts_with(prefix));
        let mut fitting: Vec<&(Box<str>, u32)> = fitting.collect();
        fitting.sort_by_key(|(_, count)| Reverse(*count));
        fitting.into_iter().take(most).map(|(word, _)| &**word).collect()
    }

    /// Returns what the letters may stand for: one word or several in a row, the last of which may be begun only; the likeliest
    /// first.
    pub(crate) fn read_as(&self, letters: &str, table: Table, may_be_begun: bool) -> Vec<String> {
        let mut reached: Vec<Vec<Path>> = vec![Vec::new(); letters.len() + 1];
        reached[0].push(Path { text: String::new(), score: 0.0 });
        for at in 0..letters.len() {
            let mut here = std::mem::take(&mut reached[at]);
            here.sort_by(|one, other| other.score.total_cmp(&one.score));
            here.truncate(FOLLOWED);
            if here.is_empty() {
                continue;
            }
            for end in at + 1..=letters.len() {
                let is_last = end == letters.len();
                for number in self.lookup(&letters[at..end], table, is_last && may_be_begun) {
                    let (word, count) = &self.words[number as usize];
                    reached[end].extend(here.iter().map(|path| path.with(word, *count)));
                }
            }
        }
        let mut found = reached.pop().unwrap_or_default();
        found.sort_by(|one, other| other.score.total_cmp(&one.score).then_with(|| one.text.cmp(&other.text)));
        let mut texts: Vec<String> = Vec::new();
        for path in found {
            if !texts.contains(&path.text) {
                texts.push(path.text);
            }
            if texts.len() >= 4 * FOLLOWED {
                break;
            }
        }
        texts
    }

    /// Returns the most frequent words that are read so.
    fn lookup(&self, letters: &str, table: Table, may_be_begun: bool) -> Vec<u32> {
        let lines = match table {
            Table::Letters => &self.letters,
            Table::Initials => &self.initials,
        };
        let from = lines.partition_point(|(line, _)| &**line < letters);
        let fits = |line: &str| if may_be_begun { line.starts_with(letters) } else { line == letters };
        let mut numbers: Vec<u32> =
            lines[from..].iter().take_while(|(line, _)| fits(line)).map(|&(_, number)| number).collect();
        numbers.sort_by_key(|&number| Reverse(self.words[number as usize].1));
        numbers.truncate(BRANCHES);
        numbers
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
    fn with(&self, word: &str, count: u32) -> Path {
        Path { text: format!("{}{word}", self.text), score: self.score + (count as f32 + 1.0).ln() - 6.0 }
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
    use super::Table;
    use super::Vocabulary;

    fn vocabulary() -> Vocabulary {
        let mut words: Vec<(Box<str>, u32)> = [
            ("法治", 90),
            ("法制", 20),
            ("政府", 100),
            ("政治", 50),
            ("执法", 60),
            ("重庆", 5),
            ("生态环境", 9),
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
        let read = |letters: &str, table| vocabulary.read_as(letters, table, true);
        assert_eq!(read("fazhizhengfu", Table::Letters)[..2], ["法治政府", "法制政府"]);
        assert_eq!(read("fazhizheng", Table::Letters)[0], "法治政府");
        assert_eq!(read("fzzf", Table::Initials)[..1], ["法治政府"]);
        assert!(read("fzzf", Table::Initials).contains(&"法治执法".to_owned()));
        assert_eq!(read("chongqing", Table::Letters), ["重庆"]);
        assert!(vocabulary.read_as("fazhizheng", Table::Letters, false).is_empty());
        assert!(read("xyz", Table::Letters).is_empty());
    }

    #[test]
    fn words_are_found_by_beginning_and_by_spelling() {
        let vocabulary = vocabulary();
        assert_eq!(vocabulary.beginning_with("政", 9), ["政府", "政治"]);
        assert_eq!(vocabulary.spelt_like("生态坏境", 9), ["生态环境"]);
        assert!(vocabulary.spelt_like("法纪", 9).is_empty(), "two characters share one with too many words");
        assert_eq!(vocabulary.regions(|name| name.starts_with('绵')), ["四川省/绵阳市"]);
    }
}
