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
        #[cfg(test)]
        if page.contains(lasting::MARK) {
            lasting::read();
        }
        read(page)
    };
    catch_unwind(AssertUnwindSafe(read)).map_err(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a word");
        tracing::error!(%url, "reading a page broke off: {said}");
        said.to_owned()
    })
}

/// A page that is read until the test says otherwise, as one would that our rules find no end of.
#[cfg(test)]
pub(crate) mod lasting {
    use std::sync::atomic::AtomicBool;
    use std::sync::atomic::Ordering;

    /// A page that holds this lasts.
    pub(crate) const MARK: &str = "<!-- lasts -->";

    /// Whether somebody began to read one.
    pub(crate) static IS_BEGUN: AtomicBool = AtomicBool::new(false);

    /// Whether it may end.
    pub(crate) static MAY_END: AtomicBool = AtomicBool::new(false);

    pub(super) fn read() {
        IS_BEGUN.store(true, Ordering::Release);
        while !MAY_END.load(Ordering::Acquire) {
            std::thread::yield_now();
        }
    }
}
