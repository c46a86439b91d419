//! The comparison page: two ids in; what was carried over, the biggest changes and both texts side by side out.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use corpus::compare;
use corpus::compare::BIGGEST;
use corpus::compare::Comparison;
use corpus::compare::Fate;
use corpus::compare::Op;
use corpus::compare::PartName;
use corpus::compare::PartPair;
use corpus::compare::Place;
use corpus::compare::Row;
use corpus::coverage::themselves;
use corpus::document::SectionKind;
use corpus::indicators::Decimal;
use corpus::store::Store;
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
use crate::pages::respond;
use crate::params::Pairs;
use crate::params::Reading;
use crate::params::encode;

/// The most sentences that one page shows; the JSON has all of them.
const MOST_ROWS: usize = 6_000;

/// The name of the view with both wordings in one line.
const INLINE: &str = "inline";

/// How many other reports are offered to compare with.
const MOST_OTHERS: usize = 200;

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

#[derive(Template)]
#[template(path = "compare_with.html")]
struct Choice {
    frame: Frame,
    a: String,
    b: String,
    title: String,
    others: Vec<Other>,
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

struct PartView {
    anchor: String,
    heading: String,
    /// The heading in the old text where it is another one.
    was: String,
    note: &'static str,
    kind: String,
    changes: usize,
    blocks: Vec<Block>,
}

/// What stands under a heading.
enum Block {
    /// Sentences that did not change, folded away.
    Same { count: String, sentences: Vec<String> },
    /// A sentence that did.
    Change(Box<Change>),
}

struct Change {
    anchor: String,
    class: &'static str,
    label: &'static str,
    note: String,
    /// Whether both wordings are shown with what stayed, went and came.
    is_inside: bool,
    old: String,
    new: String,
    pieces: Vec<PieceView>,
}

struct PieceView {
    fate: &'static str,
    old: String,
    new: String,
}

struct Other {
    href: String,
    title: String,
    note: String,
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
            (a, b) => choice(&asker, store, a.as_ref(), b.as_ref()),
        }
    });
    respond(&visitor, result.await)
}

fn both(visitor: &Visitor, old: &Stored, new: &Stored, is_inline: bool) -> Result<Page, Error> {
    let language = visitor.language;
    let t = language.phrases();
    let comparison = compare::compare(&old.document, &new.document);
    let (a, b) = (name(old), name(new));
    let (parts, is_cut) = parts(language, &comparison);
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
    facts.push(format!("{} {}", number(characters as u64), t.characters));
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

fn anchor(part: usize, row: usize) -> String {
    format!("c-{}-{}", part + 1, row + 1)
}

fn shortened(text: &str, most: usize) -> String {
    let mut short: String = text.chars().take(most).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

fn label(t: &'static Phrases, op: Op) -> &'static str {
    match op {
        Op::Same => t.op_same,
        Op::Moved => t.op_moved,
        Op::Reworded => t.op_reworded,
        Op::Split => t.op_split,
        Op::Merged => t.op_merged,
        Op::Added => t.op_added,
        Op::Removed => t.op_removed,
    }
}

/// Returns the parts as they are shown, and whether sentences had to be left out.
fn parts(language: Language, comparison: &Comparison) -> (Vec<PartView>, bool) {
    let mut left = MOST_ROWS;
    let mut views = Vec::new();
    for (at, part) in comparison.parts.iter().enumerate() {
        if left == 0 {
            return (views, true);
        }
        let shown = part.rows.len().min(left);
        left -= shown;
        views.push(part_view(language, at, part, &part.rows[..shown]));
        if shown < part.rows.len() {
            return (views, true);
        }
    }
    (views, false)
}

fn part_view(language: Language, at: usize, part: &PartPair, rows: &[Row]) -> PartView {
    let t = language.phrases();
    let heading = |name: &Option<PartName>| name.as_ref().and_then(|name| name.heading.clone());
    let (was, is) = (heading(&part.old), heading(&part.new));
    let kind = part.new.as_ref().or(part.old.as_ref()).map_or(SectionKind::Other, |name| name.kind);
    let note = match (&part.old, &part.new) {
        (None, _) => t.part_added,
        (_, None) => t.part_removed,
        _ => "",
    };
    PartView {
        anchor: format!("p-{}", at + 1),
        heading: is.clone().or_else(|| was.clone()).unwrap_or_else(|| t.part_opening.to_owned()),
        was: was.filter(|was| is.as_ref().is_some_and(|is| is != was)).unwrap_or_default(),
        note,
        kind: if kind == SectionKind::Other { String::new() } else { language.section(kind) },
        changes: rows.iter().filter(|row| row.op != Op::Same).count(),
        blocks: blocks(t, at, rows),
    }
}

fn blocks(t: &'static Phrases, part: usize, rows: &[Row]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut same: Vec<String> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if row.op == Op::Same {
            same.extend(row.new.clone());
            continue;
        }
        fold_away(&mut blocks, &mut same);
        blocks.push(Block::Change(Box::new(change(t, part, at, row))));
    }
    fold_away(&mut blocks, &mut same);
    blocks
}

fn fold_away(blocks: &mut Vec<Block>, same: &mut Vec<String>) {
    if !same.is_empty() {
        let sentences = std::mem::take(same);
        blocks.push(Block::Same { count: number(sentences.len() as u64), sentences });
    }
}

fn change(t: &'static Phrases, part: usize, at: usize, row: &Row) -> Change {
    let from = row.moved_from.as_deref().unwrap_or(t.part_opening);
    let note = if row.is_moved { format!("{}{}{from}", t.moved_from, t.colon) } else { String::new() };
    Change {
        anchor: anchor(part, at),
        class: row.op.key(),
        label: label(t, row.op),
        note,
        is_inside: !row.pieces.is_empty(),
        old: row.old.clone().unwrap_or_default(),
        new: row.new.clone().unwrap_or_default(),
        pieces: row
            .pieces
            .iter()
            .map(|piece| PieceView {
                fate: match piece.fate {
                    Fate::Kept => "kept",
                    Fate::Removed => "removed",
                    Fate::Added => "added",
                },
                old: piece.old.clone(),
                new: piece.new.clone(),
            })
            .collect(),
    }
}

/// Returns the page on which a reader chooses what to compare with.
fn choice(
    visitor: &Visitor,
    store: Option<&Store>,
    a: Option<&Stored>,
    b: Option<&Stored>,
) -> Result<Page, Error> {
    let language = visitor.language;
    let t = language.phrases();
    let chosen = a.or(b);
    let others = match (store, chosen) {
        (Some(store), Some(chosen)) => others(language, store, chosen)?,
        _ => Vec::new(),
    };
    let template = Choice {
        frame: Frame::new(visitor, Here::Elsewhere, t.compare),
        title: chosen.map(|chosen| chosen.document.title.clone()).unwrap_or_default(),
        a: a.map(name).unwrap_or_default(),
        b: b.map(name).unwrap_or_default(),
        others,
    };
    Page::render(StatusCode::OK, &template)
}

/// Returns the other versions of a document and the reports of other years of the same place; the older is compared from.
fn others(language: Language, store: &Store, chosen: &Stored) -> Result<Vec<Other>, Error> {
    let t = language.phrases();
    let mut others = Vec::new();
    for line in store.versions(&chosen.id)?.into_iter().rev().filter(|line| line.number != chosen.version) {
        let other = format!("{}@{}", chosen.id.as_str(), line.number);
        let href = if line.number < chosen.version {
            address(&other, &name(chosen))
        } else {
            address(&name(chosen), &other)
        };
        let title = format!("{} · {}{}{}", line.title, t.version, line.number, t.version_after);
        others.push(Other { href, title, note: language.time(line.seen_at) });
    }
    let Some(place) = &chosen.document.place else { return Ok(others) };
    let kind = chosen.document.kind;
    let reports = themselves(kind, store.reports_of_place(kind, place)?);
    for report in reports.into_iter().filter(|report| report.id != chosen.id).take(MOST_OTHERS) {
        let year = report.year.map(|year| language.report_year(year)).unwrap_or_default();
        let is_older = report.year < chosen.document.report_year;
        let id = report.id.as_str();
        let href = if is_older { address(id, &name(chosen)) } else { address(&name(chosen), id) };
        others.push(Other { href, title: report.title, note: year });
    }
    Ok(others)
}
