//! Exchanges out of the evidence in; the answer that they were when they were fetched out.

use reqwest::header::HeaderMap;
use reqwest::header::HeaderName;
use reqwest::header::HeaderValue;
use url::Url;

use crate::fetch::answer::Answer;
use crate::fetch::answer::Exchange;
use crate::fetch::answer::Fetched;
use crate::fetch::answer::Refusal;
use crate::fetch::answer::was_refreshed;
use crate::fetch::http::Answered;
use crate::fetch::settings::Permits;
use crate::fetch::settings::Settings;
use crate::fetch::verdict;
use crate::fetch::verdict::Verdict;

/// Judges a recorded fetch as a live one is judged. What was asked for last and never answered left no exchange.
pub(crate) fn fetched(exchanges: Vec<Exchange>, permits: &Permits, size_cap: u64) -> Option<Fetched> {
    let last = exchanges.last()?;
    let answered = Answered { headers: headers(&last.response_head), exchange: last.clone() };
    let most = Settings::default().redirects;
    let unanswered = || Answer::Transient { why: "the archive holds no answer".into(), retry_after: None };
    let (answer, url) = match verdict::judge(&answered, size_cap) {
        Verdict::Final(answer) => (answer, last.url.clone()),
        Verdict::Redirect { .. } if exchanges.len() > most => {
            (Answer::Refused(Refusal::Redirects(most)), last.url.clone())
        }
        Verdict::Redirect { to, .. } if !permits.lists(&to) => (elsewhere(&to), to),
        Verdict::Redirect { to, .. } => (unanswered(), to),
        // The second refresh is taken for the page.
        Verdict::Refresh { page, .. } if was_refreshed(&exchanges) => (Answer::Page(page), last.url.clone()),
        Verdict::Refresh { .. } if exchanges.len() > most => {
            (Answer::Refused(Refusal::Redirects(most)), last.url.clone())
        }
        Verdict::Refresh { to, .. } if !permits.lists(&to) => (elsewhere(&to), to),
        Verdict::Refresh { to, .. } => (unanswered(), to),
    };
    Some(Fetched { answer, exchanges, aside: Vec::new(), url })
}

fn elsewhere(to: &Url) -> Answer {
    Answer::Refused(Refusal::Host(to.host_str().unwrap_or_default().to_owned()))
}

/// Reads the headers of a head as it was written into the evidence.
fn headers(head: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in head.split(|byte| *byte == b'\n').skip(1) {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let name = HeaderName::from_bytes(line[..colon].trim_ascii());
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii());
        if let (Ok(name), Ok(value)) = (name, value) {
            headers.append(name, value);
        }
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(url: &str, status: u16, head: &str, body: &str) -> Exchange {
        Exchange {
            url: Url::parse(url).expect("a constant address"),
            at: "2026-11-23T00:00:00Z".parse().expect("a constant time"),
            peer: None,
            request: Vec::new(),
            status,
            response_head: format!("HTTP/1.1 {status} \r\n{head}\r\n\r\n").into_bytes(),
            body: body.as_bytes().to_vec().into(),
            cut_after: None,
        }
    }

    fn answer(exchanges: Vec<Exchange>) -> (Answer, String) {
        let permits = Permits::new(vec!["a.gov.cn".to_owned()]);
        let fetched = fetched(exchanges, &permits, 1000).expect("there is an exchange");
        (fetched.answer, fetched.url.to_string())
    }

    #[test]
    fn recorded_answers_mean_what_they_meant() {
        let page = || {
            exchange("http://a.gov.cn/b.html", 200, "Content-Type: text/html\r\nETag: \"x\"", "<p>正文</p>")
        };
        let (Answer::Page(got), url) = answer(vec![page()]) else { panic!("it is a page") };
        assert_eq!((got.media_type.as_str(), got.validators.etag.as_deref()), ("text/html", Some("\"x\"")));
        assert_eq!(url, "http://a.gov.cn/b.html");
        let moved = |to: &str| exchange("http://a.gov.cn/a.html", 301, &format!("Location: {to}"), "");
        assert!(matches!(answer(vec![moved("/b.html"), page()]).0, Answer::Page(_)));
        assert!(matches!(answer(vec![moved("/b.html")]).0, Answer::Transient { .. }));
        let on = || {
            let refresh = "<meta http-equiv=refresh content='0;url=/c.html'>";
            exchange("http://a.gov.cn/b.html", 200, "Content-Type: text/html", refresh)
        };
        assert!(matches!(answer(vec![on(), on()]).0, Answer::Page(_)), "the second one is the page");
        let (led_on, url) = answer(vec![moved("/b.html"), on()]);
        assert!(matches!(led_on, Answer::Transient { .. }), "behind a redirect it is the first one");
        assert_eq!(url, "http://a.gov.cn/c.html");
        let far = [vec![moved("/b.html"); 5], vec![on()]].concat();
        let refused = Answer::Refused(Refusal::Redirects(5));
        assert_eq!(answer(far), (refused, "http://a.gov.cn/b.html".to_owned()));
        let circle = answer(vec![moved("/a.html"); 6]);
        let refused = Answer::Refused(Refusal::Redirects(5));
        assert_eq!(circle, (refused, "http://a.gov.cn/a.html".to_owned()));
        assert!(matches!(answer(vec![moved("http://b.com/")]).0, Answer::Refused(Refusal::Host(_))));
        let mut unchanged = exchange("http://a.gov.cn/", 304, "", "");
        unchanged.request = b"GET / HTTP/1.1\r\nif-none-match: \"x\"\r\n\r\n".to_vec();
        assert!(matches!(answer(vec![unchanged]).0, Answer::NotModified(_)));
        assert!(matches!(answer(vec![exchange("http://a.gov.cn/", 410, "", "")]).0, Answer::Missing));
        assert!(fetched(Vec::new(), &Permits::new(Vec::new()), 1).is_none());
    }
}
