//! The heaviest way through pairs of sentences that goes forward in both texts.

/// A pair of sentences, one of each text, that may be one sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    pub(crate) old: usize,
    pub(crate) new: usize,
    /// How much speaks for it; more than 0.
    pub(crate) weight: u64,
}

/// Returns the points of the heaviest chain in which both sides strictly increase, in order. `n log n`.
pub(crate) fn heaviest(mut points: Vec<Point>) -> Vec<Point> {
    // Of points with the same old side the last new one comes first, so that a chain never holds two of them.
    points.sort_by_key(|point| (point.old, std::cmp::Reverse(point.new)));
    let width = points.iter().map(|point| point.new + 1).max().unwrap_or(0);
    let mut best: Vec<Option<(u64, usize)>> = vec![None; width + 1];
    let mut before: Vec<Option<usize>> = Vec::with_capacity(points.len());
    let mut end: Option<(u64, usize)> = None;
    for (at, point) in points.iter().enumerate() {
        let so_far = best_below(&best, point.new);
        let weight = so_far.map_or(0, |(weight, _)| weight) + point.weight;
        before.push(so_far.map(|(_, at)| at));
        raise(&mut best, point.new, (weight, at));
        if end.is_none_or(|(most, _)| weight > most) {
            end = Some((weight, at));
        }
    }
    let mut chain = Vec::new();
    let mut next = end.map(|(_, at)| at);
    while let Some(at) = next {
        chain.push(points[at]);
        next = before[at];
    }
    chain.reverse();
    chain
}

/// Returns the heaviest chain that ends at a new side below `new`. `best` is a Fenwick tree of maxima, one-based.
fn best_below(best: &[Option<(u64, usize)>], new: usize) -> Option<(u64, usize)> {
    let mut found: Option<(u64, usize)> = None;
    let mut node = new;
    while node > 0 {
        if let Some(here) = best[node]
            && found.is_none_or(|(most, _)| here.0 > most)
        {
            found = Some(here);
        }
        node &= node - 1;
    }
    found
}

fn raise(best: &mut [Option<(u64, usize)>], new: usize, value: (u64, usize)) {
    let mut node = new + 1;
    while node < best.len() {
        if best[node].is_none_or(|(most, _)| value.0 > most) {
            best[node] = Some(value);
        }
        node += node & node.wrapping_neg();
    }
}

#[cfg(test)]
mod tests {
    use super::Point;
    use super::heaviest;

    #[track_caller]
    fn check(points: &[(usize, usize, u64)], expected: &[(usize, usize)]) {
        let points = points.iter().map(|&(old, new, weight)| Point { old, new, weight }).collect();
        let chain: Vec<(usize, usize)> =
            heaviest(points).iter().map(|point| (point.old, point.new)).collect();
        assert_eq!(chain, expected);
    }

    #[test]
    fn the_heavier_of_two_crossing_ways_is_taken() {
        check(&[], &[]);
        check(&[(0, 0, 1), (1, 1, 1)], &[(0, 0), (1, 1)]);
        check(&[(0, 1, 1), (1, 0, 5)], &[(1, 0)]);
        check(&[(0, 3, 9), (1, 0, 4), (2, 1, 4), (3, 2, 4)], &[(1, 0), (2, 1), (3, 2)]);
    }

    #[test]
    fn no_sentence_is_taken_twice() {
        check(&[(0, 0, 1), (0, 1, 1), (1, 1, 1)], &[(0, 0), (1, 1)]);
        check(&[(0, 0, 2), (0, 1, 2)], &[(0, 1)]);
        check(&[(0, 0, 2), (1, 0, 2)], &[(0, 0)]);
    }
}
