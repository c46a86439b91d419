//! A list of words in; the longest of them that a text begins or ends with, without a look at all the others, out.

use std::collections::BTreeMap;
use std::ops::Deref;

use crate::indicators::words;

/// Words, found by their first and their last character: several lists of hundreds are looked through around every amount.
#[derive(Debug)]
pub(crate) struct Lexicon {
    words: Vec<&'static str>,
    by_first: BTreeMap<char, Vec<&'static str>>,
    by_last: BTreeMap<char, Vec<&'static str>>,
}

impl Lexicon {
    /// Keeps a list of words.
    pub(crate) fn of(words: Vec<&'static str>) -> Lexicon {
        let mut by_first: BTreeMap<char, Vec<&'static str>> = BTreeMap::new();
        let mut by_last: BTreeMap<char, Vec<&'static str>> = BTreeMap::new();
        for word in &words {
            by_first.entry(word.chars().next().unwrap_or_default()).or_default().push(word);
            by_last.entry(word.chars().next_back().unwrap_or_default()).or_default().push(word);
        }
        Lexicon { words, by_first, by_last }
    }

    /// Returns the length of the longest word that a text begins with.
    pub(crate) fn longest_start(&self, text: &[char]) -> Option<usize> {
        words::longest_start(text, self.by_first.get(text.first()?)?)
    }

    /// Returns the longest word that a text ends with.
    pub(crate) fn longest_end(&self, text: &[char]) -> Option<&'static str> {
        words::longest_end(text, self.by_last.get(text.last()?)?)
    }

    /// Returns the text without the longest word at its beginning, again and again, at most eight times.
    pub(crate) fn strip_start<'a>(&self, text: &'a [char]) -> &'a [char] {
        words::strip(text, |rest| self.longest_start(rest).map(|length| &rest[length..]))
    }

    /// Returns the text without the longest word at its end, again and again, at most eight times.
    pub(crate) fn strip_end<'a>(&self, text: &'a [char]) -> &'a [char] {
        words::strip(text, |rest| {
            self.longest_end(rest).map(|word| &rest[..rest.len() - word.chars().count()])
        })
    }
}

impl Deref for Lexicon {
    type Target = [&'static str];

    fn deref(&self) -> &[&'static str] {
        &self.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_found_as_in_the_list() {
        let list = vec!["增", "增长", "同比", "比", "长"];
        let lexicon = Lexicon::of(list.clone());
        for text in ["", "增", "增长", "同比增长", "长", "比长", "同 比 增长 ", "无"] {
            let text: Vec<char> = text.chars().collect();
            assert_eq!(lexicon.longest_start(&text), words::longest_start(&text, &list));
            assert_eq!(lexicon.longest_end(&text), words::longest_end(&text, &list));
            assert_eq!(lexicon.strip_start(&text), words::strip_start(&text, &list));
            assert_eq!(lexicon.strip_end(&text), words::strip_end(&text, &list));
        }
        assert_eq!(lexicon.len(), 5);
    }
}
