//! The comparison page: two ids in; what was carried over, the biggest changes and both texts side by side out.

mod choice;
mod parts;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use corpus::compare;
use corpus::compare::BIGGEST;
use corpus::compare::Comparison;
use corpus::compare::Fate;
use corpus::compare::Op;
use corpus::compare::Place;
use corpus::indicators::Decimal;
use corpus::store::Stored;

use crate::App;
use crate::Error;
use crate::api;
use crate::language::Language;
use crate::language::Phrases;
use crate::language::number;
use crate::pages::Frame;
use crate::pages::Here;
use crate::pages::Page;
use crate::pages::Visitor;
use crate::pages::compare::parts::Block;
use crate::pages::compare::parts::PartView;
use crate::pages::compare::parts::anchor;
use crate::pages::compare::parts::label;
use crate::pages::respond;
use crate::params::Pairs;
use crate::params::Reading;
use crate::params::encode;

/// The name of the view with both wordings in one line.
const INLINE: &str = "inline";

/// How much of a big change is told in the list above the texts.
const TEASER: usize = 70;

#[derive(Template)]
#[template(path = "compare.html")]
struct Compared {
    frame: Frame,
    old: Head,
    new: Head,
    swap: String,
    json: String,
    csv: String,
    is_inline: bool,
    other_view: String,
    shares: Vec<Share>,
    biggest: Vec<Teaser>,
    parts: Vec<PartView>,
    changes: String,
    is_cut: bool,
    quantities: Vec<QuantityView>,
    vanished: Vec<QuantityView>,
    came: Vec<QuantityView>,
}

struct QuantityView {
    context: String,
    unit: String,
    old: String,
    new: String,
    difference: String,
    percent: String,
}

/// One of the two documents.
struct Head {
    href: String,
    title: String,
    facts: String,
    others: String,
    is_gone: bool,
}

struct Share {
    label: &'static str,
    of: &'static str,
    percent: String,
    /// For the width of a bar, 0 to 100.
    width: f64,
    class: &'static str,
}

struct Teaser {
    anchor: String,
    label: &'static str,
    text: String,
    characters: String,
}

/// Answers `GET /compare`: two documents side by side, or what the one that is named may be compared with.
pub(crate) async fn compare(State(app): State<App>, visitor: Visitor) -> Response {
    let asker = visitor.clone();
    let result = app.read(move |reader| {
        let mut pairs = Pairs::decode(&asker.query, Reading::Lenient)?;
        let store = reader.store()?;
        let named = |name: Option<String>| name.map(|name| api::named(store, name.trim())).transpose();
        let is_inline = pairs.take_any("view").is_some_and(|view| view == INLINE);
        match (named(pairs.take("a")?)?, named(pairs.take("b")?)?) {
            (Some(old), Some(new)) => both(&asker, &old, &new, is_inline),
            (a, b) => choice::choice(&asker, store, a.as_ref(), b.as_ref()),
        }
    });
    respond(&visitor, result.await)
}

fn both(visitor: &Visitor, old: &Stored, new: &Stored, is_inline: bool) -> Result<Page, Error> {
    let language = visitor.language;
    let t = language.phrases();
    let comparison = compare::compare(&old.document, &new.document);
    let (a, b) = (name(old), name(new));
    let (parts, is_cut) = parts::parts(language, &comparison);
    let changes: usize = parts.iter().map(|part| part.changes).sum();
    let (quantities, vanished, came) = quantities(old, new);
    let title = format!("{}{}{}", t.compare, t.colon, new.document.title);
    let template = Compared {
        frame: Frame::new(visitor, Here::Elsewhere, &title),
        old: head(language, old, comparison.summary.old_characters),
        new: head(language, new, comparison.summary.new_characters),
        swap: address(&b, &a),
        json: format!("/api/v1{}", address(&a, &b)),
        csv: format!("/api/v1{}&format=csv", address(&a, &b)),
        is_inline,
        other_view: match is_inline {
            true => address(&a, &b),
            false => format!("{}&view={INLINE}", address(&a, &b)),
        },
        shares: shares(t, &comparison),
        biggest: comparison
            .biggest
            .iter()
            .take(BIGGEST)
            .map(|place| teaser(t, &comparison, *place))
            .collect(),
        parts,
        changes: number(changes as u64),
        is_cut,
        quantities,
        vanished,
        came,
    };
    Page::render(StatusCode::OK, &template)
}

/// Returns the quantities that both documents have, those that the new one has no more, and those that are new.
fn quantities(old: &Stored, new: &Stored) -> (Vec<QuantityView>, Vec<QuantityView>, Vec<QuantityView>) {
    let written = |value: Option<Decimal>| value.map(|value| value.to_string()).unwrap_or_default();
    let signed = |value: Option<Decimal>| match value {
        Some(value) if !value.is_negative() && value != Decimal::ZERO => format!("+{value}"),
        other => written(other),
    };
    let pairs = compare::quantities(&old.document, &new.document);
    let (came, pairs): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|pair| pair.old.is_none());
    let (both, vanished): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|pair| pair.new.is_some());
    let view = |pair: compare::QuantityPair| QuantityView {
        context: pair.context,
        unit: pair.unit,
        old: written(pair.old),
        new: written(pair.new),
        difference: signed(pair.difference),
        percent: signed(pair.percent),
    };
    let views = |pairs: Vec<compare::QuantityPair>| pairs.into_iter().map(view).collect();
    (views(both), views(vanished), views(came))
}

/// Returns what a document or an older version of it is asked for by.
fn name(stored: &Stored) -> String {
    format!("{}@{}", stored.id.as_str(), stored.version)
}

fn address(a: &str, b: &str) -> String {
    format!("/compare?a={}&b={}", encode(a), encode(b))
}

fn head(language: Language, stored: &Stored, characters: usize) -> Head {
    let t = language.phrases();
    let document = &stored.document;
    let mut facts: Vec<String> = Vec::new();
    facts
        .extend(document.report_year.map(|year| format!("{} {}", t.report_year, language.report_year(year))));
    facts.extend(document.place.as_ref().map(corpus::district::Place::written));
    facts.extend(document.published.map(|date| format!("{} {date}", t.published)));
    facts.push(format!("{}{}{}", t.version, stored.version, t.version_after));
    facts.push(format!("{} {}", number(characters as u64), t.beside(characters, t.characters)));
    let id = encode(stored.id.as_str());
    Head {
        href: format!("/documents/{id}/versions/{}", stored.version),
        title: document.title.clone(),
        facts: facts.join(" · "),
        others: format!("/compare?a={}", encode(&name(stored))),
        is_gone: stored.is_gone,
    }
}

fn shares(t: &'static Phrases, comparison: &Comparison) -> Vec<Share> {
    let summary = &comparison.summary;
    let share = |label, of, value: f64, class| Share {
        label,
        of,
        percent: format!("{:.1}%", value * 100.0),
        width: value * 100.0,
        class,
    };
    vec![
        share(t.share_verbatim, t.of_new, summary.verbatim, "verbatim"),
        share(t.share_reworded, t.of_new, summary.reworded, "reworded"),
        share(t.share_added, t.of_new, summary.added, "added"),
        share(t.share_removed, t.of_old, summary.removed, "removed"),
    ]
}

fn teaser(t: &'static Phrases, comparison: &Comparison, place: Place) -> Teaser {
    let row = &comparison.parts[place.part].rows[place.row];
    let went_and_came = row.pieces.iter().filter(|piece| piece.fate != Fate::Kept);
    let inside: Vec<&str> = went_and_came
        .map(|piece| if piece.fate == Fate::Removed { piece.old.as_str() } else { piece.new.as_str() })
        .filter(|text| text.chars().any(char::is_alphanumeric))
        .collect();
    let text = match row.op {
        Op::Added | Op::Removed => row.new.clone().or_else(|| row.old.clone()).unwrap_or_default(),
        _ if inside.is_empty() => row.new.clone().unwrap_or_default(),
        _ => inside.join(" … "),
    };
    Teaser {
        anchor: anchor(place.part, place.row),
        label: label(t, row.op),
        text: shortened(&text, TEASER),
        characters: number(row.changed as u64),
    }
}

fn shortened(text: &str, most: usize) -> String {
    let mut short: String = text.chars().take(most).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
