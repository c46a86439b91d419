//! Texts in; how long ripgrep takes to find phrases in them beside our index out.

use std::fs::File;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use corpus::text::fold;

use crate::corpus_lines::Text;
use crate::ours::Ours;
use crate::queries;
use crate::queries::Asked;
use crate::queries::Kind;
use crate::table::Timings;

/// How many phrases are asked; each starts the program anew, as a researcher at a terminal does.
const PHRASES: usize = 40;

/// Asks both for the same random phrases and prints the ratio; says so when there is no ripgrep on this machine.
pub(crate) fn compare(texts: &[Text], ours: &Ours, folder: &Path) -> anyhow::Result<()> {
    if Command::new("rg").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("ripgrep               left out: there is no `rg` on this machine");
        return Ok(());
    }
    let file = folder.join("folded.txt");
    let mut out = BufWriter::new(File::create(&file)?);
    for text in texts {
        writeln!(out, "{}", fold(&text.text).text())?;
    }
    out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
    let (mut theirs, mut mine) = (Timings::default(), Timings::default());
    for query in queries::draw(Kind::RandomPhrase, texts, PHRASES) {
        let Asked::Phrase(phrase) = &query else { continue };
        let folded = fold(phrase).into_text();
        let documents = theirs.measure(|| count_lines(&folded, &file))?;
        let found = mine.measure(|| ours.rank(&query))?;
        anyhow::ensure!(documents == found, "{phrase:?}: {documents} documents by ripgrep, {found} by us");
    }
    println!("{:<22} {:>21} {theirs} {mine} {}", "phrase, ripgrep", "", mine.ratios(&theirs));
    Ok(())
}

/// Counts the lines that hold a string: one line is one document.
fn count_lines(phrase: &str, file: &Path) -> anyhow::Result<u64> {
    let mut rg = Command::new("rg");
    rg.args(["--no-config", "--count", "--fixed-strings", "--", phrase]).arg(file);
    let answer = String::from_utf8(rg.output()?.stdout)?;
    Ok(answer.trim().parse().unwrap_or(0))
}
