//! Reads the pages whose paths stand on the standard input, one a line, and prints each as a line of JSON: title, text and how long it took.
//!
//! `find FOLDER -name '*.html' | cargo run --release -p crawler --example read_all -- 3` reads every page three times and
//! tells the quickest time in seconds, decoding included and opening the file left out. `benches/reading/compare.py` asks it.

use std::io::BufRead;
use std::io::Write;
use std::time::Instant;

use crawler::extract;
use crawler::fetch::charset;

fn main() -> std::io::Result<()> {
    let rounds = std::env::args().nth(1).and_then(|rounds| rounds.parse().ok()).unwrap_or(1_u32);
    let mut out = std::io::stdout().lock();
    for path in std::io::stdin().lock().lines() {
        let path = path?;
        let bytes = std::fs::read(&path)?;
        let mut quickest = f64::INFINITY;
        let mut read = None;
        for _ in 0..rounds.max(1) {
            let start = Instant::now();
            let page = charset::decode(&bytes, None);
            let html = page.text.as_ref();
            let extracted = extract::html(&extract::Page { url: ADDRESS, html, ..extract::Page::default() });
            quickest = quickest.min(start.elapsed().as_secs_f64());
            read = Some(extracted.document);
        }
        let document = read.expect("there is at least one round");
        let line = serde_json::json!({
            "file": path, "title": document.title, "text": document.text, "seconds": quickest,
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// The address that every page is read under, so that none of them gains by its own.
const ADDRESS: &str = "http://www.example.gov.cn/info/1.htm";
