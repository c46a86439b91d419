//! A panel in; its shape in the API and its table for spreadsheets out.

use corpus::coverage::Doubt;
use corpus::panel::Choice;
use corpus::panel::Entry;
use corpus::panel::Subject;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Number;

use crate::api::panel::Panel;
use crate::api::panel::PanelLine;
use crate::api::panel::PanelQuestion;
use crate::api::quantities::number;
use crate::csv;

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

/// Says how the dimension of a panel came to be chosen.
fn chosen(question: &PanelQuestion, panel: &Panel) -> Option<&'static str> {
    let Some(Subject::Quantity { unit, measure, .. }) = &question.subject else { return None };
    panel.dimension.as_ref()?;
    Some(if unit.is_some() || measure.is_some() { "asked" } else { "most-reports" })
}
