//! Pretend government sites for a first try without a network: three hosts, three dialects, two provinces, four years.
//!
//! The texts are written for this program and say so on every page; `reports/` holds them and `frames/` the pages.

mod checksum;
mod data;
mod docx;
mod frame;
mod hanweb;
mod serve;
mod sheet;
mod site;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod texts;
mod trs;
mod vsb;

use std::collections::BTreeSet;
use std::io;

use tokio::sync::watch;

use crate::demo::serve::Running;
use crate::demo::serve::serve;
use crate::demo::sheet::REPORT;
use crate::demo::site::Form;

/// One pretend site, as a crawler's configuration names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DemoSource {
    /// The name for the command line, such as `demo-sichuan`.
    pub(crate) name: &'static str,
    /// The address of its first list page.
    pub(crate) start: String,
    /// The six-digit code of the division that runs it.
    pub(crate) place: &'static str,
    /// The name that its pages show.
    pub(crate) chinese: &'static str,
}

/// Whether a listed page can be had.
#[cfg(test)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listing {
    /// It is there.
    Present,
    /// The list names it, and it answers 404.
    Gone,
}

/// One article of the lists, with what a crawl should make of it.
#[cfg(test)]
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    /// The address of the page.
    pub(crate) url: String,
    /// The title.
    pub(crate) title: String,
    /// The key of the kind, such as `rule-of-law-report`.
    pub(crate) kind: &'static str,
    /// The year it speaks about, when it has one.
    pub(crate) year: Option<i16>,
    /// The written path of its division, such as `四川省/绵阳市/涪城区`.
    pub(crate) place: &'static str,
    /// The day it went up.
    pub(crate) published: jiff::civil::Date,
    /// The paragraphs of its text, parted by `\n`.
    pub(crate) text: String,
    /// Whether the page can be had.
    pub(crate) listing: Listing,
    /// Tells that the same document stands at another address too, and is counted there.
    pub(crate) again: bool,
}

/// The pretend sites while they answer; dropping it ends them as well.
#[derive(Debug)]
pub(crate) struct DemoSite {
    running: Vec<Running>,
    stop: watch::Sender<bool>,
}

/// Starts the sites, each on a free loopback port; fails when no port can be had.
pub(crate) async fn start() -> io::Result<DemoSite> {
    let (stop, stopped) = watch::channel(false);
    let mut running = Vec::new();
    for site in [trs::site(), vsb::site(), hanweb::site()] {
        running.push(serve(site, stopped.clone()).await?);
    }
    Ok(DemoSite { running, stop })
}

/// Three searches that show something: a phrase that arrives, one that doubles, one that fades.
pub(crate) fn searches() -> [&'static str; 3] {
    ["\"高效办成一件事\"", "\"行政复议\"", "\"疫情防控\""]
}

impl DemoSite {
    /// Returns the sites in the order in which they are to be crawled.
    pub(crate) fn sources(&self) -> Vec<DemoSource> {
        let source = |running: &Running| {
            let site = &running.site;
            let start = format!("{}{}", running.base, site.start);
            DemoSource { name: site.name, start, place: site.code, chinese: site.chinese }
        };
        self.running.iter().map(source).collect()
    }

    /// Returns how many articles the lists name, those that are gone and second addresses included.
    pub(crate) fn articles(&self) -> usize {
        self.running.iter().map(|running| running.site.rows.len()).sum()
    }

    /// Tells what there is to crawl, in a sentence for the person who tries it.
    pub(crate) fn summary(&self) -> String {
        let rows =
            self.running.iter().flat_map(|running| &running.site.rows).filter(|row| row.form != Form::Again);
        let (reports, others): (Vec<_>, Vec<_>) = rows.partition(|row| row.paper.kind == REPORT);
        let places: BTreeSet<&str> = reports.iter().map(|row| row.paper.place).collect();
        let provinces: BTreeSet<_> = places.iter().map(|place| place.split('/').next()).collect();
        let years = reports.iter().filter_map(|row| row.paper.year);
        let (first, last) = (years.clone().min().unwrap_or_default(), years.max().unwrap_or_default());
        format!(
            "{} yearly reports of {} districts in {} provinces, {first}–{last}, and {} other documents, all invented",
            reports.len(),
            places.len(),
            provinces.len(),
            others.len(),
        )
    }

    /// Returns every article of the lists, newest first within each site.
    #[cfg(test)]
    pub(crate) fn listed(&self) -> Vec<Listed> {
        let listed = |base: &str, row: &site::Row| Listed {
            url: format!("{base}{}", row.path),
            title: row.paper.title.clone(),
            kind: row.paper.kind,
            year: row.paper.year,
            place: row.paper.place,
            published: row.paper.published,
            text: row.paper.paragraphs.join("\n"),
            listing: if row.form == Form::Gone { Listing::Gone } else { Listing::Present },
            again: row.form == Form::Again,
        };
        self.running
            .iter()
            .flat_map(|running| running.site.rows.iter().map(|row| listed(&running.base, row)))
            .collect()
    }

    /// Ends the sites once the requests under way are answered.
    pub(crate) async fn stop(self) -> io::Result<()> {
        self.stop.send_replace(true);
        for running in self.running {
            running.finish().await?;
        }
        Ok(())
    }
}
