//! The coverage page: a kind of report in; the grid of districts and years out.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use corpus::coverage::Cell;
use corpus::coverage::Coverage;
use corpus::coverage::Doubt;
use corpus::coverage::State as CellState;
use corpus::document::DocumentKind;
use corpus::due;
use corpus::due::Rule;

use crate::App;
use crate::api;
use crate::language::Language;
use crate::language::number;
use crate::pages::Frame;
use crate::pages::Here;
use crate::pages::Page;
use crate::pages::Visitor;
use crate::pages::respond;
use crate::params::Pairs;
use crate::params::Reading;
use crate::params::encode;

/// The most districts that one page shows; the JSON has all of them.
const MOST_ROWS: usize = 1_000;

#[derive(Template)]
#[template(path = "coverage.html")]
struct Grid {
    frame: Frame,
    kinds: Vec<KindView>,
    kind: String,
    json: String,
    counts: Vec<Count>,
    /// The rules that say when the reports are due, with regulation and article; empty where none is known.
    rules: String,
    region: String,
    year: String,
    panel: String,
    lacking: Option<String>,
    unplaced: Option<String>,
    of_other_periods: Option<String>,
    years: Vec<i16>,
    rows: Vec<RowView>,
    left_out: Option<String>,
}

struct KindView {
    key: &'static str,
    label: String,
    is_here: bool,
}

struct Count {
    class: &'static str,
    mark: &'static str,
    label: String,
    count: String,
}

struct RowView {
    /// The timeline of the district.
    href: String,
    /// The last name of the path.
    name: String,
    /// What it lies in.
    within: String,
    former: String,
    cells: Vec<CellView>,
}

struct CellView {
    class: &'static str,
    mark: &'static str,
    /// For those who do not see the mark, and on hovering.
    words: String,
    lag: String,
    is_doubtful: bool,
    /// How many required parts are missing.
    lacks: usize,
    href: String,
}

/// Answers `GET /coverage`.
pub(crate) async fn coverage(State(app): State<App>, visitor: Visitor) -> Response {
    let asker = visitor.clone();
    let result = app.read(move |reader| {
        let mut pairs = Pairs::decode(&asker.query, Reading::Lenient)?;
        let kind = api::coverage_kind(&mut pairs)?;
        let (region, years) = api::coverage_narrowing(&mut pairs).unwrap_or((None, (i16::MIN, i16::MAX)));
        let coverage = api::read_coverage(reader.store()?, kind)?.narrowed(region.as_deref(), years);
        let template = grid(&asker, kind, &coverage, (region.as_deref(), years));
        Page::render(StatusCode::OK, &template)
    });
    respond(&visitor, result.await)
}

/// Writes a number of documents; none for none.
fn counted(documents: usize) -> Option<String> {
    (documents > 0).then(|| number(documents as u64))
}

/// What the grid is narrowed to: a place, and the first and the last year.
type Narrowing<'a> = (Option<&'a str>, (i16, i16));

fn grid(visitor: &Visitor, kind: DocumentKind, coverage: &Coverage, narrowing: Narrowing<'_>) -> Grid {
    let language = visitor.language;
    let t = language.phrases();
    let kinds = DocumentKind::ALL.iter().filter(|known| known.is_yearly() || **known == kind);
    let hidden = coverage.districts.len().saturating_sub(MOST_ROWS);
    Grid {
        frame: Frame::new(visitor, Here::Coverage, t.coverage),
        kinds: kinds
            .map(|&known| KindView { key: known.key(), label: language.kind(known), is_here: known == kind })
            .collect(),
        kind: language.kind(kind),
        json: address("/api/v1/coverage", kind, narrowing),
        region: narrowing.0.unwrap_or_default().to_owned(),
        year: written_years(narrowing.1),
        panel: format!("/panel?kind={}", kind.key()),
        lacking: lacking(coverage),
        counts: counts(language, coverage),
        rules: due::rules(kind, &coverage.years).iter().map(Rule::written).collect::<Vec<_>>().join("；"),
        unplaced: counted(coverage.unplaced),
        of_other_periods: counted(coverage.of_other_periods),
        years: coverage.years.clone(),
        rows: coverage
            .districts
            .iter()
            .take(MOST_ROWS)
            .map(|district| RowView {
                href: format!("/timeline?kind={}&region={}", kind.key(), encode(&district.place.written())),
                name: district.place.path.last().cloned().unwrap_or_default(),
                within: district.place.path[..district.place.path.len().saturating_sub(1)].join(" / "),
                former: district.former.join("、"),
                cells: district.cells.iter().map(|cell| cell_view(language, cell)).collect(),
            })
            .collect(),
        left_out: (hidden > 0).then(|| number(hidden as u64)),
    }
}

/// Returns the address of the grid that a chart was counted in: every chart links to its base with it.
pub(super) fn address(path: &str, kind: DocumentKind, (region, years): Narrowing<'_>) -> String {
    let mut address = format!("{path}?kind={}", kind.key());
    if let Some(region) = region {
        address.push_str(&format!("&region={}", encode(region)));
    }
    match written_years(years) {
        years if years.is_empty() => address,
        years => format!("{address}&year={years}"),
    }
}

fn written_years((first, last): (i16, i16)) -> String {
    let end = |year: i16| if (1..=9998).contains(&year) { year.to_string() } else { String::new() };
    match (end(first), end(last)) {
        (first, last) if first.is_empty() && last.is_empty() => String::new(),
        (first, last) if first == last => first,
        (first, last) => format!("{first}..{last}"),
    }
}

/// Counts the reports that lack a part which the rules ask for.
fn lacking(coverage: &Coverage) -> Option<String> {
    let cells = coverage.districts.iter().flat_map(|district| &district.cells);
    let count = cells.filter(|cell| !cell.missing_sections.is_empty()).count();
    (count > 0).then(|| number(count as u64))
}

fn counts(language: Language, coverage: &Coverage) -> Vec<Count> {
    CellState::ALL
        .iter()
        .map(|&state| Count {
            class: state.key(),
            mark: mark(state),
            label: language.state(state),
            count: number(coverage.count(state) as u64),
        })
        .collect()
}

fn mark(state: CellState) -> &'static str {
    match state {
        CellState::Present => "●",
        CellState::Late => "◐",
        CellState::Missing => "–",
        CellState::Gone => "✕",
    }
}

fn cell_view(language: Language, cell: &Cell) -> CellView {
    let t = language.phrases();
    let mut words = vec![cell.year.to_string(), language.state(cell.state)];
    words.extend(cell.published.map(|date| format!("{} {date}", t.published)));
    let lag = cell.lag_days.filter(|&days| days > 0).map(|days| format!("+{days}")).unwrap_or_default();
    if !lag.is_empty() {
        words.push(format!("{lag} {}", t.beside(lag.trim_start_matches('+'), t.days_late)));
    }
    words.extend(cell.doubt.map(|doubt| language.doubt(doubt)));
    if !cell.missing_sections.is_empty() {
        let parts: Vec<String> = cell.missing_sections.iter().map(|&part| language.section(part)).collect();
        words.push(format!("{} {}", t.lacks, parts.join("、")));
    }
    if cell.documents > 1 {
        words.push(format!("{} {}", cell.documents, t.beside(cell.documents, t.documents)));
    }
    let (class, mark) = match cell.doubt {
        Some(Doubt::OutsideOwnYears) => ("outside", ""),
        Some(Doubt::OnlyAbout) => (cell.state.key(), "※"),
        _ => (cell.state.key(), mark(cell.state)),
    };
    let shown = cell.id.as_ref().or(cell.about.first());
    CellView {
        class,
        mark,
        words: words.join(" · "),
        lag,
        is_doubtful: cell.id.is_some() && cell.doubt.is_some(),
        lacks: cell.missing_sections.len(),
        href: shown.map(|id| format!("/documents/{}", encode(id.as_str()))).unwrap_or_default(),
    }
}
