//! Postings that are written come back whole, and bytes that are none come to an end.

use tantivy::TERMINATED;

use super::*;
use crate::local::bits::draw;
use crate::local::marked::Marked;

/// Draws texts of a segment and places in some of them.
fn drawn(documents: u32, one_in: u32, most: u32, state: &mut u64) -> (Vec<u32>, Vec<u32>) {
    let (mut starts, mut places) = (vec![0], Vec::new());
    let mut start = 0;
    for _ in 0..documents {
        let length = draw(state) % 900;
        if length > 0 && draw(state).is_multiple_of(one_in) {
            let mut here: Vec<u32> = (0..=draw(state) % most).map(|_| start + draw(state) % length).collect();
            here.sort_unstable();
            here.dedup();
            places.extend(here);
        }
        start += length + u32::from(length > 0);
        starts.push(start);
    }
    (starts, places)
}

/// Groups places by document, as `(document, places in it)`.
fn grouped(starts: &[u32], places: &[u32]) -> Vec<(u32, Vec<u32>)> {
    let mut grouped: Vec<(u32, Vec<u32>)> = Vec::new();
    for &place in places {
        let doc = starts.partition_point(|&start| start <= place) as u32 - 1;
        let place = place - starts[doc as usize];
        match grouped.last_mut() {
            Some((last, places)) if *last == doc => places.push(place),
            _ => grouped.push((doc, vec![place])),
        }
    }
    grouped
}

/// Puts documents and counts side by side.
fn paired(docs: &[u32], counts: &[u32]) -> Vec<(u32, u32)> {
    docs.iter().copied().zip(counts.iter().copied()).collect()
}

#[test]
fn every_document_count_and_place_is_read_back_and_can_be_sought() {
    let mut state = 21;
    for (documents, one_in, most) in
        [(1, 1, 1), (64, 1, 3), (65, 1, 40), (700, 1, 1), (2_000, 3, 9), (5_000, 40, 500)]
    {
        let (starts, places) = drawn(documents, one_in, most, &mut state);
        let truth = grouped(&starts, &places);
        let mut bytes = vec![5; 3];
        write(&places, starts.as_slice(), &mut bytes);
        assert_eq!(counts_at(&bytes, 3), (places.len() as u64, truth.len() as u64));
        // Every document in turn; then in strides, so that blocks and documents are passed over; each with and without
        // looking at what is there.
        for stride in [1, 2, 7, 90, 1_500] {
            let mut postings = Postings::open(&bytes, 3);
            let mut target = 0;
            loop {
                let expected = truth.iter().find(|(doc, _)| *doc >= target);
                let (best, until) = postings.best_from(target);
                let reached = postings.seek(target);
                let Some((doc, here)) = expected else {
                    assert_eq!(reached, TERMINATED);
                    break;
                };
                assert_eq!((reached, postings.doc()), (*doc, *doc));
                if !draw(&mut state).is_multiple_of(3) {
                    assert_eq!(postings.count() as usize, here.len());
                }
                if !draw(&mut state).is_multiple_of(3) {
                    assert_eq!(postings.found(), here);
                    assert_eq!(postings.found(), here, "asking again changes nothing");
                }
                let length = starts.length(*doc) as f32 / starts.usual_length();
                assert!(*doc > until || worth(here.len() as f32, length) <= best);
                target = doc + 1 + draw(&mut state) % stride;
            }
        }
    }
}

#[test]
fn any_document_can_be_sought_first() {
    let mut state = 8;
    // One block that is full or not, and several; the numbers of the first documents are those of a real collection.
    for round in 0..2_000_u32 {
        let documents = if round.is_multiple_of(3) { BLOCK as u32 } else { 1 + draw(&mut state) % 300 };
        let widest = [1, 5, 300, 7_000][round as usize % 4];
        let mut doc = 0;
        let counts: Vec<(DocId, u32)> = (0..documents)
            .map(|_| {
                doc += 1 + draw(&mut state) % widest;
                (doc, 1 + draw(&mut state) % 3)
            })
            .collect();
        let mut bytes = Vec::new();
        write_counts(&counts, &Alike(doc + 1), &mut bytes);
        for &(doc, count) in counts.iter().step_by(1 + documents as usize / 8) {
            let mut postings = Postings::open(&bytes, 0);
            assert_eq!((postings.seek(doc), postings.count()), (doc, count), "of {documents}");
        }
    }
}

#[test]
fn marked_documents_are_handed_out_window_by_window() {
    let mut state = 5;
    for (documents, one_in, one_marked_in) in
        [(1, 1, 1), (300, 1, 2), (5_000, 2, 40), (5_000, 9, 1), (9_000, 1, 900)]
    {
        let (starts, places) = drawn(documents, one_in, 5, &mut state);
        let truth: Vec<(u32, u32)> =
            grouped(&starts, &places).into_iter().map(|(doc, here)| (doc, here.len() as u32)).collect();
        let mut bytes = Vec::new();
        write_counts(&truth, starts.as_slice(), &mut bytes);
        let mut postings = Postings::open(&bytes, 0);
        let (mut marked, mut seen) = (Vec::new(), Vec::new());
        for begin in (0..documents).step_by(128) {
            let mut words = [0_u64; 2];
            for at in (0..128).filter(|_| draw(&mut state).is_multiple_of(one_marked_in)) {
                words[at / 64] |= 1 << (at % 64);
                marked.push(begin + at as DocId);
            }
            postings.each_marked(Marked { begin, words: &words }, &mut |doc, count| seen.push((doc, count)));
        }
        let expected: Vec<_> = truth.iter().copied().filter(|(doc, _)| marked.contains(doc)).collect();
        assert_eq!(seen, expected, "{documents}, one in {one_in}, marked one in {one_marked_in}");
    }
}

#[test]
fn counts_alone_are_read_back_stretch_by_stretch() {
    let mut state = 4;
    for (documents, one_in, most) in [(1, 1, 1), (65, 1, 40), (700, 2, 1), (3_000, 3, 9)] {
        let (starts, places) = drawn(documents, one_in, most, &mut state);
        let truth: Vec<(u32, u32)> =
            grouped(&starts, &places).into_iter().map(|(doc, here)| (doc, here.len() as u32)).collect();
        let (mut bytes, mut whole) = (vec![9], Vec::new());
        write_counts(&truth, starts.as_slice(), &mut bytes);
        write(&places, starts.as_slice(), &mut whole);
        assert!(bytes.len() <= whole.len() + 1);
        let mut postings = Postings::open(&bytes, 1);
        assert_eq!(postings.totals(), (places.len() as u64, truth.len() as u64));
        let (mut end, mut read) = (0, Vec::new());
        for &(doc, count) in &truth {
            let (best, until) = Postings::open(&bytes, 1).best_from(doc);
            let length = starts.length(doc) as f32 / starts.usual_length();
            assert!(worth(count as f32, length) <= best && doc <= until);
        }
        postings.seek(0);
        while postings.doc() != TERMINATED {
            end += 1 + draw(&mut state) % 200;
            postings.each_row_before(end, &mut |docs, counts| read.extend(paired(docs, counts)));
            assert!(read.last().is_none_or(|&(doc, _)| doc < end) && postings.doc() >= end);
        }
        assert_eq!(read, truth);
        postings.begin_again();
        read.clear();
        postings.each_row_before(TERMINATED, &mut |docs, counts| read.extend(paired(docs, counts)));
        assert_eq!(read, truth, "once more");
    }
}

#[test]
fn bytes_that_are_no_postings_come_to_an_end() {
    let mut state = 5;
    for length in 0..400 {
        let bytes: Vec<u8> = (0..length).map(|_| draw(&mut state) as u8).collect();
        let mut postings = Postings::open(&bytes, 0);
        let mut doc = postings.seek(0);
        for _ in 0..500 {
            if doc == TERMINATED {
                break;
            }
            postings.count();
            postings.found();
            doc = postings.seek(doc + 1);
        }
    }
}

/// Many texts of one length.
struct Alike(u32);

impl Starts for Alike {
    fn documents(&self) -> DocId {
        self.0
    }

    fn start(&self, doc: DocId) -> u32 {
        doc * 2
    }
}

#[test]
fn high_counts_among_low_ones_and_wide_gaps_are_read_back() {
    let mut state = 11;
    // Of one gap in so many the width is a block's own business, and wider than what is packed.
    for (one_in, widest) in [(1_000, 3), (5, 3), (90, 1 << 25)] {
        let (mut doc, mut counts) = (0, Vec::new());
        for _ in 0..1_000 {
            let is_wide = draw(&mut state).is_multiple_of(one_in);
            doc += 1 + if is_wide { draw(&mut state) % widest } else { draw(&mut state) % 3 };
            let is_high = draw(&mut state).is_multiple_of(50);
            counts.push((doc, 1 + if is_high { draw(&mut state) % 100_000 } else { draw(&mut state) % 3 }));
        }
        let mut bytes = Vec::new();
        write_counts(&counts, &Alike(doc + 1), &mut bytes);
        let mut postings = Postings::open(&bytes, 0);
        let mut read = Vec::new();
        postings.each_row_before(TERMINATED, &mut |docs, counts| read.extend(paired(docs, counts)));
        assert_eq!(read, counts);
        let mut postings = Postings::open(&bytes, 0);
        for &(doc, count) in counts.iter().step_by(70) {
            assert_eq!((postings.seek(doc), postings.count()), (doc, count));
        }
    }
}
