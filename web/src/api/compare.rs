//! `GET /api/v1/compare`: two documents or versions in, what changed from one to the other out.

use axum::extract::RawQuery;
use axum::extract::State;
use axum::response::Response;
use corpus::compare;
use corpus::compare::Comparison;
use corpus::compare::Fate;
use corpus::compare::Op;
use corpus::compare::PartPair;
use corpus::compare::Piece;
use corpus::compare::QuantityPair;
use corpus::compare::Row;
use corpus::store::Store;
use corpus::store::Stored;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Number;

use crate::App;
use crate::Error;
use crate::api::json;
use crate::api::quantities::number;
use crate::csv;
use crate::csv::Cell;
use crate::params::Pairs;
use crate::params::Reading;

/// The parameters that name the two documents.
const KNOWN: &[&str] = &["a", "b", "format"];

/// What changed from one document to another.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CompareResponse {
    /// The document that is compared from.
    pub old: ComparedDocument,
    /// The document that is compared to.
    pub new: ComparedDocument,
    /// How much was carried over.
    pub summary: SummaryResponse,
    /// The parts in the order of the new document; those that were dropped stand where they stood.
    pub sections: Vec<SectionCompared>,
    /// Up to ten changes of most characters, biggest first.
    pub biggest: Vec<BiggestChange>,
    /// Quantities that stand in both documents, that vanished, and that are new.
    pub quantities: Vec<QuantityCompared>,
}

/// One of the two documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ComparedDocument {
    /// Its id.
    pub id: String,
    /// The version that was compared.
    pub version: u32,
    /// Its title.
    pub title: String,
    /// The years it speaks about, as written.
    pub year: Option<String>,
    /// The written path of its place.
    pub region: Option<String>,
    /// The day its page went up.
    pub published: Option<String>,
    /// `present` or `gone`; the text of a gone document is empty.
    pub state: &'static str,
    /// Characters that were compared; layout and page counters do not count.
    pub characters: usize,
}

/// Shares from 0 to 1: `verbatim`, `reworded` and `added` of the new document (they come to 1), `removed` of the old one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SummaryResponse {
    /// Carried over as it was, moved or not.
    pub verbatim: f64,
    /// In sentences that were reworded, split or merged.
    pub reworded: f64,
    /// In sentences that are new.
    pub added: f64,
    /// In sentences of the old document that were dropped.
    pub removed: f64,
}

/// A part of the old document and the part of the new one that it became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SectionCompared {
    /// The heading in the old document; none before the first heading, and for a new part.
    pub old: Option<String>,
    /// The heading in the new document; none before the first heading, and for a dropped part.
    pub new: Option<String>,
    /// The key of what the part is about.
    pub kind: &'static str,
    /// The sentences that changed, in reading order. Unchanged ones are left out.
    pub changes: Vec<ChangeCompared>,
}

/// A sentence that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangeCompared {
    /// `moved`, `reworded`, `split`, `merged`, `added` or `removed`.
    pub op: &'static str,
    /// As the old document has it.
    pub old: Option<String>,
    /// As the new document has it.
    pub new: Option<String>,
    /// Whether it stands elsewhere now.
    pub moved: bool,
    /// The heading it stood under before, for what moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<String>,
    /// What stayed, went and came inside the sentence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<PieceCompared>,
}

/// A stretch of characters of one fate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PieceCompared {
    /// `kept`, `removed` or `added`.
    pub fate: &'static str,
    /// As the old document has it.
    pub old: String,
    /// As the new document has it.
    pub new: String,
}

/// One of the biggest changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BiggestChange {
    /// The index of its part in `sections`.
    pub section: usize,
    /// Characters that went or came.
    pub characters: usize,
    /// What became of the sentence.
    pub op: &'static str,
    /// As the old document has it.
    pub old: Option<String>,
    /// As the new document has it.
    pub new: Option<String>,
}

/// A quantity of the old document beside the same quantity of the new one.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct QuantityCompared {
    /// What is counted.
    pub context: String,
    /// The value in the old document; none when the quantity is new.
    pub old: Option<Number>,
    /// The value in the new document; none when the quantity vanished.
    pub new: Option<Number>,
    /// The unit of both.
    pub unit: String,
    /// New minus old.
    pub difference: Option<Number>,
    /// The difference in per cent of the old value; none when that is 0, and for shares, which differ by points.
    pub percent: Option<Number>,
}

/// Answers `GET /api/v1/compare?a=&b=`.
pub(crate) async fn compare(State(app): State<App>, RawQuery(raw): RawQuery) -> Result<Response, Error> {
    let mut pairs = Pairs::decode(raw.as_deref().unwrap_or_default(), Reading::Strict)?;
    let (old, new) = (required(&mut pairs, "a")?, required(&mut pairs, "b")?);
    let is_csv = pairs.take_choice("format", &[("json", false), ("csv", true)])?.unwrap_or(false);
    pairs.finish(KNOWN)?;
    app.read(move |reader| {
        let (old, new) = (named(reader.store()?, &old)?, named(reader.store()?, &new)?);
        if is_csv {
            let rows = compare::quantities(&old.document, &new.document);
            return Ok(csv::download("quantities.csv", quantities_csv(&old, &new, &rows)));
        }
        let comparison = compare::compare(&old.document, &new.document);
        json(&CompareResponse::new(&old, &new, comparison))
    })
    .await
}

fn required(pairs: &mut Pairs, name: &str) -> Result<String, Error> {
    pairs.take(name)?.ok_or_else(|| Error::Parameter {
        name: name.to_owned(),
        detail: format!("`{name}` is missing; it is the id of a document, or id@N for its version N"),
    })
}

/// Finds the document or version that a name means.
pub(crate) fn named(store: Option<&Store>, name: &str) -> Result<Stored, Error> {
    let unknown = || Error::NoDocument { id: name.to_owned() };
    store.ok_or_else(unknown)?.named(name)?.ok_or_else(unknown)
}

/// Writes the quantities of two documents as a table for spreadsheets.
pub fn quantities_csv(old: &Stored, new: &Stored, rows: &[QuantityPair]) -> String {
    let name =
        |stored: &Stored| Cell::text(format!("{} ({}@{})", stored.document.title, stored.id, stored.version));
    let mut table = vec![vec![
        Cell::text("数量 context"),
        name(old),
        name(new),
        Cell::text("单位 unit"),
        Cell::text("增减 difference"),
        Cell::text("增减% percent"),
    ]];
    table.extend(rows.iter().map(|row| {
        vec![
            Cell::text(row.context.clone()),
            Cell::number(row.old),
            Cell::number(row.new),
            Cell::text(row.unit.clone()),
            Cell::number(row.difference),
            Cell::number(row.percent),
        ]
    }));
    csv::table(&table)
}

impl CompareResponse {
    /// Puts a comparison into the shape of the API.
    pub fn new(old: &Stored, new: &Stored, comparison: Comparison) -> CompareResponse {
        let summary = comparison.summary;
        let biggest = comparison.biggest.iter().map(|place| {
            let row = &comparison.parts[place.part].rows[place.row];
            BiggestChange {
                section: place.part,
                characters: row.changed,
                op: row.op.key(),
                old: row.old.clone(),
                new: row.new.clone(),
            }
        });
        CompareResponse {
            old: ComparedDocument::new(old, summary.old_characters),
            new: ComparedDocument::new(new, summary.new_characters),
            summary: SummaryResponse {
                verbatim: summary.verbatim,
                reworded: summary.reworded,
                added: summary.added,
                removed: summary.removed,
            },
            biggest: biggest.collect(),
            sections: comparison.parts.into_iter().map(SectionCompared::from).collect(),
            quantities: compare::quantities(&old.document, &new.document)
                .into_iter()
                .map(QuantityCompared::from)
                .collect(),
        }
    }
}

impl ComparedDocument {
    fn new(stored: &Stored, characters: usize) -> ComparedDocument {
        let document = &stored.document;
        ComparedDocument {
            id: stored.id.as_str().to_owned(),
            version: stored.version,
            title: document.title.clone(),
            year: document.report_year.map(|year| year.to_string()),
            region: document.place.as_ref().map(corpus::district::Place::written),
            published: document.published.map(|date| date.to_string()),
            state: if stored.is_gone { "gone" } else { "present" },
            characters,
        }
    }
}

impl From<PartPair> for SectionCompared {
    fn from(part: PartPair) -> SectionCompared {
        let kind = part.new.as_ref().or(part.old.as_ref()).map_or("other", |name| name.kind.key());
        SectionCompared {
            old: part.old.and_then(|name| name.heading),
            new: part.new.and_then(|name| name.heading),
            kind,
            changes: part
                .rows
                .into_iter()
                .filter(|row| row.op != Op::Same)
                .map(ChangeCompared::from)
                .collect(),
        }
    }
}

impl From<Row> for ChangeCompared {
    fn from(row: Row) -> ChangeCompared {
        ChangeCompared {
            op: row.op.key(),
            old: row.old,
            new: row.new,
            moved: row.is_moved,
            moved_from: row.moved_from,
            pieces: row.pieces.into_iter().map(PieceCompared::from).collect(),
        }
    }
}

impl From<QuantityPair> for QuantityCompared {
    fn from(pair: QuantityPair) -> QuantityCompared {
        QuantityCompared {
            context: pair.context,
            old: pair.old.map(number),
            new: pair.new.map(number),
            unit: pair.unit,
            difference: pair.difference.map(number),
            percent: pair.percent.map(number),
        }
    }
}

impl From<Piece> for PieceCompared {
    fn from(piece: Piece) -> PieceCompared {
        let fate = match piece.fate {
            Fate::Kept => "kept",
            Fate::Removed => "removed",
            Fate::Added => "added",
        };
        PieceCompared { fate, old: piece.old, new: piece.new }
    }
}
