//! How much memory an export takes: a thousand rows and a million rows of each format, and how fast they are written.

use std::io;
use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

use corpus::document::DocumentId;
use corpus::document::DocumentKind;
use corpus::year::ReportYear;
use index::listing::ListedDocument;
use index::listing::ListedLine;
use index::search::Line;
use web::export::Corpus;
use web::export::Format;
use web::export::Head;
use web::export::Row;
use web::export::What;

/// Counts bytes and keeps none.
struct Counting(u64);

impl Write for Counting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn main() -> io::Result<()> {
    println!("{:8} {:>9} {:>8} {:>10} {:>14}", "format", "rows", "seconds", "megabytes", "peak memory MB");
    for &(name, format) in Format::ALL {
        for rows in [1_000, 1_000_000] {
            let begun = Instant::now();
            let bytes = write(format, rows)?;
            println!(
                "{name:8} {rows:>9} {:>8.2} {:>10.1} {:>14.1}",
                begun.elapsed().as_secs_f64(),
                bytes as f64 / 1e6,
                peak()?
            );
        }
    }
    Ok(())
}

fn write(format: Format, rows: u64) -> io::Result<u64> {
    let what = if format.holds(What::Concordance) { What::Concordance } else { What::Documents };
    let head = Head {
        what,
        query: "\"依法行政\"".to_owned(),
        asked: String::new(),
        note: None,
        documents: rows,
        occurrences: rows,
        rows,
        sizes: Vec::new(),
        corpus: Corpus { version: "bench-1".to_owned(), at: jiff::Timestamp::UNIX_EPOCH },
    };
    let mut out = Counting(0);
    let mut file = format.begin(&mut out, &head)?;
    for number in 0..rows {
        file.row(&row(what, number))?;
    }
    file.finish()?;
    Ok(out.0)
}

fn row(what: What, number: u64) -> Row {
    let document = ListedDocument {
        id: DocumentId::parse(&format!("report-{number}")).expect("a good id"),
        title: format!("某市第{number}号法治政府建设年度报告"),
        year: Some(ReportYear::single(2021)),
        region: Some("四川省/绵阳市".to_owned()),
        kind: DocumentKind::RuleOfLawReport,
        issuer: Some("某市人民政府".to_owned()),
        published: None,
        url: Some(format!("http://www.example.test/{number}.html")),
        occurrences: number % 9,
        characters: 5_000,
    };
    if what == What::Documents {
        return Row::Document(Box::new(document));
    }
    let line = Line {
        id: document.id.clone(),
        title: document.title.clone(),
        section: None,
        left: "全面推进".repeat(7),
        matched: "依法行政".to_owned(),
        right: format!("，办理第{number}件"),
        offset: number as usize,
    };
    Row::Line(Box::new(ListedLine { document: Arc::new(document), line }))
}

/// Returns the most memory that the process ever held, in megabytes.
fn peak() -> io::Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().unwrap_or(0.0);
    Ok(kilobytes / 1000.0)
}
