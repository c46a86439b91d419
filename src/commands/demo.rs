//! `gongbao demo`: everything at once, offline.

use std::net::SocketAddr;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;
use crawler::Source;
use crawler::Visiting;
use percent_encoding::NON_ALPHANUMERIC;
use percent_encoding::utf8_percent_encode;
use tokio::net::TcpListener;

use crate::Ending;
use crate::arguments::DemoArguments;
use crate::commands::crawl::Board;
use crate::commands::crawl::show_summary;
use crate::commands::print;
use crate::commands::serve;
use crate::config::Config;
use crate::demo;
use crate::demo::DemoSite;
use crate::folder::Folder;
use crate::ingest;
use crate::world;

/// Runs the command until Ctrl-C or SIGTERM; the collection lives in a temporary folder and goes with it, whatever data folder
/// was named.
///
/// # Errors
/// When no port is free, or the temporary folder cannot be written.
pub(crate) async fn run(
    given: &DemoArguments,
    config: &Config,
    named: Option<&Path>,
) -> anyhow::Result<Ending> {
    if let Some(named) = named {
        eprintln!("note: the demo lives in a temporary folder; {} is left alone", named.display());
    }
    let stop = world::stop_signal()?;
    let listener = listener(given.addr, config.web.addr).await?;
    let scratch = tempfile::tempdir().context("cannot make a temporary folder")?;
    let folder = Folder::new(PathBuf::from(scratch.path()));
    let site = demo::start().await.context("cannot start the pretend government sites")?;
    eprintln!("Crawling {} pages of pretend sites: {} …", site.articles(), site.summary());
    let tell = Board::new().teller();
    let shared = crawler::Config::default();
    let round = ingest::once(sources(&site)?, shared, Visiting::All, &folder, stop.clone(), tell).await?;
    show_summary(&round.reports, round.caught.as_ref());
    if !*stop.borrow() {
        introduce(listener.local_addr().context("cannot tell the address")?)?;
        serve::until_stopped(listener, config, &folder, stop).await?;
    }
    site.stop().await.context("cannot stop the pretend government sites")?;
    Ok(Ending::Fine)
}

/// Listens where asked; when nothing was asked and the usual port is taken, at any free one.
async fn listener(asked: Option<SocketAddr>, usual: SocketAddr) -> anyhow::Result<TcpListener> {
    match asked {
        Some(addr) => serve::listen(addr).await,
        None => match serve::listen(usual).await {
            Ok(listener) => Ok(listener),
            Err(_) => serve::listen(SocketAddr::from(([127, 0, 0, 1], 0))).await,
        },
    }
}

fn sources(site: &DemoSite) -> anyhow::Result<Vec<Source>> {
    let recipes = site.sources();
    let parsed = recipes.iter().map(|recipe| {
        let text = format!(
            "name = {:?}\nplace = {:?}\nstart = [{:?}]\npace_seconds = 0.0\n",
            recipe.chinese, recipe.place, recipe.start
        );
        toml::from_str(&text).with_context(|| format!("the recipe of {} is broken", recipe.name))
    });
    parsed.collect()
}

fn introduce(address: SocketAddr) -> anyhow::Result<()> {
    print::line(&format!("\nGongbao is at http://{address}/ (Ctrl-C ends it)\nThree searches to try:"))?;
    for search in demo::searches() {
        let query = utf8_percent_encode(search, NON_ALPHANUMERIC);
        print::line(&format!("  {search}\n    http://{address}/search?q={query}"))?;
    }
    Ok(())
}
