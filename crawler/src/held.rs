//! What a page shows in; how that stands to the document that we hold of it, out.

use corpus::document::Document;
use corpus::document::DocumentId;
use corpus::document::Field;
use corpus::document::Gap;
use corpus::reason::Reason;
use corpus::visit::Outcome;

use crate::errand::Errand;
use crate::error::Error;
use crate::extract::Extracted;
use crate::extract::Instead;
use crate::reading;

/// Whether the text that we hold of a page is not empty and another one than the page shows without its files.
pub(crate) async fn holds_another_text(
    errand: &Errand<'_>,
    held: Option<&DocumentId>,
    extracted: &Extracted,
) -> Result<bool, Error> {
    let text = document(errand, held).await?.map(|held| held.text);
    Ok(text.is_some_and(|text| !text.trim().is_empty() && text != extracted.document.text))
}

/// What a page came to that has neither a text of its own nor a file beside it, when that is no document.
pub(crate) async fn says_too_little(
    errand: &Errand<'_>,
    held: Option<&DocumentId>,
    extracted: &Extracted,
) -> Result<Option<(Outcome, &'static str)>, Error> {
    if extracted.signals.navigation_only {
        return Ok(Some((Outcome::Refused, "a navigation page without a text of its own")));
    }
    if held.is_none() {
        return Ok(None);
    }
    let says_nothing = extracted.signals.instead == Some(Instead::Nothing);
    let shows_none = shows_nothing(extracted) && holds_another_text(errand, held, extracted).await?;
    if shows_none || says_nothing && holds_a_text(errand, held).await? {
        return Ok(Some((Outcome::Transient, "the page shows no text now; what we hold stays")));
    }
    let detail = "the page shows another title and hardly a text now; what we hold stays";
    Ok(says_something_else(errand, held, extracted).await?.then_some((Outcome::Transient, detail)))
}

/// Whether we hold the text of a document, and not a few words.
async fn holds_a_text(errand: &Errand<'_>, held: Option<&DocumentId>) -> Result<bool, Error> {
    Ok(document(errand, held).await?.is_some_and(|held| reading::is_long_enough(&held.text)))
}

/// Whether a page has neither text nor pictures that may hold one.
fn shows_nothing(extracted: &Extracted) -> bool {
    extracted.document.text.trim().is_empty() && !may_be_pictures(extracted)
}

/// Whether what stands there may be pictures of a text.
pub(crate) fn may_be_pictures(extracted: &Extracted) -> bool {
    let is_picture = |gap: &Gap| gap.field == Field::Text && gap.because.contains("needs_ocr");
    extracted.document.gaps.iter().any(is_picture)
}

/// Whether a page with hardly a text is another one than the document that we hold: sites answer in a few words, whatever is
/// asked, when something behind them is broken.
async fn says_something_else(
    errand: &Errand<'_>,
    held: Option<&DocumentId>,
    extracted: &Extracted,
) -> Result<bool, Error> {
    let held = document(errand, held).await?.filter(|held| reading::is_long_enough(&held.text));
    let Some(held) = held else { return Ok(false) };
    let Document { title, origins, .. } = &extracted.document;
    // What the list calls the page says nothing about what stands there now.
    let is_own = origins.get(&Field::Title).is_some_and(|origin| origin.because != Reason::LinkText.key());
    Ok(!is_own || held.title != *title)
}

/// Returns a document that we hold, unless it is gone.
async fn document(errand: &Errand<'_>, held: Option<&DocumentId>) -> Result<Option<Document>, Error> {
    let Some(id) = held.cloned() else { return Ok(None) };
    let held = errand.clerk.ask(move |desk| Ok(desk.store.document(&id)?)).await?;
    Ok(held.filter(|held| !held.is_gone).map(|held| held.document))
}
