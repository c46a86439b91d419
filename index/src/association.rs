//! How far counts lie from chance: counts in; log-likelihood and sizes of effect out.
//!
//! All logarithms of effect are to the base 2; log-likelihood G² uses natural ones, as its critical values do: 3.84
//! (p < 0.05), 6.63 (p < 0.01), 10.83 (p < 0.001), 15.13 (p < 0.0001), one degree of freedom.

/// Returns `observed · ln(observed / expected)`, 0 where nothing was observed.
fn term(observed: f64, expected: f64) -> f64 {
    if observed > 0.0 && expected > 0.0 { observed * (observed / expected).ln() } else { 0.0 }
}

/// How often a word stands in each of two slices, and how many words these have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TwoSlices {
    /// The word in the target.
    pub(crate) target: u64,
    /// The word in the reference.
    pub(crate) reference: u64,
    /// All words of the target.
    pub(crate) target_size: u64,
    /// All words of the reference.
    pub(crate) reference_size: u64,
}

impl TwoSlices {
    /// Returns how often the word would stand in the target if both slices used it alike.
    pub(crate) fn expected(self) -> f64 {
        let (target, reference) = (self.target_size as f64, self.reference_size as f64);
        if target + reference == 0.0 {
            return 0.0;
        }
        target * (self.target + self.reference) as f64 / (target + reference)
    }

    /// Returns the log-likelihood over the two slices: G² = 2 · Σ O · ln(O / E) (Rayson and Garside 2000).
    pub(crate) fn log_likelihood(self) -> f64 {
        let expected = self.expected();
        let beside = (self.target + self.reference) as f64 - expected;
        (2.0 * (term(self.target as f64, expected) + term(self.reference as f64, beside))).max(0.0)
    }

    /// Returns the log ratio: the binary logarithm of the ratio of the relative frequencies; 1 is twice as frequent in the
    /// target. A word that is missing from a slice counts half an occurrence there (Hardie 2014).
    pub(crate) fn log_ratio(self) -> f64 {
        let frequency = |count: u64, size: u64| (count as f64).max(0.5) / (size as f64).max(1.0);
        let target = frequency(self.target, self.target_size);
        (target / frequency(self.reference, self.reference_size)).log2()
    }

    /// Returns the Bayes factor on the scale of BIC: G² − ln N; above 2 is evidence, above 10 very strong (Wilson 2013).
    pub(crate) fn bayes_factor(self) -> f64 {
        self.log_likelihood() - ((self.target_size + self.reference_size) as f64).max(1.0).ln()
    }
}

/// How often a word stands beside a phrase.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Beside {
    /// The word within the windows.
    pub(crate) observed: u64,
    /// All words within the windows.
    pub(crate) window: u64,
    /// The word in the whole base.
    pub(crate) frequency: u64,
    /// All words of the base.
    pub(crate) size: u64,
    /// The phrase in the base.
    pub(crate) node: u64,
}

impl Beside {
    /// Returns how often the word would stand in the windows if it did not mind the phrase.
    pub(crate) fn expected(self) -> f64 {
        if self.size == 0 { 0.0 } else { self.window as f64 * self.frequency as f64 / self.size as f64 }
    }

    /// Returns the log-likelihood over the four cells word/other × window/elsewhere: G² = 2 · Σ O · ln(O / E) (Dunning 1993).
    pub(crate) fn log_likelihood(self) -> f64 {
        let (window, frequency, size) = (self.window as f64, self.frequency as f64, self.size as f64);
        if size == 0.0 {
            return 0.0;
        }
        let both = self.observed as f64;
        let cells = [
            (both, window * frequency / size),
            (window - both, window * (size - frequency) / size),
            (frequency - both, (size - window) * frequency / size),
            (size - window - frequency + both, (size - window) * (size - frequency) / size),
        ];
        (2.0 * cells.iter().map(|&(observed, expected)| term(observed, expected)).sum::<f64>()).max(0.0)
    }

    /// Returns mutual information: log2(O / E).
    pub(crate) fn mutual_information(self) -> f64 {
        let expected = self.expected();
        if self.observed == 0 || expected == 0.0 { 0.0 } else { (self.observed as f64 / expected).log2() }
    }

    /// Returns logDice: 14 + log2(2 · O / (phrase + word)), at most 14 for one word beside each phrase (Rychlý 2008).
    pub(crate) fn log_dice(self) -> f64 {
        let sum = (self.node + self.frequency) as f64;
        if self.observed == 0 || sum == 0.0 { 0.0 } else { 14.0 + (2.0 * self.observed as f64 / sum).log2() }
    }
}

#[cfg(test)]
mod tests {
    use super::Beside;
    use super::TwoSlices;

    #[track_caller]
    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 0.005, "{found} is not {expected}");
    }

    #[test]
    fn the_log_likelihood_of_two_slices_is_that_of_the_books() {
        // Worked out by hand: E = 1000·30/3000 = 10 and 20; 2·(20·ln 2 + 10·ln ½) = 20·ln 2.
        let counts = TwoSlices { target: 20, reference: 10, target_size: 1_000, reference_size: 2_000 };
        near(counts.expected(), 10.0);
        near(counts.log_likelihood(), 20.0 * std::f64::consts::LN_2);
        near(counts.log_ratio(), 2.0);
        near(counts.bayes_factor(), 20.0 * std::f64::consts::LN_2 - 3_000_f64.ln());
        let missing = TwoSlices { reference: 0, ..counts };
        near(missing.log_likelihood(), 2.0 * 20.0 * 3_f64.ln());
        near(missing.log_ratio(), (20.0 * 2.0 / 0.5_f64).log2());
        let alike = TwoSlices { reference: 40, ..counts };
        near(alike.log_likelihood(), 0.0);
        near(alike.log_ratio(), 0.0);
    }

    #[test]
    fn words_beside_a_phrase_are_measured_over_four_cells() {
        let counts = Beside { observed: 10, window: 100, frequency: 20, size: 10_000, node: 20 };
        near(counts.expected(), 0.2);
        near(counts.mutual_information(), 50_f64.log2());
        near(counts.log_dice(), 14.0 + 0.5_f64.log2());
        // The same table through entropies: 2·(Σ O ln O − Σ R ln R − Σ C ln C + N ln N).
        let x = |value: f64| value * value.ln();
        let by_entropy = 2.0
            * (x(10.0) + x(90.0) + x(10.0) + x(9_890.0) - x(100.0) - x(9_900.0) - x(20.0) - x(9_980.0)
                + x(10_000.0));
        near(counts.log_likelihood(), by_entropy);
        let by_chance = Beside { observed: 1, window: 100, frequency: 100, ..counts };
        near(by_chance.log_likelihood(), 0.0);
        near(by_chance.mutual_information(), 0.0);
    }

    #[test]
    fn empty_slices_give_zeros() {
        let nothing = TwoSlices { target: 0, reference: 0, target_size: 0, reference_size: 0 };
        assert_eq!((nothing.expected(), nothing.log_likelihood()), (0.0, 0.0));
        assert!(nothing.log_ratio().is_finite() && nothing.bayes_factor().is_finite());
        let nothing = Beside { observed: 0, window: 0, frequency: 0, size: 0, node: 0 };
        assert_eq!((nothing.expected(), nothing.log_likelihood(), nothing.log_dice()), (0.0, 0.0, 0.0));
    }
}
