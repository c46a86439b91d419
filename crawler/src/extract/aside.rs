//! The attributes of an element in; whether it stands beside the text, or is not seen at all, out.

use crate::extract::markup;
use crate::extract::tag::Tag;
use crate::extract::tree::Data;
use crate::extract::tree::NodeId;
use crate::extract::tree::Tree;

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

/// A form for readers says no more than this, in characters; old programs put one around the whole page.
const FORM: usize = 100;

/// The kinds of fields into which readers type; those that they only tick stand in the questions of advertisements, also amid a text.
const TYPED: [&str; 5] = ["text", "password", "email", "tel", "search"];

/// Tells whether an element is a form that readers are to fill in: it has a field to type into, says little, and no heading or
/// sentence is in it.
pub(crate) fn is_form(tree: &Tree<'_>, id: NodeId) -> bool {
    if tree.tag(id) != Some(Tag::Form) {
        return false;
    }
    let (mut said, mut has_field, mut hidden) = (0, false, 0);
    for id in tree.subtree(id) {
        match tree.node(id).data {
            Data::Text(text) if id >= hidden => {
                said += text.chars().filter(|c| !c.is_whitespace()).count();
                if said > FORM || text.contains('。') {
                    return false;
                }
            }
            Data::Element(Tag::Heading, _) => return false,
            Data::Element(Tag::Hidden, _) => hidden = hidden.max(tree.node(id).end),
            Data::Element(Tag::Void, attributes) => {
                let kind = markup::attribute(attributes, "type").unwrap_or("text").to_ascii_lowercase();
                let is_typed = TYPED.contains(&kind.as_str());
                has_field |= is_typed && markup::attribute(attributes, "name").is_some();
            }
            _ => {}
        }
    }
    has_field
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
