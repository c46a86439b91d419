//! Measurements in; lines of Prometheus's text format out, those of one name together under its help.

use std::collections::BTreeMap;
use std::fmt::Write;

/// A page of measurements that is being written.
#[derive(Debug, Default)]
pub(crate) struct Exposition {
    families: BTreeMap<&'static str, Family>,
}

#[derive(Debug)]
struct Family {
    help: &'static str,
    kind: &'static str,
    lines: String,
}

impl Exposition {
    /// Adds a measurement that goes up and down.
    pub(crate) fn gauge(
        &mut self,
        name: &'static str,
        help: &'static str,
        labels: &[(&str, &str)],
        value: f64,
    ) {
        self.line((name, help, "gauge"), "", labels, value);
    }

    /// Adds a measurement that only grows.
    pub(crate) fn counter(
        &mut self,
        name: &'static str,
        help: &'static str,
        labels: &[(&str, &str)],
        value: f64,
    ) {
        self.line((name, help, "counter"), "", labels, value);
    }

    /// Adds one line of a histogram: `_bucket`, `_sum` or `_count`.
    pub(crate) fn histogram(
        &mut self,
        (name, help): (&'static str, &'static str),
        suffix: &str,
        labels: &[(&str, &str)],
        value: f64,
    ) {
        self.line((name, help, "histogram"), suffix, labels, value);
    }

    fn line(
        &mut self,
        (name, help, kind): (&'static str, &'static str, &'static str),
        suffix: &str,
        labels: &[(&str, &str)],
        value: f64,
    ) {
        let family = self.families.entry(name).or_insert(Family { help, kind, lines: String::new() });
        let written: Vec<String> =
            labels.iter().map(|(label, value)| format!("{label}=\"{}\"", escaped(value))).collect();
        let labels = if written.is_empty() { String::new() } else { format!("{{{}}}", written.join(",")) };
        // Writing to a text never fails.
        let _ = writeln!(family.lines, "{name}{suffix}{labels} {value}");
    }

    /// Returns the page.
    pub(crate) fn finish(self) -> String {
        let mut text = String::new();
        for (name, family) in self.families {
            let _ = write!(
                text,
                "# HELP {name} {}\n# TYPE {name} {}\n{}",
                family.help, family.kind, family.lines
            );
        }
        text
    }
}

/// A label may hold anything but these three as they are.
fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::Exposition;

    #[test]
    fn lines_of_one_name_stand_together_and_labels_are_escaped() {
        let mut page = Exposition::default();
        page.gauge("b", "Second.", &[("source", "仙\"海\\\n")], 1.5);
        page.counter("a", "First.", &[], 2.0);
        page.gauge("b", "Second.", &[("source", "x"), ("outcome", "new")], 3.0);
        assert_eq!(
            page.finish(),
            "# HELP a First.\n# TYPE a counter\na 2\n# HELP b Second.\n# TYPE b gauge\nb{source=\"仙\\\"海\\\\\\n\"} 1.5\nb{source=\"x\",outcome=\"new\"} 3\n"
        );
    }
}
