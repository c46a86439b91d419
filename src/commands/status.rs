//! `gongbao status`: how the sources and the robots.txt of their sites stand.

use comfy_table::ContentArrangement;
use comfy_table::Table;
use comfy_table::presets::UTF8_FULL_CONDENSED;
use corpus::robots::RobotsCopy;
use corpus::robots::RobotsState;
use corpus::store::SourceStatus;
use corpus::visit::Outcome;
use jiff::Timestamp;
use web::api::SourcesResponse;

use crate::Ending;
use crate::arguments::JsonArguments;
use crate::commands::print;
use crate::config::Config;
use crate::folder::Folder;
use crate::world;

/// Runs the command.
///
/// # Errors
/// When there is no store, or it cannot be read.
pub(crate) fn run(given: &JsonArguments, config: &Config, folder: &Folder) -> anyhow::Result<Ending> {
    let store = folder.open_existing()?;
    let (mut sources, robots, now) = (store.sources()?, store.all_robots()?, world::now());
    for source in &mut sources {
        // A process that was killed could not give back what it claimed.
        source.held_by =
            source.held_by.take().filter(|holder| world::is_at_work(folder.root(), &holder.name));
    }
    if given.json {
        print::json(&SourcesResponse::new(sources, &robots, now))?;
        return Ok(Ending::Fine);
    }
    let mut table = table();
    table.set_header(["source", "health", "last run", "documents", "outcomes"]);
    for source in &sources {
        table.add_row([
            source.name.clone(),
            web::api::health(source, now).to_owned(),
            last_run(source, config, now),
            source.documents.to_string(),
            outcomes(source),
        ]);
    }
    if !sources.is_empty() {
        print::line(&table.to_string())?;
    }
    if !robots.is_empty() {
        print::line(&robots_table(&robots, now).to_string())?;
    }
    for source in &sources {
        for trouble in &source.troubles {
            let detail = trouble.detail.as_deref().map(|detail| format!(": {detail}")).unwrap_or_default();
            print::line(&format!("{}: {} {}{detail}", source.name, trouble.outcome.key(), trouble.url))?;
        }
    }
    print::line(&format!("{} in {}", print::counted(store.count()?, "document"), folder.root().display()))?;
    Ok(Ending::Fine)
}

/// Returns a table that is as wide as the terminal at most. Without a terminal its rows stay whole, so that they can be searched.
fn table() -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    table
}

fn robots_table(robots: &[RobotsCopy], now: Timestamp) -> Table {
    let mut table = table();
    table.set_header(["site", "robots.txt"]);
    for copy in robots {
        table.add_row([copy.site.clone(), robots_state(copy, now)]);
    }
    table
}

/// Says in one line how a site's robots.txt stands and what is gone by.
fn robots_state(copy: &RobotsCopy, now: Timestamp) -> String {
    let what = if copy.rules.is_some() { "rules" } else { "the site has none" };
    let asked = copy.confirmed.map(print::minute).unwrap_or_default();
    match (copy.state(now), copy.unreachable_since) {
        (RobotsState::Unreachable, Some(since)) => {
            let why = copy.why.as_deref().unwrap_or_default();
            let gone_by = match copy.closes_site(now) {
                true => "nothing is fetched".to_owned(),
                false => format!("the copy of {asked} stands in"),
            };
            format!("unreachable since {}: {why}; {gone_by}", print::minute(since))
        }
        (state, _) => match copy.fresh_until {
            Some(until) => {
                format!("{}: {what}, of {asked}, believed until {}", state.key(), print::minute(until))
            }
            None => format!("{}: not asked for yet", state.key()),
        },
    }
}

fn last_run(source: &SourceStatus, config: &Config, now: Timestamp) -> String {
    // Where no source is configured, the configuration is another one's.
    let is_configured = config.source.iter().any(|configured| configured.name.as_str() == source.name);
    if !config.source.is_empty() && !is_configured {
        return "no longer configured".to_owned();
    }
    let Some(run) = &source.last_run else { return "never".into() };
    let state = match (&run.failure, run.finished) {
        (Some(failure), _) => format!("failed: {failure}"),
        (None, Some(_)) => "finished".to_owned(),
        (None, None) if source.is_crawled(now) => "going on".to_owned(),
        (None, None) => "interrupted; the next crawl goes on with it".to_owned(),
    };
    format!("{} {state}", print::minute(run.started))
}

fn outcomes(source: &SourceStatus) -> String {
    let counts = Outcome::ALL
        .iter()
        .filter_map(|outcome| source.outcomes.get(outcome).map(|count| format!("{} {count}", outcome.key())));
    counts.collect::<Vec<_>>().join(", ")
}
