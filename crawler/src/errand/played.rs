//! A target in; the fetch of an earlier crawl, played back out of the evidence, out.

use std::sync::Arc;

use corpus::store::Target;

use crate::archive::Purpose;
use crate::errand::Errand;
use crate::errand::Got;
use crate::errand::Met;
use crate::errand::key_of;
use crate::errand::met::Again;
use crate::errand::met::Earlier;
use crate::fetch::Answer;
use crate::fetch::recorded_answer;
use crate::recorded::Recorded;
use crate::recorded::Taken;

impl Errand<'_> {
    /// Recalls a fetch of an earlier crawl; where that one went no further, what had been heard of the address stands behind it.
    pub(super) fn played(
        &self,
        target: &Target,
        (recorded, size_cap): (&Recorded, u64),
        met: &mut Met,
    ) -> (Got, Arc<Earlier>) {
        let purpose = self.purpose(target);
        let taken = recorded.take(&purpose);
        let taken = taken.and_then(|taken| self.play_back(target, taken, (recorded, size_cap), met));
        if let Some(played) = taken {
            return played;
        }
        self.meet(&purpose, (recorded, size_cap), met);
        if let Some(again) = met.again(&target.key) {
            let fetched = again.fetched();
            let visits = self.visits(target, &fetched, &again.kept());
            return (
                Got { visits, fetched, again: Some(again.earlier.role), is_untold: false },
                again.earlier,
            );
        }
        let got = self.unanswered(target, "the archive holds no answer");
        let earlier = met.note(target, &got.fetched, self.on_the_way());
        (got, earlier)
    }

    fn play_back(
        &self,
        target: &Target,
        (exchanges, mut kept): Taken,
        (recorded, size_cap): (&Recorded, u64),
        met: &mut Met,
    ) -> Option<(Got, Arc<Earlier>)> {
        let fetched = recorded_answer(exchanges, self.permits, size_cap)?;
        let key = key_of(&fetched.url, target.form.as_deref());
        let is_led_on = fetched.last().is_some_and(|last| last.url != fetched.url);
        if is_led_on && matches!(fetched.answer, Answer::Transient { .. }) && !met.knows(&key) {
            let there = Target { key, url: fetched.url.to_string(), ..target.clone() };
            self.meet(&self.purpose(&there), (recorded, size_cap), met);
        }
        let (fetched, again) = self.led_on(met, target, fetched);
        kept.extend(again.iter().flat_map(Again::kept));
        let visits = self.visits(target, &fetched, &kept);
        let earlier = met.note(target, &fetched, self.on_the_way());
        earlier.kept.get_or_init(|| kept);
        let again = again.map(|again| again.earlier.role);
        Some((Got { visits, fetched, again, is_untold: false }, earlier))
    }

    /// Notes what an address came to that the crawl had met by now with another fetch: it asks for the files of a page only when it
    /// has fetched the next page.
    fn meet(&self, purpose: &Purpose, (recorded, size_cap): (&Recorded, u64), met: &mut Met) {
        if let Some((other, taken)) = recorded.take_meeting(purpose) {
            self.play_back(&other.target, taken, (recorded, size_cap), met);
        }
    }

    /// What the evidence says of a fetch for a target.
    pub(super) fn purpose(&self, target: &Target) -> Purpose {
        Purpose {
            source: self.source.name.as_str().to_owned(),
            run: self.run,
            target: target.clone(),
            hop: 0,
        }
    }
}
