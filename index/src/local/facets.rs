//! Matching documents in; how many there are by year, place, kind, issuer and section out.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::HashMap;

use corpus::document::SectionKind;
use tantivy::DocId;

use crate::local::evaluate::Evaluator;
use crate::local::segment::NO_YEAR;
use crate::local::segment::Named;
use crate::local::segment::Names;
use crate::local::segment::Segment;
use crate::local::segment::Years;
use crate::search::FacetCount;
use crate::search::Facets;

/// How many issuers a facet lists.
const MOST_ISSUERS: usize = 200;
/// The longest span of years that is counted year by year; a longer one is a slip in the data.
const LONGEST_SPAN: i16 = 100;

/// Counts by value over all segments; the names are those of the segments.
#[derive(Default)]
pub(crate) struct Counts<'s> {
    years: BTreeMap<i64, u64>,
    regions: BTreeMap<Path<'s>, u64>,
    kinds: HashMap<&'s str, u64>,
    issuers: HashMap<&'s str, u64>,
    sections: Vec<u64>,
}

/// A written place, ordered name by name, so that what lies below a place follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Path<'s>(&'s str);

impl Ord for Path<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.split('/').cmp(other.0.split('/'))
    }
}

impl PartialOrd for Path<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Counts<'_> {
    /// Puts the counts in the order in which they are shown.
    pub(crate) fn into_facets(self) -> Facets {
        let years = self.years.into_iter().rev();
        let mut levels: BTreeMap<Path<'_>, u64> = BTreeMap::new();
        for (written, count) in &self.regions {
            let ends = written.0.match_indices('/').map(|(end, _)| end).chain([written.0.len()]);
            for end in ends {
                *levels.entry(Path(&written.0[..end])).or_default() += count;
            }
        }
        let sections = SectionKind::ALL.iter().zip(self.sections).filter(|&(_, count)| count > 0);
        Facets {
            year: years.map(|(year, count)| FacetCount { value: year.to_string(), count }).collect(),
            region: levels
                .into_iter()
                .map(|(path, count)| FacetCount { value: path.0.to_owned(), count })
                .collect(),
            kind: most_first(self.kinds, usize::MAX),
            issuer: most_first(self.issuers, MOST_ISSUERS),
            section: sections
                .map(|(kind, count)| FacetCount { value: kind.key().to_owned(), count })
                .collect(),
        }
    }
}

/// Returns so many values, those of the most documents first; equal ones by their characters.
fn most_first(counts: HashMap<&str, u64>, most: usize) -> Vec<FacetCount> {
    let mut counts: Vec<(&str, u64)> = counts.into_iter().collect();
    let order = |one: &(&str, u64), other: &(&str, u64)| other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0));
    if counts.len() > most {
        counts.select_nth_unstable_by(most, order);
        counts.truncate(most);
    }
    counts.sort_unstable_by(order);
    counts.into_iter().map(|(value, count)| FacetCount { value: value.to_owned(), count }).collect()
}

/// The year that the counts of years begin with.
const FIRST_YEAR: i16 = 1900;
/// How many years are counted in a row; what lies outside is counted apart.
const YEARS: usize = 200;

/// Counts the matches of one segment by value.
pub(crate) struct SegmentFacets<'s> {
    years: &'s Years,
    by_year: [u64; YEARS],
    other_years: HashMap<i16, u64>,
    regions: ByName<'s>,
    kinds: ByName<'s>,
    issuers: ByName<'s>,
    sections: Vec<u64>,
}

impl<'s> SegmentFacets<'s> {
    /// Counts nothing yet.
    pub(crate) fn open(segment: &'s Segment) -> tantivy::Result<SegmentFacets<'s>> {
        Ok(SegmentFacets {
            years: segment.years()?,
            by_year: [0; YEARS],
            other_years: HashMap::new(),
            regions: ByName::new(segment.names(Named::Region)?),
            kinds: ByName::new(segment.names(Named::Kind)?),
            issuers: ByName::new(segment.names(Named::Issuer)?),
            sections: vec![0; SectionKind::ALL.len()],
        })
    }

    /// Counts a matching document.
    pub(crate) fn count(&mut self, doc: DocId, evaluator: &mut Evaluator<'_>) {
        let (start, end) = (self.years.start[doc as usize], self.years.end[doc as usize]);
        if start != NO_YEAR {
            for year in start..=end.min(start.saturating_add(LONGEST_SPAN)) {
                match self
                    .by_year
                    .get_mut(usize::try_from(i32::from(year) - i32::from(FIRST_YEAR)).unwrap_or(YEARS))
                {
                    Some(count) => *count += 1,
                    None => *self.other_years.entry(year).or_default() += 1,
                }
            }
        }
        self.regions.count(doc);
        self.kinds.count(doc);
        self.issuers.count(doc);
        let held = evaluator.kinds_held(doc);
        for (at, count) in self.sections.iter_mut().enumerate() {
            *count += u64::from(held.has(at));
        }
    }

    /// Adds what was counted to the counts of all segments.
    pub(crate) fn add_to(self, counts: &mut Counts<'s>) {
        let in_row = (FIRST_YEAR..).zip(self.by_year).filter(|&(_, count)| count > 0);
        for (year, count) in in_row.chain(self.other_years) {
            *counts.years.entry(i64::from(year)).or_default() += count;
        }
        self.regions.add_to(&mut |name, count| *counts.regions.entry(Path(name)).or_default() += count);
        self.kinds.add_to(&mut |name, count| *counts.kinds.entry(name).or_default() += count);
        self.issuers.add_to(&mut |name, count| *counts.issuers.entry(name).or_default() += count);
        counts.sections.resize(self.sections.len(), 0);
        for (sum, count) in counts.sections.iter_mut().zip(self.sections) {
            *sum += count;
        }
    }
}

/// Counts the values of a column of names.
struct ByName<'s> {
    names: &'s Names,
    counts: Vec<u64>,
}

impl<'s> ByName<'s> {
    fn new(names: &'s Names) -> ByName<'s> {
        ByName { names, counts: vec![0; names.names.len()] }
    }

    fn count(&mut self, doc: DocId) {
        if let Some(count) = self.counts.get_mut(self.names.of[doc as usize] as usize) {
            *count += 1;
        }
    }

    fn add_to(self, see: &mut impl FnMut(&'s str, u64)) {
        for (name, count) in self.names.names.iter().zip(self.counts) {
            if count > 0 {
                see(name, count);
            }
        }
    }
}
