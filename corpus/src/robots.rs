//! What is known of a site's robots.txt from one crawl to the next (RFC 9309), and whether it may still be gone by.

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::document::keyed;
use crate::visit::Validators;

/// The longest that a copy is believed without asking again, whatever the site says.
pub const LONGEST_FRESH: SignedDuration = SignedDuration::from_hours(24);

/// How long the last copy stands in for a robots.txt that cannot be had.
pub const LONGEST_UNREACHABLE: SignedDuration = SignedDuration::from_hours(30 * 24);

keyed! {
    /// How what is known of a robots.txt stands at a moment.
    RobotsState {
        /// The site's last answer is still believed.
        Fresh = "fresh", "有效";
        /// It is asked for again before anything else is fetched.
        Stale = "stale", "待更新";
        /// The site could not give it when it was asked last; the last copy stands in, or nothing is fetched.
        Unreachable = "unreachable", "无法取得";
    }
}

/// What is known of one site's robots.txt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RobotsCopy {
    /// Scheme, host and port, such as `https://www.example.gov.cn`.
    pub site: String,
    /// The rules as the site sent them last; `None` when it has none, or never gave any.
    pub rules: Option<Vec<u8>>,
    /// What the site gave us to ask with next time.
    pub validators: Validators,
    /// When the site last answered about it.
    pub confirmed: Option<Timestamp>,
    /// Until when that answer is believed.
    pub fresh_until: Option<Timestamp>,
    /// Since when it cannot be had.
    pub unreachable_since: Option<Timestamp>,
    /// Why it cannot be had.
    pub why: Option<String>,
}

impl RobotsCopy {
    /// Returns what is known of a site that was never asked: nothing.
    pub fn unknown(site: &str) -> RobotsCopy {
        RobotsCopy {
            site: site.to_owned(),
            rules: None,
            validators: Validators::default(),
            confirmed: None,
            fresh_until: None,
            unreachable_since: None,
            why: None,
        }
    }

    /// Takes over a whole answer: the rules, or that there are none.
    pub fn answered(
        &mut self,
        rules: Option<Vec<u8>>,
        validators: Validators,
        now: Timestamp,
        fresh: SignedDuration,
    ) {
        self.validators = if rules.is_some() { validators } else { Validators::default() };
        self.rules = rules;
        self.confirm(now, fresh);
    }

    /// Takes over that the site holds to what it sent before.
    pub fn confirm(&mut self, now: Timestamp, fresh: SignedDuration) {
        self.confirmed = Some(now);
        self.fresh_until = now.checked_add(fresh.clamp(SignedDuration::ZERO, LONGEST_FRESH)).ok();
        self.unreachable_since = None;
        self.why = None;
    }

    /// Takes over that the site cannot give it; what it sent before stays.
    pub fn lose(&mut self, now: Timestamp, why: &str) {
        self.unreachable_since.get_or_insert(now);
        self.why = Some(why.to_owned());
        self.fresh_until = None;
    }

    /// Tells how it stands.
    pub fn state(&self, now: Timestamp) -> RobotsState {
        match (self.unreachable_since, self.fresh_for(now)) {
            (Some(_), _) => RobotsState::Unreachable,
            (None, Some(_)) => RobotsState::Fresh,
            (None, None) => RobotsState::Stale,
        }
    }

    /// Tells whether nothing is fetched from the site, because its robots.txt cannot be had and no copy stands in.
    pub fn closes_site(&self, now: Timestamp) -> bool {
        self.unreachable_since.is_some() && !self.stands_in(now)
    }

    /// Tells for how much longer the last answer is believed without asking again; `None` when it is no longer.
    pub fn fresh_for(&self, now: Timestamp) -> Option<SignedDuration> {
        let left = self.fresh_until?.duration_since(now);
        // A clock that was set back must not make a copy fresh for a year.
        (left.is_positive() && left <= LONGEST_FRESH && self.unreachable_since.is_none()).then_some(left)
    }

    /// Tells whether the last copy may stand in for a robots.txt that cannot be had. An answer that there was none is
    /// no copy: an unreachable robots.txt closes the site then.
    pub fn stands_in(&self, now: Timestamp) -> bool {
        let since = self.unreachable_since.unwrap_or(now);
        self.rules.is_some() && now.duration_since(since) <= LONGEST_UNREACHABLE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3600;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + hour * HOUR).expect("a small number of hours is a time")
    }

    fn copy(fresh_hours: i64) -> RobotsCopy {
        let mut copy = RobotsCopy::unknown("http://a.gov.cn");
        let etag = Validators { etag: Some("1".into()), last_modified: None };
        copy.answered(Some(b"User-agent: *".to_vec()), etag, at(0), SignedDuration::from_hours(fresh_hours));
        copy
    }

    #[track_caller]
    fn check(copy: &RobotsCopy, hour: i64, expected: RobotsState) {
        assert_eq!(copy.state(at(hour)), expected, "after {hour} hours: {copy:?}");
    }

    #[test]
    fn an_answer_is_believed_as_long_as_it_says_and_never_for_more_than_a_day() {
        check(&copy(2), 1, RobotsState::Fresh);
        check(&copy(2), 3, RobotsState::Stale);
        check(&copy(0), 0, RobotsState::Stale);
        check(&copy(-5), 0, RobotsState::Stale);
        check(&copy(1000), 23, RobotsState::Fresh);
        check(&copy(1000), 24, RobotsState::Stale);
        check(&copy(24), -100, RobotsState::Stale);
        check(&RobotsCopy::unknown("http://a.gov.cn"), 0, RobotsState::Stale);
    }

    #[test]
    fn the_last_copy_stands_in_for_thirty_days() {
        let mut copy = copy(24);
        copy.lose(at(10), "status 503");
        check(&copy, 10, RobotsState::Unreachable);
        copy.lose(at(500), "status 502");
        assert_eq!((copy.unreachable_since, copy.why.as_deref()), (Some(at(10)), Some("status 502")));
        check(&copy, 10 + 30 * 24, RobotsState::Unreachable);
        assert!(!copy.closes_site(at(10 + 30 * 24)));
        check(&copy, 11 + 30 * 24, RobotsState::Unreachable);
        assert!(copy.closes_site(at(11 + 30 * 24)));
        copy.confirm(at(800), LONGEST_FRESH);
        check(&copy, 801, RobotsState::Fresh);
        assert_eq!((copy.unreachable_since, copy.why), (None, None));
    }

    #[test]
    fn without_a_copy_an_unreachable_robots_closes_the_site() {
        let mut unknown = RobotsCopy::unknown("http://a.gov.cn");
        unknown.lose(at(0), "status 503");
        assert!(unknown.closes_site(at(0)));
        let mut none = copy(24);
        none.answered(None, Validators::default(), at(1), LONGEST_FRESH);
        assert_eq!(none.validators, Validators::default(), "there is nothing to ask with");
        check(&none, 2, RobotsState::Fresh);
        none.lose(at(3), "status 503");
        assert!(none.closes_site(at(3)) && !copy(24).closes_site(at(100)));
    }
}
