//! The panel page: a year, a kind of report and a quantity or part in; what each district has of it out.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use corpus::coverage::Doubt;
use corpus::coverage::State as CellState;
use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use corpus::panel::Entry;
use corpus::panel::Subject;
use corpus::passages::Told;
use corpus::quantity_series::Dimension;
use corpus::quantity_series::Measure;

use crate::App;
use crate::Error;
use crate::api;
use crate::api::Panel;
use crate::api::PanelLine;
use crate::api::PanelQuestion;
use crate::api::PanelSort;
use crate::chart;
use crate::chart::Chart;
use crate::chart::Form;
use crate::chart::Series;
use crate::language::Language;
use crate::language::number;
use crate::pages::Frame;
use crate::pages::Here;
use crate::pages::Page;
use crate::pages::Visitor;
use crate::pages::coverage;
use crate::pages::respond;
use crate::pages::text::anchor;
use crate::params::Pairs;
use crate::params::Reading;
use crate::params::encode;

/// With more districts than this the bars are too thin to be read.
const MOST_BARS: usize = 48;

#[derive(Template)]
#[template(path = "panel.html")]
struct PanelPage {
    frame: Frame,
    kinds: Vec<Choice>,
    years: Vec<i16>,
    year: i16,
    region: String,
    quantity: String,
    unit: String,
    measure: &'static str,
    /// What was laid side by side, and whether the reader asked for it.
    dimension: Option<(String, bool)>,
    /// The other dimensions that the quantity has.
    others: Vec<CommonView>,
    sections: Vec<Choice>,
    sorts: Vec<(String, &'static str, bool)>,
    json: String,
    csv: String,
    base: String,
    is_asked: bool,
    is_section: bool,
    stated: String,
    all: String,
    chart: Option<String>,
    rows: Vec<RowView>,
    common: Vec<CommonView>,
    left_out: Option<String>,
}

struct Choice {
    key: &'static str,
    label: String,
    is_here: bool,
}

struct CommonView {
    href: String,
    context: String,
    unit: String,
    documents: usize,
}

struct RowView {
    name: String,
    within: String,
    timeline: String,
    href: String,
    title: String,
    /// What stands where there is nothing to show.
    gap: String,
    /// Whether no heading says what the part is about, only the text.
    is_running: bool,
    what: String,
    value: String,
    plain: String,
    opening: String,
}

/// Answers `GET /panel`.
pub(crate) async fn panel(State(app): State<App>, visitor: Visitor) -> Response {
    let asker = visitor.clone();
    let result = app.read(move |reader| {
        let question = api::panel_question(&mut Pairs::decode(&asker.query, Reading::Lenient)?)?;
        let panel = api::read_panel(reader.store()?, &question)?;
        page(&asker, &question, &panel)
    });
    respond(&visitor, result.await)
}

fn page(visitor: &Visitor, question: &PanelQuestion, panel: &Panel) -> Result<Page, Error> {
    let language = visitor.language;
    let t = language.phrases();
    let (quantity, unit, measure, section) = match &question.subject {
        Some(Subject::Quantity { context, unit, measure }) => {
            (context.clone(), unit.clone().unwrap_or_default(), *measure, None)
        }
        Some(Subject::Section(kind)) => (String::new(), String::new(), None, Some(*kind)),
        None => (String::new(), String::new(), None, None),
    };
    let is_asked_for = !unit.is_empty() || measure.is_some();
    let year = panel.year.unwrap_or_default();
    let stated = panel.rows.iter().filter(|row| row.entry != Entry::Silent).count();
    let sorts = [
        (t.by_place, PanelSort::Place),
        (t.by_largest, PanelSort::Descending),
        (t.by_smallest, PanelSort::Ascending),
    ];
    let template = PanelPage {
        frame: Frame::new(visitor, Here::Panel, t.panel),
        kinds: kinds(language, question.kind),
        years: panel.years.iter().rev().copied().collect(),
        year,
        region: question.region.clone().unwrap_or_default(),
        quantity,
        unit,
        measure: measure.map(Measure::key).unwrap_or_default(),
        dimension: panel
            .dimension
            .as_ref()
            .map(|choice| (dimension_name(language, &choice.dimension), is_asked_for)),
        others: others(language, question, panel, year),
        sections: sections(language, section),
        sorts: sorts
            .map(|(label, sort)| (address("/panel", question, year, sort), label, sort == question.sort))
            .to_vec(),
        json: address("/api/v1/panel", question, year, question.sort),
        csv: format!("{}&format=csv", address("/api/v1/panel", question, year, question.sort)),
        base: coverage::address("/coverage", question.kind, (question.region.as_deref(), (year, year))),
        is_asked: question.subject.is_some(),
        is_section: section.is_some(),
        stated: number(stated as u64),
        all: number(panel.rows.len() as u64),
        chart: chart_of(language, question, panel),
        rows: panel.rows.iter().map(|line| row(language, question, line)).collect(),
        common: common(question, panel, year),
        left_out: (panel.left_out > 0).then(|| number(panel.left_out as u64)),
    };
    Page::render(StatusCode::OK, &template)
}

fn kinds(language: Language, here: DocumentKind) -> Vec<Choice> {
    let kinds = DocumentKind::ALL.iter().filter(|kind| kind.is_yearly() || **kind == here);
    kinds.map(|&kind| Choice { key: kind.key(), label: language.kind(kind), is_here: kind == here }).collect()
}

fn sections(language: Language, here: Option<SectionKind>) -> Vec<Choice> {
    let choice = |&kind: &SectionKind| Choice {
        key: kind.key(),
        label: language.section(kind),
        is_here: here == Some(kind),
    };
    SectionKind::ALL.iter().map(choice).collect()
}

fn address(path: &str, question: &PanelQuestion, year: i16, sort: PanelSort) -> String {
    let mut address = format!("{path}?kind={}&year={year}", question.kind.key());
    let mut add = |name: &str, value: &str| address.push_str(&format!("&{name}={}", encode(value)));
    if let Some(region) = &question.region {
        add("region", region);
    }
    match &question.subject {
        Some(Subject::Quantity { context, unit, measure }) => {
            add("quantity", context);
            if let Some(unit) = unit {
                add("unit", unit);
            }
            if let Some(measure) = measure {
                add("measure", measure.key());
            }
        }
        Some(Subject::Section(kind)) => add("section", kind.key()),
        None => {}
    }
    match sort {
        PanelSort::Place => {}
        PanelSort::Descending => add("sort", "descending"),
        PanelSort::Ascending => add("sort", "ascending"),
    }
    address
}

fn common(question: &PanelQuestion, panel: &Panel, year: i16) -> Vec<CommonView> {
    let view = |common: &corpus::panel::Common| {
        let subject = Subject::Quantity {
            context: common.context.clone(),
            unit: Some(common.unit.clone()).filter(|unit| !unit.is_empty()),
            measure: Some(Measure::Level),
        };
        let asked = PanelQuestion { subject: Some(subject), ..question.clone() };
        CommonView {
            href: address("/panel", &asked, year, PanelSort::Descending),
            context: common.context.clone(),
            unit: common.unit.clone(),
            documents: common.documents,
        }
    };
    panel.common.iter().map(view).collect()
}

/// Writes what values have in common: 元, or % (变化).
fn dimension_name(language: Language, dimension: &Dimension) -> String {
    let measure = language.measure(dimension.measure);
    if dimension.unit.is_empty() { measure } else { format!("{} ({measure})", dimension.unit) }
}

/// Links to the dimensions that were not laid side by side.
fn others(language: Language, question: &PanelQuestion, panel: &Panel, year: i16) -> Vec<CommonView> {
    let Some(Subject::Quantity { context, .. }) = &question.subject else { return Vec::new() };
    let others = panel.dimensions.iter().filter(|choice| panel.dimension.as_ref() != Some(*choice));
    let view = |choice: &corpus::panel::Choice| {
        let subject = Subject::Quantity {
            context: context.clone(),
            unit: Some(choice.dimension.unit.clone()).filter(|unit| !unit.is_empty()),
            measure: Some(choice.dimension.measure),
        };
        let asked = PanelQuestion { subject: Some(subject), ..question.clone() };
        CommonView {
            href: address("/panel", &asked, year, question.sort),
            context: dimension_name(language, &choice.dimension),
            unit: String::new(),
            documents: choice.documents,
        }
    };
    others.map(view).collect()
}

/// Draws a quantity when the districts are few enough.
fn chart_of(language: Language, question: &PanelQuestion, panel: &Panel) -> Option<String> {
    let Some(Subject::Quantity { context, .. }) = &question.subject else { return None };
    let dimension = dimension_name(language, &panel.dimension.as_ref()?.dimension);
    if panel.rows.len() > MOST_BARS {
        return None;
    }
    let name = |line: &PanelLine| line.district.place.path.last().cloned().unwrap_or_default();
    let labels: Vec<String> = panel.rows.iter().map(name).collect();
    let title = format!("{context} · {dimension} · {}", panel.year.unwrap_or_default());
    let value = |line: &PanelLine| line.rank().map(corpus::indicators::Decimal::to_f64);
    let series = [Series { name: context.clone(), values: panel.rows.iter().map(value).collect() }];
    Some(chart::svg(&Chart {
        id: "panel",
        title: &title,
        description: language.phrases().panel_is,
        labels: &labels,
        series: &series,
        form: Form::Bars,
    }))
}

fn row(language: Language, question: &PanelQuestion, line: &PanelLine) -> RowView {
    let t = language.phrases();
    let path = &line.district.place.path;
    let shown = line.cell.id.as_ref().or(line.cell.about.first());
    let document = shown.map(|id| format!("/documents/{}", encode(id.as_str())));
    let mut view = RowView {
        name: path.last().cloned().unwrap_or_default(),
        within: path[..path.len().saturating_sub(1)].join(" / "),
        timeline: format!(
            "/timeline?kind={}&region={}",
            question.kind.key(),
            encode(&line.district.place.written())
        ),
        href: document.clone().unwrap_or_default(),
        title: line.title.clone(),
        gap: match (line.cell.state, line.cell.doubt) {
            (_, Some(doubt @ Doubt::OnlyAbout)) => language.doubt(doubt),
            (CellState::Missing | CellState::Gone, _) => t.panel_no_report.to_owned(),
            (CellState::Present | CellState::Late, _) => t.panel_silent.to_owned(),
        },
        is_running: false,
        what: String::new(),
        value: String::new(),
        plain: String::new(),
        opening: String::new(),
    };
    match &line.entry {
        Entry::Silent => {}
        Entry::Quantity { context, value, unit, plain, plain_unit, approximate, .. } => {
            let about = if *approximate { t.about } else { "" };
            view.what.clone_from(context);
            view.value = format!("{about}{value}{unit}");
            view.plain = if unit == plain_unit { String::new() } else { format!("{plain}{plain_unit}") };
        }
        Entry::Section { heading, number: place, characters, opening, told } => {
            view.is_running = *told == Told::RunningText;
            view.what = if view.is_running { t.running_text.to_owned() } else { heading.clone() };
            view.value = number(*characters as u64);
            view.opening.clone_from(opening);
            if !view.is_running {
                view.href = document.map(|href| format!("{href}#{}", anchor(place))).unwrap_or_default();
            }
        }
    }
    view
}
