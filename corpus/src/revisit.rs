//! What a visit came to and how long the page was left alone before go in; how long it may be left alone comes out.

use crate::visit::Outcome;

/// The shortest time that a page is left alone by scheduled crawls, in hours.
pub const SHORTEST: u32 = 12;

/// The longest: a page that has not changed for years is still asked six times a year.
pub const LONGEST: u32 = 60 * 24;

/// How long a page that was just found may be left alone, in hours: fresh pages are mended soon or never.
const FRESH: u32 = 24;

/// Returns how many hours a page may be left alone after a visit: half as long when it changed, twice as long when it
/// did not, and only shortly while its absence is to be confirmed. A failure says nothing about the page.
pub fn interval(before: Option<u32>, outcome: Outcome) -> u32 {
    let before = before.unwrap_or(FRESH);
    let hours = match outcome {
        Outcome::New => FRESH,
        Outcome::Changed => before / 2,
        Outcome::Unchanged | Outcome::Gone => before.saturating_mul(2),
        Outcome::Missing | Outcome::SoftNotFound => SHORTEST,
        Outcome::Moved
        | Outcome::Blocked
        | Outcome::Transient
        | Outcome::TlsUnsupported
        | Outcome::TlsCertificate
        | Outcome::TooLarge
        | Outcome::Refused => before,
    };
    hours.clamp(SHORTEST, LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(outcomes: &[Outcome], expected: u32) {
        let hours = outcomes.iter().fold(None, |before, outcome| Some(interval(before, *outcome)));
        assert_eq!(hours, Some(expected), "{outcomes:?}");
    }

    #[test]
    fn a_page_is_left_alone_by_how_often_it_changed() {
        use Outcome::{Changed, Missing, New, Transient, Unchanged};
        check(&[New], 24);
        check(&[New, Unchanged, Unchanged], 96);
        check(&[New, Unchanged, Unchanged, Changed], 48);
        check(&[New, Changed, Changed, Changed], SHORTEST);
        check(&[New, Unchanged, Unchanged, Missing], SHORTEST);
        check(&[New, Unchanged, Transient], 48);
        check(&[Unchanged; 20], LONGEST);
    }
}
