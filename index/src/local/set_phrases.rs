//! The segments of an index in; the strings of several words that are used as one, out: short and full forms, and what titles
//! often say.

use std::collections::HashMap;

use corpus::text::fold;

use crate::expand::every_form;
use crate::local::exact::Places;
use crate::local::segment::Segment;
use crate::local::telling::only_connects;
use crate::local::tokenize;

/// How many titles are read at most; of more, every second or third.
const MOST_TITLES: usize = 20_000;
/// How many different strings are counted at a time; when there are more, those that were met once are forgotten.
const MOST_COUNTED: usize = 400_000;
/// The fewest titles that say what is used as one.
const FEWEST: u32 = 5;
/// The most strings of titles.
const MOST: usize = 5_000;
/// The lengths of the strings of titles, in characters, and the most words that they are made of.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=8;
const MOST_WORDS: usize = 4;
/// The longest form, in characters; longer ones are sentences.
const LONGEST_FORM: usize = 12;

/// Returns the strings that may stand in the texts, with the most documents that may hold them; the dictionary need not know them.
pub(crate) fn set_phrases(segments: &[Segment]) -> tantivy::Result<Vec<(String, u32)>> {
    let forms = every_form().map(|form| fold(form).into_text());
    let is_one = |form: &String| {
        (2..=LONGEST_FORM).contains(&form.chars().count()) && form.chars().all(char::is_alphabetic)
    };
    let mut phrases: Vec<String> = forms.filter(is_one).collect();
    phrases.extend(often_titled(segments)?);
    let counted = phrases.into_iter().map(|phrase| {
        let most = |segment: &Segment| Places::find(segment.text(), &phrase).most_documents();
        let documents: u64 = segments.iter().map(most).sum();
        (phrase, u32::try_from(documents).unwrap_or(u32::MAX))
    });
    Ok(counted.filter(|(_, documents)| *documents > 0).collect())
}

/// Returns what titles often say, the most frequent first.
fn often_titled(segments: &[Segment]) -> tantivy::Result<Vec<String>> {
    let documents: usize = segments.iter().map(|segment| segment.documents() as usize).sum();
    let step = documents.div_ceil(MOST_TITLES).max(1);
    let mut counts: HashMap<String, u32> = HashMap::new();
    for segment in segments {
        for doc in (0..segment.documents()).step_by(step).filter(|&doc| segment.is_alive(doc)) {
            let title = segment.texts().read(doc)?.title.whole()?;
            add_strings(&tokenize::pieces(fold(&title).text()), &mut counts);
            if counts.len() > MOST_COUNTED {
                counts.retain(|_, count| *count > 1);
            }
        }
    }
    counts.retain(|_, count| *count >= FEWEST);
    Ok(whole(&counts))
}

/// Counts the strings that consecutive words make, none across a mark, a figure or a letter, and none that begins or ends with
/// what only connects.
fn add_strings(words: &[&str], counts: &mut HashMap<String, u32>) {
    let is_word = |word: &str| word.chars().all(|c| c.is_alphabetic() && !c.is_ascii());
    for from in 0..words.len() {
        let mut string = String::new();
        for (at, word) in words[from..].iter().take(MOST_WORDS).enumerate() {
            string.push_str(word);
            let length = string.chars().count();
            if !is_word(word) || only_connects(words[from]) || length > *LENGTHS.end() {
                break;
            }
            if at > 0 && LENGTHS.contains(&length) && !only_connects(word) {
                *counts.entry(string.clone()).or_default() += 1;
            }
        }
    }
}

/// Leaves out what mostly stands inside one longer string: 质生产力. The most frequent come first.
fn whole(counts: &HashMap<String, u32>) -> Vec<String> {
    let mut strings: Vec<(&String, u32)> = counts.iter().map(|(string, &count)| (string, count)).collect();
    let mut inside: Vec<&str> = Vec::new();
    for &(longer, count) in &strings {
        let ends = || longer.char_indices().map(|(at, _)| at).skip(1);
        let parts = ends().flat_map(|at| [&longer[..at], &longer[at..]]);
        inside.extend(parts.filter(|part| counts.get(*part).is_some_and(|&all| 5 * count >= 4 * all)));
    }
    inside.sort_unstable();
    strings.retain(|(string, _)| inside.binary_search(&string.as_str()).is_err());
    strings.sort_unstable_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0)));
    strings.truncate(MOST);
    strings.into_iter().map(|(string, _)| string.clone()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::add_strings;
    use super::whole;
    use crate::local::tokenize::pieces;

    #[test]
    fn what_titles_often_say_is_one_string_and_not_its_parts() {
        let mut counts = HashMap::new();
        for title in
            ["发展新质生产力", "新质生产力的培育", "新质生产力座谈会", "发展经济", "2024年生产力（新）"]
        {
            add_strings(&pieces(title), &mut counts);
        }
        assert_eq!(counts["新质生产力"], 3);
        assert!(!counts.keys().any(|string| string.ends_with('的') || string.contains(['2', '（'])));
        counts.retain(|_, count| *count > 2);
        assert_eq!(whole(&counts), ["新质生产力"]);
    }
}
