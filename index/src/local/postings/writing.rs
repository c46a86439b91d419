//! Ascending places in; the bytes of their postings out.

use std::ops::Range;

use tantivy::DocId;

use crate::local::bits::Bits;
use crate::local::bits::cheapest_order;
use crate::local::bits::write_number;
use crate::local::postings::BLOCK;
use crate::local::postings::LINE;
use crate::local::postings::Starts;
use crate::local::postings::block::Orders;
use crate::local::postings::block::STEP;
use crate::local::postings::block::STEPS;
use crate::local::postings::block::can_be_packed;
use crate::local::postings::block::write_beginning;
use crate::local::postings::block::write_loose;
use crate::local::postings::block::write_packed;
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
        let mut before = None;
        for number in 0..blocks {
            let start = (out.len() - first_block) as u32;
            let range = number * BLOCK..((number + 1) * BLOCK).min(self.docs.len());
            self.write_block(range.clone(), before, out);
            let last = self.docs[range.end - 1];
            before = Some(last);
            if blocks > 1 {
                let line = &mut out[table + number * LINE..][..LINE];
                line[..4].copy_from_slice(&last.to_le_bytes());
                line[4..8].copy_from_slice(&start.to_le_bytes());
                line[8] = (self.best(range) * 255.0).ceil() as u8;
            }
        }
    }

    /// Writes one block. `before` is the last document of the block before.
    fn write_block(&self, range: Range<usize>, before: Option<DocId>, out: &mut Vec<u8>) {
        let docs = &self.docs[range.clone()];
        let counts: Vec<u32> = range.clone().map(|at| self.ends[at] - self.begin(at)).collect();
        let with_places = if self.places.is_empty() { range.start..range.start } else { range };
        let first_places = with_places.clone().map(|at| self.places_of(at)[0]);
        let other_places = with_places.clone().flat_map(|at| self.gaps_of(at));
        let orders = Orders { first: cheapest_order(&first_places), other: cheapest_order(&other_places) };
        if !can_be_packed(docs, before) {
            let mut bits = write_loose(docs, &counts, before, orders, out);
            with_places.for_each(|at| self.write_places(at, orders, &mut bits));
            bits.finish();
            return;
        }
        write_packed(docs, &counts, before, out);
        if with_places.is_empty() {
            return;
        }
        let mut places = Vec::new();
        let mut bits = Bits::behind(&mut places);
        let mut steps = [0; STEPS];
        for (passed, at) in with_places.enumerate() {
            if let Some(before) = (passed / STEP).checked_sub(1).filter(|_| passed.is_multiple_of(STEP)) {
                steps[before] = bits.bits();
            }
            self.write_places(at, orders, &mut bits);
        }
        bits.finish();
        write_beginning(orders, steps, out);
        out.append(&mut places);
    }

    fn write_places(&self, at: usize, orders: Orders, bits: &mut Bits<'_>) {
        bits.put_code(self.places_of(at)[0], orders.first);
        self.gaps_of(at).for_each(|gap| bits.put_code(gap, orders.other));
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

    /// Returns how many characters lie between each two places of a document.
    fn gaps_of(&self, at: usize) -> impl Iterator<Item = u32> + Clone {
        self.places_of(at).windows(2).map(|two| two[1] - two[0] - 1)
    }

    fn places_of(&self, at: usize) -> &[u32] {
        &self.places[self.begin(at) as usize..self.ends[at] as usize]
    }

    /// Returns where the places of a document begin.
    fn begin(&self, at: usize) -> u32 {
        at.checked_sub(1).map_or(0, |before| self.ends[before])
    }
}
