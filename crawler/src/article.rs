//! One article: its page and the files that hold its text, fetched or recalled, and read into a document.

use corpus::document::Field;
use corpus::document::Gap;
use corpus::store::Found;
use corpus::store::Known;
use corpus::store::Target;
use corpus::visit::Outcome;
use corpus::visit::Role;
use corpus::visit::Visit;
use url::Url;

use crate::address;
use crate::crawl::Visited;
use crate::errand::Errand;
use crate::errand::Got;
use crate::errand::Payload;
use crate::error::Error;
use crate::extract;
use crate::extract::Attached;
use crate::extract::AttachmentLink;
use crate::extract::Extracted;
use crate::fetch::Answer;

/// A page with fewer characters of its own than this and a file beside it has its text in the file.
const OWN_TEXT: usize = 60;

/// The most files of one page that are fetched.
const MOST_FILES: usize = 20;

/// Visits an article.
pub(crate) async fn visit(errand: &Errand<'_>, target: &Target) -> Result<Visited, Error> {
    let known = errand.known(&target.key).await?;
    let got = errand.fetch(target, known.as_ref()).await?;
    match &got.fetched.answer {
        Answer::NotModified(_) => unmodified(errand, target, known, got).await,
        Answer::Page(page) => {
            let payload =
                Payload { bytes: got.fetched.body().to_vec(), content_type: page.content_type.clone() };
            read(errand, target, got.visits, got.fetched.url, payload).await
        }
        _ => Ok(nothing(got.visits)),
    }
}

fn nothing(visits: Vec<Visit>) -> Visited {
    Visited { visits, found: Found::Nothing, failure: None }
}

/// The page is as it was; its text may still have changed when it lies in a file beside it.
async fn unmodified(
    errand: &Errand<'_>,
    target: &Target,
    known: Option<Known>,
    got: Got,
) -> Result<Visited, Error> {
    let Some(known) = known else { return Ok(nothing(got.visits)) };
    let mut visits = got.visits;
    let mut is_changed = false;
    for file in &known.attachments {
        let before = errand.known(&file.key).await?;
        let got = errand.fetch(file, before.as_ref()).await?;
        is_changed |= matches!(got.fetched.answer, Answer::Page(_));
        visits.extend(got.visits);
    }
    if !is_changed {
        return Ok(Visited { visits, found: Found::Unmodified, failure: None });
    }
    let recalled = match &known.evidence {
        Some(evidence) => errand.recall(evidence).await?,
        None => None,
    };
    let Some(payload) = recalled else { return Ok(nothing(visits)) };
    visits.retain(|visit| visit.role == target.role);
    read(errand, target, visits, got.fetched.url, payload).await
}

/// Reads a page that has been fetched.
async fn read(
    errand: &Errand<'_>,
    target: &Target,
    mut visits: Vec<Visit>,
    url: Url,
    payload: Payload,
) -> Result<Visited, Error> {
    if is_front_page(&url) && !Url::parse(&target.url).is_ok_and(|asked| is_front_page(&asked)) {
        return Ok(ended(visits, Outcome::SoftNotFound, "redirected to the front page"));
    }
    let place = errand.source.place.clone();
    let page = Reading {
        target: target.clone(),
        url: url.clone(),
        place: place.map(|code| code.as_str().to_owned()),
    };
    let (extracted, page) = blocking(move || (page.read(&payload), page)).await?;
    if extracted.signals.soft_not_found {
        return Ok(ended(visits, Outcome::SoftNotFound, "the page says that it does not exist"));
    }
    if extracted.signals.challenge {
        return Ok(ended(visits, Outcome::Blocked, "a script challenge or captcha instead of the page"));
    }
    let own_text = extracted.document.text.chars().filter(|c| !c.is_whitespace()).take(OWN_TEXT).count();
    if own_text < OWN_TEXT && extracted.attachments.is_empty() {
        if let Some(refresh) = &extracted.signals.refresh {
            return follow_refresh(errand, target, visits, refresh).await;
        }
        if extracted.signals.navigation_only {
            return Ok(ended(visits, Outcome::Refused, "a navigation page without a text of its own"));
        }
    }
    let page_visit = visits.len() - 1;
    if own_text >= OWN_TEXT || extracted.attachments.is_empty() {
        return Ok(document(visits, extracted, page_visit));
    }
    let (files, texts, gaps) = read_files(errand, &extracted.attachments, &mut visits).await?;
    let Some(text_from) = files.first().copied() else {
        let mut extracted = extracted;
        extracted.document.gaps.extend(gaps);
        return Ok(document(visits, extracted, page_visit));
    };
    let mut extracted = blocking(move || page.with_texts(extracted, &texts)).await?;
    extracted.document.gaps.extend(gaps);
    Ok(document(visits, extracted, text_from))
}

/// Follows one meta refresh; the page it leads to holds the document.
async fn follow_refresh(
    errand: &Errand<'_>,
    target: &Target,
    mut visits: Vec<Visit>,
    refresh: &str,
) -> Result<Visited, Error> {
    let Some(url) = Url::parse(refresh).ok().filter(|url| errand.permits.lists(url)) else {
        return Ok(ended(
            visits,
            Outcome::Refused,
            "a refresh leads to a host that the source does not list",
        ));
    };
    let next = Target { key: address::identity(&url), url: url.to_string(), ..target.clone() };
    if visits.iter().any(|visit| visit.key == next.key) {
        return Ok(ended(visits, Outcome::SoftNotFound, "the page refreshes itself without end"));
    }
    if let Some(visit) = visits.last_mut() {
        visit.outcome = Outcome::Moved;
        visit.detail = Some(format!("to {url} by a meta refresh"));
    }
    let known = errand.known(&next.key).await?;
    let got = errand.fetch(&next, known.filter(|_| false).as_ref()).await?;
    let page = match &got.fetched.answer {
        Answer::Page(page) => page.content_type.clone(),
        _ => {
            visits.extend(got.visits);
            return Ok(nothing(visits));
        }
    };
    let payload = Payload { bytes: got.fetched.body().to_vec(), content_type: page };
    visits.extend(got.visits);
    let reading = Reading {
        target: next,
        url: got.fetched.url,
        place: errand.source.place.as_ref().map(|code| code.as_str().to_owned()),
    };
    let extracted = blocking(move || reading.read(&payload)).await?;
    let page_visit = visits.len() - 1;
    Ok(document(visits, extracted, page_visit))
}

fn is_front_page(url: &Url) -> bool {
    let path = url.path().trim_start_matches('/');
    let is_index =
        matches!(path, "" | "index.html" | "index.htm" | "index.shtml" | "index.jsp" | "default.htm");
    is_index && url.query().is_none()
}

fn ended(mut visits: Vec<Visit>, outcome: Outcome, detail: &str) -> Visited {
    if let Some(visit) = visits.last_mut() {
        visit.outcome = outcome;
        visit.detail = Some(detail.to_owned());
    }
    nothing(visits)
}

fn document(visits: Vec<Visit>, extracted: Extracted, text_from: usize) -> Visited {
    let document = Box::new(extracted.document);
    Visited { visits, found: Found::Document { document, text_from }, failure: None }
}

/// What reading one page needs.
struct Reading {
    target: Target,
    url: Url,
    place: Option<String>,
}

impl Reading {
    /// Reads a payload: a page as a page, a file that a list links to directly as the text of an empty page.
    fn read(&self, payload: &Payload) -> Extracted {
        if is_text(payload) {
            return self.page(&payload.text());
        }
        match extract::attachment(&payload.bytes, self.url.path()) {
            Attached::Text { text } => self.with_texts(self.page(""), &[text]),
            Attached::NeedsOcr => self.gap("needs_ocr: pages without a text layer"),
            Attached::Damaged { because } => self.gap(&format!("the file cannot be read: {because}")),
            Attached::Unsupported { media } => {
                self.gap(&format!("files of the kind {media} are not read yet"))
            }
        }
    }

    fn page(&self, html: &str) -> Extracted {
        extract::html(&extract::Page {
            url: self.url.as_str(),
            html,
            declared_place: self.place.as_deref(),
            link_text: self.target.label.as_deref(),
            listed_date: self.target.listed,
        })
    }

    fn with_texts(&self, extracted: Extracted, texts: &[String]) -> Extracted {
        extract::with_attachment(extracted, &texts.join("\n"))
    }

    fn gap(&self, because: &str) -> Extracted {
        let mut extracted = self.page("");
        extracted.document.gaps.push(Gap { field: Field::Text, because: because.to_owned() });
        extracted
    }
}

/// Files are told by their bytes: whatever is no PDF and has no NUL early on is text.
fn is_text(payload: &Payload) -> bool {
    let media = payload.media_type();
    let is_media = ["image/", "video/", "audio/", "font/"].iter().any(|kind| media.starts_with(kind));
    !is_media
        && !payload.bytes.starts_with(b"%PDF")
        && !payload.bytes.iter().take(4096).any(|byte| *byte == 0)
}

type Files = (Vec<usize>, Vec<String>, Vec<Gap>);

/// Fetches the files of a page and reads them; says for each visit whether it gave text.
async fn read_files(
    errand: &Errand<'_>,
    links: &[AttachmentLink],
    visits: &mut Vec<Visit>,
) -> Result<Files, Error> {
    let (mut files, mut texts, mut gaps) = (Vec::new(), Vec::new(), Vec::new());
    let mut gap = |because: String| gaps.push(Gap { field: Field::Text, because });
    for link in links.iter().take(MOST_FILES) {
        let Some(url) = Url::parse(&link.url).ok().filter(|url| errand.permits.lists(url)) else {
            gap(format!("the attachment {} lies on a host that the source does not list", link.name));
            continue;
        };
        let file = Target {
            key: address::identity(&url),
            url: url.to_string(),
            form: None,
            role: Role::Attachment,
            list: None,
            label: Some(link.name.clone()),
            listed: None,
        };
        let got = errand.fetch(&file, None).await?;
        let bytes = got.fetched.body().to_vec();
        let is_page = matches!(got.fetched.answer, Answer::Page(_));
        visits.extend(got.visits);
        if !is_page {
            gap(format!("the attachment {} could not be fetched", link.name));
            continue;
        }
        let name = link.name.clone();
        match blocking(move || extract::attachment(&bytes, &name)).await? {
            Attached::Text { text } => {
                files.push(visits.len() - 1);
                texts.push(text);
            }
            Attached::NeedsOcr => gap(format!("needs_ocr: {} has pages without a text layer", link.name)),
            Attached::Unsupported { media } => {
                gap(format!("the attachment {} is of the kind {media}, which is not read yet", link.name));
            }
            Attached::Damaged { because } => {
                gap(format!("the attachment {} cannot be read: {because}", link.name));
            }
        }
    }
    Ok((files, texts, gaps))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::DeskClosed)
}
