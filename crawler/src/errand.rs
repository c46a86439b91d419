//! One fetch on behalf of a source: asked with what is known, kept as evidence, and written down as visits.

use corpus::store::Known;
use corpus::store::Target;
use corpus::visit::Evidence;
use corpus::visit::Outcome;
use corpus::visit::Validators;
use corpus::visit::Visit;
use url::Url;
use url::form_urlencoded;

use crate::address;
use crate::archive::Purpose;
use crate::desk::Clerk;
use crate::error::Error;
use crate::fetch::Answer;
use crate::fetch::Fetched;
use crate::fetch::Fetcher;
use crate::fetch::Permits;
use crate::fetch::Request;
use crate::fetch::Surroundings;
use crate::fetch::charset;
use crate::fetch::recorded_answer;
use crate::files::Workshop;
use crate::recorded::Recorded;
use crate::source::Source;

/// Who answers.
pub(crate) enum Asks<'a> {
    /// The sites themselves.
    Sites(&'a Fetcher),
    /// The evidence of what they answered.
    Record {
        /// All that they answered.
        recorded: &'a Recorded,
        /// The cap on a decoded answer, in bytes.
        size_cap: u64,
    },
}

/// What it takes to fetch for one source.
pub(crate) struct Errand<'a> {
    pub(crate) asks: Asks<'a>,
    pub(crate) clerk: &'a Clerk,
    pub(crate) surroundings: &'a Surroundings,
    pub(crate) source: &'a Source,
    pub(crate) permits: &'a Permits,
    /// The number of the crawl.
    pub(crate) run: i64,
    pub(crate) workshop: &'a Workshop,
}

/// A fetch that was kept.
pub(crate) struct Got {
    /// One visit for the asked address when it led elsewhere, then one for where the answer came from.
    pub(crate) visits: Vec<Visit>,
    /// The answer and the bytes.
    pub(crate) fetched: Fetched,
}

/// A payload with what says how to read it.
pub(crate) struct Payload {
    /// The bytes, decoded from transfer and content encodings.
    pub(crate) bytes: Vec<u8>,
    /// The `Content-Type` as sent.
    pub(crate) content_type: Option<String>,
}

impl Payload {
    /// Returns the payload as text.
    pub(crate) fn text(&self) -> String {
        charset::decode(&self.bytes, self.content_type.as_deref()).text
    }

    /// Returns the media type without parameters, in lower case; empty when the server sent none.
    pub(crate) fn media_type(&self) -> String {
        let content_type = self.content_type.as_deref().unwrap_or_default();
        content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}

impl Errand<'_> {
    /// Returns what earlier visits know of an address.
    pub(crate) async fn known(&self, key: &str) -> Result<Option<Known>, Error> {
        let key = key.to_owned();
        self.clerk.ask(move |desk| Ok(desk.store.known(&key)?)).await
    }

    /// Fetches a target, with the validators of the copy we hold unless that copy is gone.
    pub(crate) async fn fetch(&self, target: &Target, known: Option<&Known>) -> Result<Got, Error> {
        let source = self.source.name.as_str().to_owned();
        let purpose = Purpose { source, run: self.run, target: target.clone(), hop: 0 };
        let fetcher = match &self.asks {
            Asks::Sites(fetcher) => fetcher,
            Asks::Record { recorded, size_cap } => return Ok(self.recorded(&purpose, recorded, *size_cap)),
        };
        let earlier = known.filter(|known| !known.is_gone).and_then(|known| known.evidence.clone());
        let validators = match (&earlier, known) {
            (Some(_), Some(known)) => known.validators.clone(),
            _ => Validators::default(),
        };
        let Ok(url) = Url::parse(&target.url) else {
            return Ok(self.unanswered(target, "the address cannot be read"));
        };
        let form = target.form.as_deref().map(read_form);
        let fetched = fetcher.fetch(&Request { url, form, validators }, self.permits).await;
        let (aside, exchanges) = (fetched.aside.clone(), fetched.exchanges.clone());
        let kept = self
            .clerk
            .ask(move |desk| {
                desk.keep(&aside, None, None)?;
                Ok(desk.keep(&exchanges, earlier.as_ref(), Some(&purpose))?)
            })
            .await?;
        Ok(Got { visits: self.visits(target, &fetched, &kept), fetched })
    }

    /// Reads a payload back from the evidence; `None` when the archive no longer has it.
    pub(crate) async fn recall(&self, evidence: &Evidence) -> Result<Option<Payload>, Error> {
        let wanted = evidence.clone();
        let record = self.clerk.ask(move |desk| Ok(desk.read(&wanted).ok())).await?;
        Ok(record
            .map(|record| Payload { content_type: record.http_header("content-type"), bytes: record.body }))
    }

    fn visits(&self, target: &Target, fetched: &Fetched, kept: &[Evidence]) -> Vec<Visit> {
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
            return vec![Visit { key: target.key.clone(), url: target.url.clone(), detail, ..answer }];
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

    /// Recalls a fetch of an earlier crawl.
    fn recorded(&self, purpose: &Purpose, recorded: &Recorded, size_cap: u64) -> Got {
        let target = &purpose.target;
        let taken = recorded.take(purpose).and_then(|(exchanges, kept)| {
            recorded_answer(exchanges, self.permits, size_cap).map(|fetched| (fetched, kept))
        });
        match taken {
            Some((fetched, kept)) => Got { visits: self.visits(target, &fetched, &kept), fetched },
            None => self.unanswered(target, "the archive holds no answer"),
        }
    }

    fn unanswered(&self, target: &Target, why: &str) -> Got {
        let at = (self.surroundings.now)();
        let nowhere = Url::parse("about:blank").expect("a constant address parses");
        let answer = Answer::Transient { why: why.to_owned(), retry_after: None };
        let visit = Visit {
            key: target.key.clone(),
            url: target.url.clone(),
            role: target.role,
            at,
            status: None,
            outcome: Outcome::Refused,
            detail: Some(why.to_owned()),
            evidence: None,
            validators: Validators::default(),
        };
        Got {
            visits: vec![visit],
            fetched: Fetched { answer, exchanges: Vec::new(), aside: Vec::new(), url: nowhere },
        }
    }
}

/// Returns what an address is known by; a posted form makes another address of it.
pub(crate) fn key_of(url: &Url, form: Option<&str>) -> String {
    let key = address::identity(url);
    form.map_or_else(|| key.clone(), |form| format!("{key}#{form}"))
}

/// Writes a form the way it is sent.
pub(crate) fn write_form(form: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish()
}

/// Reads a written form.
pub(crate) fn read_form(form: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(form.as_bytes()).into_owned().collect()
}
