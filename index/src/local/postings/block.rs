//! The documents of a block and how often each holds something in; their bytes out, and back.
//!
//! A full block is packed: all gaps between its documents take as many bits as the widest, so that they are read many at a time.
//! Its counts are packed too, but what the few high ones have beyond the bits of the others is written apart. A packed block is
//! these two widths and the number of high counts, a byte each; the gaps; the counts; and of each high one its place in the block,
//! a byte, and the bits beyond. What lies behind the counts belongs to the places: two orders and a width, a byte each, and in so
//! many bits how many bits the places of the first 32 documents take, of the first 64, and so on; so that those of a document are
//! reached without reading all before them.
//!
//! A block that is not full is `LOOSE` and then four orders of five bits; its documents, counted from the one behind the last of
//! the block before; for each the sum of the counts so far without the first place of each document, both as ascending numbers.

use bitpacking::BitPacker;
use bitpacking::BitPacker4x;
use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::bits::Bits;
use crate::local::bits::ORDER_BITS;
use crate::local::bits::low;
use crate::local::bits::low_bits_for;
use crate::local::bits::read_ascending;
use crate::local::bits::read_number;
use crate::local::bits::word;
use crate::local::bits::write_number;
use crate::local::postings::BLOCK;

/// What a block that is not packed begins with, where others have a width.
const LOOSE: u8 = u8::MAX;
/// How many bits a packed gap has at most: so, not even damaged bytes give documents that fall.
const WIDEST_GAP: u8 = 24;
/// The highest order of a code.
const MOST_ORDER: u32 = 30;
/// How many bits a step takes at most.
const WIDEST_STEP: u32 = 32;
/// Bytes before the packed gaps.
const HEAD: usize = 3;
/// Of so many documents, where the places of the first begin is written.
pub(super) const STEP: usize = 32;
/// How often that is.
pub(super) const STEPS: usize = BLOCK / STEP - 1;
/// About how many bits a high count takes besides those of the others.
const HIGH_BITS: usize = 16;

/// How places are written.
#[derive(Clone, Copy, Default)]
pub(super) struct Orders {
    /// Of the first place of each document.
    pub(super) first: u32,
    /// Of the gaps between the others.
    pub(super) other: u32,
}

/// A block being read, beyond its documents.
#[derive(Clone, Copy, Default)]
pub(super) struct Rest {
    is_packed: bool,
    /// The bit at which the counts begin.
    counts: usize,
    /// How wide packed counts are and how many are high, or the order of sums.
    width: u32,
    high: u32,
    orders: Orders,
}

/// Where the places of a block begin, and how they are written.
#[derive(Clone, Copy, Default)]
pub(super) struct Beginning {
    pub(super) bit: usize,
    pub(super) orders: Orders,
    /// Where it is written how many bits come before the places of each step, and how wide these numbers are.
    steps: usize,
    width: u32,
}

impl Beginning {
    /// Returns the bit at which the places of a step begin; `None` when it is not known.
    #[inline]
    pub(super) fn step(self, bytes: &[u8], step: usize) -> Option<usize> {
        let before = step.checked_sub(1).filter(|_| self.width > 0)?;
        let bit = self.steps + before * self.width as usize;
        self.bit.checked_add(low(word(bytes, bit), self.width) as usize)
    }
}

/// Tells whether a block can be packed. `before` is the last document of the block before.
pub(super) fn can_be_packed(docs: &[DocId], before: Option<DocId>) -> bool {
    docs.len() == BLOCK && BitPacker4x::new().num_bits_strictly_sorted(before, docs) <= WIDEST_GAP
}

/// Writes documents and counts of a block that can be packed.
pub(super) fn write_packed(docs: &[DocId], counts: &[u32], before: Option<DocId>, out: &mut Vec<u8>) {
    let packer = BitPacker4x::new();
    let gap_bits = packer.num_bits_strictly_sorted(before, docs);
    // Every document has one place at least.
    let more: Vec<u32> = counts.iter().map(|count| count - 1).collect();
    let width = cheapest_width(&more, packer.num_bits(&more));
    let lows: Vec<u32> = more.iter().map(|&more| low(u64::from(more), u32::from(width)) as u32).collect();
    let is_high = |&(_, more): &(usize, u32)| u64::from(more) >> width > 0;
    let high: Vec<(usize, u32)> = more.into_iter().enumerate().filter(is_high).collect();
    out.extend([gap_bits, width, high.len() as u8]);
    let mut packed = [0; 4 * BLOCK];
    let length = packer.compress_strictly_sorted(before, docs, &mut packed, gap_bits);
    out.extend_from_slice(&packed[..length]);
    let length = packer.compress(&lows, &mut packed, width);
    out.extend_from_slice(&packed[..length]);
    for (at, more) in high {
        out.push(at as u8);
        write_number(u64::from(more) >> width, out);
    }
}

/// Writes what stands before the places of a packed block: in `steps` how many bits come before those of each.
pub(super) fn write_beginning(orders: Orders, steps: [usize; STEPS], out: &mut Vec<u8>) {
    let width = usize::BITS - steps[STEPS - 1].leading_zeros();
    // So many bits are more than all texts of a segment have characters; without them the block is read from its beginning.
    let width = if width > WIDEST_STEP { 0 } else { width };
    out.extend([orders.first as u8, orders.other as u8, width as u8]);
    let mut bits = Bits::behind(out);
    steps.iter().filter(|_| width > 0).for_each(|&step| bits.put(step as u64, width));
    bits.finish();
}

/// Writes documents and counts of a block that is not packed; the places may follow at once.
pub(super) fn write_loose<'o>(
    docs: &[DocId],
    counts: &[u32],
    before: Option<DocId>,
    orders: Orders,
    out: &'o mut Vec<u8>,
) -> Bits<'o> {
    let from = before.map_or(0, |before| before + 1);
    let docs: Vec<u32> = docs.iter().map(|doc| doc - from).collect();
    let mut sum = 0;
    let mut add = |count: &u32| {
        sum += count - 1;
        sum
    };
    let sums: Vec<u32> = counts.iter().map(&mut add).collect();
    let low_bits = |numbers: &[u32]| low_bits_for(numbers[numbers.len() - 1], numbers.len());
    let (doc_bits, sum_bits) = (low_bits(&docs), low_bits(&sums));
    out.push(LOOSE);
    let mut bits = Bits::behind(out);
    for order in [doc_bits, sum_bits, orders.first, orders.other] {
        bits.put(u64::from(order), ORDER_BITS);
    }
    bits.put_ascending(&docs, doc_bits);
    bits.put_ascending(&sums, sum_bits);
    bits
}

/// Reads the documents of a block that begins at a byte, as many as there is room for. Of bytes that were never written this
/// way any documents come, but none that is less than the one before.
pub(super) fn read_docs(bytes: &[u8], at: usize, before: Option<DocId>, docs: &mut [DocId]) -> Rest {
    let rest = match bytes.get(at) {
        Some(&gap_bits) if gap_bits <= WIDEST_GAP && docs.len() == BLOCK => {
            read_packed(bytes, at, gap_bits, before, docs)
        }
        _ => read_loose(bytes, at, before, docs),
    };
    // Damaged bytes may give any number; none lies behind `TERMINATED`.
    docs.iter_mut().for_each(|doc| *doc = (*doc).min(TERMINATED));
    rest
}

fn read_packed(bytes: &[u8], at: usize, gap_bits: u8, before: Option<DocId>, docs: &mut [DocId]) -> Rest {
    let gaps = at + HEAD;
    let counts = gaps + usize::from(gap_bits) * BLOCK / 8;
    let Some(packed) = bytes.get(gaps..counts) else {
        docs.fill(TERMINATED);
        return Rest::default();
    };
    BitPacker4x::new().decompress_strictly_sorted(before, packed, docs, gap_bits);
    Rest {
        is_packed: true,
        counts: counts * 8,
        width: u32::from(bytes[at + 1]),
        high: u32::from(bytes[at + 2]),
        orders: Orders::default(),
    }
}

fn read_loose(bytes: &[u8], at: usize, before: Option<DocId>, docs: &mut [DocId]) -> Rest {
    let bit = (at + 1) * 8;
    let head = word(bytes, bit);
    let order = |at: u32| low(head >> (at * ORDER_BITS), ORDER_BITS) as u32;
    let counts = read_ascending(bytes, bit + 4 * ORDER_BITS as usize, order(0), docs);
    let from = before.map_or(0, |before| before.saturating_add(1));
    docs.iter_mut().for_each(|doc| *doc = doc.saturating_add(from));
    Rest {
        is_packed: false,
        counts,
        width: order(1),
        high: 0,
        orders: Orders { first: order(2), other: order(3) },
    }
}

impl Rest {
    /// Reads how many places each document of the block has, and returns the bit behind.
    pub(super) fn read_counts(self, bytes: &[u8], counts: &mut [u32]) -> usize {
        if !self.is_packed {
            return self.read_loose_counts(bytes, counts);
        }
        let (begin, width) = (self.counts / 8, self.width.min(u32::BITS));
        let mut at = begin + width as usize * BLOCK / 8;
        match bytes.get(begin..at) {
            Some(packed) => BitPacker4x::new().decompress(packed, counts, width as u8),
            None => {
                counts.fill(1);
                return bytes.len() * 8;
            }
        };
        for _ in 0..self.high {
            let Some(count) = bytes.get(at).and_then(|&at| counts.get_mut(usize::from(at))) else { break };
            let (beyond, behind) = read_number(bytes, at + 1);
            *count |= (beyond << width) as u32;
            at = behind;
        }
        counts.iter_mut().for_each(|count| *count = count.saturating_add(1));
        at * 8
    }

    fn read_loose_counts(self, bytes: &[u8], counts: &mut [u32]) -> usize {
        let behind = read_ascending(bytes, self.counts, self.width, counts);
        let mut before = 0;
        for count in counts {
            let sum = *count;
            *count = sum.saturating_sub(before).saturating_add(1);
            before = sum;
        }
        behind
    }

    /// Returns where the places begin; `bit` is the one behind the counts.
    pub(super) fn beginning(self, bytes: &[u8], bit: usize) -> Beginning {
        if !self.is_packed {
            return Beginning { bit, orders: self.orders, ..Beginning::default() };
        }
        let at = bit / 8;
        let order = |at: usize| u32::from(bytes.get(at).copied().unwrap_or(0)).min(MOST_ORDER);
        let width = u32::from(bytes.get(at + 2).copied().unwrap_or(0)).min(WIDEST_STEP);
        let steps = at + 3;
        let bit = (steps + (STEPS * width as usize).div_ceil(8)) * 8;
        Beginning { bit, orders: Orders { first: order(at), other: order(at + 1) }, steps: steps * 8, width }
    }
}

/// Chooses how many bits the counts take that are not high.
fn cheapest_width(more: &[u32], widest: u8) -> u8 {
    let cost = |width: u8| {
        let high = more.iter().filter(|&&more| u64::from(more) >> width > 0).count();
        more.len() * usize::from(width) + high * HIGH_BITS
    };
    (0..=widest).min_by_key(|&width| cost(width)).unwrap_or(widest)
}
