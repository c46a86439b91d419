//! What one fetch can come to, and every exchange with a server on the way there.

use std::fmt;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

use corpus::visit::Outcome;
use corpus::visit::Validators;
use jiff::Timestamp;
use url::Url;

use crate::body::Body;

/// One request and its response, as they go into the evidence.
///
/// The heads are written out again from the parsed headers: order and values are those of the wire, the letter case of
/// the names is not. Transfer and content encodings are already undone; see [`crate::archive`] for what that means there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The address that was asked.
    pub url: Url,
    /// When the answer was complete.
    pub at: Timestamp,
    /// Which address answered.
    pub peer: Option<IpAddr>,
    /// The request line and headers, ending in an empty line, followed by the form when one was posted.
    pub request: Vec<u8>,
    /// The HTTP status, 100 to 999.
    pub status: u16,
    /// The status line and headers, ending in an empty line.
    pub response_head: Vec<u8>,
    /// The payload with content and transfer encodings undone; empty when it was cut off for its size.
    pub body: Body,
    /// How many bytes the server sent before the answer was cut off for its size; none when it is whole.
    pub cut_after: Option<u64>,
}

/// The answer to one request with all exchanges that led to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// What came of it.
    pub answer: Answer,
    /// Redirects first, the exchange that the answer was read from last; empty when no server answered.
    pub exchanges: Vec<Exchange>,
    /// What else was asked on the way: robots.txt, and tries that failed. Evidence like the others.
    pub aside: Vec<Exchange>,
    /// The address that the answer belongs to: the asked one, or where redirects led.
    pub url: Url,
}

impl Fetched {
    /// The exchange that the answer was read from, if any server answered.
    pub fn last(&self) -> Option<&Exchange> {
        self.exchanges.last()
    }

    /// The decoded payload of the last exchange, or nothing.
    pub fn body(&self) -> Body {
        self.exchanges.last().map_or_else(Body::default, |exchange| exchange.body.clone())
    }

    /// Whether a page on the way sent us on by a meta refresh; redirects have other statuses.
    pub fn was_refreshed(&self) -> bool {
        was_refreshed(&self.exchanges)
    }

    /// Whether more than one page on the way did; an address that was met before may stand behind one.
    pub(crate) fn was_refreshed_twice(&self) -> bool {
        self.exchanges.iter().rev().skip(1).filter(|exchange| is_refresh(exchange)).count() > 1
    }

    /// The status of the last exchange, when a server answered.
    pub fn status(&self) -> Option<u16> {
        self.exchanges.last().map(|exchange| exchange.status)
    }
}

/// Whether a page before the last of these exchanges sent us on.
pub(crate) fn was_refreshed(exchanges: &[Exchange]) -> bool {
    let before = exchanges.split_last().map_or(&[][..], |(_, before)| before);
    before.iter().any(is_refresh)
}

/// Whether a page that was not the last one sent us on; redirects have other statuses.
fn is_refresh(before: &Exchange) -> bool {
    matches!(before.status, 200..=299)
}

/// What came of one fetch. None of these is an error of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A page or file with status 200 (or another 2xx) that does not look like a block.
    Page(Page),
    /// 304: the copy in the evidence still holds.
    NotModified(Validators),
    /// 404 or 410.
    Missing,
    /// The site does not want us here; never worked around.
    Blocked(Block),
    /// A failure that may pass: 5xx, 429, a timeout, DNS, a broken connection.
    Transient {
        /// What failed, for the operator.
        why: String,
        /// How long the server asked us to wait, as sent.
        retry_after: Option<Duration>,
    },
    /// The server speaks only TLS that is no longer safe.
    TlsUnsupported(String),
    /// The certificate is expired, for another name, or signed by nobody we know.
    TlsCertificate(String),
    /// The decoded answer is larger than the cap; the number is the cap in bytes.
    TooLarge(u64),
    /// We do not connect there, or the answer makes no sense: a permanent refusal with its reason.
    Refused(Refusal),
    /// This machine could not lay the answer aside; that says nothing about the site.
    Unkept(io::ErrorKind, String),
}

/// What a good answer says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The media type without parameters, in lower case; empty when the server sent none.
    pub media_type: String,
    /// The `Content-Type` as sent.
    pub content_type: Option<String>,
    /// What to ask with next time.
    pub validators: Validators,
}

/// How a site keeps us out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// robots.txt disallows the path.
    Robots,
    /// robots.txt could not be had from a living server, which counts as a full disallow.
    RobotsUnreachable(String),
    /// 412 with a script challenge.
    Challenge412,
    /// 521 with `__jsl_clearance`.
    Jsl521,
    /// 405 of a cloud shield.
    Shield405,
    /// A stub that computes the `acw_sc__v2` cookie.
    AcwSc,
    /// A stub that sets a cookie by script and loads itself again.
    CookieStub,
    /// A captcha.
    Captcha,
    /// 403 or 401.
    Forbidden,
    /// 451, or a page that says the region is not served.
    Geo,
}

impl fmt::Display for Block {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Block::Robots => out.write_str("robots.txt disallows it"),
            Block::RobotsUnreachable(why) => write!(out, "robots.txt cannot be read: {why}"),
            Block::Challenge412 => out.write_str("412 with a script challenge"),
            Block::Jsl521 => out.write_str("521 with a __jsl_clearance challenge"),
            Block::Shield405 => out.write_str("405 from a cloud shield"),
            Block::AcwSc => out.write_str("an acw_sc__v2 challenge"),
            Block::CookieStub => out.write_str("a script that sets a cookie and reloads"),
            Block::Captcha => out.write_str("a captcha"),
            Block::Forbidden => out.write_str("access is forbidden"),
            Block::Geo => out.write_str("the site does not serve this region"),
        }
    }
}

/// Why we do not go there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Neither http nor https.
    Scheme(String),
    /// The source does not list the host.
    Host(String),
    /// A private, loopback or otherwise not public address that the source does not list.
    Address(String),
    /// More redirects than allowed.
    Redirects(usize),
    /// A redirect without a usable target.
    BadRedirect(String),
    /// A public host, and no contact address is configured for the User-Agent.
    NoContact,
    /// A body in an encoding that was not asked for.
    Encoding(String),
    /// A status that no rule covers.
    Status(u16),
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Scheme(scheme) => write!(out, "the scheme {scheme} is not fetched"),
            Refusal::Host(host) => write!(out, "the source does not list the host {host}"),
            Refusal::Address(host) => write!(out, "{host} is not a public address"),
            Refusal::Redirects(count) => write!(out, "more than {count} redirects"),
            Refusal::BadRedirect(target) => write!(out, "a redirect to {target:?}"),
            Refusal::Encoding(encoding) => {
                write!(out, "the answer is encoded as {encoding:?}, which was not asked for")
            }
            Refusal::NoContact => out.write_str("no contact address is configured for public hosts"),
            Refusal::Status(status) => write!(out, "status {status}"),
        }
    }
}

impl Answer {
    /// The outcome to store, for the answers that the text of the page does not decide: none for a page.
    pub fn outcome(&self) -> Option<Outcome> {
        Some(match self {
            Answer::Page(_) => return None,
            Answer::NotModified(_) => Outcome::Unchanged,
            Answer::Missing => Outcome::Missing,
            Answer::Blocked(_) => Outcome::Blocked,
            Answer::Transient { .. } | Answer::Unkept(..) => Outcome::Transient,
            Answer::TlsUnsupported(_) => Outcome::TlsUnsupported,
            Answer::TlsCertificate(_) => Outcome::TlsCertificate,
            Answer::TooLarge(_) => Outcome::TooLarge,
            Answer::Refused(_) => Outcome::Refused,
        })
    }

    /// A sentence for the operator, when the outcome needs one.
    pub fn detail(&self) -> Option<String> {
        match self {
            Answer::Page(_) | Answer::NotModified(_) | Answer::Missing => None,
            Answer::Blocked(block) => Some(block.to_string()),
            Answer::Transient { why, .. } | Answer::TlsUnsupported(why) | Answer::TlsCertificate(why) => {
                Some(why.clone())
            }
            Answer::TooLarge(cap) => Some(format!("larger than {cap} bytes")),
            Answer::Refused(refusal) => Some(refusal.to_string()),
            Answer::Unkept(_, why) => Some(format!("its answer cannot be laid aside: {why}")),
        }
    }
}
