//! What is kept of documents, through commits, merges and deletes.

use corpus::document::Document;
use corpus::document::SectionKind;

use crate::local::leaf::Span;
use crate::local::stored;
use crate::local::stored::StoredText;
use crate::local::tests::Shelf;
use crate::local::tests::report;
use crate::local::tests::section;

/// Writes a document that is told from others.
fn numbered(number: usize) -> Document {
    let text = format!(
        "第{number}号：法治政府建设……㎡。\n\n　　{}\t“{}”",
        "關於工作的報告，".repeat(number % 40),
        "数字".repeat(number % 7)
    );
    let mut document = report(&format!("关于第{number}号的报告"), if number % 9 == 4 { "" } else { &text });
    for (at, kind) in [SectionKind::Measures, SectionKind::Problems].into_iter().enumerate() {
        document.sections.push(section(&format!("{}", at + 1), kind, at * 10, at * 10 + 10));
    }
    document
}

/// Reads every document that lives, and compares what is kept of it.
#[track_caller]
fn check(shelf: &Shelf, alive: impl Fn(usize) -> bool, count: usize) {
    let view = shelf.index.view().unwrap();
    let mut read = 0;
    for segment in &view.segments {
        for doc in (0..segment.documents()).filter(|&doc| segment.is_alive(doc)) {
            let ids = segment.ids().unwrap();
            let number: usize = ids.written(ids.number(doc))[1..].parse().unwrap();
            assert!(alive(number));
            let (kept, document) = (stored::text(segment, doc).unwrap(), numbered(number));
            assert_eq!(kept.title, document.title);
            assert_eq!(kept.url.as_deref(), Some("http://a.test/"));
            assert_eq!(kept.text().unwrap(), document.text);
            assert_eq!(kept.characters().unwrap(), document.text.chars().count());
            let name = kept.section(12).unwrap().unwrap();
            assert_eq!((name.number.as_str(), name.heading.as_str()), ("2", "标题"));
            read += 1;
        }
    }
    assert_eq!(read, (0..count).filter(|&number| alive(number)).count());
}

#[test]
fn texts_are_kept_as_they_were_through_merges_and_deletes() {
    let mut shelf = Shelf::empty();
    // Each commit makes a segment; so many of them are merged.
    for batch in 0..20 {
        for number in batch * 15..(batch + 1) * 15 {
            shelf.put(&format!("d{number}"), &numbered(number));
        }
        shelf.commit();
    }
    check(&shelf, |_| true, 300);
    let is_alive = |number: usize| number % 3 != 1;
    for number in (0..300).filter(|&number| !is_alive(number)) {
        shelf.writer.remove(&crate::local::tests::id(&format!("d{number}")));
    }
    shelf.commit();
    check(&shelf, is_alive, 300);
    for number in 300..420 {
        shelf.put(&format!("d{number}"), &numbered(number));
        shelf.commit();
    }
    check(&shelf, |number| number >= 300 || is_alive(number), 420);
    let segments = shelf.index.view().unwrap().segments.len();
    assert!(segments < 70, "{segments} segments of 140 commits: none were merged");
}

#[test]
fn a_text_that_does_not_fit_its_anchors_is_refused() {
    // Both are one piece again and again, so that the codes of one can be read as those of the other.
    let (text, other) = ("法治".repeat(300), "的".repeat(300));
    let read = |stored: &StoredText| {
        let found = Span { start: 150, end: 152 };
        assert_eq!(stored.stretch(found, 10, 10).is_ok(), stored.page(130..140).is_ok());
        assert_eq!(stored.originals(&[found]).is_ok(), stored.folded_around(&[found], 10).is_ok());
        stored.page(130..140).is_ok() && stored.originals(&[found]).is_ok()
    };
    assert!(read(&StoredText::of(&text)));
    assert!(!read(&StoredText::mistaken(&text, &other)));
}
