//! `gongbao config check`: what the configuration says, once it can be read at all.

use crate::Ending;
use crate::commands::crawl;
use crate::commands::print;
use crate::config::Config;
use crate::folder::Folder;

/// Runs the command; a configuration that cannot be read never gets here.
///
/// # Errors
/// When standard output cannot be written.
pub(crate) fn run(config: &Config, folder: &Folder) -> anyhow::Result<Ending> {
    let crawler = crawl::contact_from_environment(config.crawler.clone());
    print::line(&format!("data folder: {}", folder.root().display()))?;
    print::line(&format!("page and API: http://{}/", config.web.addr))?;
    print::line(&format!(
        "contact: {}",
        crawler.contact.as_deref().unwrap_or("none; public hosts will not be asked")
    ))?;
    print::line(&format!("{} sources", config.source.len()))?;
    for source in &config.source {
        let code = source.place.as_ref().map(crawler::source::PlaceCode::as_str);
        let place = code.and_then(corpus::gazetteer::by_code).map(|place| place.written());
        let place = match (code, place) {
            (None, _) => "no place declared".to_owned(),
            (Some(code), Some(place)) => format!("{code} {place}"),
            (Some(code), None) => format!("{code}, which is no division that we know"),
        };
        let starts: Vec<&str> = source.start.iter().map(|start| start.url().as_str()).collect();
        print::line(&format!("  {} ({place}): {}", source.name.as_str(), starts.join(" ")))?;
    }
    Ok(Ending::Fine)
}
