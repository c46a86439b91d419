//! `gongbao config check`: what the configuration says, once it can be read at all.

use std::path::Path;

use corpus::gazetteer;

use crate::Ending;
use crate::WrongUse;
use crate::commands::crawl;
use crate::commands::print;
use crate::config;
use crate::config::Config;
use crate::config::ConfigError;
use crate::config::DeclaredPlace;
use crate::folder::Folder;

/// How many codes are offered in place of one that nobody has.
const MOST_NEAR: usize = 5;

/// Runs the command; a configuration that cannot be read never gets here.
///
/// # Errors
/// A place that is no division: its pages would belong nowhere. When standard output cannot be written.
pub(crate) fn run(named: Option<&Path>, config: &Config, folder: &Folder) -> anyhow::Result<Ending> {
    let crawler = crawl::contact_from_environment(config.crawler.clone())?;
    let file = config::file_of(named).map_or_else(
        || format!("none; there is no {} here, so the defaults hold", config::DEFAULT_FILE),
        |file| file.display().to_string(),
    );
    print::line(&format!("configuration: {file}"))?;
    print::line(&format!("data folder: {}", folder.root().display()))?;
    print::line(&format!("page and API: http://{}/", config.web.addr))?;
    print::line(&format!(
        "contact: {}",
        crawler.contact.as_deref().unwrap_or("none; public hosts will not be asked")
    ))?;
    print::line(&print::counted(config.source.len() as u64, "source"))?;
    for source in &config.source {
        let code = source.place.as_ref().map(crawler::source::PlaceCode::as_str);
        let place = code.and_then(gazetteer::by_code).map(|place| place.written());
        let place = match (code, place) {
            (None, _) => "no place declared".to_owned(),
            (Some(code), Some(place)) => format!("{code} {place}"),
            (Some(code), None) => format!("{code}, which is no division that we know"),
        };
        let starts: Vec<&str> = source.start.iter().map(|start| start.url().as_str()).collect();
        print::line(&format!("  {} ({place}): {}", source.name.as_str(), starts.join(" ")))?;
    }
    refuse_unknown_places(named, config)?;
    Ok(Ending::Fine)
}

/// Refuses recipes whose places are no divisions: their pages would belong nowhere.
///
/// # Errors
/// `WrongUse` with a line for each such place, which says where it stands and what may be meant.
pub(crate) fn refuse_unknown_places(named: Option<&Path>, config: &Config) -> anyhow::Result<()> {
    let declared = config::declared_places(named, config)?;
    let wrong: Vec<String> = declared.iter().filter_map(unknown).map(|err| err.to_string()).collect();
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(WrongUse(wrong.join("\n")).into()),
    }
}

fn unknown(declared: &DeclaredPlace) -> Option<ConfigError> {
    let code = declared.code.as_str();
    if gazetteer::by_code(code).is_some() {
        return None;
    }
    let near = near(code);
    let offered = match near.is_empty() {
        true => "`gongbao place NAME` tells the code of a name".to_owned(),
        false => format!("is one of these meant: {}", near.join(", ")),
    };
    let message = format!(
        "the source {:?} has `place` {code:?}, which is no division that we know; {offered}",
        declared.source
    );
    Some(declared.broken(message))
}

/// The divisions whose codes are one slip of the pen away, those of the same city first, then the city itself.
fn near(code: &str) -> Vec<String> {
    let digits: Vec<char> = code.chars().collect();
    let mut written: Vec<String> = Vec::new();
    // A slip in the last digits is likelier than one that leads to another province.
    for at in (0..digits.len()).rev() {
        for digit in '0'..='9' {
            let mut other = digits.clone();
            other[at] = digit;
            written.push(other.into_iter().collect());
        }
        if at > 0 {
            let mut other = digits.clone();
            other.swap(at - 1, at);
            written.push(other.into_iter().collect());
        }
    }
    written.extend(code.get(..4).map(|city| format!("{city}00")));
    let mut near: Vec<String> = Vec::new();
    for code in written {
        // What no longer stands is rarely meant.
        let is_living = gazetteer::history(&code).iter().any(|name| name.to.is_none());
        let Some(place) = gazetteer::by_code(&code).filter(|_| is_living) else { continue };
        let offer = format!("{code} {}", place.written());
        if near.len() < MOST_NEAR && !near.contains(&offer) {
            near.push(offer);
        }
    }
    near
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn what_is_one_slip_away_is_offered() {
        assert!(near("510713").contains(&"510703 四川省/绵阳市/涪城区".to_owned()), "{:?}", near("510713"));
        assert!(near("517000").contains(&"510700 四川省/绵阳市".to_owned()), "{:?}", near("517000"));
        assert_eq!(near("999999"), [""; 0]);
    }
}
