//! A plan and every segment in; totals, facets and the documents of one page out.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::HashMap;

use corpus::document::SectionKind;
use tantivy::DocAddress;
use tantivy::DocId;
use tantivy::Searcher;
use tantivy::SegmentReader;
use tantivy::TERMINATED;
use tantivy::columnar::Column;
use tantivy::columnar::StrColumn;

use crate::local::compile::Plan;
use crate::local::evaluate::Evaluator;
use crate::local::rank::Ranker;
use crate::local::rank::Ranking;
use crate::local::schema::Fields;
use crate::local::schema::column;
use crate::search::FacetCount;
use crate::search::Facets;
use crate::search::Sort;
use crate::search::Total;

/// How many issuers a facet lists.
const MOST_ISSUERS: usize = 200;
/// The longest span of years that is counted year by year; a longer one is a slip in the data.
const LONGEST_SPAN: i64 = 100;

/// Everything that one pass over the matches gives.
pub(crate) struct Found {
    pub(crate) total: Total,
    pub(crate) page: Vec<Placed>,
    pub(crate) facets: Facets,
}

/// A matching document in its order.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) address: DocAddress,
    pub(crate) id: String,
    pub(crate) score: f32,
    pub(crate) occurrences: u64,
    key: f64,
}

/// Which documents of the order are wanted.
#[derive(Clone, Copy)]
pub(crate) struct Window {
    pub(crate) sort: Sort,
    pub(crate) offset: usize,
    pub(crate) limit: usize,
}

/// Visits every match once.
pub(crate) fn collect(
    plan: &Plan,
    searcher: &Searcher,
    fields: &Fields,
    window: Window,
) -> tantivy::Result<Found> {
    let ranking = Ranking::new(plan, searcher, fields)?;
    let mut total = Total::default();
    let mut placed = Vec::new();
    let mut counts = Counts::default();
    for (number, reader) in searcher.segment_readers().iter().enumerate() {
        let mut evaluator = Evaluator::open(plan, reader)?;
        let mut order = Order::open(window, &ranking, plan, reader, fields)?;
        let mut facets = SegmentFacets::open(reader)?;
        let mut doc = evaluator.next(0);
        while doc != TERMINATED {
            let occurrences = u64::from(evaluator.count(doc));
            total.documents += 1;
            total.occurrences += occurrences;
            facets.count(doc, &mut evaluator);
            order.add(doc, occurrences, &mut evaluator);
            doc = evaluator.next(doc + 1);
        }
        facets.add_to(&mut counts)?;
        order.add_to(&mut placed, number as u32)?;
    }
    placed.sort_by(|one, other| descending(one.key, other.key).then_with(|| one.id.cmp(&other.id)));
    let page = placed.into_iter().skip(window.offset).take(window.limit).collect();
    Ok(Found { total, page, facets: counts.into_facets() })
}

fn descending(one: f64, other: f64) -> Ordering {
    other.total_cmp(&one)
}

/// One candidate of a segment; ids of a segment are ordered like their numbers.
struct Candidate {
    key: f64,
    id: u64,
    doc: DocId,
    occurrences: u64,
}

/// Keeps the first documents of a segment in the wanted order.
struct Order<'r> {
    sort: Sort,
    most: usize,
    ranker: Ranker<'r>,
    ids: Option<StrColumn>,
    value: Option<Column<i64>>,
    candidates: Vec<Candidate>,
}

impl<'r> Order<'r> {
    fn open(
        window: Window,
        ranking: &'r Ranking,
        plan: &'r Plan,
        reader: &SegmentReader,
        fields: &Fields,
    ) -> tantivy::Result<Order<'r>> {
        let columns = reader.fast_fields();
        let value = match window.sort {
            Sort::Relevance => None,
            Sort::Year => Some(columns.i64(column::YEAR_END)?),
            Sort::Published => Some(columns.i64(column::PUBLISHED)?),
        };
        Ok(Order {
            sort: window.sort,
            most: if window.limit == 0 { 0 } else { window.offset.saturating_add(window.limit) },
            ranker: Ranker::open(ranking, plan, reader, fields)?,
            ids: columns.str(column::ID)?,
            value,
            candidates: Vec::new(),
        })
    }

    fn add(&mut self, doc: DocId, occurrences: u64, evaluator: &mut Evaluator<'_>) {
        if self.most == 0 {
            return;
        }
        let key = match self.sort {
            Sort::Relevance => f64::from(self.ranker.score(doc, evaluator)),
            Sort::Year | Sort::Published => {
                let value = self.value.as_ref().and_then(|column| column.first(doc));
                value.map_or(f64::MIN, |value| value as f64)
            }
        };
        let id = self.ids.as_ref().and_then(|ids| ids.ords().first(doc)).unwrap_or(u64::MAX);
        self.candidates.push(Candidate { key, id, doc, occurrences });
        if self.candidates.len() >= self.most.saturating_mul(2).max(1_024) {
            self.cut();
        }
    }

    /// Forgets the candidates that cannot come onto the page.
    fn cut(&mut self) {
        if self.candidates.len() > self.most {
            self.candidates.select_nth_unstable_by(self.most - 1, |one, other| {
                descending(one.key, other.key).then(one.id.cmp(&other.id))
            });
            self.candidates.truncate(self.most);
        }
    }

    fn add_to(mut self, placed: &mut Vec<Placed>, segment: u32) -> tantivy::Result<()> {
        if self.most == 0 {
            return Ok(());
        }
        self.cut();
        for candidate in self.candidates {
            let mut id = String::new();
            if let Some(ids) = &self.ids {
                ids.ord_to_str(candidate.id, &mut id)?;
            }
            let score = if self.sort == Sort::Relevance { candidate.key as f32 } else { 0.0 };
            let address = DocAddress::new(segment, candidate.doc);
            placed.push(Placed {
                address,
                id,
                score,
                occurrences: candidate.occurrences,
                key: candidate.key,
            });
        }
        Ok(())
    }
}

/// Counts by value over all segments.
#[derive(Default)]
struct Counts {
    years: BTreeMap<i64, u64>,
    regions: BTreeMap<String, u64>,
    kinds: HashMap<String, u64>,
    issuers: HashMap<String, u64>,
    sections: Vec<u64>,
}

impl Counts {
    fn into_facets(self) -> Facets {
        let years = self.years.into_iter().rev();
        let mut issuer = most_first(self.issuers);
        issuer.truncate(MOST_ISSUERS);
        let mut levels: BTreeMap<Vec<&str>, u64> = BTreeMap::new();
        for (written, count) in &self.regions {
            let names: Vec<&str> = written.split('/').collect();
            for depth in 1..=names.len() {
                *levels.entry(names[..depth].to_vec()).or_default() += count;
            }
        }
        let sections = SectionKind::ALL.iter().zip(self.sections).filter(|&(_, count)| count > 0);
        Facets {
            year: years.map(|(year, count)| FacetCount { value: year.to_string(), count }).collect(),
            region: levels
                .into_iter()
                .map(|(path, count)| FacetCount { value: path.join("/"), count })
                .collect(),
            kind: most_first(self.kinds),
            issuer,
            section: sections
                .map(|(kind, count)| FacetCount { value: kind.key().to_owned(), count })
                .collect(),
        }
    }
}

fn most_first(counts: HashMap<String, u64>) -> Vec<FacetCount> {
    let mut counts: Vec<FacetCount> =
        counts.into_iter().map(|(value, count)| FacetCount { value, count }).collect();
    counts.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value)));
    counts
}

/// Counts the matches of one segment by value.
struct SegmentFacets {
    start: Column<i64>,
    end: Column<i64>,
    years: HashMap<i64, u64>,
    regions: ByName,
    kinds: ByName,
    issuers: ByName,
    sections: Vec<u64>,
}

impl SegmentFacets {
    fn open(reader: &SegmentReader) -> tantivy::Result<SegmentFacets> {
        let columns = reader.fast_fields();
        Ok(SegmentFacets {
            start: columns.i64(column::YEAR_START)?,
            end: columns.i64(column::YEAR_END)?,
            years: HashMap::new(),
            regions: ByName::open(columns.str(column::REGION)?),
            kinds: ByName::open(columns.str(column::KIND)?),
            issuers: ByName::open(columns.str(column::ISSUER)?),
            sections: vec![0; SectionKind::ALL.len()],
        })
    }

    fn count(&mut self, doc: DocId, evaluator: &mut Evaluator<'_>) {
        if let (Some(start), Some(end)) = (self.start.first(doc), self.end.first(doc)) {
            for year in start..=end.min(start.saturating_add(LONGEST_SPAN)) {
                *self.years.entry(year).or_default() += 1;
            }
        }
        self.regions.count(doc);
        self.kinds.count(doc);
        self.issuers.count(doc);
        for (&kind, count) in SectionKind::ALL.iter().zip(&mut self.sections) {
            *count += u64::from(evaluator.holds_within(doc, kind));
        }
    }

    fn add_to(self, counts: &mut Counts) -> tantivy::Result<()> {
        for (year, count) in self.years {
            *counts.years.entry(year).or_default() += count;
        }
        self.regions.each(|written, count| *counts.regions.entry(written).or_default() += count)?;
        self.kinds.each(|name, count| *counts.kinds.entry(name).or_default() += count)?;
        self.issuers.each(|name, count| *counts.issuers.entry(name).or_default() += count)?;
        counts.sections.resize(self.sections.len(), 0);
        for (sum, count) in counts.sections.iter_mut().zip(self.sections) {
            *sum += count;
        }
        Ok(())
    }
}

/// Counts the values of a column of names.
struct ByName {
    column: Option<StrColumn>,
    counts: Vec<u64>,
}

impl ByName {
    fn open(column: Option<StrColumn>) -> ByName {
        let values = column.as_ref().map_or(0, |column| column.num_terms());
        ByName { column, counts: vec![0; values] }
    }

    fn count(&mut self, doc: DocId) {
        let value = self.column.as_ref().and_then(|column| column.ords().first(doc));
        if let Some(count) = value.and_then(|value| self.counts.get_mut(value as usize)) {
            *count += 1;
        }
    }

    fn each(self, mut see: impl FnMut(String, u64)) -> tantivy::Result<()> {
        let Some(column) = self.column else {
            return Ok(());
        };
        let mut stream = column.dictionary().stream()?;
        for count in self.counts {
            if !stream.advance() {
                break;
            }
            if count > 0 {
                see(String::from_utf8_lossy(stream.key()).into_owned(), count);
            }
        }
        Ok(())
    }
}
