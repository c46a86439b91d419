//! Work on what somebody else wrote in; what came of it, or what it broke off on, out.

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use url::Url;

/// A page that holds this breaks whoever reads it, as one would that our rules have never met.
#[cfg(test)]
pub(crate) const BREAKS: &str = "<!-- breaks the reader -->";

/// Reads the page of an address. One that breaks the reading must not end the crawl of all others.
pub(crate) fn attempt<'p, T>(url: &Url, page: &'p str, read: impl FnOnce(&'p str) -> T) -> Result<T, String> {
    let read = || {
        #[cfg(test)]
        assert!(!page.contains(BREAKS), "told to break");
        read(page)
    };
    catch_unwind(AssertUnwindSafe(read)).map_err(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a word");
        tracing::error!(%url, "reading a page broke off: {said}");
        said.to_owned()
    })
}
