//! A plan and one segment in; the documents that match, their counts and the places of the matches out.

mod near;
mod reach;

use corpus::document::SectionKind;
use tantivy::DocId;
use tantivy::TERMINATED;

use crate::articles::is_article;
use crate::interrupt::Interrupt;
use crate::local::compile::Plan;
use crate::local::compile::Step;
use crate::local::compile::Wanted;
use crate::local::condition::SegmentTest;
use crate::local::evaluate::reach::Reaching;
use crate::local::flat::Flat;
use crate::local::flat::Needed;
use crate::local::frequency::Frequency;
use crate::local::leaf::Kinds;
use crate::local::leaf::Leaf;
use crate::local::leaf::Page;
use crate::local::leaf::Span;
use crate::local::segment::Segment;

/// Follows a plan through one segment. Documents are asked for in ascending order and never again.
pub(crate) struct Evaluator<'p> {
    plan: &'p Plan,
    segment: &'p Segment,
    leaves: Vec<Leaf<'p>>,
    tests: Vec<SegmentTest<'p>>,
    page: Page<'p>,
    spans: Vec<Span>,
    /// The strings of a flat plan, those that stand in the fewest documents first.
    rarest_first: Vec<usize>,
    /// How the next document that may match is looked for.
    reaching: Reaching,
    interrupt: Interrupt,
}

/// A flat plan, its strings in one segment and the conditions.
pub(crate) struct FlatParts<'e, 'p> {
    pub(crate) flat: &'p Flat,
    pub(crate) wanted: &'p [Wanted],
    pub(crate) leaves: &'e mut [Leaf<'p>],
    pub(crate) tests: &'e [SegmentTest<'p>],
}

impl<'p> Evaluator<'p> {
    /// Looks up what the plan needs.
    pub(crate) fn open(plan: &'p Plan, segment: &'p Segment) -> tantivy::Result<Self> {
        let interrupt = Interrupt::at_hand();
        interrupt.look();
        let leaves: Vec<Leaf<'p>> = plan.strings.iter().map(|wanted| Leaf::open(wanted, segment)).collect();
        let mut rarest_first = plan.flat.as_ref().map(|flat| flat.strings.clone()).unwrap_or_default();
        rarest_first.sort_by_key(|&at| leaves[at].text.most_documents());
        let tests =
            plan.tests.iter().map(|test| SegmentTest::open(test, segment)).collect::<tantivy::Result<_>>()?;
        let page = Page::new(segment);
        let reaching = Reaching::of(plan);
        Ok(Evaluator {
            plan,
            segment,
            leaves,
            tests,
            page,
            spans: Vec::new(),
            rarest_first,
            reaching,
            interrupt,
        })
    }

    /// Returns the first matching document from the target on, or `TERMINATED`. Deleted documents never match.
    pub(crate) fn next(&mut self, mut target: DocId) -> DocId {
        let plan = self.plan;
        if let Some(flat) = &plan.flat {
            return self.next_flat(flat, target);
        }
        loop {
            self.interrupt.look();
            target = self.reach_next(target);
            if target >= self.segment.documents() {
                return TERMINATED;
            }
            if self.segment.is_alive(target) && self.holds(&plan.root, target, &[]) {
                return target;
            }
            target += 1;
        }
    }

    /// Does the same for a flat plan: documents are told apart by what is cheap to look at first, places come last.
    fn next_flat(&mut self, flat: &Flat, mut target: DocId) -> DocId {
        loop {
            self.interrupt.look();
            target = match flat.needed {
                Needed::All => self.meet(target),
                Needed::Any => {
                    let reached = flat.strings.iter().map(|&at| self.approach_string(at, target));
                    reached.min().unwrap_or(TERMINATED)
                }
            };
            if target >= self.segment.documents() {
                return TERMINATED;
            }
            if self.segment.is_alive(target)
                && flat.tests.iter().all(|&test| self.tests[test].holds(target))
                && self.holds_flat(flat, target)
            {
                return target;
            }
            target += 1;
        }
    }

    /// Returns the first document from the target on in which all strings of a flat plan stand, or `TERMINATED`, and puts in
    /// how often each does; how often in titles where that is asked for or decides.
    pub(crate) fn next_counted(
        &mut self,
        flat: &Flat,
        mut target: DocId,
        found: &mut Vec<Frequency>,
        with_titles: bool,
    ) -> DocId {
        loop {
            self.interrupt.look();
            target = self.meet(target);
            if target >= self.segment.documents() {
                return TERMINATED;
            }
            if self.segment.is_alive(target)
                && flat.tests.iter().all(|&test| self.tests[test].holds(target))
                && self.count_all(target, found, with_titles)
            {
                return target;
            }
            target += 1;
        }
    }

    /// Puts in how often every string stands in a document; tells whether each does.
    fn count_all(&mut self, doc: DocId, found: &mut Vec<Frequency>, with_titles: bool) -> bool {
        found.clear();
        for (leaf, wanted) in self.leaves.iter_mut().zip(&self.plan.strings) {
            let in_text = leaf.count_here(doc);
            let in_title = if with_titles || wanted.in_title { leaf.count_in_title(doc) } else { 0 };
            if in_text == 0 && !(wanted.in_title && in_title > 0) {
                return false;
            }
            found.push(Frequency { in_text, in_title });
        }
        true
    }

    fn holds_flat(&mut self, flat: &Flat, doc: DocId) -> bool {
        let holds = |at: &usize| self.leaves[*at].holds_at(doc, &self.plan.strings[*at]);
        match flat.needed {
            Needed::All => flat.strings.iter().all(holds),
            Needed::Any => flat.strings.iter().any(holds),
        }
    }

    /// Returns the first document from the target on that may hold all strings of a flat plan.
    fn meet(&mut self, mut target: DocId) -> DocId {
        let mut agreeing = 0;
        loop {
            for turn in 0..self.rarest_first.len() {
                let at = self.rarest_first[turn];
                let reached = self.approach_string(at, target);
                agreeing = if reached == target { agreeing + 1 } else { 1 };
                target = reached;
                if agreeing == self.rarest_first.len() || target == TERMINATED {
                    return target;
                }
            }
        }
    }

    fn approach_string(&mut self, at: usize, target: DocId) -> DocId {
        self.leaves[at].approach(target, &self.plan.strings[at])
    }

    /// Tells for each kind of section whether a document that matches does so within sections of that kind too.
    pub(crate) fn kinds_held(&mut self, doc: DocId) -> Kinds {
        let plan = self.plan;
        let present = self.page.kinds(doc);
        if present.is_empty() {
            return present;
        }
        if let Some(flat) = &plan.flat {
            let held =
                flat.strings.iter().map(|&at| self.leaves[at].kinds_held(doc, present, &mut self.page));
            return match flat.needed {
                Needed::All => held.fold(present, Kinds::and),
                Needed::Any => held.fold(Kinds::default(), Kinds::or),
            };
        }
        let mut held = Kinds::default();
        for (at, &kind) in SectionKind::ALL.iter().enumerate() {
            if present.has(at) && self.holds(&plan.root, doc, &[kind]) {
                held.add(at);
            }
        }
        held
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
            if !wanted.is_unwanted {
                leaf.collect_titled(doc, wanted, &self.page, &mut spans);
            }
        }
        spans.sort_unstable();
        spans.dedup();
        spans
    }

    /// Puts in how often every string stands in a document, whatever else is asked of it.
    pub(crate) fn frequencies(&mut self, doc: DocId, found: &mut Vec<Frequency>) {
        found.clear();
        found.extend(self.leaves.iter_mut().zip(&self.plan.strings).map(|(leaf, wanted)| {
            if wanted.is_unwanted {
                return Frequency::default();
            }
            leaf.frequency(doc)
        }));
    }

    /// Returns in how many documents of the segment a string may stand at most; in titles for one that only titles decide.
    pub(crate) fn most(&mut self, string: usize) -> u64 {
        let leaf = &mut self.leaves[string];
        let decides = if self.plan.strings[string].in_text.is_some() { &mut leaf.text } else { leaf.title() };
        decides.most_documents()
    }

    /// Tells whether no document of the segment can match, as far as can be told without looking at any.
    pub(crate) fn finds_nothing(&self) -> bool {
        let Some(flat) = &self.plan.flat else { return false };
        let nowhere =
            |&at: &usize| !self.plan.strings[at].in_title && self.leaves[at].text.most_documents() == 0;
        match flat.needed {
            Needed::All => flat.strings.iter().any(nowhere),
            Needed::Any => flat.strings.iter().all(nowhere),
        }
    }

    /// Returns the places, in the text of the document reached, of the articles of laws that unquoted words name.
    pub(crate) fn article_spans(&mut self, doc: DocId) -> Vec<Span> {
        let mut spans = Vec::new();
        for (leaf, wanted) in self.leaves.iter_mut().zip(&self.plan.strings) {
            if wanted.is_bare && !wanted.is_unwanted && is_article(&wanted.folded) {
                leaf.collect(doc, &[], wanted, &mut self.page, &mut spans);
            }
        }
        spans.sort_unstable();
        spans
    }

    /// Returns what a flat plan is followed with; `None` when the plan has depth.
    pub(crate) fn flat_parts(&mut self) -> Option<FlatParts<'_, 'p>> {
        let flat = self.plan.flat.as_ref()?;
        Some(FlatParts { flat, wanted: &self.plan.strings, leaves: &mut self.leaves, tests: &self.tests })
    }

    /// Returns the segment that is followed.
    pub(crate) fn segment(&self) -> &'p Segment {
        self.segment
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
            Step::Whole(step) => self.holds(step, doc, &[]),
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
            Step::Everything | Step::Not(_) | Step::Near { .. } | Step::Test(_) | Step::Whole(_) => 0,
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
            Step::Everything | Step::Not(_) | Step::Test(_) | Step::Whole(_) => {}
        }
    }
}

fn narrowed(within: &[SectionKind], kind: SectionKind) -> Vec<SectionKind> {
    let mut narrower = within.to_vec();
    narrower.push(kind);
    narrower
}
