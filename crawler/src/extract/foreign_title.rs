//! A heading in Latin letters in; whether it can be the title of a page that has no Chinese text out.

use crate::extract::lines::Line;

/// A title longer than this, in characters, is a paragraph.
const LONGEST: usize = 200;

/// Tells whether a text of Latin letters can be a title: several words, no sentence and no label.
pub(crate) fn can_be(text: &str) -> bool {
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    text.split_whitespace().count() >= 3
        && letters >= 12
        && text.chars().count() <= LONGEST
        && !text.chars().any(is_han)
        && !text.ends_with(['.', ':', ';', ','])
        && !text.contains(['|', '>', '_', '\t'])
        && !text.to_ascii_lowercase().contains("copyright")
}

/// Tells whether a page is in a language of Latin letters: its head and nearly all that it shows.
pub(crate) fn is_on(head_title: &str, lines: &[Line]) -> bool {
    if head_title.trim().is_empty() || head_title.chars().any(is_han) {
        return false;
    }
    let (mut han, mut latin) = (0, 0);
    for character in lines.iter().flat_map(|line| line.text.chars()) {
        han += usize::from(is_han(character));
        latin += usize::from(character.is_ascii_alphabetic());
    }
    // A link to the Chinese pages and the name of the office may stand there too.
    latin >= 20 && han * 20 <= latin
}

fn is_han(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use crate::extract::foreign_title::can_be;

    #[test]
    fn a_title_is_several_words_and_no_sentence() {
        assert!(can_be("Report on the Work of the Government (2023)"));
        for text in
            ["Home", "About us", "We will now report on our work.", "Report 工作报告 in two languages"]
        {
            assert!(!can_be(text), "{text}");
        }
    }
}
