//! `gongbao place`: which division a text names, and why.

use corpus::gazetteer;
use serde::Serialize;

use crate::Ending;
use crate::arguments::PlaceArguments;
use crate::commands::print;

/// What is printed with `--json`.
#[derive(Debug, Serialize)]
struct Answer {
    path: Option<Vec<String>>,
    code: Option<String>,
    zone: Option<String>,
    corps: Option<String>,
    host_path: Option<Vec<String>>,
    candidates: Vec<String>,
    because: String,
}

/// Runs the command.
///
/// # Errors
/// When standard output cannot be written.
pub(crate) fn run(given: &PlaceArguments) -> anyhow::Result<Ending> {
    let placement = gazetteer::place_in(&given.text, given.host.as_deref(), given.date);
    let candidates: Vec<String> = placement.candidates.iter().map(corpus::district::Place::written).collect();
    if given.json {
        let place = placement.place;
        print::json(&Answer {
            code: place.as_ref().and_then(|place| place.code.clone()),
            zone: placement.zone,
            corps: placement.corps,
            host_path: placement.host_place.map(|place| place.path),
            path: place.map(|place| place.path),
            candidates,
            because: placement.because,
        })?;
        return Ok(Ending::Fine);
    }
    match &placement.place {
        Some(place) => {
            let code = place.code.as_deref().unwrap_or("no code");
            print::line(&format!("{place} ({code})"))?;
        }
        None if candidates.is_empty() => {
            let zone = placement.zone.as_ref().map(|zone| format!(", zone {zone}")).unwrap_or_default();
            print::line(&format!("no place{zone}"))?;
        }
        None => print::line(&format!("undecided: {}", candidates.join(", ")))?,
    }
    print::line(&placement.because)?;
    Ok(Ending::Fine)
}
