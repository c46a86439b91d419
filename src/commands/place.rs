//! `gongbao place`: which division a text names, and why.

use corpus::gazetteer;
use corpus::gazetteer::Clues;
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
    candidates: Vec<String>,
    because: String,
}

/// Runs the command.
///
/// # Errors
/// When standard output cannot be written.
pub(crate) fn run(given: &PlaceArguments) -> anyhow::Result<Ending> {
    let clues =
        Clues { title: Some(&given.text), host: given.host.as_deref(), date: given.date, ..Clues::default() };
    let placement = gazetteer::place(&clues);
    let candidates: Vec<String> = placement.candidates.iter().map(corpus::district::Place::written).collect();
    if given.json {
        let place = placement.place;
        print::json(&Answer {
            code: place.as_ref().and_then(|place| place.code.clone()),
            zone: place.as_ref().and_then(|place| place.zone.clone()),
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
        None if candidates.is_empty() => print::line("no place")?,
        None => print::line(&format!("undecided: {}", candidates.join(", ")))?,
    }
    print::line(&placement.because)?;
    Ok(Ending::Fine)
}
