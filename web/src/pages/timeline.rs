//! The timeline page: a district and a kind of report in; its years, problems, promises and quantities out.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use corpus::coverage::Coverage;
use corpus::coverage::District;
use corpus::coverage::State as CellState;
use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use corpus::due;
use corpus::due::Rule;
use corpus::indicators::Decimal;
use corpus::passages::Passage;
use corpus::passages::Told;
use corpus::quantity_series::QuantitySeries;
use corpus::timeline::Said;
use corpus::timeline::Timeline;
use corpus::timeline::Year;

use crate::App;
use crate::Error;
use crate::api;
use crate::chart;
use crate::chart::Chart;
use crate::chart::Form;
use crate::chart::Series;
use crate::language::Language;
use crate::language::Phrases;
use crate::language::number;
use crate::pages::Frame;
use crate::pages::Here;
use crate::pages::Page;
use crate::pages::Visitor;
use crate::pages::coverage;
use crate::pages::respond;
use crate::params::Pairs;
use crate::params::Reading;
use crate::params::encode;

/// The most rows of each list; the JSON has all of them.
const MOST: usize = 120;
/// So many quantities are drawn, each in a chart of its own.
const CHARTS: usize = 8;
/// The most districts that are offered.
const MOST_PLACES: usize = 500;

#[derive(Template)]
#[template(path = "timeline.html")]
struct Laid {
    frame: Frame,
    region: String,
    kind: String,
    json: String,
    base: String,
    kinds: Vec<(String, String)>,
    length: String,
    /// The rules that say when the reports are due, where one is said to be late.
    rules: String,
    years: Vec<YearView>,
    parts: Vec<String>,
    problems: Vec<ProblemView>,
    promises: Vec<PromiseView>,
    charts: Vec<String>,
    labels: Vec<i16>,
    quantities: Vec<QuantityView>,
}

#[derive(Template)]
#[template(path = "timeline_choice.html")]
struct ChoicePage {
    frame: Frame,
    asked: String,
    kinds: Vec<KindChoice>,
    places: Vec<PlaceChoice>,
}

struct KindChoice {
    key: &'static str,
    label: String,
    is_here: bool,
}

struct PlaceChoice {
    href: String,
    name: String,
    years: usize,
}

struct YearView {
    year: i16,
    title: String,
    href: String,
    state: String,
    published: String,
    lag: String,
    characters: String,
    /// For each part how the report has it.
    parts: Vec<&'static str>,
    compare: String,
    is_there: bool,
    /// Why to read the year with care.
    note: String,
}

struct ProblemView {
    years: String,
    wordings: Vec<SaidView>,
}

/// A sentence of a report.
struct SaidView {
    year: i16,
    text: String,
    /// Whether no heading says what it is, only the text.
    is_running: bool,
}

struct PromiseView {
    made: SaidView,
    told_in: Option<i16>,
    measures: Vec<String>,
}

struct QuantityView {
    context: String,
    unit: String,
    values: Vec<String>,
}

/// Answers `GET /timeline`.
pub(crate) async fn timeline(State(app): State<App>, visitor: Visitor) -> Response {
    let asker = visitor.clone();
    let result = app.read(move |reader| {
        let mut pairs = Pairs::decode(&asker.query, Reading::Lenient)?;
        let kind = api::coverage_kind(&mut pairs)?;
        let region = pairs.take("region")?.unwrap_or_default();
        let store = reader.store()?;
        if !region.is_empty()
            && let Some((district, timeline)) = api::read_timeline(store, kind, &region)?
        {
            return laid_out(&asker, kind, &district, &timeline);
        }
        choice(&asker, kind, region, &api::read_coverage(store, kind)?)
    });
    respond(&visitor, result.await)
}

fn laid_out(
    visitor: &Visitor,
    kind: DocumentKind,
    district: &District,
    timeline: &Timeline,
) -> Result<Page, Error> {
    let language = visitor.language;
    let t = language.phrases();
    let region = district.place.written();
    let (first, last) = (timeline.years.first(), timeline.years.last());
    let span = (first.map_or(0, |year| year.cell.year), last.map_or(9999, |year| year.cell.year));
    let address = |kind: DocumentKind| format!("/timeline?kind={}&region={}", kind.key(), encode(&region));
    let yearly = DocumentKind::ALL.iter().filter(|known| known.is_yearly() && **known != kind);
    let parts: Vec<SectionKind> = SectionKind::ALL.to_vec();
    let template = Laid {
        frame: Frame::new(visitor, Here::Elsewhere, &format!("{}{}{region}", t.timeline, t.colon)),
        kind: language.kind(kind),
        json: format!("/api/v1{}", address(kind)),
        base: coverage::address("/coverage", kind, (Some(&region), span)),
        kinds: yearly.map(|&known| (address(known), language.kind(known))).collect(),
        length: length_chart(t, timeline),
        rules: rules(kind, timeline),
        years: years(language, timeline, &parts),
        parts: parts.iter().map(|&part| language.section(part)).collect(),
        problems: problems(timeline),
        promises: promises(timeline),
        charts: charts(t, timeline),
        labels: timeline.years.iter().map(|year| year.cell.year).collect(),
        quantities: timeline.quantities.iter().take(MOST).map(quantity).collect(),
        region,
    };
    Page::render(StatusCode::OK, &template)
}

fn rules(kind: DocumentKind, timeline: &Timeline) -> String {
    let late = timeline.years.iter().filter(|year| year.cell.state == CellState::Late);
    let years: Vec<i16> = late.map(|year| year.cell.year).collect();
    due::rules(kind, &years).iter().map(Rule::written).collect::<Vec<_>>().join("；")
}

fn years(language: Language, timeline: &Timeline, parts: &[SectionKind]) -> Vec<YearView> {
    let mut before: Option<String> = None;
    let mut views = Vec::new();
    for year in &timeline.years {
        let id = year.cell.id.as_ref().map(|id| encode(id.as_str()));
        let compare = match (&before, &id) {
            (Some(before), Some(id)) => format!("/compare?a={before}&b={id}"),
            _ => String::new(),
        };
        views.push(year_view(language, year, parts, compare));
        before = id.or(before);
    }
    views
}

fn year_view(language: Language, year: &Year, parts: &[SectionKind], compare: String) -> YearView {
    let cell = &year.cell;
    let shown = cell.id.as_ref().or(cell.about.first());
    YearView {
        year: cell.year,
        title: year.title.clone(),
        href: shown.map(|id| format!("/documents/{}", encode(id.as_str()))).unwrap_or_default(),
        state: language.state(cell.state),
        published: cell.published.map(|date| date.to_string()).unwrap_or_default(),
        lag: cell.lag_days.filter(|&days| days > 0).map(|days| format!("+{days}")).unwrap_or_default(),
        characters: number(year.characters as u64),
        parts: parts.iter().map(|&part| part_mark(year, part)).collect(),
        compare,
        note: cell.doubt.map(|doubt| language.doubt(doubt)).unwrap_or_default(),
        is_there: matches!(cell.state, CellState::Present | CellState::Late),
    }
}

/// A full dot for a part with a heading, an empty one for a part that only the running text has.
fn part_mark(year: &Year, part: SectionKind) -> &'static str {
    let is_told = |passage: &Passage| passage.kind == part && passage.told == Told::RunningText;
    match year.sections.contains(&part) {
        true => "●",
        false if year.passages.iter().any(is_told) => "○",
        false => "–",
    }
}

fn said_view(said: &Said) -> SaidView {
    SaidView { year: said.year, text: said.text.clone(), is_running: said.told == Told::RunningText }
}

fn labels(timeline: &Timeline) -> Vec<String> {
    timeline.years.iter().map(|year| year.cell.year.to_string()).collect()
}

fn length_chart(t: &'static Phrases, timeline: &Timeline) -> String {
    let value = |year: &Year| (year.characters > 0).then_some(year.characters as f64);
    let series =
        [Series { name: t.timeline_length.to_owned(), values: timeline.years.iter().map(value).collect() }];
    chart::svg(&Chart {
        id: "length",
        title: t.timeline_length,
        description: t.timeline_is,
        labels: &labels(timeline),
        series: &series,
        form: Form::Bars,
    })
}

fn charts(t: &'static Phrases, timeline: &Timeline) -> Vec<String> {
    let labels = labels(timeline);
    let drawn = timeline.quantities.iter().take(CHARTS).enumerate().map(|(at, quantity)| {
        let title = format!("{} ({})", quantity.context, quantity.unit);
        let series = [Series {
            name: title.clone(),
            values: quantity.values.iter().map(|value| value.map(Decimal::to_f64)).collect(),
        }];
        chart::svg(&Chart {
            id: &format!("quantity-{}", at + 1),
            title: &title,
            description: t.timeline_quantities,
            labels: &labels,
            series: &series,
            form: Form::Lines,
        })
    });
    drawn.collect()
}

fn problems(timeline: &Timeline) -> Vec<ProblemView> {
    let view = |problem: &corpus::timeline::Recurring| {
        let mut years: Vec<String> = problem.wordings.iter().map(|said| said.year.to_string()).collect();
        years.dedup();
        ProblemView { years: years.join(" "), wordings: problem.wordings.iter().map(said_view).collect() }
    };
    timeline.problems.iter().take(MOST).map(view).collect()
}

/// Shows the latest promises that a report tells about first.
fn promises(timeline: &Timeline) -> Vec<PromiseView> {
    let mut promises: Vec<_> = timeline.promises.iter().collect();
    promises.sort_by_key(|promise| (promise.told_in.is_none(), std::cmp::Reverse(promise.made.year)));
    let view = |promise: &corpus::timeline::Promise| PromiseView {
        made: said_view(&promise.made),
        told_in: promise.told_in,
        measures: promise.measures.iter().map(|said| said.text.clone()).collect(),
    };
    promises.into_iter().take(MOST).map(view).collect()
}

fn quantity(series: &QuantitySeries) -> QuantityView {
    QuantityView {
        context: series.context.clone(),
        unit: series.unit.clone(),
        values: series
            .values
            .iter()
            .map(|value| value.map(|value| value.to_string()).unwrap_or_default())
            .collect(),
    }
}

fn choice(visitor: &Visitor, kind: DocumentKind, asked: String, coverage: &Coverage) -> Result<Page, Error> {
    let language = visitor.language;
    let kinds = DocumentKind::ALL.iter().filter(|known| known.is_yearly() || **known == kind);
    let place = |district: &District| PlaceChoice {
        href: format!("/timeline?kind={}&region={}", kind.key(), encode(&district.place.written())),
        name: district.place.written(),
        years: district.cells.iter().filter(|cell| cell.id.is_some()).count(),
    };
    let mut places: Vec<PlaceChoice> = coverage.districts.iter().map(place).collect();
    places.sort_by_key(|place| std::cmp::Reverse(place.years));
    places.truncate(MOST_PLACES);
    let template = ChoicePage {
        frame: Frame::new(visitor, Here::Elsewhere, language.phrases().timeline),
        asked,
        kinds: kinds
            .map(|&known| KindChoice {
                key: known.key(),
                label: language.kind(known),
                is_here: known == kind,
            })
            .collect(),
        places,
    };
    Page::render(StatusCode::OK, &template)
}
