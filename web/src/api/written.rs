//! What language a text is written in: a text in, its BCP 47 tag out.

use corpus::text::fold;

/// How many characters are looked at.
const LOOKED_AT: usize = 4_000;

/// Returns the language of a text by its script: `zh`, `zh-Hant`, `bo`, `ug`, `mn`, `ii`, `ko`, `en`; `und` without letters.
///
/// Arabic script is taken for Uyghur and Latin for English, which is what government sites in China publish in them.
pub(crate) fn language(text: &str) -> &'static str {
    let opening: String = text.chars().filter(|c| c.is_alphabetic()).take(LOOKED_AT).collect();
    let mut counts = [("zh", 0_usize), ("bo", 0), ("ug", 0), ("mn", 0), ("ii", 0), ("ko", 0), ("en", 0)];
    for character in opening.chars() {
        let script = match character {
            '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => "zh",
            '\u{0F00}'..='\u{0FFF}' => "bo",
            '\u{0600}'..='\u{06FF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' => "ug",
            '\u{1800}'..='\u{18AF}' => "mn",
            '\u{A000}'..='\u{A4CF}' => "ii",
            '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7AF}' => "ko",
            'a'..='z' | 'A'..='Z' => "en",
            _ => continue,
        };
        for (name, count) in &mut counts {
            // Four Latin letters stand for about as much as one Chinese character.
            *count += if *name == script { if script == "zh" { 4 } else { 1 } } else { 0 };
        }
    }
    match counts.iter().rev().max_by_key(|(_, count)| *count) {
        Some((_, 0)) | None => "und",
        Some(("zh", _)) if is_traditional(&opening) => "zh-Hant",
        Some((name, _)) => name,
    }
}

/// Tells whether more than one character in twenty has a simplified form.
fn is_traditional(text: &str) -> bool {
    let folded = fold(text);
    let changed = text
        .chars()
        .zip(folded.text().chars())
        .filter(|(one, other)| one != other && *one >= '\u{2E80}')
        .count();
    text.chars().count() == folded.len() && changed * 20 > folded.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_tells_the_language() {
        for (text, expected) in [
            ("依法行政取得新进展。", "zh"),
            ("依法行政取得新進展，執法監督更嚴。", "zh-Hant"),
            ("PDF下载：推进法治政府建设（GB18030）", "zh"),
            ("Annual report on law-based government", "en"),
            ("བོད་ལྗོངས", "bo"),
            ("شىنجاڭ", "ug"),
            ("2021 12", "und"),
            ("", "und"),
        ] {
            assert_eq!(language(text), expected, "{text}");
        }
    }
}
