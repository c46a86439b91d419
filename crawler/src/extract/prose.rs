//! A line in; whether it is a sentence of a text, or several, out.

/// Tells whether a line is a sentence or several.
pub(crate) fn is_prose(line: &str) -> bool {
    let chars = line.chars().count();
    chars >= 10 && line.ends_with(['。', '；']) || chars >= 60 && line.contains('。')
}
