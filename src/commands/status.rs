//! `gongbao status`: how the sources stand.

use comfy_table::Table;
use comfy_table::presets::UTF8_FULL_CONDENSED;
use corpus::store::SourceStatus;
use corpus::visit::Outcome;
use web::api::SourcesResponse;

use crate::Ending;
use crate::arguments::JsonArguments;
use crate::commands::print;
use crate::folder::Folder;

/// Runs the command.
///
/// # Errors
/// When there is no store, or it cannot be read.
pub(crate) fn run(given: &JsonArguments, folder: &Folder) -> anyhow::Result<Ending> {
    let store = folder.open_existing()?;
    let sources = store.sources()?;
    if given.json {
        print::json(&SourcesResponse::from(sources))?;
        return Ok(Ending::Fine);
    }
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header([
        "source",
        "health",
        "last run",
        "documents",
        "outcomes",
    ]);
    for source in &sources {
        table.add_row([
            source.name.clone(),
            web::api::health(source).to_owned(),
            last_run(source),
            source.documents.to_string(),
            outcomes(source),
        ]);
    }
    if !sources.is_empty() {
        print::line(&table.to_string())?;
    }
    for source in &sources {
        for trouble in &source.troubles {
            let detail = trouble.detail.as_deref().map(|detail| format!(": {detail}")).unwrap_or_default();
            print::line(&format!("{}: {} {}{detail}", source.name, trouble.outcome.key(), trouble.url))?;
        }
    }
    print::line(&format!("{} documents in {}", print::grouped(store.count()?), folder.root().display()))?;
    Ok(Ending::Fine)
}

fn last_run(source: &SourceStatus) -> String {
    let Some(run) = &source.last_run else { return "never".into() };
    let state = match (&run.failure, run.finished) {
        (Some(failure), _) => format!("failed: {failure}"),
        (None, Some(_)) => "finished".to_owned(),
        (None, None) => "interrupted or still going on".to_owned(),
    };
    format!("{} {state}", run.started.strftime("%Y-%m-%d %H:%M UTC"))
}

fn outcomes(source: &SourceStatus) -> String {
    let counts = Outcome::ALL
        .iter()
        .filter_map(|outcome| source.outcomes.get(outcome).map(|count| format!("{} {count}", outcome.key())));
    counts.collect::<Vec<_>>().join(", ")
}
