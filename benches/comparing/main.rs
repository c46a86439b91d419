//! How long comparing takes: two long reports sentence by sentence, and very many documents held against each other.
//!
//!     GONGBAO_SHARED=… GONGBAO_BENCH_DOCUMENTS=100000 cargo bench --bench comparing

mod drawn;

use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use corpus::compare;
use corpus::copies;
use corpus::document::Document;
use corpus::document::DocumentId;
use corpus::store::CopyBook;
use corpus::store::CopyQuestion;
use corpus::store::Import;
use corpus::store::Store;
use jiff::Timestamp;

use crate::drawn::Sentences;

/// How many documents are held against each other when nothing is said.
const DOCUMENTS: usize = 5_000;
/// How many documents come afterwards.
const LATER: usize = 20;
/// How many documents are imported at a time.
const BATCH: usize = 1_000;
/// The length of the two reports that are compared, in characters.
const LENGTH: usize = 30_000;

fn main() {
    // `cargo test --benches` calls every bench; only `cargo bench` measures.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let documents = std::env::var("GONGBAO_BENCH_DOCUMENTS").ok().and_then(|number| number.parse().ok());
    let sentences = Sentences::read();
    compare_two(&sentences);
    hold_against_each_other(&sentences, documents.unwrap_or(DOCUMENTS));
}

fn compare_two(sentences: &Sentences) {
    let (old, new) = sentences.two_years(LENGTH);
    println!("two reports of {} and {} characters", old.text.chars().count(), new.text.chars().count());
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..20 {
        let started = Instant::now();
        let comparison = compare::compare(&old, &new);
        times.push(started.elapsed());
        assert!(comparison.summary.verbatim > 0.2 && comparison.summary.verbatim < 0.9);
    }
    times.sort();
    println!(
        "  sentences: {:.1} ms in the middle, {:.1} ms at most",
        milliseconds(times[10]),
        milliseconds(times[19])
    );
    let started = Instant::now();
    let rows = compare::quantities(&old, &new).len();
    println!("  quantities: {:.1} ms for {rows} rows", milliseconds(started.elapsed()));
    let strange = Document::new("别的", "天地玄黄宇宙洪荒日月盈昃辰宿列张。".repeat(LENGTH / 17));
    for (name, one, other) in [
        ("nothing in common", &old, &strange),
        ("an empty one", &old, &Document::new("空", "")),
        ("2 MB each", &sentences.long(700_000, 1), &sentences.long(700_000, 2)),
    ] {
        let started = Instant::now();
        compare::compare(one, other);
        println!("  {name}: {:.1} ms", milliseconds(started.elapsed()));
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn hold_against_each_other(sentences: &Sentences, documents: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut store = Store::open(folder.path(), Timestamp::UNIX_EPOCH).expect("a new store opens");
    let mut characters = 0;
    let mut add = |store: &mut Store, numbers: std::ops::Range<usize>| {
        let imports = numbers.map(|number| {
            let document = sentences.report(number);
            characters += document.text.chars().count();
            let id = DocumentId::parse(&format!("d{number}")).expect("a good id");
            Import { id, document, url: None }
        });
        store.import(imports, Timestamp::UNIX_EPOCH).expect("documents can be saved");
    };
    for start in (0..documents).step_by(BATCH) {
        add(&mut store, start..(start + BATCH).min(documents));
    }
    let before = peak_memory();
    follow(&store, folder.path(), &format!("{documents} documents"));
    add(&mut store, documents..documents + LATER);
    follow(&store, folder.path(), &format!("{LATER} more"));
    println!(
        "  {:.0} million characters; peak memory {} MiB, {before} MiB of it before",
        characters as f64 / 1e6,
        peak_memory()
    );
    let size = std::fs::metadata(folder.path().join(CopyBook::FILE)).map_or(0, |file| file.len());
    println!("  the book of copies takes {} MB", size / 1_000_000);
}

fn follow(store: &Store, folder: &Path, what: &str) {
    let mut book = CopyBook::open(folder).expect("the book opens");
    let started = Instant::now();
    let mut sketched = started.elapsed();
    let followed =
        copies::follow(store, &mut book, &mut |_| sketched = started.elapsed()).expect("the book follows");
    let (_, pairs) = book.copies(&CopyQuestion::default()).expect("the book answers");
    println!(
        "{what}: {:.1} s in all, {:.1} s of it sketching; {} pairs found, {pairs} in all",
        started.elapsed().as_secs_f64(),
        sketched.as_secs_f64(),
        followed.pairs
    );
}

/// Returns the most memory this process has held, in MiB; 0 where the system does not tell.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) / 1024
}
