//! A condition on what is known about a document in; whether each document of a segment meets it out.

use corpus::text::fold;
use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::compile::Test;
use crate::local::segment::NO_DAY;
use crate::local::segment::NO_YEAR;
use crate::local::segment::Named;
use crate::local::segment::Segment;

/// A condition with what decides it.
pub(crate) enum SegmentTest<'s> {
    /// The name is one of those marked.
    OneOf { of: &'s [u32], is_allowed: Vec<bool> },
    /// The years overlap.
    Years { start: &'s [i16], end: &'s [i16], first: i16, last: i16 },
    /// The day lies between.
    Days { published: &'s [i32], first: i32, last: i32 },
}

impl<'s> SegmentTest<'s> {
    /// Opens what a condition needs.
    pub(crate) fn open(test: &Test, segment: &'s Segment) -> tantivy::Result<SegmentTest<'s>> {
        let holds = |part: &str, name: &str| fold(name).text().contains(part);
        match test {
            Test::Issuer(part) => one_of(segment, Named::Issuer, |name| holds(part, name)),
            Test::Source(part) => one_of(segment, Named::Source, |name| holds(part, name)),
            Test::Region(region) => one_of(segment, Named::Region, |written| region.holds(written)),
            Test::Places(paths) => {
                one_of(segment, Named::Region, |written| paths.iter().any(|path| path == written))
            }
            Test::Kind(key) => one_of(segment, Named::Kind, |name| name == *key),
            Test::Years(first, last) => {
                let years = segment.years()?;
                let (first, last) = (year(*first), year(*last));
                Ok(SegmentTest::Years { start: &years.start, end: &years.end, first, last })
            }
            Test::Published(first, last) => {
                let published = segment.published()?;
                Ok(SegmentTest::Days { published, first: day(*first), last: day(*last) })
            }
        }
    }

    /// Tells whether a document meets the condition; one without the value never does.
    pub(crate) fn holds(&self, doc: DocId) -> bool {
        let doc = doc as usize;
        match self {
            SegmentTest::OneOf { of, is_allowed } => {
                of.get(doc).is_some_and(|&name| is_allowed.get(name as usize) == Some(&true))
            }
            SegmentTest::Years { start, end, first, last } => match (start.get(doc), end.get(doc)) {
                (Some(&start), Some(&end)) => start != NO_YEAR && start <= *last && end >= *first,
                _ => false,
            },
            SegmentTest::Days { published, first, last } => {
                published.get(doc).is_some_and(|&day| day != NO_DAY && (*first..=*last).contains(&day))
            }
        }
    }

    /// Returns the first document from the target on that meets the condition, or `TERMINATED`.
    pub(crate) fn next(&self, target: DocId) -> DocId {
        let from = target as usize;
        let found = match self {
            SegmentTest::OneOf { of, is_allowed } => {
                let fits = |&name: &u32| is_allowed.get(name as usize) == Some(&true);
                of.get(from..).unwrap_or_default().iter().position(fits)
            }
            SegmentTest::Years { start, .. } => (from..start.len()).position(|doc| self.holds(doc as DocId)),
            SegmentTest::Days { published, .. } => {
                (from..published.len()).position(|doc| self.holds(doc as DocId))
            }
        };
        found.map_or(TERMINATED, |further| target + further as DocId)
    }
}

/// Brings a year into the range that years of documents have.
fn year(year: i64) -> i16 {
    year.clamp(i64::from(NO_YEAR), i64::from(i16::MAX)) as i16
}

fn day(day: i64) -> i32 {
    day.clamp(i64::from(NO_DAY), i64::from(i32::MAX)) as i32
}

/// Marks the names that fit; every different one is looked at once.
fn one_of<'s>(
    segment: &'s Segment,
    named: Named,
    fits: impl Fn(&str) -> bool,
) -> tantivy::Result<SegmentTest<'s>> {
    let names = segment.names(named)?;
    let is_allowed = names.names.iter().map(|name| fits(name)).collect();
    Ok(SegmentTest::OneOf { of: &names.of, is_allowed })
}
