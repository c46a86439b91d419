//! `gongbao evidence`: what was fetched when for each version of a document, held against the archived bytes.

use corpus::document::DocumentId;
use corpus::store::VersionLine;
use corpus::store::VisitLine;
use corpus::visit::Evidence;
use crawler::archive;
use jiff::Timestamp;
use serde::Serialize;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::EvidenceArguments;
use crate::commands::print;
use crate::folder::Folder;

/// What is printed with `--json`, one for each version.
#[derive(Debug, Serialize)]
struct Answer {
    version: u32,
    title: String,
    url: Option<String>,
    seen_at: String,
    sha256: Option<String>,
    warc_file: Option<String>,
    warc_offset: Option<u64>,
    bytes: Option<u64>,
    /// `sound`, `none` when the document was imported, or what is wrong.
    state: String,
    /// Every visit from the one that brought this version to the one before the next.
    visits: Vec<Visited>,
}

/// One visit of an address of the document.
#[derive(Debug, Serialize)]
struct Visited {
    at: String,
    url: String,
    role: &'static str,
    status: Option<u16>,
    outcome: &'static str,
    detail: Option<String>,
    warc_file: Option<String>,
    warc_offset: Option<u64>,
    /// `sound`, `none` when no server answered or the file was given up, or what is wrong.
    state: String,
}

/// Runs the command.
///
/// # Errors
/// When the id is not known, or a version's bytes are missing or are not those that were fetched.
pub(crate) fn run(given: &EvidenceArguments, folder: &Folder) -> anyhow::Result<Ending> {
    let unknown = || WrongUse(format!("there is no document {:?}", given.id));
    let id = DocumentId::parse(&given.id).ok_or_else(unknown)?;
    let store = folder.open_existing()?;
    let versions = store.versions(&id)?;
    if versions.is_empty() {
        return Err(unknown().into());
    }
    let mut visits = store.visits(&id)?.into_iter().peekable();
    let begins: Vec<Timestamp> = versions.iter().skip(1).map(|version| version.seen_at).collect();
    let mut faults: u64 = 0;
    for (at, version) in versions.into_iter().enumerate() {
        let (mut answer, is_sound) = check(version, folder);
        let next = begins.get(at);
        while let Some(visit) = visits.next_if(|visit| next.is_none_or(|next| visit.at < *next)) {
            answer.visits.push(visited(visit, folder));
        }
        faults += u64::from(!is_sound);
        if given.json {
            print::json(&answer)?;
        } else {
            show(&answer)?;
        }
    }
    if faults > 0 {
        anyhow::bail!("the evidence of {} of {id} does not hold", print::counted(faults, "version"));
    }
    Ok(Ending::Fine)
}

fn check(version: VersionLine, folder: &Folder) -> (Answer, bool) {
    let (state, bytes, is_sound) = match &version.evidence {
        None => ("none: the document was imported".to_owned(), None, true),
        Some(evidence) => verify(evidence, folder),
    };
    let answer = Answer {
        version: version.number,
        title: version.title,
        url: version.url,
        seen_at: version.seen_at.to_string(),
        sha256: version.evidence.as_ref().map(|evidence| evidence.sha256.clone()),
        warc_file: version.evidence.as_ref().map(|evidence| evidence.file.clone()),
        warc_offset: version.evidence.as_ref().map(|evidence| evidence.offset),
        bytes,
        state,
        visits: Vec::new(),
    };
    (answer, is_sound)
}

/// Holds one visit against its record: that is there, is whole and matches its digest.
fn visited(visit: VisitLine, folder: &Folder) -> Visited {
    let state = match &visit.evidence {
        None => "none".to_owned(),
        Some(evidence) => match archive::read(&folder.archive(), &evidence.file, evidence.offset) {
            Ok(_) => "sound".to_owned(),
            Err(err) => format!("missing: {err}"),
        },
    };
    Visited {
        at: visit.at.to_string(),
        url: visit.url,
        role: visit.role.key(),
        status: visit.status,
        outcome: visit.outcome.key(),
        detail: visit.detail,
        warc_file: visit.evidence.as_ref().map(|evidence| evidence.file.clone()),
        warc_offset: visit.evidence.as_ref().map(|evidence| evidence.offset),
        state,
    }
}

fn verify(evidence: &Evidence, folder: &Folder) -> (String, Option<u64>, bool) {
    match archive::read(&folder.archive(), &evidence.file, evidence.offset) {
        Err(err) => (format!("missing: {err}"), None, false),
        Ok(record) => {
            let found = record.sha256();
            let is_sound = found == evidence.sha256;
            let state =
                if is_sound { "sound".to_owned() } else { format!("changed: the bytes hash to {found}") };
            (state, Some(record.body.len()), is_sound)
        }
    }
}

fn show(answer: &Answer) -> anyhow::Result<()> {
    print::line(&format!("version {}  {}", answer.version, answer.title))?;
    print::line(&format!("  seen     {}", answer.seen_at))?;
    if let Some(url) = &answer.url {
        print::line(&format!("  address  {url}"))?;
    }
    if let (Some(sha256), Some(file), Some(offset)) = (&answer.sha256, &answer.warc_file, answer.warc_offset)
    {
        print::line(&format!("  sha-256  {sha256}"))?;
        print::line(&format!("  record   {file} at byte {offset}"))?;
    }
    let bytes = answer.bytes.map(|bytes| format!(" ({})", print::counted(bytes, "byte"))).unwrap_or_default();
    print::line(&format!("  evidence {}{bytes}", answer.state))?;
    for visit in &answer.visits {
        let status = visit.status.map_or_else(|| "—".to_owned(), |status| status.to_string());
        let detail = visit.detail.as_deref().map(|detail| format!(" ({detail})")).unwrap_or_default();
        print::line(&format!(
            "  visited  {}  {status} {}  {}{detail}  [{}]",
            visit.at, visit.outcome, visit.url, visit.state
        ))?;
    }
    Ok(())
}
