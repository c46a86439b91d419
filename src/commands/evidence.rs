//! `gongbao evidence`: what was fetched when for each version of a document, held against the archived bytes.

use corpus::document::DocumentId;
use corpus::store::VersionLine;
use corpus::visit::Evidence;
use crawler::archive;
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
    bytes: Option<usize>,
    /// `sound`, `none` when the document was imported, or what is wrong.
    state: String,
}

/// Runs the command.
///
/// # Errors
/// When the id is not known, or a version's bytes are missing or are not those that were fetched.
pub(crate) fn run(given: &EvidenceArguments, folder: &Folder) -> anyhow::Result<Ending> {
    let unknown = || WrongUse(format!("there is no document {:?}", given.id));
    let id = DocumentId::parse(&given.id).ok_or_else(unknown)?;
    let versions = folder.open_existing()?.versions(&id)?;
    if versions.is_empty() {
        return Err(unknown().into());
    }
    let mut faults = 0;
    for version in versions {
        let (answer, is_sound) = check(version, folder);
        faults += usize::from(!is_sound);
        if given.json {
            print::json(&answer)?;
        } else {
            show(&answer)?;
        }
    }
    if faults > 0 {
        anyhow::bail!("the evidence of {faults} versions of {id} does not hold");
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
    };
    (answer, is_sound)
}

fn verify(evidence: &Evidence, folder: &Folder) -> (String, Option<usize>, bool) {
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
    let bytes =
        answer.bytes.map(|bytes| format!(" ({} bytes)", print::grouped(bytes as u64))).unwrap_or_default();
    print::line(&format!("  evidence {}{bytes}", answer.state))
}
