//! `GET /api/v1/panel`: a year, a kind of report and a quantity or part in; what each district has of it, gaps too, out.

use axum::extract::RawQuery;
use axum::extract::State;
use axum::response::Response;
use corpus::coverage::Cell;
use corpus::coverage::District;
use corpus::document::Document;
use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use corpus::indicators::Decimal;
use corpus::panel;
use corpus::panel::Common;
use corpus::panel::Entry;
use corpus::panel::Subject;
use corpus::personal::masked;
use corpus::store::Store;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Number;

use crate::App;
use crate::Error;
use crate::api::coverage_kind;
use crate::api::json;
use crate::api::quantities::number;
use crate::api::read_coverage;
use crate::csv;
use crate::params::Pairs;
use crate::params::Reading;

/// The most reports that one answer reads.
pub const MOST_REPORTS: usize = 500;

/// The most quantities that are offered.
const MOST_COMMON: usize = 60;

/// The parameters.
const KNOWN: &[&str] = &["kind", "year", "region", "quantity", "unit", "section", "sort", "format"];

/// What a panel is asked with.
#[derive(Clone, Debug, PartialEq)]
pub struct PanelQuestion {
    /// The kind of report.
    pub kind: DocumentKind,
    /// The year; the latest of the collection when none is given.
    pub year: Option<i16>,
    /// Only districts at or below this place.
    pub region: Option<String>,
    /// What is laid side by side; none when there is nothing to choose from yet.
    pub subject: Option<Subject>,
    /// The order of the rows.
    pub sort: PanelSort,
}

/// The order of the rows; gaps come last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PanelSort {
    /// By the code of the district.
    Place,
    /// Largest first.
    Descending,
    /// Smallest first.
    Ascending,
}

/// What each district has.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// The year that was laid out; none in an empty collection.
    pub year: Option<i16>,
    /// The years there are.
    pub years: Vec<i16>,
    /// One for each district.
    pub rows: Vec<PanelLine>,
    /// Quantities that several of the reports state, to choose from.
    pub common: Vec<Common>,
    /// Districts whose reports were not read, because there are too many.
    pub left_out: usize,
}

/// One district.
#[derive(Clone, Debug, PartialEq)]
pub struct PanelLine {
    /// The district.
    pub district: District,
    /// How the year stands.
    pub cell: Cell,
    /// The title of its report.
    pub title: String,
    /// What it has.
    pub entry: Entry,
}

impl PanelLine {
    /// Returns what the row is ranked by.
    pub fn rank(&self) -> Option<Decimal> {
        match &self.entry {
            Entry::Quantity { plain, .. } => Some(*plain),
            Entry::Section { characters, .. } => Some(Decimal::whole(i64::try_from(*characters).ok()?)),
            Entry::Silent => None,
        }
    }
}

/// A panel in the shape of the API.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PanelResponse {
    /// The key of the kind of report.
    pub kind: &'static str,
    /// The year.
    pub year: Option<i16>,
    /// One for each district.
    pub rows: Vec<PanelRow>,
    /// Quantities that several of the reports state.
    pub common: Vec<CommonRead>,
    /// Districts whose reports were not read.
    pub left_out: usize,
}

/// One district in the shape of the API. What does not apply or is not stated is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PanelRow {
    /// The written path.
    pub region: String,
    /// The six-digit code.
    pub code: Option<String>,
    /// `present`, `late`, `missing` or `gone`.
    pub state: &'static str,
    /// The report.
    pub id: Option<String>,
    /// What is counted, in the report's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    /// The value as printed.
    pub value: Option<Number>,
    /// The unit as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The value in the plain unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plain: Option<Number>,
    /// The plain unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plain_unit: Option<String>,
    /// The heading of the part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// Characters of the part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub characters: Option<usize>,
    /// How the part begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opening: Option<String>,
}

/// A quantity to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CommonRead {
    /// What is counted.
    pub context: String,
    /// The plain unit.
    pub unit: String,
    /// How many reports state it.
    pub documents: usize,
}

/// Answers `GET /api/v1/panel`.
pub(crate) async fn panel(State(app): State<App>, RawQuery(raw): RawQuery) -> Result<Response, Error> {
    let mut pairs = Pairs::decode(raw.as_deref().unwrap_or_default(), Reading::Strict)?;
    let question = question(&mut pairs)?;
    let is_csv = pairs.take_choice("format", &[("json", false), ("csv", true)])?.unwrap_or(false);
    pairs.finish(KNOWN)?;
    app.read(move |reader| {
        let panel = read(reader.store()?, &question)?;
        if is_csv {
            Ok(csv::download("panel.csv", panel_csv(&panel)))
        } else {
            json(&PanelResponse::new(&question, panel))
        }
    })
    .await
}

/// Reads what is asked for.
pub(crate) fn question(pairs: &mut Pairs) -> Result<PanelQuestion, Error> {
    let sections: Vec<(&str, SectionKind)> =
        SectionKind::ALL.iter().map(|kind| (kind.key(), *kind)).collect();
    let sorts = [
        ("place", PanelSort::Place),
        ("descending", PanelSort::Descending),
        ("ascending", PanelSort::Ascending),
    ];
    let kind = coverage_kind(pairs)?;
    let year = pairs.take_number("year", 1949..=2100)?.and_then(|year| i16::try_from(year).ok());
    let region = pairs.take("region")?;
    let (context, unit) = (pairs.take("quantity")?, pairs.take("unit")?);
    let section = pairs.take_choice("section", &sections)?;
    let subject = match (context, section) {
        (Some(context), _) => Some(Subject::Quantity { context: context.trim().to_owned(), unit }),
        (None, section) => section.map(Subject::Section),
    };
    let sort = pairs.take_choice("sort", &sorts)?.unwrap_or(PanelSort::Place);
    Ok(PanelQuestion { kind, year, region, subject, sort })
}

/// Reads the reports of a year and lays them side by side.
pub fn read(store: Option<&Store>, question: &PanelQuestion) -> Result<Panel, Error> {
    let mut coverage = read_coverage(store, question.kind)?;
    let years = coverage.years.clone();
    let Some(year) = question.year.or(years.last().copied()) else {
        return Ok(Panel { year: None, years, rows: Vec::new(), common: Vec::new(), left_out: 0 });
    };
    coverage = coverage.narrowed(question.region.as_deref(), (year, year));
    let mut read: Vec<Document> = Vec::new();
    let mut rows: Vec<PanelLine> = Vec::new();
    let mut left_out = 0;
    for district in coverage.districts {
        let Some(cell) = district.cells.first().cloned() else { continue };
        let mut line = PanelLine { district, cell, title: String::new(), entry: Entry::Silent };
        if let (Some(id), Some(store)) = (&line.cell.id, store) {
            if read.len() == MOST_REPORTS {
                left_out += 1;
                continue;
            }
            if let Some(stored) = store.document(id)?.filter(|stored| !stored.is_gone) {
                let document = masked(stored.document);
                line.title.clone_from(&document.title);
                line.entry = question
                    .subject
                    .as_ref()
                    .map_or(Entry::Silent, |subject| panel::entry(&document, subject));
                read.push(document);
            }
        }
        rows.push(line);
    }
    match question.sort {
        PanelSort::Place => {}
        PanelSort::Descending => {
            rows.sort_by_key(|row| (row.rank().is_none(), std::cmp::Reverse(row.rank())));
        }
        PanelSort::Ascending => rows.sort_by_key(|row| (row.rank().is_none(), row.rank())),
    }
    Ok(Panel { year: Some(year), years, rows, common: panel::common(read.iter(), MOST_COMMON), left_out })
}

/// Writes a panel as a table for spreadsheets.
pub fn panel_csv(panel: &Panel) -> String {
    let head = [
        "地区 region",
        "代码 code",
        "年份 year",
        "状态 state",
        "编号 id",
        "所指 context",
        "数值 value",
        "单位 unit",
        "折合 plain",
        "折合单位 plain unit",
        "标题 heading",
        "字数 characters",
        "开头 opening",
    ];
    let mut rows = vec![head.iter().map(|name| csv::Cell::text(*name)).collect()];
    for line in &panel.rows {
        let row = PanelRow::new(line);
        let text = |text: Option<String>| csv::Cell::text(text.unwrap_or_default());
        rows.push(vec![
            csv::Cell::text(row.region),
            text(row.code),
            csv::Cell::number(panel.year),
            csv::Cell::text(row.state),
            text(row.id),
            text(row.context),
            csv::Cell::number(row.value),
            text(row.unit),
            csv::Cell::number(row.plain),
            text(row.plain_unit),
            text(row.heading),
            csv::Cell::number(row.characters),
            text(row.opening),
        ]);
    }
    csv::table(&rows)
}

impl PanelResponse {
    /// Puts a panel into the shape of the API.
    pub fn new(question: &PanelQuestion, panel: Panel) -> PanelResponse {
        let common = panel.common.into_iter();
        PanelResponse {
            kind: question.kind.key(),
            year: panel.year,
            rows: panel.rows.iter().map(PanelRow::new).collect(),
            common: common
                .map(|common| CommonRead {
                    context: common.context,
                    unit: common.unit,
                    documents: common.documents,
                })
                .collect(),
            left_out: panel.left_out,
        }
    }
}

impl PanelRow {
    fn new(line: &PanelLine) -> PanelRow {
        let row = PanelRow {
            region: line.district.place.written(),
            code: line.district.place.code.clone(),
            state: line.cell.state.key(),
            id: line.cell.id.as_ref().map(|id| id.as_str().to_owned()),
            ..PanelRow::default()
        };
        match &line.entry {
            Entry::Silent => row,
            Entry::Quantity { context, value, unit, plain, plain_unit, .. } => PanelRow {
                context: Some(context.clone()),
                value: Some(number(*value)),
                unit: Some(unit.clone()),
                plain: Some(number(*plain)),
                plain_unit: Some(plain_unit.clone()),
                ..row
            },
            Entry::Section { heading, characters, opening, .. } => PanelRow {
                heading: Some(heading.clone()),
                characters: Some(*characters),
                opening: Some(opening.clone()),
                ..row
            },
        }
    }
}
