//! A document of a title that several have in; how late it appeared, out.

use std::ops::Range;

use jiff::civil::date;
use tantivy::DocId;

use crate::local::schema::day_number;
use crate::local::segment::NO_DAY;
use crate::local::segment::NO_YEAR;
use crate::local::segment::Segment;
use crate::local::segment::Years;

/// The years between which documents are told apart.
const FIRST: i16 = 1900;
const LAST: i16 = 2100;

/// When the documents of one segment appeared.
pub(crate) struct Recency<'s> {
    published: &'s [i32],
    years: &'s Years,
    /// The years that the query names, and their days.
    named: Vec<(i16, Range<i32>)>,
}

impl<'s> Recency<'s> {
    pub(crate) fn open(segment: &'s Segment, named: &[i16]) -> tantivy::Result<Recency<'s>> {
        let days = |&year: &i16| (year, first_day(year)..first_day(year.saturating_add(1)));
        Ok(Recency {
            published: segment.published()?,
            years: segment.years()?,
            named: named.iter().map(days).collect(),
        })
    }

    /// Returns from 0 to 1 how late a document was published, or of how late a year it is; one of a year that is named is later
    /// than all others.
    pub(crate) fn of(&self, doc: DocId) -> f32 {
        let day = self.published[doc as usize];
        let (start, end) = (self.years.start[doc as usize], self.years.end[doc as usize]);
        let is_named = self
            .named
            .iter()
            .any(|(year, days)| days.contains(&day) || start != NO_YEAR && (start..=end).contains(year));
        let day = match (day, end) {
            (NO_DAY, NO_YEAR) => first_day(FIRST),
            (NO_DAY, year) => first_day(year),
            (day, _) => day,
        };
        let (first, last) = (first_day(FIRST), first_day(LAST));
        let late = (day.clamp(first, last) - first) as f32 / (last - first) as f32;
        if is_named { 0.5 + late / 2.0 } else { late / 2.0 }
    }
}

/// Returns the number of the first day of a year.
fn first_day(year: i16) -> i32 {
    i32::try_from(day_number(date(year.clamp(FIRST, LAST), 1, 1))).unwrap_or_default()
}
