//! A document's record: what is known of it in, a line for each field and for each gap out.

use corpus::document::Confidence;
use corpus::document::Document;
use corpus::document::Field;

use crate::language::Language;
use crate::params::SearchParams;

/// One line of the record.
#[derive(Debug, Default)]
pub(crate) struct Fact {
    pub(crate) name: String,
    /// Empty when the document does not say.
    pub(crate) value: String,
    pub(crate) is_chinese: bool,
    pub(crate) href: String,
    pub(crate) note: String,
}

/// Returns the record; what the document does not say is said to be missing, with the reason.
pub(crate) fn facts(language: Language, document: &Document) -> Vec<Fact> {
    let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
    let place = document.place.as_ref().map(|place| place.path.join(" / "));
    let within = document
        .place
        .as_ref()
        .map(|place| SearchParams { region: Some(place.written()), ..SearchParams::default() });
    let kind = SearchParams { kind: Some(document.kind), ..SearchParams::default() };
    let code = document.place.as_ref().and_then(|place| place.code.clone()).unwrap_or_default();
    let fact = |field: Field, value: Option<String>| Fact {
        name: language.field(field),
        value: value.unwrap_or_default(),
        is_chinese: true,
        href: String::new(),
        note: note(language, document, field),
    };
    let plain = |fact: Fact| Fact { is_chinese: false, ..fact };
    let mut place = fact(Field::Place, place);
    place.href = within.map(|params| format!("/search?{}", params.query_string())).unwrap_or_default();
    place.note =
        [code, place.note].iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" · ");
    let year = document.report_year.map(|year| language.report_year(year));
    let mut facts = vec![
        plain(fact(Field::ReportYear, year)),
        plain(fact(Field::Signed, date(document.signed))),
        plain(fact(Field::Published, date(document.published))),
        fact(Field::Issuer, document.issuer.clone()),
        place,
        Fact {
            href: format!("/search?{}", kind.query_string()),
            ..plain(fact(Field::Kind, Some(language.kind(document.kind))))
        },
        fact(Field::Source, document.source.clone()),
    ];
    if document.gaps.iter().any(|gap| gap.field == Field::Sections) {
        facts.push(plain(fact(Field::Sections, Some(document.sections.len().to_string()))));
    }
    // Few documents have a number; its absence says nothing.
    for (field, value) in
        [(Field::DocumentNumber, &document.document_number), (Field::IndexNumber, &document.index_number)]
    {
        if value.is_some() {
            facts.push(fact(field, value.clone()));
        }
    }
    facts
}

/// Says how a field was found when it was not simply stated, or why it is missing.
fn note(language: Language, document: &Document, field: Field) -> String {
    if let Some(gap) = document.gaps.iter().find(|gap| gap.field == field) {
        return language.reason(&gap.because);
    }
    match document.origins.get(&field) {
        Some(origin) if origin.confidence != Confidence::Stated => {
            format!("{} · {}", language.confidence(origin.confidence), language.reason(&origin.because))
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus::document::Gap;
    use corpus::document::Origin;
    use corpus::reason::Reason;

    #[test]
    fn the_three_dates_are_named_apart_and_gaps_are_said() {
        let mut document = Document::new("甲", "乙");
        document.published = "2023-02-01".parse().ok();
        document.gaps.push(Gap { field: Field::Signed, because: Reason::NoSource.into() });
        document.origins.insert(Field::Published, Origin::new(Reason::AddressDate, Confidence::Inferred));
        let facts = facts(Language::Chinese, &document);
        let read: Vec<(&str, &str, &str)> = facts
            .iter()
            .take(3)
            .map(|fact| (fact.name.as_str(), fact.value.as_str(), fact.note.as_str()))
            .collect();
        assert_eq!(
            read,
            [
                ("报告年份", "", ""),
                ("成文日期", "", "页面未载来源"),
                ("发布日期", "2023-02-01", "推断 · 网址中的日期"),
            ]
        );
    }
}
