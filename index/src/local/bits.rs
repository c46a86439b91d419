//! Numbers in; as few bits as they need out, and back.
//!
//! Gaps are written one by one as exponential Golomb codes, which suit numbers that differ much. Ascending numbers that are
//! often asked for are written as Elias and Fano do: the low bits of each side by side, then one mark for each with as many
//! zeros before it as its high part has grown.

/// Bits that are always at hand after eight bytes were read from the middle of a byte.
const SURE_BITS: u32 = 57;
/// Marks that are read at a time.
const MARKS: u32 = 56;
/// Bits that say the order of a row of codes, or how many low bits a row of ascending numbers has.
pub(crate) const ORDER_BITS: u32 = 5;

/// Bits on their way into bytes, the lowest first.
pub(crate) struct Bits<'a> {
    out: &'a mut Vec<u8>,
    held: u64,
    width: u32,
}

impl<'a> Bits<'a> {
    /// Goes on behind what `out` holds.
    pub(crate) fn behind(out: &'a mut Vec<u8>) -> Bits<'a> {
        Bits { out, held: 0, width: 0 }
    }

    /// Puts the lowest bits of a number: at most 34, and none above them may be set.
    pub(crate) fn put(&mut self, bits: u64, width: u32) {
        self.held |= bits << self.width;
        self.width += width;
        while self.width >= 8 {
            self.out.push(self.held as u8);
            self.held >>= 8;
            self.width -= 8;
        }
    }

    /// Puts a gap as a code of an order from 0 to 30.
    pub(crate) fn put_code(&mut self, gap: u32, order: u32) {
        let quotient = (u64::from(gap) >> order) + 1;
        let length = quotient.ilog2();
        self.put(1 << length, length + 1);
        self.put(low(quotient, length) | low(u64::from(gap), order) << length, length + order);
    }

    /// Puts numbers that never fall; each has so many low bits, 0 to 31.
    pub(crate) fn put_ascending(&mut self, numbers: &[u32], low_bits: u32) {
        for &number in numbers {
            self.put(low(u64::from(number), low_bits), low_bits);
        }
        let mut reached = 0;
        for &number in numbers {
            let high = number >> low_bits;
            let mut zeros = high - reached;
            while zeros >= 32 {
                self.put(0, 32);
                zeros -= 32;
            }
            self.put(1 << zeros, zeros + 1);
            reached = high;
        }
    }

    /// Counts the bits that `out` holds and those on their way.
    pub(crate) fn bits(&self) -> usize {
        self.out.len() * 8 + self.width as usize
    }

    /// Fills the last byte up with zeros.
    pub(crate) fn finish(self) {
        if self.width > 0 {
            self.out.push(self.held as u8);
        }
    }
}

/// Chooses the order that makes the codes of some gaps short; the best one lies near the usual length of a gap.
pub(crate) fn cheapest_order(gaps: &(impl Iterator<Item = u32> + Clone)) -> u32 {
    let (mut lengths, mut count) = (0, 0);
    for gap in gaps.clone() {
        lengths += u32::BITS - gap.leading_zeros();
        count += 1;
    }
    let usual = lengths / count.max(1);
    let cost = |order: u32| -> u64 {
        gaps.clone().map(|gap| u64::from(2 * ((u64::from(gap) >> order) + 1).ilog2() + 1 + order)).sum()
    };
    (usual.saturating_sub(2)..=usual.min(30)).min_by_key(|&order| cost(order)).unwrap_or(0)
}

/// Returns how many low bits suit so many ascending numbers of which the last is the highest.
pub(crate) fn low_bits_for(last: u32, count: usize) -> u32 {
    (last / count.max(1) as u32).checked_ilog2().unwrap_or(0)
}

/// Keeps the lowest bits of a number, at most 63.
pub(crate) fn low(number: u64, width: u32) -> u64 {
    number & ((1 << width) - 1)
}

/// Codes being read one after the other.
pub(crate) struct Codes<'a> {
    bytes: &'a [u8],
    bit: usize,
    held: u64,
    sure: u32,
}

impl<'a> Codes<'a> {
    /// Begins at a bit; what lies behind the end counts as zeros.
    pub(crate) fn open(bytes: &'a [u8], bit: usize) -> Codes<'a> {
        Codes { bytes, bit, held: word(bytes, bit), sure: SURE_BITS }
    }

    /// Returns the bit that is read next.
    pub(crate) fn bit(&self) -> usize {
        self.bit
    }

    /// Reads a gap that was written with an order; bits that are no code give any number.
    #[inline(always)]
    pub(crate) fn next(&mut self, order: u32) -> u32 {
        let mut length = self.held.trailing_zeros();
        let mut width = 2 * length + 1 + order;
        if width > self.sure {
            self.held = word(self.bytes, self.bit);
            self.sure = SURE_BITS;
            length = self.held.trailing_zeros().min(u32::BITS);
            width = 2 * length + 1 + order;
        }
        let mut rest = self.held >> (length + 1);
        let is_long = width > self.sure;
        if is_long {
            // A code this long is rare: its second half is read by itself.
            rest = word(self.bytes, self.bit + length as usize + 1);
        }
        let quotient = (1 << length | low(rest, length)) - 1;
        let gap = quotient << order | low(rest >> length, order);
        self.bit += width as usize;
        if is_long {
            self.held = word(self.bytes, self.bit);
            self.sure = SURE_BITS;
        } else {
            self.held >>= width;
            self.sure -= width;
        }
        gap as u32
    }
}

/// Reads numbers that never fall, as many as there is room for, and returns the bit behind them. Of bits that were never
/// written this way, any numbers come.
pub(crate) fn read_ascending(bytes: &[u8], bit: usize, low_bits: u32, numbers: &mut [u32]) -> usize {
    let mut at = bit + numbers.len() * low_bits as usize;
    let mut passed = 0;
    let mut filled = 0;
    'all: while filled < numbers.len() {
        if at >= bytes.len() * 8 {
            numbers[filled..].fill(0);
            break;
        }
        let mut marks = low(word(bytes, at), MARKS);
        while marks != 0 {
            let mark = marks.trailing_zeros();
            numbers[filled] = (passed + mark - filled as u32) << low_bits;
            filled += 1;
            if filled == numbers.len() {
                at += mark as usize + 1;
                break 'all;
            }
            marks &= marks - 1;
        }
        at += MARKS as usize;
        passed += MARKS;
    }
    // As many low parts as one reading of the bytes holds for sure are taken from it.
    if let Some(together) = SURE_BITS.checked_div(low_bits) {
        let mut bit = bit;
        for numbers in numbers.chunks_mut(together as usize) {
            let mut held = word(bytes, bit);
            bit += numbers.len() * low_bits as usize;
            for number in numbers {
                *number |= low(held, low_bits) as u32;
                held >>= low_bits;
            }
        }
    }
    at
}

/// Returns at least `SURE_BITS` bits from one on; zeros follow the end.
#[inline]
pub(crate) fn word(bytes: &[u8], bit: usize) -> u64 {
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
    let length = rest.len().min(8);
    eight[..length].copy_from_slice(&rest[..length]);
    u64::from_le_bytes(eight)
}

/// Writes a number in groups of seven bits, the lowest first.
pub(crate) fn write_number(mut number: u64, out: &mut Vec<u8>) {
    while number >= 128 {
        out.push(number as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Reads a number and returns where it ends; what is cut off counts as zero.
#[inline]
pub(crate) fn read_number(bytes: &[u8], at: usize) -> (u64, usize) {
    match bytes.get(at) {
        Some(&byte) if byte < 128 => (u64::from(byte), at + 1),
        _ => read_long_number(bytes, at),
    }
}

fn read_long_number(bytes: &[u8], mut at: usize) -> (u64, usize) {
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

/// Draws numbers for tests; the same ones in every run.
#[cfg(test)]
pub(crate) fn draw(state: &mut u64) -> u32 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_read_back_whatever_the_order() {
        let mut state = 3;
        for order in [0, 1, 5, 20, 30] {
            let gaps: Vec<u32> =
                (0..300).map(|_| draw(&mut state) >> (draw(&mut state) % 32)).chain([0, u32::MAX]).collect();
            let mut bytes = vec![9];
            let mut bits = Bits::behind(&mut bytes);
            gaps.iter().for_each(|&gap| bits.put_code(gap, order));
            bits.finish();
            let mut codes = Codes::open(&bytes, 8);
            for &gap in &gaps {
                assert_eq!(codes.next(order), gap, "order {order}");
            }
            assert_eq!(codes.bit().div_ceil(8), bytes.len());
        }
    }

    #[test]
    fn ascending_numbers_are_read_back_and_end_where_they_end() {
        let mut state = 8;
        for count in [1, 2, 63, 64] {
            for widest in [1, 2, 50, 9_000, 5_000_000] {
                let mut number = 0;
                let numbers: Vec<u32> = (0..count)
                    .map(|_| {
                        number += draw(&mut state) % widest;
                        number
                    })
                    .collect();
                let low_bits = low_bits_for(number, count);
                let mut bytes = vec![1, 2];
                let mut bits = Bits::behind(&mut bytes);
                bits.put(3, 3);
                bits.put_ascending(&numbers, low_bits);
                bits.put(1, 1);
                bits.finish();
                let mut read = vec![7; count];
                let end = read_ascending(&bytes, 19, low_bits, &mut read);
                assert_eq!(read, numbers);
                assert_eq!(low(word(&bytes, end), 1), 1, "what follows the numbers is found");
            }
        }
    }

    #[test]
    fn bits_that_are_no_numbers_come_to_an_end() {
        let mut numbers = [1; 64];
        for bytes in [&[][..], &[0; 3], &[255; 2], &[0; 40]] {
            for low_bits in [0, 3, 31] {
                read_ascending(bytes, 5, low_bits, &mut numbers);
            }
        }
    }
}
