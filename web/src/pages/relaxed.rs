//! What a relaxed query asked for in; what a page says of it out.

use index::search::Relaxed;

use crate::language::Language;

/// What is said above the hits of a relaxed query.
pub(crate) struct RelaxedNote {
    pub(crate) lead: &'static str,
    /// What its counts mean.
    pub(crate) meaning: &'static str,
    /// The words of which any sufficed, or that may be missing; or the title that was looked for beside.
    pub(crate) words: String,
    /// What was not looked for.
    pub(crate) left_out: String,
}

impl RelaxedNote {
    /// Words it in the language of the reader.
    pub(crate) fn of(language: Language, relaxed: &Relaxed) -> RelaxedNote {
        let t = language.phrases();
        if let Some(title) = &relaxed.title {
            let (lead, meaning) = (t.relaxed_to_title, t.meaning_of_titled);
            return RelaxedNote { lead, meaning, words: title.clone(), left_out: String::new() };
        }
        let lead = match relaxed.words.len() {
            0 => t.relaxed_to_strings,
            _ if relaxed.are_optional => t.relaxed_to_optional,
            1 => t.relaxed_to_word,
            _ => t.relaxed,
        };
        let meaning = if relaxed.are_optional { t.meaning_of_optional } else { t.meaning_of_relaxed };
        RelaxedNote {
            lead,
            meaning,
            words: relaxed.words.join(" · "),
            left_out: relaxed.left_out.join(" · "),
        }
    }
}
