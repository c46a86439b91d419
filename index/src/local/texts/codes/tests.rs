//! Numbers, their codes and what is no code.

use super::*;

#[track_caller]
fn check(counts: &[u64]) -> usize {
    let codes = Codes::shortest(counts);
    let codes = Codes::of(&codes.counts()).expect("codes that fit");
    let all: Vec<Code> = codes.all().collect();
    let mut stream = Stream::default();
    let mut starts = Vec::new();
    let numbers: Vec<u32> = (0..counts.len() as u32).chain((0..counts.len() as u32).rev()).collect();
    for &number in &numbers {
        starts.push(stream.bits());
        stream.put(all[number as usize]);
    }
    let bits = stream.bits();
    let mut written = Vec::new();
    stream.finish(&mut written);
    assert_eq!(written.len(), bits.div_ceil(8));
    let lengths: Vec<usize> = starts.windows(2).map(|two| two[1] - two[0]).collect();
    assert!(lengths[..counts.len().saturating_sub(1)].is_sorted(), "a lower number has no longer code");
    let read: Vec<u32> = codes.read(&written, 0, written.len() * 8).collect();
    assert_eq!(read, numbers);
    for at in (0..numbers.len()).step_by(97) {
        let mut reading = codes.read(&written, starts[at], bits);
        assert_eq!((reading.next(), reading.at()), (Some(numbers[at]), *starts.get(at + 1).unwrap_or(&bits)));
        let between = codes.read(&written, starts[at], starts[(at + 5).min(numbers.len() - 1)]);
        assert!(between.eq(numbers[at..(at + 5).min(numbers.len() - 1)].iter().copied()));
    }
    bits
}

#[test]
fn numbers_are_read_as_they_were_written() {
    check(&[]);
    check(&[1]);
    check(&[7, 7]);
    for count in 1..300 {
        check(&vec![9; count]);
    }
    check(&(1..100_000).map(|at| 1_000_000 / at).collect::<Vec<_>>());
}

#[test]
fn very_uneven_counts_have_codes_of_bounded_length() {
    // Each count is the sum of the two before, so that every code would be a bit longer than the one before.
    let mut counts: Vec<u64> = vec![1, 1];
    while counts.len() < 80 {
        counts.push(counts[counts.len() - 1] + counts[counts.len() - 2]);
    }
    counts.reverse();
    check(&counts);
}

#[test]
fn a_number_of_half_of_all_takes_a_bit() {
    let length = |counts: &[u64]| Codes::shortest(counts).all().next().map(|code| code.bits);
    assert_eq!(length(&[100, 30, 20]), Some(1));
    assert_eq!(length(&[5; 1_000]), Some(9));
}

#[test]
fn any_bytes_can_be_read() {
    let codes = Codes::shortest(&[1; 1_000]);
    for bytes in [vec![], vec![255; 1_000], vec![255, 255, 0, 255], (0..=255).collect()] {
        assert!(codes.read(&bytes, 0, usize::MAX / 16).all(|number| number < 1_000));
        assert!(codes.read(&bytes, 9_999, 20_000).next().is_none());
    }
    let none = Codes::shortest(&[]);
    assert_eq!(none.read(&[0, 0], 0, 16).next(), None);
}

#[test]
fn codes_for_which_there_is_no_room_are_refused() {
    let of = |shortest: u32, of_six: u32| {
        let mut counts = [0; LONGEST_CODE];
        (counts[0], counts[5]) = (shortest, of_six);
        Codes::of(&counts).is_some()
    };
    assert!(of(0, 0) && of(1, 0) && of(1, 31) && of(0, 63));
    assert!(!of(3, 0) && !of(2, 1) && !of(1, 33));
    assert!(Codes::of(&[u32::MAX; LONGEST_CODE]).is_none());
    // Nothing is left for what is no code, or more than that.
    assert!(!of(2, 0) && !of(1, 32) && !of(1, 30) && !of(0, 1));
}

#[test]
fn what_is_left_behind_the_last_number_is_told_from_what_fills_the_byte_up() {
    // Codes of three bits but for seven ones of them.
    let codes = Codes::shortest(&[1; 7]);
    let is_at_end = |bytes: &[u8], from, to| {
        let mut reading = codes.read(bytes, from, to);
        let read = reading.by_ref().count();
        (read, reading.is_at_end())
    };
    assert_eq!(is_at_end(&[0b0000_0111], 0, 8), (2, true));
    assert_eq!(is_at_end(&[0b0000_0110], 0, 8), (2, false));
    assert_eq!(is_at_end(&[0b0001_1111], 0, 8), (1, true));
    assert_eq!(is_at_end(&[0, 255, 255], 0, 24), (3, false));
    assert_eq!(is_at_end(&[0, 0, 0], 3, 12), (3, true));
    assert_eq!(is_at_end(&[0, 0, 0], 3, 13), (3, false));
    assert_eq!(is_at_end(&[0], 9, 8), (0, false));
    assert_eq!(is_at_end(&[], 0, 0), (0, true));
}
