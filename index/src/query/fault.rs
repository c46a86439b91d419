//! Why a query could not be read, and the query with a mark under the character.

/// How many characters are shown before and after the place.
const SHOWN: usize = 30;

/// Says why a query could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}（第 {} 个字）；{hint}", position + 1)]
pub struct QueryError {
    /// The character of the query at which reading stopped, from 0.
    pub position: usize,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub hint: String,
}

impl QueryError {
    /// Returns two lines: the query around the place, and a mark under the character. Of a long query a part is shown.
    pub fn pointer(&self, query: &str) -> String {
        let from = self.position.saturating_sub(SHOWN);
        let (mut shown, mut under) = (String::new(), String::new());
        if from > 0 {
            shown.push('…');
            under.push(' ');
        }
        for (at, character) in query.chars().enumerate().skip(from).take(2 * SHOWN) {
            let is_plain = !character.is_whitespace() && !character.is_control();
            shown.push(if is_plain { character } else { ' ' });
            if at < self.position {
                // Blanks as wide as what stands above keep the mark in its column in any terminal.
                under.push(if is_wide(character) { '\u{3000}' } else { ' ' });
            }
        }
        if query.chars().nth(from + 2 * SHOWN).is_some() {
            shown.push('…');
        }
        format!("{shown}\n{under}^")
    }
}

/// Tells whether a character takes two columns of a terminal.
fn is_wide(character: char) -> bool {
    matches!(
        character,
        '\u{1100}'..='\u{115F}'
            | '\u{2E80}'..='\u{303E}'
            | '\u{3041}'..='\u{A4CF}'
            | '\u{AC00}'..='\u{D7A3}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FE30}'..='\u{FE6F}'
            | '\u{FF01}'..='\u{FF60}'
            | '\u{FFE0}'..='\u{FFE6}'
            | '\u{1F300}'..='\u{1FAFF}'
            | '\u{20000}'..='\u{3FFFD}'
    )
}

#[cfg(test)]
mod tests {
    use super::QueryError;
    use crate::query::parse;

    #[track_caller]
    fn check(query: &str, shown: &str, under: &str) {
        let error: QueryError = parse(query).expect_err("the query is wrong");
        assert_eq!(error.pointer(query), format!("{shown}\n{under}"), "{query:?}");
    }

    #[test]
    fn the_mark_stands_under_the_character() {
        check("法治 \"政府", "法治 \"政府", "\u{3000}\u{3000} ^");
        check("a)", "a)", " ^");
        check("法治\tOR", "法治 OR", "\u{3000}\u{3000}   ^");
        let long = format!("{})", "法".repeat(100));
        let under = format!(" {}^", "\u{3000}".repeat(30));
        check(&long, &format!("…{})", "法".repeat(30)), &under);
        check(&format!("){}", "法".repeat(100)), &format!("){}…", "法".repeat(59)), "^");
    }
}
