//! A few ascending places in; gaps in a few bits each out, and back.
//!
//! A single place is its bytes, the lowest first. Several are five bits for the order of the codes, and a code for each gap.

use crate::local::bits::Bits;
use crate::local::bits::Codes;
use crate::local::bits::ORDER_BITS;
use crate::local::bits::cheapest_order;
use crate::local::bits::low;
use crate::local::bits::word;

/// The most places of a run in a file of texts. Longer ones would make it smaller, but the documents of places must be
/// searched for.
pub(crate) const MOST_OF_TEXTS: u32 = 128;
/// And in a file of titles: each of its places mostly lies in another document.
pub(crate) const MOST_OF_TITLES: u32 = 16;

/// Writes a single place behind what `out` holds.
pub(crate) fn write_single(place: u32, out: &mut Vec<u8>) {
    let bytes = place.to_le_bytes();
    let zeros = place.leading_zeros() as usize / 8;
    out.extend_from_slice(&bytes[..bytes.len() - zeros]);
}

/// Reads a single place.
pub(crate) fn read_single(bytes: &[u8]) -> u32 {
    let mut four = [0; 4];
    let length = bytes.len().min(4);
    four[..length].copy_from_slice(&bytes[..length]);
    u32::from_le_bytes(four)
}

/// Writes ascending places behind what `out` holds.
pub(crate) fn write(places: &[u32], out: &mut Vec<u8>) {
    let mut next = 0;
    let gaps = places.iter().map(move |&place| {
        let gap = place - next;
        next = place + 1;
        gap
    });
    let order = cheapest_order(&gaps);
    let mut bits = Bits::behind(out);
    bits.put(u64::from(order), ORDER_BITS);
    gaps.for_each(|gap| bits.put_code(gap, order));
    bits.finish();
}

/// Reads as many places as there is room for, from a byte on.
pub(crate) fn read(bytes: &[u8], at: usize, places: &mut [u32]) {
    let order = low(word(bytes, at * 8), ORDER_BITS) as u32;
    let mut codes = Codes::open(bytes, at * 8 + ORDER_BITS as usize);
    let mut next: u32 = 0;
    for place in places {
        *place = next.saturating_add(codes.next(order));
        next = place.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::local::bits::draw;

    #[test]
    fn every_place_is_read_back() {
        let mut state = 11;
        for count in 1..=MOST_OF_TEXTS as usize {
            for widest in [1, 2, 300, 70_000, 30_000_000] {
                let mut place = 0;
                let places: Vec<u32> = (0..count)
                    .map(|_| {
                        place += 1 + draw(&mut state) % widest;
                        place
                    })
                    .collect();
                let mut bytes = vec![7; 3];
                write(&places, &mut bytes);
                let mut back = vec![0; count];
                read(&bytes, 3, &mut back);
                assert_eq!(back, places);
            }
        }
    }

    #[test]
    fn a_single_place_takes_no_more_bytes_than_it_needs() {
        for (place, length) in [(0, 0), (1, 1), (255, 1), (256, 2), (70_000, 3), (u32::MAX - 1, 4)] {
            let mut bytes = Vec::new();
            write_single(place, &mut bytes);
            assert_eq!((bytes.len(), read_single(&bytes)), (length, place));
        }
    }

    #[test]
    fn bytes_that_are_no_run_come_to_an_end() {
        let mut state = 5;
        for length in 0..200 {
            let bytes: Vec<u8> = (0..length).map(|_| draw(&mut state) as u8).collect();
            read(&bytes, 0, &mut [0; MOST_OF_TEXTS as usize]);
        }
    }
}
