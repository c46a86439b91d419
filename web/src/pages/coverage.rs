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
    has_due_date: bool,
    unplaced: Option<String>,
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
    href: String,
}

/// Answers `GET /coverage`.
pub(crate) async fn coverage(State(app): State<App>, visitor: Visitor) -> Response {
    let asker = visitor.clone();
    let result = app.read(move |reader| {
        let mut pairs = Pairs::decode(&asker.query, Reading::Lenient)?;
        let kind = api::coverage_kind(&mut pairs)?;
        let coverage = api::read_coverage(reader.store()?, kind)?;
        let template = grid(&asker, kind, &coverage);
        Page::render(StatusCode::OK, &template)
    });
    respond(&visitor, result.await)
}

fn grid(visitor: &Visitor, kind: DocumentKind, coverage: &Coverage) -> Grid {
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
        json: format!("/api/v1/coverage?kind={}", kind.key()),
        counts: counts(language, coverage),
        has_due_date: corpus::coverage::due(kind, 2000).is_some(),
        unplaced: Some(coverage.unplaced).filter(|&count| count > 0).map(|count| number(count as u64)),
        years: coverage.years.clone(),
        rows: coverage
            .districts
            .iter()
            .take(MOST_ROWS)
            .map(|district| RowView {
                name: district.place.path.last().cloned().unwrap_or_default(),
                within: district.place.path[..district.place.path.len().saturating_sub(1)].join(" / "),
                former: district.former.join("、"),
                cells: district.cells.iter().map(|cell| cell_view(language, cell)).collect(),
            })
            .collect(),
        left_out: (hidden > 0).then(|| number(hidden as u64)),
    }
}

fn counts(language: Language, coverage: &Coverage) -> Vec<Count> {
    let cells = || coverage.districts.iter().flat_map(|district| &district.cells);
    CellState::ALL
        .iter()
        .map(|&state| Count {
            class: state.key(),
            mark: mark(state),
            label: state_name(language, state),
            count: number(cells().filter(|cell| cell.state == state).count() as u64),
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

fn state_name(language: Language, state: CellState) -> String {
    match language {
        Language::Chinese => state.chinese().to_owned(),
        Language::English => state.key().to_owned(),
    }
}

fn cell_view(language: Language, cell: &Cell) -> CellView {
    let t = language.phrases();
    let mut words = vec![cell.year.to_string(), state_name(language, cell.state)];
    words.extend(cell.published.map(|date| format!("{} {date}", t.published)));
    let lag = cell.lag_days.filter(|&days| days > 0).map(|days| format!("+{days}")).unwrap_or_default();
    if !lag.is_empty() {
        words.push(format!("{lag} {}", t.days_late));
    }
    words.extend(cell.doubt.map(|doubt| match language {
        Language::Chinese => doubt.chinese().to_owned(),
        Language::English => doubt.key().to_owned(),
    }));
    if cell.documents > 1 {
        words.push(format!("{} {}", cell.documents, t.documents));
    }
    let is_doubtful = cell.doubt.is_some_and(|doubt| doubt != Doubt::OutsideOwnYears);
    CellView {
        class: if cell.doubt == Some(Doubt::OutsideOwnYears) { "outside" } else { cell.state.key() },
        mark: if cell.doubt == Some(Doubt::OutsideOwnYears) { "" } else { mark(cell.state) },
        words: words.join(" · "),
        lag,
        is_doubtful,
        href: cell.id.as_ref().map(|id| format!("/documents/{}", encode(id.as_str()))).unwrap_or_default(),
    }
}
