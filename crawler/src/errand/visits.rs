//! A fetch and where its evidence lies in; the visits that are written down of it out.

use corpus::store::Target;
use corpus::visit::Evidence;
use corpus::visit::Outcome;
use corpus::visit::Role;
use corpus::visit::Validators;
use corpus::visit::Visit;
use url::Url;

use crate::errand::Errand;
use crate::errand::Got;
use crate::errand::elsewhere;
use crate::errand::key_of;
use crate::errand::met::Earlier;
use crate::error::Error;
use crate::fetch::Answer;
use crate::fetch::Fetched;
use crate::notice;

impl Errand<'_> {
    /// Returns one visit for the asked address when it led elsewhere, then one for where the answer came from; the other way
    /// round when an article is missing there.
    pub(crate) fn visits(&self, target: &Target, fetched: &Fetched, kept: &[Evidence]) -> Vec<Visit> {
        let key = key_of(&fetched.url, target.form.as_deref());
        let at = fetched.last().map_or_else(|| (self.surroundings.now)(), |exchange| exchange.at);
        let validators = match &fetched.answer {
            Answer::Page(page) => page.validators.clone(),
            Answer::NotModified(validators) => validators.clone(),
            _ => Validators::default(),
        };
        let answer = Visit {
            key: key.clone(),
            url: fetched.url.to_string(),
            role: target.role,
            at,
            status: fetched.status(),
            outcome: fetched.answer.outcome().unwrap_or(Outcome::New),
            detail: fetched.answer.detail(),
            evidence: kept.last().cloned(),
            validators,
        };
        if key == target.key {
            return vec![answer];
        }
        if answer.outcome == Outcome::Missing {
            // Sites send every removed page to one error page: it is the asked address that is missing.
            let detail = Some(format!("it leads to {}, which is not there", fetched.url));
            let (key, url) = (target.key.clone(), target.url.clone());
            let asked = Visit { key, url, detail, ..answer.clone() };
            // Where a document was, it is missed too; the store knows whether one was there.
            return if target.role == Role::Article { vec![answer, asked] } else { vec![asked] };
        }
        if target.role != Role::Article
            && matches!(fetched.answer, Answer::Page(_) | Answer::NotModified(_))
            && let Some((outcome, detail)) = elsewhere(self.source, target, &fetched.url)
        {
            let detail = Some(detail.to_owned());
            let (key, url) = (target.key.clone(), target.url.clone());
            return vec![Visit { key, url, outcome, detail, validators: Validators::default(), ..answer }];
        }
        let first = fetched.exchanges.first();
        let moved = Visit {
            key: target.key.clone(),
            url: target.url.clone(),
            role: target.role,
            at: first.map_or(at, |exchange| exchange.at),
            status: first.map(|exchange| exchange.status),
            outcome: Outcome::Moved,
            detail: Some(format!("to {}", fetched.url)),
            evidence: kept.first().cloned(),
            validators: Validators::default(),
        };
        vec![moved, answer]
    }

    /// Writes down of a file whether what came is one at all; the next page that names it hears so too.
    pub(super) async fn judge_file(
        &self,
        target: &Target,
        got: &mut Got,
        earlier: &Earlier,
    ) -> Result<(), Error> {
        let is_sent = got.visits.last().is_some_and(|visit| visit.outcome == Outcome::New);
        if target.role != Role::Attachment || !is_sent || !matches!(got.fetched.answer, Answer::Page(_)) {
            return Ok(());
        }
        let judged = match earlier.no_file.get() {
            Some(judged) => *judged,
            None => {
                let Some(payload) = self.payload(got, None).await? else { return Ok(()) };
                let url = got.fetched.url.clone();
                let judged = self.reading(move || notice::no_file(&url, &payload)).await??;
                *earlier.no_file.get_or_init(|| judged)
            }
        };
        if let (Some((outcome, detail)), Some(visit)) = (judged, got.visits.last_mut()) {
            visit.outcome = outcome;
            visit.detail = Some(detail.to_owned());
        }
        Ok(())
    }

    /// What is written down of an address that nobody answers for.
    pub(crate) fn unanswered(&self, target: &Target, why: &str) -> Got {
        let visit = Visit {
            key: target.key.clone(),
            url: target.url.clone(),
            role: target.role,
            at: (self.surroundings.now)(),
            status: None,
            outcome: Outcome::Refused,
            detail: Some(why.to_owned()),
            evidence: None,
            validators: Validators::default(),
        };
        Got { visits: vec![visit], fetched: nowhere(why), again: None, is_untold: false }
    }
}

/// What comes of an address that nobody answers for.
pub(crate) fn nowhere(why: &str) -> Fetched {
    let answer = Answer::Transient { why: why.to_owned(), retry_after: None };
    let url = Url::parse("about:blank").expect("a constant address parses");
    Fetched { answer, exchanges: Vec::new(), aside: Vec::new(), url }
}
