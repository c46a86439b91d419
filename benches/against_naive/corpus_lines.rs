//! JSONL files in; a slice of their documents that holds some of every file out.

use std::fs;
use std::fs::File;
use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;

/// One document.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) title: String,
    pub(crate) text: String,
    /// A report year, drawn so that every corpus has some.
    pub(crate) year: i16,
}

/// A line of a corpus; what it lacks is left out or null.
#[derive(Deserialize)]
struct Line {
    title: Option<String>,
    text: Option<String>,
}

/// Reads about so many bytes of text, spread evenly over the files.
pub(crate) fn read(corpus: &Path, bytes: usize) -> anyhow::Result<Vec<Text>> {
    let files = files(corpus)?;
    let mut size = 0;
    for file in &files {
        size += fs::metadata(file)?.len() as usize;
    }
    let mut texts = Vec::new();
    // One of so many lines is taken; JSON is about a tenth longer than its text.
    let every = (size / bytes.max(1)).max(1);
    for file in &files {
        for (number, line) in BufReader::new(File::open(file)?).lines().enumerate() {
            let line = line?;
            if number % every != 0 {
                continue;
            }
            let line: Line = serde_json::from_str(&line)?;
            if let Some(text) = line.text.filter(|text| !text.is_empty()) {
                let year = 2000 + (texts.len() * 7 % 25) as i16;
                texts.push(Text { title: line.title.unwrap_or_default(), text, year });
            }
        }
    }
    Ok(texts)
}

fn files(corpus: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if corpus.is_file() {
        return Ok(vec![corpus.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(corpus)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "jsonl") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
