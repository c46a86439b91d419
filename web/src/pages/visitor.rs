//! Who asks for a page: the language wanted and the address asked for.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::Uri;
use axum::http::header;
use axum::http::request::Parts;

use crate::language::Language;
use crate::params::Pairs;
use crate::params::Reading;

/// The name of the parameter and of the cookie.
const NAME: &str = "lang";

/// Who asks for a page.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    /// The language of the page.
    pub(crate) language: Language,
    /// The query string as it came, without the choice of language.
    pub(crate) query: String,
    path: String,
    is_switching: bool,
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Visitor, Infallible> {
        Ok(Visitor::read(parts))
    }
}

impl Visitor {
    fn read(parts: &Parts) -> Visitor {
        let raw = parts.uri.query().unwrap_or_default();
        let is_choice = |part: &&str| part.split('=').next() == Some(NAME);
        Visitor {
            language: Visitor::language_of(&parts.headers, &parts.uri),
            query: raw.split('&').filter(|part| !is_choice(part)).collect::<Vec<_>>().join("&"),
            path: parts.uri.path().to_owned(),
            is_switching: asked(raw).is_some(),
        }
    }

    /// Returns the language wanted: the address outranks the cookie and the cookie the browser.
    pub(crate) fn language_of(headers: &HeaderMap, uri: &Uri) -> Language {
        let header = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let kept = header(header::COOKIE).and_then(|cookies| {
            cookies
                .split(';')
                .filter_map(|cookie| cookie.trim().split_once('='))
                .find(|(name, _)| *name == NAME)
        });
        let kept = kept.and_then(|(_, value)| Language::find(value));
        let accepted = || header(header::ACCEPT_LANGUAGE).map_or(Language::Chinese, Language::accepted);
        asked(uri.query().unwrap_or_default()).or(kept).unwrap_or_else(accepted)
    }

    /// Returns the path that was asked for.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Returns the same address in the other language.
    pub(crate) fn in_the_other_language(&self) -> String {
        let joint = if self.query.is_empty() { "" } else { "&" };
        // A path that begins with two slashes would be read as another host.
        let path = self.path.trim_start_matches('/');
        format!("/{path}?{}{joint}{NAME}={}", self.query, self.language.other().key())
    }

    /// Returns the cookie that keeps a choice which was just made.
    pub(crate) fn cookie(&self) -> Option<HeaderValue> {
        let cookie = format!("{NAME}={}; Path=/; Max-Age=31536000; SameSite=Lax", self.language.key());
        self.is_switching.then(|| HeaderValue::from_str(&cookie).ok()).flatten()
    }
}

/// Returns the language that an address names.
fn asked(query: &str) -> Option<Language> {
    let asked = Pairs::decode(query, Reading::Lenient).ok().and_then(|mut pairs| pairs.take_any(NAME));
    asked.as_deref().and_then(Language::find)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visitor(address: &str, headers: &[(&str, &str)]) -> Visitor {
        let mut request = axum::http::Request::get(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Visitor::read(&request.body(()).expect("a request").into_parts().0)
    }

    #[track_caller]
    fn check(address: &str, headers: &[(&str, &str)], expected: Language) {
        assert_eq!(visitor(address, headers).language, expected, "{address} {headers:?}");
    }

    #[test]
    fn the_address_outranks_the_cookie_and_the_cookie_the_browser() {
        let english = [("accept-language", "en")];
        let both = [("accept-language", "en"), ("cookie", "a=b; lang=zh")];
        check("/search", &[], Language::Chinese);
        check("/search", &english, Language::English);
        check("/search", &both, Language::Chinese);
        check("/search?lang=en", &both, Language::English);
        check("/search?lang=xx", &english, Language::English);
        check("/search?q=%ff&lang=en", &[], Language::Chinese);
    }

    #[test]
    fn the_switch_keeps_the_rest_of_the_address() {
        let address = |address| visitor(address, &[]).in_the_other_language();
        assert_eq!(address("/search?q=a&lang=zh&year=2021"), "/search?q=a&year=2021&lang=en");
        assert_eq!(address("/help"), "/help?lang=en");
        assert_eq!(address("//evil.example/help"), "/evil.example/help?lang=en");
    }

    #[test]
    fn only_a_choice_sets_the_cookie() {
        assert!(visitor("/search", &[("accept-language", "en")]).cookie().is_none());
        assert!(visitor("/search?lang=en", &[]).cookie().is_some());
    }
}
