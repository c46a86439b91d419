//! Ascending places in; the bytes of their postings out.

use std::ops::Range;

use tantivy::DocId;

use crate::local::bits::Bits;
use crate::local::bits::ORDER_BITS;
use crate::local::bits::cheapest_order;
use crate::local::bits::low_bits_for;
use crate::local::bits::write_number;
use crate::local::postings::BLOCK;
use crate::local::postings::LINE;
use crate::local::postings::Starts;
use crate::local::postings::worth;

/// Writes ascending places behind what `out` holds.
pub(crate) fn write<S: Starts + ?Sized>(places: &[u32], starts: &S, out: &mut Vec<u8>) {
    let mut documents = Documents { starts, docs: Vec::new(), ends: Vec::new(), places: Vec::new() };
    let (mut doc, mut end) = (0, 0);
    for &place in places {
        if place >= end {
            documents.close();
            doc = starts.document_of(place, doc);
            end = starts.start(doc + 1);
            documents.docs.push(doc);
        }
        documents.places.push(place - starts.start(doc));
    }
    documents.close();
    documents.write(out);
}

/// Writes ascending documents with the number of places in each, but not these places, behind what `out` holds.
pub(crate) fn write_counts<S: Starts + ?Sized>(counts: &[(DocId, u32)], starts: &S, out: &mut Vec<u8>) {
    let mut documents = Documents { starts, docs: Vec::new(), ends: Vec::new(), places: Vec::new() };
    let mut end = 0;
    for &(doc, count) in counts {
        end += count;
        documents.docs.push(doc);
        documents.ends.push(end);
    }
    documents.write(out);
}

/// Documents with the places in each.
struct Documents<'s, S: ?Sized> {
    starts: &'s S,
    docs: Vec<DocId>,
    /// Where the places of each document end.
    ends: Vec<u32>,
    /// The places of all documents; empty when only their numbers are written.
    places: Vec<u32>,
}

impl<S: Starts + ?Sized> Documents<'_, S> {
    /// Ends the document begun last.
    fn close(&mut self) {
        if self.ends.len() < self.docs.len() {
            self.ends.push(self.places.len() as u32);
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        write_number(self.ends.last().copied().unwrap_or(0).into(), out);
        write_number(self.docs.len() as u64, out);
        let blocks = self.docs.len().div_ceil(BLOCK);
        let table = out.len();
        if blocks > 1 {
            out.resize(table + blocks * LINE, 0);
        }
        let first_block = out.len();
        let mut from = 0;
        for number in 0..blocks {
            let start = (out.len() - first_block) as u32;
            let range = number * BLOCK..((number + 1) * BLOCK).min(self.docs.len());
            self.write_block(range.clone(), from, out);
            let last = self.docs[range.end - 1];
            from = last + 1;
            if blocks > 1 {
                let line = &mut out[table + number * LINE..][..LINE];
                line[..4].copy_from_slice(&last.to_le_bytes());
                line[4..8].copy_from_slice(&start.to_le_bytes());
                line[8] = (self.best(range) * 255.0).ceil() as u8;
            }
        }
    }

    /// Writes one block; `from` is the first document that may come.
    fn write_block(&self, range: Range<usize>, from: DocId, out: &mut Vec<u8>) {
        let docs: Vec<u32> = self.docs[range.clone()].iter().map(|doc| doc - from).collect();
        // Each document has one place at least: only those beyond are summed up.
        let begin = self.begin(range.start);
        let ends = self.ends[range.clone()].iter();
        let sums: Vec<u32> = ends.zip(1..).map(|(end, documents)| end - begin - documents).collect();
        let low_bits = |numbers: &[u32]| low_bits_for(numbers[numbers.len() - 1], numbers.len());
        let (doc_bits, sum_bits) = (low_bits(&docs), low_bits(&sums));
        let with_places = if self.places.is_empty() { 0..0 } else { range };
        let first_places = with_places.clone().map(|at| self.places_of(at)[0]);
        let gaps = |at| self.places_of(at).windows(2).map(|two| two[1] - two[0] - 1);
        let other_places = with_places.clone().flat_map(gaps);
        let (first, other) = (cheapest_order(&first_places), cheapest_order(&other_places));
        let mut bits = Bits::behind(out);
        for order in [doc_bits, sum_bits, first, other] {
            bits.put(u64::from(order), ORDER_BITS);
        }
        bits.put_ascending(&docs, doc_bits);
        bits.put_ascending(&sums, sum_bits);
        for at in with_places {
            bits.put_code(self.places_of(at)[0], first);
            gaps(at).for_each(|gap| bits.put_code(gap, other));
        }
        bits.finish();
    }

    /// Returns the best that a document of a block is worth.
    fn best(&self, range: Range<usize>) -> f32 {
        let usual = self.starts.usual_length();
        range
            .map(|at| {
                let length = self.starts.length(self.docs[at]) as f32 / usual;
                worth((self.ends[at] - self.begin(at)) as f32, length)
            })
            .fold(0.0, f32::max)
    }

    fn places_of(&self, at: usize) -> &[u32] {
        &self.places[self.begin(at) as usize..self.ends[at] as usize]
    }

    /// Returns where the places of a document begin.
    fn begin(&self, at: usize) -> u32 {
        at.checked_sub(1).map_or(0, |before| self.ends[before])
    }
}
