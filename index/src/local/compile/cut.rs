//! An unquoted chunk in; the strings and the words that it is cut into out.

use crate::articles::Part;
use crate::articles::parts;
use crate::local::naming::Naming;
use crate::local::telling;
use crate::local::tokenize;

/// Cuts an unquoted folded chunk into the strings that must all stand. Single characters beside each other are one
/// string: the dictionary does not know 放管服, and its three characters apart would say nothing. So is an article of a law.
pub(crate) fn strings_of(folded: &str) -> Vec<String> {
    let mut strings: Vec<String> = Vec::new();
    for part in parts(folded) {
        match part {
            Part::Article(article) => strings.push(article.to_owned()),
            Part::Words(text) => add_strings(text, &mut strings),
        }
    }
    let mut unique: Vec<String> = Vec::new();
    for string in strings {
        if !string.is_empty() && !unique.contains(&string) {
            unique.push(string);
        }
    }
    if unique.is_empty() {
        unique.push(folded.to_owned());
    }
    unique
}

fn add_strings(text: &str, strings: &mut Vec<String>) {
    let mut run = String::new();
    for piece in tokenize::pieces(text) {
        let is_single =
            piece.chars().count() == 1 && piece.chars().all(|c| c.is_alphanumeric() && !c.is_ascii());
        if is_single {
            run.push_str(piece);
            continue;
        }
        strings.push(std::mem::take(&mut run));
        if piece.chars().any(char::is_alphanumeric) {
            strings.push(piece.to_owned());
        }
    }
    strings.push(run);
}

/// Returns those strings of a chunk that must stand: beside one that names something, one that only asks or holds the sentence
/// together need not.
pub(crate) fn required(strings: &[String]) -> Vec<&String> {
    let names_something = |string: &&String| !telling::only_connects(string);
    let required: Vec<&String> = strings.iter().filter(names_something).collect();
    if required.is_empty() { strings.iter().collect() } else { required }
}

/// Returns those strings of a chunk that must stand beside what it names.
pub(crate) fn required_beside_names<'s>(strings: &'s [String], naming: &Naming) -> Vec<&'s String> {
    required(strings).into_iter().filter(|string| !naming.covers(string)).collect()
}

/// Cuts an unquoted folded chunk into the strings that must all stand, none of them across a place that it names.
pub(crate) fn strings_beside_places(folded: &str, naming: &Naming) -> Vec<String> {
    let mut strings: Vec<String> = Vec::new();
    for string in naming.parts(folded).into_iter().flat_map(strings_of) {
        if !strings.contains(&string) {
            strings.push(string);
        }
    }
    strings
}

/// Cuts an unquoted folded chunk into its words; marks alone stand for themselves.
pub(crate) fn words_of(folded: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in tokenize::words(folded) {
        if !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    if words.is_empty() {
        words.push(folded.to_owned());
    }
    words
}
