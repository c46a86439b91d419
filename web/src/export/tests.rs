//! Files as whoever opens them finds them.

use std::io;
use std::io::Write;
use std::sync::Arc;

use corpus::document::DocumentId;
use corpus::document::DocumentKind;
use corpus::year::ReportYear;
use index::listing::ListedDocument;
use index::listing::ListedLine;
use index::search::Line;
use jiff::Timestamp;
use serde_json::Value;

use crate::export::Corpus;
use crate::export::Format;
use crate::export::Head;
use crate::export::Row;
use crate::export::What;

fn document(number: u64) -> ListedDocument {
    ListedDocument {
        id: DocumentId::parse(&format!("d-{number}")).expect("a good id"),
        title: "=cmd|' /C calc'!A0, \"甲\"\n乙".to_owned(),
        year: Some(ReportYear::span(2020, 2021)),
        region: Some("四川省/绵阳市".to_owned()),
        kind: DocumentKind::WorkReport,
        issuer: None,
        published: "2022-01-28".parse().ok(),
        url: Some("http://www.example.test/a.html".to_owned()),
        occurrences: 2,
        characters: 10,
    }
}

fn line(number: u64) -> Row {
    let document = Arc::new(document(number));
    let line = Line {
        id: document.id.clone(),
        title: document.title.clone(),
        section: None,
        left: "+前".to_owned(),
        matched: "法治".to_owned(),
        right: "后".to_owned(),
        offset: 7,
    };
    Row::Line(Box::new(ListedLine { document, line }))
}

fn head(what: What, rows: u64) -> Head {
    Head {
        what,
        query: "\"法治\"\n@".to_owned(),
        asked: "q=x".to_owned(),
        note: None,
        documents: rows,
        occurrences: 2 * rows,
        rows,
        sizes: Vec::new(),
        corpus: Corpus { version: "store-9".to_owned(), at: Timestamp::UNIX_EPOCH },
    }
}

/// Counts what is written and keeps none of it.
#[derive(Default)]
struct Counting {
    bytes: u64,
}

impl Write for Counting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn written(format: Format, what: What, rows: &[Row]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut file = format.begin(&mut out, &head(what, rows.len() as u64)).expect("a file begins");
    for row in rows {
        file.row(row).expect("a row is written");
    }
    file.finish().expect("a file ends");
    out
}

fn text(format: Format, what: What, rows: &[Row]) -> String {
    String::from_utf8(written(format, what, rows)).expect("the file is UTF-8")
}

#[test]
fn a_spreadsheet_reads_chinese_and_computes_nothing() {
    let file = text(Format::Csv, What::Documents, &[Row::Document(Box::new(document(1)))]);
    let file = file.strip_prefix('\u{FEFF}').expect("a byte order mark");
    let (head, rows) = file.split_once("id,title,").expect("the names of the columns");
    assert!(head.contains("\r\n# query: \"法治\" @\r\n") && head.contains("# corpus: store-9\r\n"), "{head}");
    assert!(head.lines().all(|line| line.is_empty() || line.starts_with('#')), "{head}");
    assert!(head.contains("# corpus_time: 1970-01-01T00:00:00Z\r\n") && head.contains("# rows: 1\r\n"));
    let row = rows.split_once("\r\n").expect("a row").1;
    assert_eq!(
        row,
        "d-1,\"'=cmd|' /C calc'!A0, \"\"甲\"\"\n乙\",2021,2020–2021,四川省/绵阳市,work-report,政府工作报告,,\
         2022-01-28,2,10,http://www.example.test/a.html\r\n"
    );
    let lines = text(Format::Csv, What::Concordance, &[line(1)]);
    assert!(lines.contains(",'+前,法治,后,7,"), "{lines}");
}

#[test]
fn every_line_is_an_object_and_the_first_says_what_they_are() {
    let file = text(Format::Jsonl, What::Documents, &[Row::Document(Box::new(document(1)))]);
    let lines: Vec<Value> = file.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    assert_eq!((lines.len(), &lines[0]["rows"], &lines[0]["query"]), (2, &1.into(), &"\"法治\"\n@".into()));
    assert_eq!(
        (&lines[1]["id"], &lines[1]["year"], &lines[1]["issuer"]),
        (&"d-1".into(), &2021.into(), &Value::Null)
    );
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    let rows: Vec<Row> = (0..20).map(|number| Row::Document(Box::new(document(number)))).collect();
    for &(name, format) in Format::ALL {
        let file = written(format, What::Documents, &rows);
        assert_eq!(file, written(format, What::Documents, &rows), "{name}");
        assert!(file.len() > 200, "{name}");
    }
    assert!(written(Format::Xlsx, What::Documents, &rows).starts_with(b"PK"));
    let references = text(Format::Bibtex, What::Documents, &rows);
    assert_eq!(references.matches("@misc{").count(), 20);
    assert_eq!(references.matches('@').count(), 20, "a query adds no entry: {references}");
    assert_eq!(text(Format::Ris, What::Documents, &rows).matches("TY  - GOVDOC\r\n").count(), 20);
}

#[test]
fn rows_are_written_at_once_and_not_kept() {
    // Before the end of the file all but one buffer has left, so memory does not grow with the rows.
    for format in [Format::Csv, Format::Jsonl] {
        let mut out = Counting::default();
        let mut file = format.begin(&mut out, &head(What::Concordance, 1000)).expect("a file begins");
        let row = line(1);
        for _ in 0..1000 {
            file.row(&row).expect("a row is written");
        }
        drop(file);
        assert!(out.bytes > 100_000, "{}", out.bytes);
    }
}
