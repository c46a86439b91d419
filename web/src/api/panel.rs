//! `GET /api/v1/panel`: a year, a kind of report and a quantity or part in; what each district has of it, gaps too, out.

use axum::extract::RawQuery;
use axum::extract::State;
use axum::response::Response;
use corpus::coverage::Cell;
use corpus::coverage::District;
use corpus::coverage::Doubt;
use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use corpus::indicators::Decimal;
use corpus::panel;
use corpus::panel::Choice;
use corpus::panel::Common;
use corpus::panel::Entry;
use corpus::panel::Subject;
use corpus::personal::masked;
use corpus::quantity_series;
use corpus::quantity_series::Measure;
use corpus::quantity_series::Measured;
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
const KNOWN: &[&str] =
    &["kind", "year", "region", "quantity", "unit", "measure", "section", "sort", "format"];

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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panel {
    /// The year that was laid out; none in an empty collection.
    pub year: Option<i16>,
    /// The years there are.
    pub years: Vec<i16>,
    /// One for each district.
    pub rows: Vec<PanelLine>,
    /// The dimensions that the quantity has in the reports, those of most reports first.
    pub dimensions: Vec<Choice>,
    /// The one of them that was laid side by side; none when no report states the quantity as it was asked for.
    pub dimension: Option<Choice>,
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
    /// What the values have in common; none when no quantity is asked for, or no report states it so. Amounts and rates,
    /// levels and changes are never mixed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dimension: Option<DimensionRead>,
    /// Whether the dimension was `asked` for or is that of `most-reports`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen: Option<&'static str>,
    /// Every dimension that the quantity has in the reports; ask for another one with `unit` and `measure`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dimensions: Vec<DimensionRead>,
    /// One for each district.
    pub rows: Vec<PanelRow>,
    /// Quantities that several of the reports state.
    pub common: Vec<CommonRead>,
    /// Districts whose reports were not read.
    pub left_out: usize,
}

/// What quantities must have in common to be laid side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DimensionRead {
    /// The plain unit.
    pub unit: String,
    /// `level` for how much there is, `change` for how much it changed.
    pub measure: &'static str,
    /// How many reports state it so.
    pub documents: usize,
}

impl From<&Choice> for DimensionRead {
    fn from(choice: &Choice) -> DimensionRead {
        DimensionRead {
            unit: choice.dimension.unit.clone(),
            measure: choice.dimension.measure.key(),
            documents: choice.documents,
        }
    }
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
    /// Why to read it with care, such as `only a resolution or a note about it`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'static str>,
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
    /// `heading` when a heading says what the part is about, `running-text` when only the text does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<&'static str>,
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
            Ok(csv::download("panel.csv", panel_csv(&question, &panel)))
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
    let measures: Vec<(&str, Measure)> =
        Measure::ALL.iter().map(|measure| (measure.key(), *measure)).collect();
    let kind = coverage_kind(pairs)?;
    let year = pairs.take_number("year", 1949..=2100)?.and_then(|year| i16::try_from(year).ok());
    let region = pairs.take("region")?;
    let (context, unit) = (pairs.take("quantity")?, pairs.take("unit")?);
    let measure = pairs.take_choice("measure", &measures)?;
    let section = pairs.take_choice("section", &sections)?;
    let subject = match (context, section) {
        (Some(context), _) => Some(Subject::Quantity { context: context.trim().to_owned(), unit, measure }),
        (None, section) => section.map(Subject::Section),
    };
    let sort = pairs.take_choice("sort", &sorts)?.unwrap_or(PanelSort::Place);
    Ok(PanelQuestion { kind, year, region, subject, sort })
}

/// Reads the reports of a year and lays them side by side.
pub fn read(store: Option<&Store>, question: &PanelQuestion) -> Result<Panel, Error> {
    let coverage = read_coverage(store, question.kind)?;
    let mut panel = Panel { years: coverage.years.clone(), ..Panel::default() };
    let Some(year) = question.year.or(coverage.years.last().copied()) else { return Ok(panel) };
    panel.year = Some(year);
    // What each row's report states; nothing where there is no report.
    let mut measured: Vec<Vec<Measured>> = Vec::new();
    let mut read = 0;
    for district in coverage.narrowed(question.region.as_deref(), (year, year)).districts {
        let Some(cell) = district.cells.first().cloned() else { continue };
        let mut line = PanelLine { district, cell, title: String::new(), entry: Entry::Silent };
        let mut quantities = Vec::new();
        if let (Some(id), Some(store)) = (&line.cell.id, store) {
            if read == MOST_REPORTS {
                panel.left_out += 1;
                continue;
            }
            if let Some(stored) = store.document(id)?.filter(|stored| !stored.is_gone) {
                let document = masked(stored.document);
                if let Some(Subject::Section(kind)) = question.subject {
                    line.entry = panel::section(&document, kind);
                }
                quantities = quantity_series::measured(&document);
                line.title = document.title;
                read += 1;
            }
        }
        panel.rows.push(line);
        measured.push(quantities);
    }
    panel.common = panel::common(measured.iter().map(Vec::as_slice), MOST_COMMON);
    if let Some(subject) = &question.subject {
        fill(&mut panel, subject, &measured);
    }
    match question.sort {
        PanelSort::Place => {}
        PanelSort::Descending => {
            panel.rows.sort_by_key(|row| (row.rank().is_none(), std::cmp::Reverse(row.rank())));
        }
        PanelSort::Ascending => panel.rows.sort_by_key(|row| (row.rank().is_none(), row.rank())),
    }
    Ok(panel)
}

/// Chooses the dimension and writes each report's quantity into its row.
fn fill(panel: &mut Panel, subject: &Subject, measured: &[Vec<Measured>]) {
    let Subject::Quantity { context, .. } = subject else { return };
    panel.dimensions = panel::dimensions(measured.iter().map(Vec::as_slice), subject);
    panel.dimension = panel::chosen(&panel.dimensions).cloned();
    let Some(chosen) = &panel.dimension else { return };
    for (row, measured) in panel.rows.iter_mut().zip(measured) {
        row.entry = panel::quantity(measured, context, &chosen.dimension);
    }
}

/// Says how the dimension of a panel came to be chosen.
fn chosen(question: &PanelQuestion, panel: &Panel) -> Option<&'static str> {
    let Some(Subject::Quantity { unit, measure, .. }) = &question.subject else { return None };
    panel.dimension.as_ref()?;
    Some(if unit.is_some() || measure.is_some() { "asked" } else { "most-reports" })
}

/// Writes a panel as a table for spreadsheets.
pub fn panel_csv(question: &PanelQuestion, panel: &Panel) -> String {
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
        "依据 origin",
        "说明 note",
        "口径 dimension",
        "口径选取 chosen",
    ];
    let dimension = panel.dimension.as_ref().map(|choice| {
        let dimension = &choice.dimension;
        format!("{} {} {}", dimension.unit, dimension.measure.chinese(), dimension.measure.key())
    });
    let dimension = dimension.unwrap_or_default();
    let chosen = chosen(question, panel).unwrap_or_default();
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
            csv::Cell::text(row.origin.unwrap_or_default()),
            csv::Cell::text(row.note.unwrap_or_default()),
            csv::Cell::text(dimension.trim_start()),
            csv::Cell::text(chosen),
        ]);
    }
    csv::table(&rows)
}

impl PanelResponse {
    /// Puts a panel into the shape of the API.
    pub fn new(question: &PanelQuestion, panel: Panel) -> PanelResponse {
        let chosen = chosen(question, &panel);
        let common = panel.common.into_iter();
        PanelResponse {
            kind: question.kind.key(),
            year: panel.year,
            dimension: panel.dimension.as_ref().map(DimensionRead::from),
            chosen,
            dimensions: panel.dimensions.iter().map(DimensionRead::from).collect(),
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
            note: line.cell.doubt.map(Doubt::key),
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
            Entry::Section { heading, characters, opening, told, .. } => PanelRow {
                heading: Some(heading.clone()),
                origin: Some(told.key()),
                characters: Some(*characters),
                opening: Some(opening.clone()),
                ..row
            },
        }
    }
}
