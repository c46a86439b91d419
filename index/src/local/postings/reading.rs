//! The bytes of postings in; one document after the other out.

use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::bits::Codes;
use crate::local::bits::read_number;
use crate::local::marked::Marked;
use crate::local::postings::BLOCK;
use crate::local::postings::LINE;
use crate::local::postings::block::Beginning;
use crate::local::postings::block::Rest;
use crate::local::postings::block::STEP;
use crate::local::postings::block::read_docs;

/// How many documents are tried one by one before the rest of a block is halved.
const NEAR: usize = 4;

/// Reads how many places and documents the postings at a byte have.
pub(crate) fn counts_at(bytes: &[u8], at: usize) -> (u64, u64) {
    let (places, at) = read_number(bytes, at);
    (places, read_number(bytes, at).0)
}

/// Postings being read, from the first document to the last, one block at a time.
pub(crate) struct Postings<'a> {
    bytes: &'a [u8],
    places: u64,
    documents: u32,
    /// Where the table and the first block begin.
    table: usize,
    first_block: usize,
    blocks: usize,
    /// Whether a block was read.
    is_begun: bool,
    /// The block at hand, and its last document; `TERMINATED` when there is no other block.
    block: usize,
    last: DocId,
    here: Box<Here>,
    filled: usize,
    /// Which document of the block is reached.
    at: usize,
    doc: DocId,
    rest: Rest,
    are_counts_read: bool,
    /// Where the places of the block begin.
    beginning: Beginning,
    /// How many documents of the block have had their places read, and the bit behind those.
    passed: usize,
    passed_bit: usize,
    found: Vec<u32>,
}

/// What was read of the block at hand. No larger, so that the allocator keeps one at hand.
struct Here {
    docs: [DocId; BLOCK],
    /// How many places each document has, once that is asked for.
    counts: [u32; BLOCK],
}

impl<'a> Postings<'a> {
    /// Begins to read at a byte; stands before the first document and reads no block yet.
    pub(crate) fn open(bytes: &'a [u8], at: usize) -> Postings<'a> {
        let (places, at) = read_number(bytes, at);
        let (documents, table) = read_number(bytes, at);
        let documents = u32::try_from(documents).unwrap_or(0);
        let blocks = (documents as usize).div_ceil(BLOCK);
        Postings {
            bytes,
            places,
            documents,
            table,
            first_block: if blocks > 1 { table.saturating_add(blocks * LINE) } else { table },
            blocks,
            is_begun: false,
            block: 0,
            last: TERMINATED,
            here: Box::new(Here { docs: [0; BLOCK], counts: [0; BLOCK] }),
            filled: 0,
            at: 0,
            doc: TERMINATED,
            rest: Rest::default(),
            are_counts_read: false,
            beginning: Beginning::default(),
            passed: 0,
            passed_bit: 0,
            found: Vec::new(),
        }
    }

    /// Goes back before the first document.
    pub(crate) fn begin_again(&mut self) {
        (self.is_begun, self.block) = (false, 0);
    }

    /// Returns how many places and how many documents there are.
    pub(crate) fn totals(&self) -> (u64, u64) {
        (self.places, u64::from(self.documents))
    }

    /// Returns the document reached, or `TERMINATED`; once one was sought.
    #[inline]
    pub(crate) fn doc(&self) -> DocId {
        self.doc
    }

    /// Goes on to the first document not before the target and returns it; never goes back.
    #[inline]
    pub(crate) fn seek(&mut self, target: DocId) -> DocId {
        if !self.is_begun {
            self.is_begun = true;
            self.read_block(self.block_of(target));
        }
        if self.doc >= target {
            return self.doc;
        }
        if self.last < target {
            self.read_block(self.block_of(target));
        }
        let rest = &self.here.docs[self.at..self.filled];
        // Mostly the document is near; where it is not, halving finds it.
        let near = rest.iter().take(NEAR).take_while(|&&doc| doc < target).count();
        self.at += if near < NEAR { near } else { rest.partition_point(|&doc| doc < target) };
        self.doc = self.here.docs[..self.filled].get(self.at).copied().unwrap_or(TERMINATED);
        self.doc
    }

    /// Returns the best `worth` that a document from the target on can have, rounded up to a 255th, and the last document for
    /// which that holds.
    /// The target is not before the document reached.
    pub(crate) fn best_from(&self, target: DocId) -> (f32, DocId) {
        if self.blocks < 2 {
            return (1.0, TERMINATED);
        }
        let block = self.block_of(target);
        let worth = self.bytes.get(self.table + block * LINE + 8).filter(|_| block < self.blocks);
        (worth.map_or(0.0, |&worth| f32::from(worth) / 255.0), self.last_of(block))
    }

    /// Hands out the documents from the one reached to one before an end, some at a time, with their counts, and goes on to the
    /// first behind them.
    #[inline]
    pub(crate) fn each_row_before(&mut self, end: DocId, see: &mut impl FnMut(&[DocId], &[u32])) {
        if !self.is_begun {
            self.seek(0);
        }
        while self.doc < end {
            if !self.are_counts_read {
                self.read_counts();
            }
            let Here { docs, counts } = &*self.here;
            let rest = &docs[self.at..self.filled];
            let is_whole = rest.last().is_some_and(|&last| last < end);
            let to = self.at + if is_whole { rest.len() } else { rest.partition_point(|&doc| doc < end) };
            see(&docs[self.at..to], &counts[self.at..to]);
            self.go_to(to);
        }
    }

    /// Hands out those of the marked documents that hold something, with their counts. Blocks in which none of them lies are
    /// passed over, and counts are read only where one does.
    pub(crate) fn each_marked(&mut self, marked: Marked<'_>, see: &mut impl FnMut(DocId, u32)) {
        let end = marked.end();
        let mut hits = [0; BLOCK];
        let mut from = 0;
        while let Some(next) = marked.next(from) {
            if self.seek(next) >= end {
                return;
            }
            let rest = &self.here.docs[self.at..self.filled];
            let to =
                self.at + if self.last < end { rest.len() } else { rest.partition_point(|&doc| doc < end) };
            // Without a branch: whether a document is marked cannot be foreseen.
            let mut count = 0;
            for (at, &doc) in (self.at..to).zip(rest) {
                hits[count] = at as u8;
                count += usize::from(marked.has(doc));
            }
            if count > 0 && !self.are_counts_read {
                self.read_counts();
            }
            let Here { docs, counts } = &*self.here;
            for &at in &hits[..count] {
                see(docs[usize::from(at)], counts[usize::from(at)]);
            }
            self.go_to(to);
            from = self.doc;
        }
    }

    /// Goes to a document of the block at hand, or to the first of the next one.
    #[inline]
    fn go_to(&mut self, at: usize) {
        self.at = at;
        match self.here.docs[..self.filled].get(at) {
            Some(&doc) => self.doc = doc,
            None => self.read_block(self.block + 1),
        }
    }

    /// Returns at how many places the pair stands in the document reached.
    #[inline]
    pub(crate) fn count(&mut self) -> u32 {
        if !self.are_counts_read {
            self.read_counts();
        }
        self.here.counts[self.at]
    }

    /// Returns those places, ascending, in folded characters of the text.
    pub(crate) fn found(&mut self) -> &[u32] {
        if self.passed <= self.at {
            self.read_found();
        }
        &self.found
    }

    fn read_found(&mut self) {
        if !self.are_counts_read {
            self.read_counts();
        }
        let step = self.at / STEP;
        if self.passed < step * STEP
            && let Some(bit) = self.beginning.step(self.bytes, step)
        {
            (self.passed, self.passed_bit) = (step * STEP, bit);
        }
        let orders = self.beginning.orders;
        let mut codes = Codes::open(self.bytes, self.passed_bit);
        let end = self.bytes.len() * 8;
        for &count in &self.here.counts[self.passed..self.at] {
            codes.next(orders.first);
            for _ in 1..count {
                codes.next(orders.other);
                if codes.bit() > end {
                    break;
                }
            }
        }
        self.found.clear();
        let mut place = codes.next(orders.first);
        self.found.push(place);
        for _ in 1..self.here.counts[self.at] {
            place = place.saturating_add(codes.next(orders.other)).saturating_add(1);
            self.found.push(place);
            if codes.bit() > end {
                break;
            }
        }
        self.passed = self.at + 1;
        self.passed_bit = codes.bit();
    }

    /// Reads the documents of a block; behind the last block there are none.
    fn read_block(&mut self, block: usize) {
        self.block = block;
        self.filled = (self.documents as usize).saturating_sub(block * BLOCK).min(BLOCK);
        (self.at, self.passed, self.are_counts_read) = (0, 0, false);
        if self.filled == 0 {
            (self.doc, self.last) = (TERMINATED, TERMINATED);
            return;
        }
        let start = if self.blocks > 1 {
            self.first_block + self.number(block, 4) as usize
        } else {
            self.first_block
        };
        self.last = if block + 1 < self.blocks { self.last_of(block) } else { TERMINATED };
        let before = block.checked_sub(1).map(|before| self.last_of(before));
        self.rest = read_docs(self.bytes, start, before, &mut self.here.docs[..self.filled]);
        self.doc = self.here.docs[0];
    }

    /// Reads the counts of the block at hand.
    fn read_counts(&mut self) {
        let behind = self.rest.read_counts(self.bytes, &mut self.here.counts[..self.filled]);
        self.beginning = self.rest.beginning(self.bytes, behind);
        self.passed_bit = self.beginning.bit;
        self.are_counts_read = true;
    }

    /// Returns the first block that may hold the target, not before the block at hand.
    fn block_of(&self, target: DocId) -> usize {
        let mut step = 1;
        while self.block + step < self.blocks && self.last_of(self.block + step - 1) < target {
            step *= 2;
        }
        let (mut low, mut high) = (self.block + step / 2, (self.block + step).min(self.blocks));
        while low < high {
            let middle = low.midpoint(high);
            if self.last_of(middle) < target {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Returns the last document of a block; `TERMINATED` for the only one, for which there is no table, and behind the last.
    fn last_of(&self, block: usize) -> DocId {
        let has_line = self.blocks > 1 && block < self.blocks;
        if has_line { self.number(block, 0).min(TERMINATED) } else { TERMINATED }
    }

    /// Reads a number of the table.
    fn number(&self, block: usize, at: usize) -> u32 {
        let at = self.table + block * LINE + at;
        self.bytes
            .get(at..at + 4)
            .map_or(TERMINATED, |four| u32::from_le_bytes(four.try_into().expect("four bytes were cut out")))
    }
}
