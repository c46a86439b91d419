//! Ascending places in; gaps in a few bits each out, and back without reading what is passed over.
//!
//! A run is the number of its places, then blocks of 128 of them. When there are several blocks, a table of the last place
//! and the length of each comes first. A block begins with five bits for `k`; each gap follows as an exponential Golomb code
//! of order `k`, which suits places that come in clusters.

/// Places in one block.
const BLOCK: usize = 128;
/// Bytes of one line of the table: the last place (4) and the length of the block (2).
const LINE: usize = 6;
/// Bits that say the order of a block's codes.
const ORDER_BITS: u32 = 5;
/// Bits that are always at hand after eight bytes were read from the middle of a byte.
const SURE_BITS: u32 = 57;
/// How many places are tried one by one before the rest of a block is halved.
const NEAR: usize = 8;
/// Stands for the end of a run; no place has this number.
pub(crate) const END: u32 = u32::MAX;

/// Writes ascending places, all below `END`, behind what `out` holds.
pub(crate) fn write(places: &[u32], out: &mut Vec<u8>) {
    write_number(places.len() as u64, out);
    let blocks = places.chunks(BLOCK).len();
    let table = out.len();
    if blocks > 1 {
        out.resize(table + blocks * LINE, 0);
    }
    let mut from = 0;
    for (number, block) in places.chunks(BLOCK).enumerate() {
        let start = out.len();
        let last = block[block.len() - 1];
        write_block(block, from, out);
        from = last + 1;
        if blocks > 1 {
            // 128 codes of at most 66 bits stay far below 65 536 bytes.
            let length = (out.len() - start) as u16;
            let line = table + number * LINE;
            out[line..line + 4].copy_from_slice(&last.to_le_bytes());
            out[line + 4..line + LINE].copy_from_slice(&length.to_le_bytes());
        }
    }
}

/// Writes a number in groups of seven bits, the lowest first.
pub(crate) fn write_number(mut number: u64, out: &mut Vec<u8>) {
    while number >= 128 {
        out.push(number as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Writes the places of one block; `from` is the first place that may come.
fn write_block(block: &[u32], from: u32, out: &mut Vec<u8>) {
    let mut gaps = [0; BLOCK];
    let mut next = from;
    for (gap, &place) in gaps.iter_mut().zip(block) {
        *gap = place - next;
        next = place + 1;
    }
    let gaps = &gaps[..block.len()];
    let order = cheapest_order(gaps);
    let mut bits = Bits { out, held: 0, width: 0 };
    bits.put(u64::from(order), ORDER_BITS);
    for &gap in gaps {
        let quotient = (u64::from(gap) >> order) + 1;
        let length = quotient.ilog2();
        bits.put(1 << length, length + 1);
        bits.put(low(quotient, length) | low(u64::from(gap), order) << length, length + order);
    }
    bits.finish();
}

/// Chooses the order that makes the codes of the gaps short; the best one lies near the usual length of a gap.
fn cheapest_order(gaps: &[u32]) -> u32 {
    let lengths: u32 = gaps.iter().map(|gap| u32::BITS - gap.leading_zeros()).sum();
    let usual = lengths / gaps.len().max(1) as u32;
    let cost = |order: u32| -> u64 {
        gaps.iter().map(|&gap| u64::from(2 * ((u64::from(gap) >> order) + 1).ilog2() + 1 + order)).sum()
    };
    (usual.saturating_sub(2)..=usual.min(30)).min_by_key(|&order| cost(order)).unwrap_or(0)
}

fn low(number: u64, width: u32) -> u64 {
    number & ((1 << width) - 1)
}

/// Bits on their way into bytes, the lowest first.
struct Bits<'a> {
    out: &'a mut Vec<u8>,
    held: u64,
    width: u32,
}

impl Bits<'_> {
    /// Puts at most 34 bits.
    fn put(&mut self, bits: u64, width: u32) {
        self.held |= bits << self.width;
        self.width += width;
        while self.width >= 8 {
            self.out.push(self.held as u8);
            self.held >>= 8;
            self.width -= 8;
        }
    }

    fn finish(self) {
        if self.width > 0 {
            self.out.push(self.held as u8);
        }
    }
}

/// A run being read, from the first place to the last, one block at a time.
pub(crate) struct Run<'a> {
    bytes: &'a [u8],
    count: u32,
    /// Where the table begins.
    table: usize,
    blocks: usize,
    /// The block at hand.
    block: usize,
    /// Where it begins, in bytes.
    block_start: usize,
    /// The last place of the block, or `END` when there is no other block.
    last: u32,
    /// The places of the block at hand.
    here: [u32; BLOCK],
    filled: usize,
    /// Which of them is reached.
    at: usize,
    place: u32,
}

impl<'a> Run<'a> {
    /// Begins to read the run at a byte; stands at its first place.
    pub(crate) fn open(bytes: &'a [u8], at: usize) -> Run<'a> {
        let (count, table) = read_number(bytes, at);
        let count = u32::try_from(count).unwrap_or(0);
        let blocks = (count as usize).div_ceil(BLOCK);
        let block_start = if blocks > 1 { table + blocks * LINE } else { table };
        let mut run = Run {
            bytes,
            count,
            table,
            blocks,
            block: 0,
            block_start,
            last: END,
            here: [0; BLOCK],
            filled: 0,
            at: 0,
            place: END,
        };
        run.read_block(0);
        run
    }

    /// Returns how many places the whole run has.
    pub(crate) fn count(&self) -> u32 {
        self.count
    }

    /// Returns the place reached, or `END`.
    pub(crate) fn place(&self) -> u32 {
        self.place
    }

    /// Goes on to the next place.
    pub(crate) fn step(&mut self) {
        self.at += 1;
        if self.at < self.filled {
            self.place = self.here[self.at];
        } else if self.block + 1 < self.blocks {
            let from = self.last.saturating_add(1);
            self.block_start += self.block_length();
            self.block += 1;
            self.read_block(from);
        } else {
            self.at = self.filled;
            self.place = END;
        }
    }

    /// Goes on to the first place not before the target; never goes back.
    pub(crate) fn seek(&mut self, target: u32) {
        if self.place >= target {
            return;
        }
        if self.last < target {
            let mut from = 0;
            while self.block < self.blocks && self.last < target {
                from = self.last.saturating_add(1);
                self.block_start += self.block_length();
                self.block += 1;
                self.last = if self.block < self.blocks { self.block_last() } else { END };
            }
            if self.block >= self.blocks {
                (self.at, self.filled, self.place) = (0, 0, END);
                return;
            }
            self.read_block(from);
        }
        let rest = &self.here[self.at..self.filled];
        // Mostly the place is near; where it is not, halving finds it.
        let near = rest.iter().take(NEAR).take_while(|&&place| place < target).count();
        let passed =
            if near < NEAR { near } else { near + rest[near..].partition_point(|&place| place < target) };
        self.at += passed;
        self.place = self.here[..self.filled].get(self.at).copied().unwrap_or(END);
    }

    /// Hands out the places of the block at hand from the one reached on, all below a bound, and passes them over.
    pub(crate) fn take_below(&mut self, bound: u32, see: &mut impl FnMut(u32)) {
        while self.place < bound {
            let rest = &self.here[self.at..self.filled];
            let mut taken = 0;
            while taken < rest.len() && rest[taken] < bound {
                see(rest[taken]);
                taken += 1;
            }
            self.at += taken.max(1) - 1;
            self.step();
        }
    }

    /// Reads the places of the block at hand; `from` is the first place that may come.
    fn read_block(&mut self, from: u32) {
        self.filled = (self.count as usize).saturating_sub(self.block * BLOCK).min(BLOCK);
        self.last = if self.blocks > 1 { self.block_last() } else { END };
        let order = low(word(self.bytes, self.block_start * 8), ORDER_BITS) as u32;
        let bit = self.block_start * 8 + ORDER_BITS as usize;
        read_gaps(self.bytes, bit, order, from, &mut self.here[..self.filled]);
        self.at = 0;
        self.place = self.here[..self.filled].first().copied().unwrap_or(END);
    }

    fn block_last(&self) -> u32 {
        let line = self.table + self.block * LINE;
        self.bytes
            .get(line..line + 4)
            .map_or(END, |last| u32::from_le_bytes(last.try_into().expect("four bytes were cut out")))
    }

    fn block_length(&self) -> usize {
        let line = self.table + self.block * LINE + 4;
        self.bytes.get(line..line + 2).map_or(0, |length| {
            usize::from(u16::from_le_bytes(length.try_into().expect("two bytes were cut out")))
        })
    }
}

/// Reads as many codes as there is room for, from a bit on, and adds their gaps up to places.
fn read_gaps(bytes: &[u8], mut bit: usize, order: u32, mut from: u32, places: &mut [u32]) {
    let mut held = word(bytes, bit);
    let mut sure = SURE_BITS;
    for place in places {
        let mut length = held.trailing_zeros();
        let mut width = 2 * length + 1 + order;
        if width > sure {
            held = word(bytes, bit);
            sure = SURE_BITS;
            length = held.trailing_zeros().min(u32::BITS);
            width = 2 * length + 1 + order;
        }
        let mut rest = held >> (length + 1);
        if width > sure {
            // A code this long is rare: its second half is read by itself.
            rest = word(bytes, bit + length as usize + 1);
        }
        let quotient = (1 << length | low(rest, length)) - 1;
        let gap = quotient << order | low(rest >> length, order);
        *place = from.saturating_add(gap as u32);
        from = place.saturating_add(1);
        bit += width as usize;
        if width > sure {
            held = word(bytes, bit);
            sure = SURE_BITS;
        } else {
            held >>= width;
            sure -= width;
        }
    }
}

/// Returns at least `SURE_BITS` bits from one on; zeros follow the end.
fn word(bytes: &[u8], bit: usize) -> u64 {
    let at = bit / 8;
    let word = match bytes.get(at..at + 8) {
        Some(eight) => u64::from_le_bytes(eight.try_into().expect("eight bytes were cut out")),
        None => last_word(bytes, at),
    };
    word >> (bit % 8)
}

#[cold]
fn last_word(bytes: &[u8], at: usize) -> u64 {
    let mut eight = [0; 8];
    let rest = bytes.get(at..).unwrap_or_default();
    eight[..rest.len()].copy_from_slice(rest);
    u64::from_le_bytes(eight)
}

/// Reads how many places the run at a byte has.
pub(crate) fn count_at(bytes: &[u8], at: usize) -> u64 {
    read_number(bytes, at).0
}

/// Reads a number and returns where it ends; what is cut off counts as zero.
pub(crate) fn read_number(bytes: &[u8], mut at: usize) -> (u64, usize) {
    let mut number = 0;
    for shift in (0..63).step_by(7) {
        let byte = bytes.get(at).copied().unwrap_or(0);
        at += 1;
        number |= u64::from(byte & 127) << shift;
        if byte < 128 {
            break;
        }
    }
    (number, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws numbers; the same ones in every run.
    fn draw(state: &mut u64) -> u32 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) as u32
    }

    fn places(count: usize, widest: u32, state: &mut u64) -> Vec<u32> {
        let mut place = 0;
        (0..count)
            .map(|_| {
                // Now and then a wide gap, as between documents.
                let wide = if draw(state).is_multiple_of(9) { widest } else { widest / 100 + 1 };
                place += 1 + draw(state) % wide;
                place
            })
            .collect()
    }

    #[track_caller]
    fn check(places: &[u32]) {
        let mut bytes = vec![7; 3];
        write(places, &mut bytes);
        let mut run = Run::open(&bytes, 3);
        assert_eq!(run.count() as usize, places.len());
        for &place in places {
            assert_eq!(run.place(), place);
            run.step();
        }
        assert_eq!(run.place(), END);
        let mut state = places.len() as u64;
        for _ in 0..20 {
            let mut run = Run::open(&bytes, 3);
            let mut target = 0_u32;
            let stride = 1 + draw(&mut state) % (places[places.len() - 1] / 3 + 2);
            while run.place() != END {
                run.seek(target);
                let expected = places.iter().copied().find(|&place| place >= target).unwrap_or(END);
                assert_eq!(run.place(), expected, "{target}");
                target = target.saturating_add(1 + draw(&mut state) % stride);
            }
        }
    }

    #[test]
    fn every_place_is_read_back_and_can_be_sought() {
        let mut state = 11;
        check(&[0]);
        check(&[END - 1]);
        check(&[0, 1, 2, END - 2, END - 1]);
        for count in [1, 2, 127, 128, 129, 255, 256, 257, 1_000] {
            for widest in [1, 2, 300, 70_000, 4_000_000] {
                check(&places(count, widest, &mut state));
            }
        }
    }

    #[test]
    fn bytes_that_are_no_run_come_to_an_end() {
        let mut state = 5;
        for length in 0..200 {
            let bytes: Vec<u8> = (0..length).map(|_| draw(&mut state) as u8 & 127).collect();
            let mut run = Run::open(&bytes, 0);
            let mut steps = 0;
            while run.place() != END && steps < 200 {
                run.step();
                steps += 1;
            }
            assert!(steps <= 128);
        }
    }
}
