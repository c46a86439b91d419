//! A plan and a document in; the first document from there on that may match out, with all before it known not to.
//!
//! Where strings that must stand in every match bound what may match, their documents are gone through and everything else is
//! asked of those alone. Where none does, as in 地区:四川 年份:2020, the columns of the conditions are read along.

use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::compile::Plan;
use crate::local::compile::Step;
use crate::local::evaluate::Evaluator;

/// How the next document that may match is looked for.
pub(super) enum Reaching {
    /// By the strings that must stand in it.
    Strings,
    /// By its conditions too. For each condition that is the first of some that must all hold: no document from one to before
    /// another meets them all.
    Conditions(Vec<(DocId, DocId)>),
}

impl Reaching {
    pub(super) fn of(plan: &Plan) -> Reaching {
        if is_bounded(&plan.root) {
            Reaching::Strings
        } else {
            Reaching::Conditions(vec![(0, 0); plan.tests.len()])
        }
    }
}

/// Tells whether no document matches without some string.
fn is_bounded(step: &Step) -> bool {
    match step {
        Step::String(_) | Step::Near { .. } => true,
        Step::All(steps) => steps.iter().any(is_bounded),
        Step::Any(steps) => steps.iter().all(is_bounded),
        Step::Within(_, step) => is_bounded(step),
        Step::Everything | Step::Not(_) | Step::Whole(_) | Step::Test(_) => false,
    }
}

/// Tells whether a step says nothing about which documents match without looking at each.
fn is_open(step: &Step) -> bool {
    matches!(step, Step::Everything | Step::Not(_) | Step::Whole(_))
}

impl Evaluator<'_> {
    /// Returns the first document from the target on that may match; all before it do not.
    pub(super) fn reach_next(&mut self, target: DocId) -> DocId {
        let plan = self.plan;
        match self.reaching {
            Reaching::Strings => self.reach(&plan.root, target),
            Reaching::Conditions(_) => self.look_on(&plan.root, target),
        }
    }

    fn reach(&mut self, step: &Step, target: DocId) -> DocId {
        match step {
            Step::Everything | Step::Not(_) | Step::Test(_) | Step::Whole(_) => target,
            Step::String(at) => self.reach_string(*at, target),
            Step::Within(_, step) => self.reach(step, target),
            Step::Any(steps) => {
                steps.iter().map(|step| self.reach_choice(step, target)).min().unwrap_or(TERMINATED)
            }
            Step::All(steps) => self.reach_all(steps, target),
            Step::Near { sides, .. } => self.reach_all(sides.as_slice(), target),
        }
    }

    /// Does the same for one of several alternatives. What must hold together looks ahead of documents that another
    /// alternative may match, so a string that both ask for would be past them.
    fn reach_choice(&mut self, step: &Step, target: DocId) -> DocId {
        match step {
            Step::String(at) => self.reach_string(*at, target),
            _ if self.plan.repeats => target,
            step => self.reach(step, target),
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

    fn reach_string(&mut self, at: usize, target: DocId) -> DocId {
        self.leaves[at].reach(target, &self.plan.strings[at])
    }

    /// Does what `reach` does, by conditions too. No string is looked for beyond the first document from the target on that
    /// holds it, so that another step may ask for it at any document from the target on.
    fn look_on(&mut self, step: &Step, target: DocId) -> DocId {
        match step {
            Step::Everything | Step::Not(_) | Step::Whole(_) => target,
            Step::String(at) => self.reach_string(*at, target),
            Step::Test(at) => self.meet_tests(&[*at], target),
            Step::Within(_, step) => self.look_on(step, target),
            Step::Any(steps) if steps.iter().any(is_open) => target,
            Step::Any(steps) => {
                steps.iter().map(|step| self.look_on(step, target)).min().unwrap_or(TERMINATED)
            }
            Step::All(steps) => self.look_on_all(steps, target),
            Step::Near { sides, .. } => {
                sides.iter().map(|step| self.look_on(step, target)).max().unwrap_or(target)
            }
        }
    }

    fn look_on_all(&mut self, steps: &[Step], target: DocId) -> DocId {
        let test = |step: &Step| if let Step::Test(at) = step { Some(*at) } else { None };
        let tests: Vec<usize> = steps.iter().filter_map(test).collect();
        let met = self.meet_tests(&tests, target);
        let others = steps.iter().filter(|step| test(step).is_none());
        others.fold(met, |met, step| met.max(self.look_on(step, target)))
    }

    /// Returns the first document from the target on that meets all of some conditions.
    fn meet_tests(&mut self, tests: &[usize], target: DocId) -> DocId {
        let (Some(&first), Reaching::Conditions(known)) = (tests.first(), &mut self.reaching) else {
            return target;
        };
        let (from, to) = known[first];
        if (from..=to).contains(&target) && to > from {
            return to;
        }
        let mut reached = target;
        let mut agreeing = 0;
        for &test in tests.iter().cycle() {
            let next = self.tests[test].next(reached);
            agreeing = if next == reached { agreeing + 1 } else { 1 };
            reached = next;
            if agreeing >= tests.len() || reached == TERMINATED {
                break;
            }
        }
        known[first] = (target, reached);
        reached
    }
}
