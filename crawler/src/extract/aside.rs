//! The attributes of an element in; whether it stands beside the text, or is not seen at all, out.

use crate::extract::markup;

/// Names of elements that hold what surrounds a text.
const ASIDES: &[&str] = &[
    "nav",
    "foot",
    "footer",
    "menu",
    "crumb",
    "related",
    "recommend",
    "sidebar",
    "share",
    "copyright",
    "breadcrumb",
    "breadcrumbs",
    "pager",
    "pagination",
    "toolbar",
    "login",
    "advert",
    "banner",
    "hotnews",
    "tuijian",
];

/// Tells whether an element is named like what surrounds a text.
pub(crate) fn is_named(attributes: &str) -> bool {
    if attributes.len() < 4 {
        return false;
    }
    ["class", "id"].iter().any(|name| {
        markup::attribute(attributes, name).is_some_and(|value| {
            value.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
                let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
                ASIDES.iter().any(|aside| aside.eq_ignore_ascii_case(word))
            })
        })
    })
}

/// Tells whether an element's own style hides it.
pub(crate) fn is_invisible(attributes: &str) -> bool {
    attributes.contains("display")
        && markup::attribute(attributes, "style").is_some_and(|style| {
            let style: String =
                style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
            style.contains("display:none")
        })
}
