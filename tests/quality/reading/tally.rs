//! Right, wrong and missing readings, counted and printed as a table.

use std::collections::BTreeMap;

/// What became of one field.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    right: usize,
    wrong: usize,
    gap: usize,
}

impl Counts {
    /// The share of right readings; a wrong one costs twice what a gap costs.
    fn score(self) -> f64 {
        let all = self.right + self.wrong + self.gap;
        1.0 - (2 * self.wrong + self.gap) as f64 / all.max(1) as f64
    }
}

/// Readings by field.
#[derive(Default)]
pub(crate) struct Tally {
    fields: BTreeMap<&'static str, Counts>,
    faults: Vec<String>,
}

impl Tally {
    /// Counts one reading; nothing read where something is expected is a gap, anything else that differs is wrong.
    pub(crate) fn count(
        &mut self,
        field: &'static str,
        expected: Option<&str>,
        read: Option<&str>,
        of: &str,
    ) {
        let counts = self.fields.entry(field).or_default();
        match (expected, read) {
            (expected, read) if expected == read => counts.right += 1,
            (Some(_), None) => counts.gap += 1,
            _ => counts.wrong += 1,
        }
        if expected != read {
            self.faults.push(format!("{field}: read {read:?}, expected {expected:?}: {of}"));
        }
    }

    /// Prints the table and the faults, and fails when a field is read worse than its floor.
    #[track_caller]
    pub(crate) fn floor(&self, what: &str, floors: &[(&str, f64)]) {
        println!("\n{what}\n{:<16} right wrong   gap  score", "field");
        for (field, counts) in &self.fields {
            let Counts { right, wrong, gap } = counts;
            println!("{field:<16} {right:>5} {wrong:>5} {gap:>5}  {:.3}", counts.score());
        }
        for fault in &self.faults {
            println!("  {fault}");
        }
        for (field, floor) in floors {
            let counts = self.fields.get(field).copied().unwrap_or_default();
            assert!(counts.score() >= *floor, "{what}: {field} scores {:.3}, below {floor}", counts.score());
        }
    }
}
