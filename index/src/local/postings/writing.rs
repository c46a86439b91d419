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

/// Documents with the places in each.
struct Documents<'s, S: ?Sized> {
    starts: &'s S,
    docs: Vec<DocId>,
    /// Where the places of each document end.
    ends: Vec<u32>,
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
        write_number(self.places.len() as u64, out);
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
        let begin = range.start.checked_sub(1).map_or(0, |before| self.ends[before]);
        let ends = self.ends[range.clone()].iter();
        let sums: Vec<u32> = ends.zip(1..).map(|(end, documents)| end - begin - documents).collect();
        let first_places = range.clone().map(|at| self.places_of(at)[0]);
        let gaps = |at| self.places_of(at).windows(2).map(|two| two[1] - two[0] - 1);
        let low_bits = |numbers: &[u32]| low_bits_for(numbers[numbers.len() - 1], numbers.len());
        let (doc_bits, sum_bits) = (low_bits(&docs), low_bits(&sums));
        let (first, other) = (cheapest_order(&first_places), cheapest_order(&range.clone().flat_map(gaps)));
        let mut bits = Bits::behind(out);
        for order in [doc_bits, sum_bits, first, other] {
            bits.put(u64::from(order), ORDER_BITS);
        }
        bits.put_ascending(&docs, doc_bits);
        bits.put_ascending(&sums, sum_bits);
        for at in range {
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
                worth(self.places_of(at).len() as f32, length)
            })
            .fold(0.0, f32::max)
    }

    fn places_of(&self, at: usize) -> &[u32] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.places[start..self.ends[at] as usize]
    }
}
