//! Documents in their order in; those that are versions of an earlier one put under it, out.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use corpus::fingerprint::Fingerprint;
use corpus::year::Period;
use tantivy::columnar::Column;

use crate::local::open::View;
use crate::local::order::Placed;
use crate::local::period;
use crate::local::schema::column;
use crate::local::segment::NO_YEAR;
use crate::local::segment::Named;
use crate::local::segment::Segment;

/// How many of the best documents are looked at; those behind are not shown when versions are collapsed.
pub(crate) const LOOKED_AT: usize = 10_000;
/// In how many of 64 bits the fingerprints of two versions differ at most.
const NEAR: u32 = 3;
/// Fingerprints that differ in at most three bits agree in one of four parts.
const PARTS: u32 = 4;

/// A document with the near-identical ones that come behind it.
pub(crate) struct Group {
    pub(crate) first: Placed,
    pub(crate) others: Vec<Placed>,
}

/// What decides whether two documents are versions of one text.
struct Face {
    fingerprint: Fingerprint,
    length: u64,
    years: Option<(i16, i16)>,
    /// The half, quarter or months of the year that it is about.
    part: Option<Period>,
    region: Option<String>,
}

impl Face {
    /// Tells whether two documents have almost the same text. Reports of two years, quarters or places are not versions of
    /// each other, however much they share a template; a text that is the same to the bit is, wherever it stands.
    fn is_version_of(&self, other: &Face) -> bool {
        let longest = self.length.max(other.length);
        let distance = self.fingerprint.distance(other.fingerprint);
        let says_other = |differ: bool| differ && distance > 0;
        let are_dated = self.years.is_some() && other.years.is_some();
        let years_differ = are_dated && (self.years != other.years || self.part != other.part);
        let regions_differ = self.region.is_some() && other.region.is_some() && self.region != other.region;
        distance <= NEAR
            && self.length.abs_diff(other.length) * 10 <= longest
            && !years_differ
            && !says_other(regions_differ)
    }
}

/// Reads what decides about a document.
fn face(segment: &Segment, fingerprint: &Column<u64>, doc: u32) -> tantivy::Result<Face> {
    let years = segment.years()?;
    let years = (years.start[doc as usize], years.end[doc as usize]);
    Ok(Face {
        fingerprint: Fingerprint(fingerprint.first(doc).unwrap_or_default()),
        length: u64::from(segment.length(doc)),
        years: Some(years).filter(|(start, _)| *start != NO_YEAR),
        part: segment.periods().first(doc).map(period::period).filter(|period| period.is_part_of_year()),
        region: segment.names(Named::Region)?.name(doc).map(str::to_owned),
    })
}

/// Puts every document under the first one in the order whose version it is.
pub(crate) fn collapse(placed: Vec<Placed>, view: &View) -> tantivy::Result<Vec<Group>> {
    let mut columns: HashMap<u32, Column<u64>> = HashMap::new();
    let mut groups: Vec<(Face, Group)> = Vec::new();
    let mut by_part: HashMap<(u32, u64), Vec<usize>> = HashMap::new();
    for one in placed {
        let segment = &view.segments[one.address.segment_ord as usize];
        let fingerprint = match columns.entry(segment.number) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(segment.reader.fast_fields().u64(column::FINGERPRINT)?),
        };
        let face = face(segment, fingerprint, one.address.doc_id)?;
        let parts = (0..PARTS).map(|part| (part, face.fingerprint.0 >> (16 * part) & 0xFFFF));
        let known = parts.clone().filter_map(|part| by_part.get(&part)).flatten().copied();
        let home = known.filter(|&at| groups[at].0.is_version_of(&face)).min();
        if let Some(home) = home {
            groups[home].1.others.push(one);
            continue;
        }
        for part in parts {
            by_part.entry(part).or_default().push(groups.len());
        }
        groups.push((face, Group { first: one, others: Vec::new() }));
    }
    Ok(groups.into_iter().map(|(_, group)| group).collect())
}
