//! A target in; the fetch of an earlier crawl, played back out of the evidence, out.

use std::sync::Arc;

use corpus::store::Target;

use crate::archive::Purpose;
use crate::errand::Errand;
use crate::errand::Got;
use crate::errand::Met;
use crate::errand::met::Again;
use crate::errand::met::Earlier;
use crate::fetch::recorded_answer;
use crate::recorded::Recorded;

impl Errand<'_> {
    /// Recalls a fetch of an earlier crawl; where that one went no further, what had been heard of the address stands behind it.
    pub(super) fn played(
        &self,
        target: &Target,
        (recorded, size_cap): (&Recorded, u64),
        met: &mut Met,
    ) -> (Got, Arc<Earlier>) {
        let taken = recorded.take(&self.purpose(target)).and_then(|(exchanges, kept)| {
            recorded_answer(exchanges, self.permits, size_cap).map(|fetched| (fetched, kept))
        });
        let Some((fetched, mut kept)) = taken else {
            let got = self.unanswered(target, "the archive holds no answer");
            let earlier = met.note(target, &got.fetched, self.on_the_way());
            return (got, earlier);
        };
        let (fetched, again) = self.led_on(met, target, fetched);
        kept.extend(again.iter().flat_map(Again::kept));
        let visits = self.visits(target, &fetched, &kept);
        let earlier = met.note(target, &fetched, self.on_the_way());
        earlier.kept.get_or_init(|| kept);
        (Got { visits, fetched, again: again.map(|again| again.earlier.role) }, earlier)
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
