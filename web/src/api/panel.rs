//! `GET /api/v1/panel`: a year, a kind of report and a quantity or part in; what each district has of it, gaps too, out.

use axum::extract::RawQuery;
use axum::extract::State;
use axum::response::Response;
use corpus::coverage::Cell;
use corpus::coverage::District;
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

use crate::App;
use crate::Error;
use crate::api::coverage_kind;
use crate::api::json;
use crate::api::panel_answer::PanelResponse;
use crate::api::panel_answer::panel_csv;
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
