//! A page or a payload in; what it came to when it is a notice of the site in place of an article or a file, out.

use corpus::visit::Outcome;
use url::Url;

use crate::attempt::attempt;
use crate::error::Error;
use crate::extract;
use crate::extract::Extracted;
use crate::payload::Payload;
use crate::reading;

/// The largest page, in bytes, that is taken for a notice in place of a file; it may have all menus of its site around it.
const LARGEST_NOTICE: u64 = 1 << 18;

/// What a page came to that stands in place of an article.
pub(crate) fn no_article(extracted: &Extracted) -> Option<(Outcome, &'static str)> {
    let signals = &extracted.signals;
    if signals.soft_not_found {
        return Some((Outcome::SoftNotFound, "the page says that it does not exist"));
    }
    if signals.challenge {
        return Some((Outcome::Blocked, "a script challenge or captcha instead of the page"));
    }
    signals
        .out_of_order
        .then_some((Outcome::Transient, "the page says that its site is being worked on or out of order"))
}

/// What an answer came to that stands in place of a file: sites say there too, with status 200, that they are busy or that
/// nothing is there.
pub(crate) fn no_file(url: &Url, payload: &Payload) -> Result<Option<(Outcome, &'static str)>, Error> {
    if payload.body.len() > LARGEST_NOTICE || !reading::is_text(payload) {
        return Ok(None);
    }
    let text = payload.text()?;
    let page = |html| extract::Page { url: url.as_str(), html, ..extract::Page::default() };
    let read = attempt(url, &text, |html| extract::html(&page(html)));
    Ok(read.ok().and_then(|extracted| no_article(&extracted)))
}
