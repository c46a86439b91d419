//! A corpus in; how long building and searching take beside a naive index of the same texts out.
//!
//! The naive index is what one would build in an afternoon: Tantivy with jieba words and stored texts. Its phrase query looks
//! for the words that jieba cuts, so it misses phrases; ours does not. `benches/README.md` says how to run it.

mod corpus_lines;
mod naive;
mod ours;
mod queries;
mod ripgrep;
mod table;

use std::env;
use std::path::PathBuf;

use crate::corpus_lines::Text;
use crate::naive::Naive;
use crate::ours::Ours;
use crate::queries::Kind;
use crate::table::Spent;
use crate::table::Timings;

/// How much text is indexed unless `GONGBAO_BENCH_MB` says otherwise, in megabytes.
const USUAL_MEGABYTES: usize = 24;

fn main() -> anyhow::Result<()> {
    let Some(corpus) = corpus() else {
        println!("left out: neither GONGBAO_BENCH_CORPUS nor GONGBAO_SHARED is set");
        return Ok(());
    };
    let megabytes =
        env::var("GONGBAO_BENCH_MB").ok().and_then(|mb| mb.parse().ok()).unwrap_or(USUAL_MEGABYTES);
    let texts = corpus_lines::read(&corpus, megabytes << 20)?;
    let bytes: usize = texts.iter().map(|text| text.text.len() + text.title.len()).sum();
    println!("{} documents, {:.1} MB of text from {}", texts.len(), bytes as f64 / 1e6, corpus.display());

    let folder = tempfile::tempdir()?;
    let naive = Naive::build(&texts, &folder.path().join("naive"))?;
    let ours = Ours::build(&texts, &folder.path().join("ours"))?;
    for (what, of) in [("clock", (|spent| spent.clock) as fn(Spent) -> f64), ("CPU", |spent| spent.processor)]
    {
        let (theirs, mine) = (of(naive.spent), of(ours.spent));
        println!("build, {what:<5} naive {theirs:7.2} s   ours {mine:7.2} s   ratio {:.2}", mine / theirs);
    }
    let (naive_size, our_size) = (table::size(&naive.folder)?, table::size(&ours.folder)?);
    let share = |size: u64| size as f64 / bytes as f64;
    println!("size/text naive {:7.2}     ours {:7.2}", share(naive_size), share(our_size));
    for (ending, size) in table::by_ending(&ours.folder)? {
        println!("          {ending:<12} {:.3}", share(size));
    }
    compare(&texts, &naive, &ours)?;
    ripgrep::compare(&texts, &ours, folder.path())
}

/// Returns where the corpus lies: a folder of JSONL files or one file.
fn corpus() -> Option<PathBuf> {
    let named = env::var_os("GONGBAO_BENCH_CORPUS").map(PathBuf::from);
    named.or_else(|| env::var_os("GONGBAO_SHARED").map(|shared| PathBuf::from(shared).join("data/corpus")))
}

/// Asks both the same things, one after the other, and prints the middle and the slowest hundredth of the times.
fn compare(texts: &[Text], naive: &Naive, ours: &Ours) -> anyhow::Result<()> {
    println!(
        "{:<22} {:>21} {:>21} {:>9} {:>21} {:>9}",
        "µs p50/p99", "naive top 10", "ours top 10", "to naive", "ours page", "to top 10"
    );
    let asked = env::var("GONGBAO_BENCH_KIND").ok();
    if let Some(asked) = &asked {
        let is_kind = Kind::ALL.iter().any(|kind| kind.name() == asked);
        anyhow::ensure!(
            is_kind,
            "GONGBAO_BENCH_KIND={asked} is no kind; the first column of the table names them"
        );
    }
    for kind in Kind::ALL.into_iter().filter(|kind| asked.as_ref().is_none_or(|asked| asked == kind.name())) {
        let (mut theirs, mut bare, mut pages) = (Timings::default(), Timings::default(), Timings::default());
        let mut missed = 0;
        for query in queries::draw(kind, texts, 300) {
            let found = theirs.measure(|| naive.search(&query))?;
            let all = bare.measure(|| ours.rank(&query))?;
            pages.measure(|| ours.search(&query))?;
            missed += usize::from(found < all);
        }
        println!(
            "{:<22} {theirs} {bare} {} {pages} {}   naive misses documents in {missed}",
            kind.name(),
            bare.ratios(&theirs),
            pages.ratios(&bare)
        );
    }
    let mut trends = Timings::default();
    for query in queries::draw(Kind::Word, texts, 100) {
        let documents = trends.measure(|| ours.trend(&query))?;
        let found = ours.rank(&query)?;
        anyhow::ensure!(documents == found, "{documents} documents by year, {found} in all");
    }
    println!("{:<22} {:>21} {trends}", "trend of a word", "");
    Ok(())
}
