//! Times and sizes in; what the table says of them out.

use std::collections::BTreeMap;
use std::env;
use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Instant;

/// Seconds that something took: by the clock, and of the processor. The latter hardly suffers from other work on the machine.
#[derive(Clone, Copy)]
pub(crate) struct Spent {
    pub(crate) clock: f64,
    pub(crate) processor: f64,
}

impl Spent {
    /// Measures what a run spends, all threads together.
    pub(crate) fn by(run: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<Spent> {
        let (start, before) = (Instant::now(), processor_seconds());
        run()?;
        Ok(Spent { clock: start.elapsed().as_secs_f64(), processor: processor_seconds() - before })
    }
}

/// Reads how long this process has been computing; 0 on systems that keep it elsewhere.
fn processor_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name in brackets may hold blanks; user and system time are the 12th and 13th value behind it, in hundredths.
    let behind = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = behind.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<f64>().ok()).sum();
    ticks / 100.0
}

/// How often each question is asked unless `GONGBAO_BENCH_TRIES` says otherwise.
const USUAL_TRIES: usize = 3;

fn tries() -> usize {
    static TRIES: OnceLock<usize> = OnceLock::new();
    let named = || env::var("GONGBAO_BENCH_TRIES").ok().and_then(|tries| tries.parse().ok());
    *TRIES.get_or_init(|| named().filter(|&tries| tries > 0).unwrap_or(USUAL_TRIES))
}

/// How long each question took, in microseconds.
#[derive(Default)]
pub(crate) struct Timings(Vec<f64>);

impl Timings {
    /// Runs something some times and keeps the fastest, so that other work on the machine counts little.
    pub(crate) fn measure<T>(&mut self, run: impl Fn() -> anyhow::Result<T>) -> anyhow::Result<T> {
        let mut fastest = f64::MAX;
        let mut answer = None;
        for _ in 0..tries() {
            let start = Instant::now();
            answer = Some(run()?);
            fastest = fastest.min(start.elapsed().as_secs_f64() * 1e6);
        }
        self.0.push(fastest);
        answer.ok_or_else(|| anyhow::anyhow!("nothing was run"))
    }

    fn at(&self, share: f64) -> f64 {
        let mut times = self.0.clone();
        times.sort_by(f64::total_cmp);
        let last = times.len().saturating_sub(1);
        times.get((last as f64 * share).round() as usize).copied().unwrap_or(0.0)
    }

    /// Says how many times as long as others these took, in the middle and in the slowest hundredth.
    pub(crate) fn ratios(&self, others: &Timings) -> String {
        format!("{:4.2}/{:4.2}", self.at(0.5) / others.at(0.5), self.at(0.99) / others.at(0.99))
    }
}

impl fmt::Display for Timings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>10.1}/{:>10.1}", self.at(0.5), self.at(0.99))
    }
}

/// Returns the bytes of all files of a folder.
pub(crate) fn size(folder: &Path) -> anyhow::Result<u64> {
    Ok(by_ending(folder)?.values().sum())
}

/// Returns the bytes of the files of a folder by their endings.
pub(crate) fn by_ending(folder: &Path) -> anyhow::Result<BTreeMap<String, u64>> {
    let mut sizes = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("other").to_owned();
        *sizes.entry(ending).or_default() += entry.metadata()?.len();
    }
    Ok(sizes)
}
