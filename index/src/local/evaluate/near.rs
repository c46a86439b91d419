//! The places of both sides of a nearness in; those that have a place of the other side near out.

use corpus::document::SectionKind;
use tantivy::DocId;

use crate::local::compile::Step;
use crate::local::evaluate::Evaluator;
use crate::local::leaf::Span;

impl Evaluator<'_> {
    /// Finds the matches of both sides that have one of the other side near.
    pub(super) fn near(
        &mut self,
        sides: &[Step; 2],
        distance: u32,
        doc: DocId,
        within: &[SectionKind],
    ) -> Vec<Span> {
        let [left, right] = sides;
        let (mut lefts, mut rights) = (Vec::new(), Vec::new());
        self.interrupt.look();
        self.collect(left, doc, within, &mut lefts);
        if lefts.is_empty() {
            return lefts;
        }
        self.collect(right, doc, within, &mut rights);
        lefts.sort_unstable();
        rights.sort_unstable();
        // A string that is near itself is found on both sides, and once more for each further nearness of a chain.
        lefts.dedup();
        rights.dedup();
        let mut near = with_partner(&lefts, &rights, distance);
        near.extend(with_partner(&rights, &lefts, distance));
        near.sort_unstable();
        near.dedup();
        near
    }
}

/// Returns the spans from which another one is at most `distance` characters away. Both lists ascend.
fn with_partner(spans: &[Span], others: &[Span], distance: u32) -> Vec<Span> {
    let longest = others.iter().map(|other| other.end - other.start).max().unwrap_or(0);
    let is_partner = |span: &Span, other: &Span| {
        let gap = other.start.saturating_sub(span.end).max(span.start.saturating_sub(other.end));
        span != other && gap <= distance
    };
    let mut first = 0;
    let has_partner = |span: &Span| {
        let from = span.start.saturating_sub(distance + longest);
        first += others[first..].iter().take_while(|other| other.start < from).count();
        others[first..]
            .iter()
            .take_while(|other| other.start <= span.end.saturating_add(distance))
            .any(|other| is_partner(span, other))
    };
    spans.iter().copied().filter(has_partner).collect()
}
