//! `gongbao place`: which division a text names, and why.

use corpus::district::Place;
use corpus::gazetteer;
use corpus::gazetteer::Placement;
use corpus::reason::Reason;
use serde::Serialize;

use crate::Ending;
use crate::arguments::PlaceArguments;
use crate::commands::print;

/// What is printed with `--json`.
#[derive(Debug, Serialize)]
struct Answer {
    path: Option<Vec<String>>,
    code: Option<String>,
    level: Option<&'static str>,
    zone: Option<String>,
    corps: Option<String>,
    host_path: Option<Vec<String>>,
    candidates: Vec<String>,
    because: String,
    reasoning: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// When standard output cannot be written.
pub(crate) fn run(given: &PlaceArguments) -> anyhow::Result<Ending> {
    let placement = gazetteer::place_in(&given.text, given.host.as_deref(), given.date);
    let reasoning = reasoning(given, &placement);
    if given.json {
        print::json(&answer(placement, reasoning))?;
        return Ok(Ending::Fine);
    }
    match &placement.place {
        Some(place) => {
            let code = place.code.as_deref().unwrap_or("no code");
            let level = level(place).map(|level| format!(", {level}")).unwrap_or_default();
            print::line(&format!("{place} ({code}{level})"))?;
        }
        None if placement.candidates.is_empty() => {
            let zone = placement.zone.as_ref().map(|zone| format!(", zone {zone}")).unwrap_or_default();
            print::line(&format!("no place{zone}"))?;
        }
        None => print::line(&format!("undecided: {}", written(&placement.candidates)))?,
    }
    for line in &reasoning {
        print::line(&format!("  {line}"))?;
    }
    Ok(Ending::Fine)
}

fn answer(placement: Placement, reasoning: Vec<String>) -> Answer {
    let place = placement.place;
    Answer {
        code: place.as_ref().and_then(|place| place.code.clone()),
        level: place.as_ref().and_then(level),
        zone: placement.zone,
        corps: placement.corps,
        host_path: placement.host_place.map(|place| place.path),
        path: place.map(|place| place.path),
        candidates: placement.candidates.iter().map(Place::written).collect(),
        because: placement.because,
        reasoning,
    }
}

/// Tells step by step what decided: the name, how many bear it, what the host says, for which year, and its history.
fn reasoning(given: &PlaceArguments, placement: &Placement) -> Vec<String> {
    let mut steps = Vec::new();
    let (reason, name) = match Reason::read(&placement.because) {
        Some((reason, name)) => (reason.key().replace('-', " "), name),
        None => (placement.because.clone(), ""),
    };
    steps.push(if name.is_empty() { reason } else { format!("{reason}: {name}") });
    let namesakes = if name.is_empty() { Vec::new() } else { gazetteer::find(name) };
    if namesakes.len() > 1 {
        steps.push(format!("{name} may be: {}", written(&namesakes)));
    }
    match (&given.host, &placement.host_place) {
        (Some(host), Some(place)) => steps.push(format!("the host {host} stands for {place}")),
        (Some(host), None) => steps.push(format!("the host {host} is not known")),
        (None, _) => {}
    }
    if let Some(date) = given.date {
        steps.push(format!("names are those of {}", date.year()));
    }
    let code = placement.place.as_ref().and_then(|place| place.code.as_deref());
    for name in code.map(gazetteer::history).unwrap_or_default() {
        let to = name.to.map_or_else(|| "today".to_owned(), |to| to.to_string());
        let heirs: Vec<String> = name
            .successors
            .iter()
            .map(|code| gazetteer::by_code(code).map_or_else(|| code.clone(), |place| place.written()))
            .collect();
        let became = if heirs.is_empty() { String::new() } else { format!(", then {}", heirs.join(", ")) };
        let from = if name.from <= 1981 { "1981 or before".to_owned() } else { name.from.to_string() };
        steps.push(format!("{}: {from} to {to}{became}", name.name));
    }
    steps
}

fn level(place: &Place) -> Option<&'static str> {
    use gazetteer::Level as L;
    gazetteer::level(place.code.as_deref()?).map(|level| match level {
        L::Country => "country",
        L::Province => "province",
        L::City => "city",
        L::County => "county",
    })
}

fn written(places: &[Place]) -> String {
    places.iter().map(Place::written).collect::<Vec<_>>().join(", ")
}
