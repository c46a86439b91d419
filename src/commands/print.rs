//! Answers on standard output: JSON for programs, marked lines for people.

use std::io;
use std::io::IsTerminal;
use std::io::Write;

use anyhow::Context;
use jiff::Timestamp;
use serde::Serialize;

/// What is said under a table of log-likelihoods (Rayson, Berridge and Francis 2004).
pub(crate) const SIGNIFICANCE: &str = "; G² above 15.13: p < 0.0001";

/// Prints one value as JSON on one line. A reader that has gone away is no failure.
///
/// # Errors
/// When standard output cannot be written.
pub(crate) fn json(value: &impl Serialize) -> anyhow::Result<()> {
    let text = serde_json::to_string(value).context("cannot write the answer as JSON")?;
    line(&text)
}

/// Prints one line. A reader that has gone away is no failure.
///
/// # Errors
/// When standard output cannot be written.
pub(crate) fn line(text: &str) -> anyhow::Result<()> {
    exactly(&format!("{text}\n"))
}

/// Prints a text as it is, without a line end of its own. A reader that has gone away is no failure.
///
/// # Errors
/// When standard output cannot be written.
pub(crate) fn exactly(text: &str) -> anyhow::Result<()> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(err) if err.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to standard output"),
    }
}

/// Returns a text with its marks in bold on a terminal and in 【】 elsewhere; marks count characters.
pub(crate) fn marked(text: &str, marks: &[(usize, usize)]) -> String {
    let (open, close) = match io::stdout().is_terminal() {
        true => ("\u{1b}[1;31m", "\u{1b}[0m"),
        false => ("【", "】"),
    };
    let mut shown = String::with_capacity(text.len() + marks.len() * 8);
    for (index, character) in text.chars().enumerate() {
        if marks.iter().any(|(start, _)| *start == index) {
            shown.push_str(open);
        }
        shown.push(character);
        if marks.iter().any(|(_, end)| *end == index + 1) {
            shown.push_str(close);
        }
    }
    shown
}

/// Returns a number with its digits in groups of three.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// Writes a time to the minute.
pub(crate) fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// Returns a number of things, which are called by a word that takes an s for several.
pub(crate) fn counted(number: u64, thing: &str) -> String {
    let several = if number == 1 { "" } else { "s" };
    format!("{} {thing}{several}", grouped(number))
}

#[cfg(test)]
mod tests {
    use super::counted;
    use super::grouped;
    use super::marked;

    #[test]
    fn one_thing_is_not_several() {
        assert_eq!(counted(0, "document"), "0 documents");
        assert_eq!(counted(1, "document"), "1 document");
        assert_eq!(counted(1234, "document"), "1,234 documents");
    }

    #[test]
    fn marks_count_characters() {
        assert_eq!(marked("依法治国", &[(1, 3)]), "依【法治】国");
        assert_eq!(marked("法治", &[(0, 2)]), "【法治】");
    }

    #[test]
    fn digits_stand_in_groups_of_three() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(1234), "1,234");
        assert_eq!(grouped(123_456_789), "123,456,789");
    }
}
