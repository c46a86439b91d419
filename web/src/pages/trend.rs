//! The trend page: phrases in; their counts as lines, bars and a map with a table beside each out.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use index::query::unknown_regions;
use index::trend::Trend;
use index::trend::TrendBy;

use crate::App;
use crate::Error;
use crate::chart;
use crate::chart::Chart;
use crate::chart::Form as Drawing;
use crate::chart::Series;
use crate::export::What;
use crate::language::Language;
use crate::language::number;
use crate::pages::Frame;
use crate::pages::Here;
use crate::pages::Link;
use crate::pages::Page;
use crate::pages::Visitor;
use crate::pages::form::Form;
use crate::pages::measure::Measure;
use crate::pages::respond;
use crate::pages::search::unknown_places;
use crate::pages::trend_table;
use crate::pages::trend_table::Table;
use crate::params::SearchParams;
use crate::params::TrendPage;
use crate::params::TrendParams;
use crate::params::export_address;
use crate::tile_map;
use crate::tile_map::Province;
use crate::tile_map::TileMap;

#[derive(Template)]
#[template(path = "trend.html")]
struct TrendTemplate {
    frame: Frame,
    form: Form,
    phrases: String,
    base: String,
    ways: Vec<Link>,
    measures: Vec<Link>,
    found: Option<Found>,
}

struct Found {
    base: Vec<String>,
    /// The regions asked for that nobody knows.
    unknown: Option<String>,
    coverage: String,
    drawings: Vec<String>,
    maps: Vec<String>,
    table: Table,
    json: String,
    exports: Vec<Link>,
}

/// Answers `GET /trend`.
pub(crate) async fn trend(State(app): State<App>, visitor: Visitor) -> Response {
    let asker = visitor.clone();
    let result = app.read(move |reader| {
        let page = match TrendPage::read(&asker.query) {
            Ok(page) => page,
            Err(err) => return refused(&asker, &TrendPage::without_faults(&asker.query), err),
        };
        let Some(params) = &page.params else {
            return Page::render(StatusCode::OK, &template(&asker, &page, None));
        };
        let request = match params.request() {
            Ok(request) => request,
            Err(err) => return refused(&asker, &page, err),
        };
        let trend = reader.ask(|index| index.trend(&request))?;
        Page::render(StatusCode::OK, &template(&asker, &page, Some(trend)))
    });
    respond(&visitor, result.await)
}

fn refused(visitor: &Visitor, page: &TrendPage, err: Error) -> Result<Page, Error> {
    let status = err.status();
    let mut template = template(visitor, page, None);
    template.form = template.form.blame(visitor.language, err)?;
    Page::render(status, &template)
}

fn template(visitor: &Visitor, page: &TrendPage, trend: Option<Trend>) -> TrendTemplate {
    let language = visitor.language;
    let t = language.phrases();
    let title = match page.written.replace(['\n', '|'], " · ") {
        written if written.trim().is_empty() => t.trend.to_owned(),
        written => format!("{written} · {}", t.trend),
    };
    let to = |page: &TrendPage| format!("/trend?{}", page.query_string());
    TrendTemplate {
        frame: Frame::new(visitor, Here::Trend, &title),
        form: Form::new(language, "/trend", &page.narrowed, Vec::new()),
        phrases: page.written.replace('|', "\n"),
        base: page.base.clone(),
        ways: TrendBy::ALL
            .iter()
            .map(|&by| Link {
                is_here: by == page.by,
                rel: by.key(),
                ..Link::new(to(&TrendPage { by, ..page.clone() }), way(language, by))
            })
            .collect(),
        measures: Measure::ALL
            .iter()
            .map(|&measure| Link {
                is_here: measure == page.measure,
                rel: measure.key(),
                ..Link::new(to(&TrendPage { measure, ..page.clone() }), measure.name(t))
            })
            .collect(),
        found: trend.map(|trend| found(language, page, &trend)),
    }
}

fn way(language: Language, by: TrendBy) -> &'static str {
    let t = language.phrases();
    match by {
        TrendBy::Year => t.report_year,
        TrendBy::Region => t.region,
        TrendBy::Kind => t.kind,
        TrendBy::Section => t.section,
    }
}

fn found(language: Language, page: &TrendPage, trend: &Trend) -> Found {
    let t = language.phrases();
    let table = trend_table::table(language, page, trend);
    let asked = page.params.as_ref().map(TrendParams::query_string).unwrap_or_default();
    let kind = page.narrowed.kind.map(|kind| format!("?kind={}", kind.key())).unwrap_or_default();
    let exports = ["csv", "xlsx", "jsonl"]
        .map(|format| Link::new(export_address(What::Trend, format, &asked), format.to_uppercase()));
    Found {
        base: vec![
            format!("{} {}", number(trend.base.documents), t.beside(trend.base.documents, t.documents)),
            format!("{} {}", number(trend.base.characters), t.beside(trend.base.characters, t.characters)),
            format!("{}{}{}", t.without_key, t.colon, number(trend.base.without_key)),
        ],
        unknown: page.params.as_ref().and_then(|params| params.request().ok()).and_then(|request| {
            let unknown = unknown_regions(&request.base, request.filter.region.as_deref());
            unknown_places(language, &unknown)
        }),
        coverage: format!("/coverage{kind}"),
        drawings: vec![drawing(language, page, &table)],
        maps: maps(language, page, trend),
        table,
        json: format!("/api/v1/trend?{asked}"),
        exports: exports.into(),
    }
}

/// Draws lines for years, which have an order, and bars for everything else.
fn drawing(language: Language, page: &TrendPage, table: &Table) -> String {
    let t = language.phrases();
    let labels: Vec<String> = table.rows.iter().map(|row| row.label.clone()).collect();
    let series: Vec<Series> = table
        .phrases
        .iter()
        .enumerate()
        .map(|(at, name)| Series {
            name: name.clone(),
            values: table.rows.iter().map(|row| row.values.get(at).copied().flatten()).collect(),
        })
        .collect();
    let form = if page.by == TrendBy::Year { Drawing::Lines } else { Drawing::Bars };
    chart::svg(&Chart {
        id: "trend",
        title: &format!("{} · {}", page.measure.name(t), way(language, page.by)),
        description: t.trend_is,
        labels: &labels,
        series: &series,
        form,
    })
}

/// Draws a map for each phrase when the counts are parted by place and provinces are among them.
fn maps(language: Language, page: &TrendPage, trend: &Trend) -> Vec<String> {
    let t = language.phrases();
    let keys = trend.series.first().into_iter().flat_map(|series| &series.points);
    if page.by != TrendBy::Region || !tile_map::has_any(keys.map(|point| point.key.as_str())) {
        return Vec::new();
    }
    let map = |(at, series): (usize, &index::trend::TrendSeries)| {
        let points =
            series.points.iter().filter(|point| !point.key.contains('/') && point.base_documents > 0);
        let provinces: Vec<Province> = points
            .map(|point| {
                let value = page.measure.of(point);
                let search = SearchParams {
                    query: format!("\"{}\"", series.phrase.replace('"', "")),
                    region: Some(point.key.clone()),
                    ..page.narrowed.clone()
                };
                Province {
                    name: point.key.clone(),
                    value,
                    written: page.measure.short(value),
                    told: format!("{} {} {}", point.key, page.measure.written(value), page.measure.name(t)),
                    href: format!("/search?{}", search.query_string()),
                }
            })
            .collect();
        let title = format!("{} · {}", series.phrase, page.measure.name(t));
        tile_map::svg(&TileMap {
            id: &format!("map-{at}"),
            title: &title,
            nothing: t.map_nothing,
            provinces: &provinces,
        })
    };
    trend.series.iter().enumerate().map(map).collect()
}
