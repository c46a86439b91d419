//! The search form: what was asked in, the same fields filled in out, with what is wrong and where.

use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use index::search::Matching;

use crate::Error;
use crate::language::Language;
use crate::params::SearchParams;

/// The fields of the form as they stand.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) action: &'static str,
    pub(crate) query: String,
    pub(crate) year: String,
    pub(crate) region: String,
    pub(crate) kinds: Vec<Choice>,
    pub(crate) sections: Vec<Choice>,
    pub(crate) sorts: Vec<Choice>,
    pub(crate) whole_word: bool,
    /// Whether the fields below the query are unfolded.
    pub(crate) is_open: bool,
    pub(crate) fault: Option<Fault>,
}

/// One value that may be chosen.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) value: &'static str,
    pub(crate) label: String,
    pub(crate) is_chosen: bool,
}

/// What is wrong with what was asked, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) title: &'static str,
    pub(crate) lang: &'static str,
    pub(crate) message: String,
    pub(crate) hint: String,
    pub(crate) shows_place: bool,
    pub(crate) before: String,
    pub(crate) at: String,
    pub(crate) after: String,
    pub(crate) place: String,
}

/// How many characters of the query are shown on each side of a fault.
const AROUND: usize = 30;

impl Form {
    /// Fills the form in.
    pub(crate) fn new(
        language: Language,
        action: &'static str,
        params: &SearchParams,
        sorts: Vec<Choice>,
    ) -> Form {
        Form {
            action,
            query: params.query.clone(),
            year: params.years.map(|years| years.to_string()).unwrap_or_default(),
            region: params.region.clone().unwrap_or_default(),
            kinds: DocumentKind::ALL
                .iter()
                .map(|&kind| Choice {
                    value: kind.key(),
                    label: language.kind(kind),
                    is_chosen: params.kind == Some(kind),
                })
                .collect(),
            sections: SectionKind::ALL
                .iter()
                .map(|&kind| Choice {
                    value: kind.key(),
                    label: language.section(kind),
                    is_chosen: params.section == Some(kind),
                })
                .collect(),
            sorts,
            whole_word: params.matching == Matching::WholeWord,
            is_open: false,
            fault: None,
        }
    }

    /// Shows what is wrong; an error that is none of the asker's is handed back.
    pub(crate) fn blame(mut self, language: Language, err: Error) -> Result<Form, Error> {
        let t = language.phrases();
        self.fault = Some(match err {
            Error::Query { query, source, .. } => {
                let characters: Vec<char> = query.chars().collect();
                let position = source.position.min(characters.len());
                let from = position.saturating_sub(AROUND);
                let to = (position + 1 + AROUND).min(characters.len());
                let part = |range: std::ops::Range<usize>| characters[range].iter().collect::<String>();
                let said = match language {
                    Language::Chinese => source.in_chinese(),
                    Language::English => source.in_english(),
                };
                Fault {
                    title: t.fault_query,
                    lang: language.tag(),
                    message: said.message,
                    hint: said.hint,
                    shows_place: true,
                    before: part(from..position),
                    // A fault at the very end points at the place where something is missing.
                    at: characters.get(position).map_or_else(|| "␣".to_owned(), char::to_string),
                    after: part((position + 1).min(to)..to),
                    place: format!("{}{}{}", t.place_before, position + 1, t.place_after),
                }
            }
            Error::Parameter { name, .. } => Fault {
                title: t.fault_parameter,
                lang: language.tag(),
                message: match name.as_str() {
                    "year" => t.fault_year.to_owned(),
                    "limit" | "offset" | "window" | "min" => format!("{name}{}{}", t.colon, t.fault_number),
                    _ => format!("{name}{}{}", t.colon, t.fault_value),
                },
                hint: String::new(),
                shows_place: false,
                before: String::new(),
                at: String::new(),
                after: String::new(),
                place: String::new(),
            },
            other => return Err(other),
        });
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, before: &str, at: &str, after: &str) {
        let params = SearchParams { query: query.to_owned(), ..SearchParams::default() };
        let err = params.request(10).expect_err("the query is wrong");
        let form = Form::new(Language::Chinese, "/search", &params, Vec::new());
        let fault = form.blame(Language::Chinese, err).expect("a fault of the asker").fault.expect("a fault");
        assert_eq!((&*fault.before, &*fault.at, &*fault.after), (before, at, after));
    }

    #[test]
    fn the_character_at_fault_is_pointed_at() {
        check("法治 \"政府", "法治 ", "\"", "政府");
        check("(法治", "", "(", "法治");
        check("法治 OR", "法治 OR", "␣", "");
    }
}
