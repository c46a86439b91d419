//! A plan and one segment in; the documents that match, their counts and the places of the matches out.

use corpus::document::SectionKind;
use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::compile::Plan;
use crate::local::compile::Step;
use crate::local::compile::Wanted;
use crate::local::condition::SegmentTest;
use crate::local::flat::Flat;
use crate::local::flat::Needed;
use crate::local::leaf::Leaf;
use crate::local::leaf::Page;
use crate::local::leaf::Span;
use crate::local::schema::PackedSection;
use crate::local::segment::Segment;

/// Follows a plan through one segment. Documents are asked for in ascending order and never again.
pub(crate) struct Evaluator<'p> {
    plan: &'p Plan,
    segment: &'p Segment,
    leaves: Vec<Leaf<'p>>,
    tests: Vec<SegmentTest<'p>>,
    page: Page<'p>,
    spans: Vec<Span>,
}

impl<'p> Evaluator<'p> {
    /// Looks up what the plan needs.
    pub(crate) fn open(plan: &'p Plan, segment: &'p Segment) -> tantivy::Result<Self> {
        let leaves = plan.strings.iter().map(|wanted| Leaf::open(wanted, segment)).collect();
        let tests =
            plan.tests.iter().map(|test| SegmentTest::open(test, segment)).collect::<tantivy::Result<_>>()?;
        let page = Page::new(segment);
        Ok(Evaluator { plan, segment, leaves, tests, page, spans: Vec::new() })
    }

    /// Returns the first matching document from the target on, or `TERMINATED`. Deleted documents never match.
    pub(crate) fn next(&mut self, mut target: DocId) -> DocId {
        let plan = self.plan;
        if let Some(flat) = &plan.flat {
            return self.next_flat(flat, target);
        }
        loop {
            target = self.reach(&plan.root, target);
            if target >= self.segment.documents() {
                return TERMINATED;
            }
            if self.segment.is_alive(target) && self.holds(&plan.root, target, &[]) {
                return target;
            }
            target += 1;
        }
    }

    /// Does the same for a flat plan: each string is found where it stands, so only the conditions are left to be asked.
    fn next_flat(&mut self, flat: &Flat, mut target: DocId) -> DocId {
        loop {
            target = match flat.needed {
                Needed::All => self.meet(&flat.strings, target),
                Needed::Any => {
                    let reached = flat.strings.iter().map(|&at| self.reach_string(at, target));
                    reached.min().unwrap_or(TERMINATED)
                }
            };
            if target >= self.segment.documents() {
                return TERMINATED;
            }
            if self.segment.is_alive(target) && flat.tests.iter().all(|&test| self.tests[test].holds(target))
            {
                return target;
            }
            target += 1;
        }
    }

    /// Returns the first document from the target on that holds all of some strings.
    fn meet(&mut self, strings: &[usize], mut target: DocId) -> DocId {
        let mut agreeing = 0;
        for &at in strings.iter().cycle() {
            let reached = self.reach_string(at, target);
            agreeing = if reached == target { agreeing + 1 } else { 1 };
            target = reached;
            if agreeing == strings.len() || target == TERMINATED {
                break;
            }
        }
        target
    }

    fn reach_string(&mut self, at: usize, target: DocId) -> DocId {
        self.leaves[at].reach(target, &self.plan.strings[at])
    }

    /// Tells whether a document that matches does so within sections of a kind too.
    pub(crate) fn holds_within(&mut self, doc: DocId, kind: SectionKind) -> bool {
        let plan = self.plan;
        self.page.has_section(doc, kind) && self.holds(&plan.root, doc, &[kind])
    }

    /// Counts the different places at which the strings of the query match in the text of a matching document.
    pub(crate) fn count(&mut self, doc: DocId) -> u32 {
        let plan = self.plan;
        if let Some(flat) = &plan.flat {
            return flat.strings.iter().map(|&at| self.leaves[at].count_here(doc)).sum();
        }
        if plan.counts_add {
            return self.add_up(&plan.root, doc, &[]);
        }
        let mut spans = std::mem::take(&mut self.spans);
        self.spans(doc, &mut spans);
        let count = spans.len() as u32;
        self.spans = spans;
        count
    }

    /// Finds those places, ascending.
    pub(crate) fn spans(&mut self, doc: DocId, spans: &mut Vec<Span>) {
        let plan = self.plan;
        spans.clear();
        self.collect(&plan.root, doc, &[], spans);
        spans.sort_unstable();
        spans.dedup();
    }

    /// Finds the places at which wanted strings stand in the title, ascending.
    pub(crate) fn title_spans(&mut self, doc: DocId) -> Vec<Span> {
        let mut spans = Vec::new();
        for (leaf, wanted) in self.leaves.iter_mut().zip(&self.plan.strings) {
            if wanted.is_unwanted || leaf.title().reach(doc) != doc {
                continue;
            }
            let length = leaf.length;
            spans.extend(leaf.title().starts().iter().map(|&start| Span { start, end: start + length }));
        }
        spans.sort_unstable();
        spans.dedup();
        spans
    }

    /// Returns how often a string stands in the text of a document, whatever else is asked of it.
    pub(crate) fn frequency(&mut self, string: usize, doc: DocId) -> u32 {
        let leaf = &mut self.leaves[string];
        if leaf.text.reach(doc) == doc { leaf.text.count() } else { 0 }
    }

    /// Returns how often a string stands in the title.
    pub(crate) fn title_frequency(&mut self, string: usize, doc: DocId) -> u32 {
        let title = self.leaves[string].title();
        if title.reach(doc) == doc { title.count() } else { 0 }
    }

    /// Returns in how many documents of the segment a string may stand at most; in titles for one that only titles decide.
    pub(crate) fn most(&mut self, string: usize) -> u64 {
        let leaf = &mut self.leaves[string];
        let decides = if self.plan.strings[string].in_text.is_some() { &mut leaf.text } else { leaf.title() };
        decides.most_documents()
    }

    /// Returns the string that alone decides, when the plan is nothing else.
    pub(crate) fn only_string(&mut self) -> Option<(&mut Leaf<'p>, &'p Wanted)> {
        let flat = self.plan.flat.as_ref().filter(|flat| flat.tests.is_empty())?;
        let &[only] = flat.strings.as_slice() else { return None };
        Some((&mut self.leaves[only], &self.plan.strings[only]))
    }

    /// Returns the segment that is followed.
    pub(crate) fn segment(&self) -> &'p Segment {
        self.segment
    }

    /// Returns the sections of a document.
    pub(crate) fn sections(&mut self, doc: DocId) -> &[PackedSection] {
        self.page.sections(doc)
    }

    /// Returns the first document from the target on that may match; all before it do not.
    fn reach(&mut self, step: &Step, target: DocId) -> DocId {
        match step {
            Step::Everything | Step::Not(_) | Step::Test(_) => target,
            Step::String(at) => self.reach_string(*at, target),
            Step::Within(_, step) => self.reach(step, target),
            Step::Any(steps) => steps.iter().map(|step| self.reach(step, target)).min().unwrap_or(TERMINATED),
            Step::All(steps) => self.reach_all(steps, target),
            Step::Near { sides, .. } => self.reach_all(sides.as_slice(), target),
        }
    }

    fn reach_all(&mut self, steps: &[Step], mut target: DocId) -> DocId {
        loop {
            let mut reached = target;
            for step in steps {
                reached = self.reach(step, reached);
                if reached == TERMINATED {
                    return TERMINATED;
                }
            }
            if reached == target {
                return target;
            }
            target = reached;
        }
    }

    /// Tells whether a document matches; within sections of every kind given.
    fn holds(&mut self, step: &Step, doc: DocId, within: &[SectionKind]) -> bool {
        match step {
            Step::Everything => true,
            Step::String(at) => self.leaves[*at].holds(doc, within, &self.plan.strings[*at], &mut self.page),
            Step::All(steps) => steps.iter().all(|step| self.holds(step, doc, within)),
            Step::Any(steps) => steps.iter().any(|step| self.holds(step, doc, within)),
            Step::Not(step) => !self.holds(step, doc, within),
            Step::Near { sides, distance } => !self.near(sides, *distance, doc, within).is_empty(),
            Step::Within(kind, step) => {
                let narrower = narrowed(within, *kind);
                self.page.has_section(doc, *kind) && self.holds(step, doc, &narrower)
            }
            Step::Test(at) => self.tests[*at].holds(doc),
        }
    }

    /// Adds up the counts of the strings through which a document matches.
    fn add_up(&mut self, step: &Step, doc: DocId, within: &[SectionKind]) -> u32 {
        match step {
            Step::String(at) => self.leaves[*at].count(doc, within, &self.plan.strings[*at], &mut self.page),
            Step::All(steps) => steps.iter().map(|step| self.add_up(step, doc, within)).sum(),
            Step::Any(steps) => steps
                .iter()
                .map(|step| if self.holds(step, doc, within) { self.add_up(step, doc, within) } else { 0 })
                .sum(),
            Step::Within(kind, step) => self.add_up(step, doc, &narrowed(within, *kind)),
            Step::Everything | Step::Not(_) | Step::Near { .. } | Step::Test(_) => 0,
        }
    }

    /// Gathers the places through which a document matches.
    fn collect(&mut self, step: &Step, doc: DocId, within: &[SectionKind], spans: &mut Vec<Span>) {
        match step {
            Step::String(at) => {
                self.leaves[*at].collect(doc, within, &self.plan.strings[*at], &mut self.page, spans);
            }
            Step::All(steps) => steps.iter().for_each(|step| self.collect(step, doc, within, spans)),
            Step::Any(steps) => {
                for step in steps {
                    if self.holds(step, doc, within) {
                        self.collect(step, doc, within, spans);
                    }
                }
            }
            Step::Within(kind, step) => self.collect(step, doc, &narrowed(within, *kind), spans),
            Step::Near { sides, distance } => spans.extend(self.near(sides, *distance, doc, within)),
            Step::Everything | Step::Not(_) | Step::Test(_) => {}
        }
    }

    /// Finds the matches of both sides that have one of the other side near.
    fn near(&mut self, sides: &[Step; 2], distance: u32, doc: DocId, within: &[SectionKind]) -> Vec<Span> {
        let [left, right] = sides;
        let (mut lefts, mut rights) = (Vec::new(), Vec::new());
        self.collect(left, doc, within, &mut lefts);
        if lefts.is_empty() {
            return lefts;
        }
        self.collect(right, doc, within, &mut rights);
        lefts.sort_unstable();
        rights.sort_unstable();
        let mut near = with_partner(&lefts, &rights, distance);
        near.extend(with_partner(&rights, &lefts, distance));
        near
    }
}

fn narrowed(within: &[SectionKind], kind: SectionKind) -> Vec<SectionKind> {
    let mut narrower = within.to_vec();
    narrower.push(kind);
    narrower
}

/// Returns the spans from which another one is at most `distance` characters away. Both lists ascend.
fn with_partner(spans: &[Span], others: &[Span], distance: u32) -> Vec<Span> {
    let longest = others.iter().map(|other| other.end - other.start).max().unwrap_or(0);
    let is_partner = |span: &Span, other: &Span| {
        let gap = other.start.saturating_sub(span.end).max(span.start.saturating_sub(other.end));
        span != other && gap <= distance
    };
    let has_partner = |span: &Span| {
        let from = span.start.saturating_sub(distance + longest);
        let first = others.partition_point(|other| other.start < from);
        others[first..]
            .iter()
            .take_while(|other| other.start <= span.end.saturating_add(distance))
            .any(|other| is_partner(span, other))
    };
    spans.iter().copied().filter(has_partner).collect()
}
