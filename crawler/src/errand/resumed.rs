//! A crawl that goes on in; what it had met before it was interrupted known again, out.

use std::sync::atomic::Ordering;

use corpus::store::Run;
use corpus::store::Target;
use corpus::store::Unanswered;
use corpus::visit::Outcome;
use tokio::sync::mpsc;
use url::Url;

use crate::archive;
use crate::errand::Errand;
use crate::errand::Met;
use crate::errand::key_of;
use crate::error::Error;
use crate::fetch::Answer;
use crate::fetch::Block;
use crate::fetch::Fetched;
use crate::interrupted::Before;
use crate::interrupted::Interrupted;

/// So many fetches are read ahead.
const READ_AHEAD: usize = 64;

impl Errand<'_> {
    /// Begins with what a run had met that goes on: what it had asked for is not asked for again, and what it had not come to read
    /// is read from the evidence.
    pub(crate) async fn know_again(&self, run: &Run, size_cap: u64) -> Result<(), Error> {
        if !run.is_resumed {
            return Ok(());
        }
        let mut met = self.met.lock().await;
        let asked = run.clone();
        let (unanswered, files, folder) = self
            .clerk
            .ask(move |desk| {
                let mut files = desk.store.files_of(&asked)?;
                files.extend(archive::files_since(desk.folder(), asked.started)?);
                Ok((desk.store.unanswered(&asked)?, files, desk.folder().to_owned()))
            })
            .await?;
        for visit in unanswered {
            self.know_unanswered(&mut met, visit);
        }
        let interrupted = Interrupted {
            folder,
            files: files.into_iter().collect(),
            source: run.source.clone(),
            run: run.id,
            permits: self.permits.clone(),
            size_cap,
        };
        let (hand_over, mut handed_over) = mpsc::channel(READ_AHEAD);
        let reading = tokio::task::spawn_blocking(move || {
            interrupted.read(|came| hand_over.blocking_send(came).is_ok());
        });
        // Whoever is to end asks for nothing more.
        while let Ok(Some(before)) = self.unless_stopped(handed_over.recv()).await {
            self.know(&mut met, run, before).await?;
        }
        drop(handed_over);
        reading.await.map_err(|_| Error::DeskClosed)
    }

    /// Notes a fetch of before. One that led where nothing is known to have answered is made again.
    async fn know(&self, met: &mut Met, run: &Run, before: Before) -> Result<(), Error> {
        let Before { target, fetched, mut kept } = before;
        let (mut fetched, again) = self.led_on(met, &target, fetched);
        if let Some(again) = &again {
            kept.extend(again.kept());
        }
        let landed = key_of(&fetched.url, target.form.as_deref());
        let is_led_on = fetched.last().is_some_and(|last| last.url != fetched.url);
        if again.is_none() && is_led_on && matches!(fetched.answer, Answer::Transient { .. }) {
            let asked = run.clone();
            let told = self.clerk.ask(move |desk| Ok(desk.store.came_to(&asked, &landed)?)).await?;
            let Some((outcome, detail)) = told else { return Ok(()) };
            fetched.answer = answer_of(outcome, detail);
        }
        let (asked, key) = (run.clone(), target.key.clone());
        let is_untold = self.clerk.ask(move |desk| Ok(desk.store.is_pending(&asked, &key)?)).await?;
        let earlier = met.note(&target, &fetched, self.on_the_way());
        earlier.kept.get_or_init(|| kept);
        earlier.is_untold.store(is_untold, Ordering::Relaxed);
        Ok(())
    }

    /// Notes what left no evidence, because no server answered.
    fn know_unanswered(&self, met: &mut Met, visit: Unanswered) {
        let Unanswered { key, url, role, outcome, detail } = visit;
        let Ok(at) = Url::parse(&url) else { return };
        let target = Target { key, url, form: None, role, list: None, label: None, listed: None };
        let answer = answer_of(outcome, detail);
        let fetched = Fetched { answer, exchanges: Vec::new(), aside: Vec::new(), url: at };
        met.note(&target, &fetched, self.on_the_way());
    }
}

/// What an address was answered that came to an outcome without an exchange.
fn answer_of(outcome: Outcome, detail: Option<String>) -> Answer {
    let why = detail.unwrap_or_default();
    match outcome {
        Outcome::TlsUnsupported => Answer::TlsUnsupported(why),
        Outcome::TlsCertificate => Answer::TlsCertificate(why),
        Outcome::Blocked => Answer::Blocked(Block::Robots),
        _ => Answer::Transient { why, retry_after: None },
    }
}
