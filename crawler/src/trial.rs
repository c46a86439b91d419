//! A source tried out: its lists and a few articles fetched and read; nothing is kept.

use corpus::document::Document;
use corpus::visit::Role;
use corpus::visit::Validators;
use url::Url;

use crate::address;
use crate::attempt::attempt;
use crate::config::Config;
use crate::crawl::fetch_settings;
use crate::discover;
use crate::discover::Dialect;
use crate::discover::Elsewhere;
use crate::discover::Link;
use crate::discover::ListPage;
use crate::discover::ListRequest;
use crate::discover::Listing;
use crate::error::Error;
use crate::extract;
use crate::extract::Extracted;
use crate::fetch::Answer;
use crate::fetch::Fetched;
use crate::fetch::Fetcher;
use crate::fetch::Permits;
use crate::fetch::Request;
use crate::fetch::Surroundings;
use crate::files::Workshop;
use crate::notice;
use crate::payload::Payload;
use crate::reading;
use crate::reading::File;
use crate::reading::Reading;
use crate::source::Source;
use crate::source::StartUrl;

/// The most files beside a page that are fetched to try it.
const FILES: usize = 5;

/// An article names fewer others beside its text.
const FEW: usize = 3;

/// How many pages of columns are looked into for the articles of a list that only leads on.
const LEVELS: usize = 3;

/// What trying a source showed.
#[derive(Debug)]
pub struct Trial {
    /// One for each start page.
    pub lists: Vec<TriedList>,
    /// The first articles of the lists.
    pub articles: Vec<TriedArticle>,
}

/// A start page that was tried.
#[derive(Debug)]
pub struct TriedList {
    /// The address.
    pub url: String,
    /// What it lists, or why it could not be had.
    pub came: Result<Listed, String>,
}

/// What a list page names.
#[derive(Debug)]
pub struct Listed {
    /// How the list is built.
    pub dialect: Dialect,
    /// The articles of the page, or of the first further one where the start page lists none itself.
    pub links: Vec<Link>,
    /// That further page.
    pub beyond: Option<String>,
    /// How many articles the whole list has, when the page says so.
    pub total: Option<u32>,
    /// How many further pages it names.
    pub further: usize,
    /// How many links of the page a crawl does not read, because there are more than are read from one page.
    pub left_out: usize,
    /// Where its rows lead besides, though the source does not go there.
    pub elsewhere: Vec<Elsewhere>,
    /// Lists below it, when it is a navigation page.
    pub columns: Vec<Url>,
    /// The title of the page.
    pub title: Option<String>,
    /// Whether it is an article by its address, or by its text where it names no list worth the name.
    pub is_article: bool,
}

/// An article that was tried.
#[derive(Debug)]
pub struct TriedArticle {
    /// The address.
    pub url: String,
    /// What was read from it, or why it could not be had.
    pub came: Result<Box<Document>, String>,
    /// The files that it links to.
    pub attachments: Vec<String>,
}

/// Tries a source: every start page, and the first `articles` articles that they list. Nothing is kept; robots.txt and
/// pace are obeyed as in a crawl.
///
/// # Errors
/// `NoContact` and `ExampleContact` for a public host, `Fetch` when the HTTP client cannot be made.
pub async fn run(
    source: &Source,
    config: &Config,
    surroundings: Surroundings,
    workshop: &Workshop,
    articles: usize,
) -> Result<Trial, Error> {
    let fetcher = fetcher(source, config, surroundings)?;
    let permits = source.permits();
    let mut trial = Trial { lists: Vec::new(), articles: Vec::new() };
    let mut wanted: Vec<Link> = Vec::new();
    for start in &source.start {
        let list = try_list(&fetcher, &permits, source, start.url()).await;
        if let Ok(listed) = &list.came {
            wanted.extend(listed.links.iter().filter(|link| permits.lists(&link.url)).cloned());
        }
        trial.lists.push(list);
    }
    for link in wanted.iter().take(articles) {
        trial.articles.push(try_article(&fetcher, &permits, (source, workshop), link).await);
    }
    Ok(trial)
}

/// Fetches the start page of a source and reads it as one article, with the files beside it when it has no text of its own.
/// Nothing is kept; robots.txt and pace are obeyed as in a crawl.
///
/// # Errors
/// `NoContact` and `ExampleContact` for a public host, `Fetch` when the HTTP client cannot be made.
pub async fn article(
    source: &Source,
    config: &Config,
    surroundings: Surroundings,
    workshop: &Workshop,
) -> Result<Result<Box<Extracted>, String>, Error> {
    let fetcher = fetcher(source, config, surroundings)?;
    let permits = source.permits();
    let Some(url) = source.start.first().map(StartUrl::url) else {
        return Ok(Err("the source has no start page".into()));
    };
    let link = Link { url: url.clone(), title: String::new(), date: None };
    Ok(read_article(&fetcher, &permits, (source, workshop), &link).await.map(Box::new))
}

/// Reads an article as a crawl does, a file that a list names among them.
async fn read_article(
    fetcher: &Fetcher,
    permits: &Permits,
    (source, workshop): (&Source, &Workshop),
    link: &Link,
) -> Result<Extracted, String> {
    let page = fetch_bytes(fetcher, permits, &ListRequest::get(link.url.clone())).await?;
    let label = Some(link.title.as_str()).filter(|title| !title.is_empty());
    let reading = Reading::new(source, workshop, &page.fetched.url, label, link.date);
    let extracted = reading.read(&page.payload()).map_err(|err| err.to_string())?;
    if let Some(said) = &extracted.signals.broken {
        return Err(broke_off(said));
    }
    if reading::has_own_text(&extracted) || extracted.attachments.is_empty() {
        return Ok(extracted);
    }
    let mut files = Vec::new();
    for link in extracted.attachments.iter().take(FILES) {
        let Some(url) = Url::parse(&link.url).ok().filter(|url| permits.lists(url)) else { continue };
        let key = address::identity(&url);
        let (body, trouble) = match fetch_bytes(fetcher, permits, &ListRequest::get(url)).await {
            Ok(file) => (Some(file.fetched.body()), String::new()),
            Err(why) => (None, why),
        };
        let name = link.name.clone();
        files.push(File { key, name, visit: 0, body, held: None, sha256: None, is_repeated: false, trouble });
    }
    Ok(reading.take_texts(extracted, &files).0)
}

fn fetcher(source: &Source, config: &Config, surroundings: Surroundings) -> Result<Fetcher, Error> {
    config.refuse_without_contact(source)?;
    Ok(Fetcher::new(fetch_settings(config), surroundings)?)
}

/// What came from an address.
struct Came {
    fetched: Fetched,
    content_type: Option<String>,
    media_type: String,
}

impl Came {
    fn payload(&self) -> Payload {
        Payload { body: self.fetched.body(), content_type: self.content_type.clone() }
    }
}

async fn fetch_bytes(fetcher: &Fetcher, permits: &Permits, request: &ListRequest) -> Result<Came, String> {
    let ListRequest { url, form } = request.clone();
    let request = Request { url, form, validators: Validators::default() };
    let fetched = fetcher.fetch(&request, permits).await;
    match &fetched.answer {
        Answer::Page(page) => {
            let (content_type, media_type) = (page.content_type.clone(), page.media_type.clone());
            Ok(Came { fetched, content_type, media_type })
        }
        Answer::Missing => Err("404 or 410: there is no such page".into()),
        other => Err(other.detail().unwrap_or_else(|| "no page".into())),
    }
}

async fn try_list(fetcher: &Fetcher, permits: &Permits, source: &Source, url: &Url) -> TriedList {
    let start = ListRequest::get(url.clone());
    let came = match fetch_list(fetcher, permits, source, &start).await {
        Ok((listing, text, elsewhere)) => {
            let mut next = beyond(&listing).filter(|request| permits.lists(&request.url));
            let mut listed = Listed { elsewhere, ..listed(listing, url, &text) };
            for _ in 0..LEVELS {
                let Some(request) = next.take() else { break };
                let Ok((further, _, elsewhere)) = fetch_list(fetcher, permits, source, &request).await else {
                    break;
                };
                next = beyond(&further).filter(|request| permits.lists(&request.url));
                next = next.filter(|request| request.url.path().len() > 1 && leads_on(&further));
                // The pages of a list in a frame are those of the frame.
                if listed.further == 0 && listed.columns.len() == 1 {
                    listed.further = further.next.len();
                }
                (listed.links, listed.total) = (further.links, further.total.or(listed.total));
                listed.left_out += further.left_out;
                if listed.elsewhere.is_empty() {
                    listed.elsewhere = elsewhere;
                }
                listed.beyond = Some(request.url.to_string());
            }
            Ok(listed)
        }
        Err(why) => Err(why),
    };
    TriedList { url: url.to_string(), came }
}

async fn fetch_list(
    fetcher: &Fetcher,
    permits: &Permits,
    source: &Source,
    request: &ListRequest,
) -> Result<(Listing, String, Vec<Elsewhere>), String> {
    let came = fetch_bytes(fetcher, permits, request).await?;
    let text = came.payload().text().map_err(|err| err.to_string())?;
    let url = &discover::with_categories(came.fetched.url.clone(), std::iter::once(&request.url));
    let (form, media_type) = (request.form.as_deref(), &came.media_type);
    let read = |text| {
        let page = ListPage { url, form, text, media_type, permits: Some(permits) };
        let selectors = source.selectors.as_ref();
        (discover::list(&page, selectors), discover::elsewhere(&page, selectors))
    };
    let (listing, elsewhere) = attempt(url, &text, read).map_err(|said| broke_off(&said))?;
    Ok((listing, text, elsewhere))
}

/// What is said of a page on which the reading broke off; a crawl says the same and goes on.
fn broke_off(said: &str) -> String {
    format!("reading the page broke off: {said}")
}

/// Where the articles of a page may be that lists none itself: an index of sitemaps, a page whose script asks for its rows, a
/// page of columns.
fn beyond(listing: &Listing) -> Option<ListRequest> {
    if !listing.links.is_empty() {
        return None;
    }
    let column = || listing.columns.first().cloned().map(ListRequest::get);
    listing.next.first().cloned().or_else(column)
}

/// Whether the articles of a list may be further on yet: those of an index are, of other lists only where no page follows.
fn leads_on(listing: &Listing) -> bool {
    listing.next.is_empty() || listing.dialect == Dialect::Sitemap
}

fn listed(listing: Listing, url: &Url, text: &str) -> Listed {
    // Data has no title that a reader would see.
    let is_page = text.trim_start_matches('\u{FEFF}').trim_start().starts_with('<')
        && !matches!(listing.dialect, Dialect::Sitemap | Dialect::Feed);
    let read = |html| extract::html(&extract::Page { url: url.as_str(), html, ..extract::Page::default() });
    let page = is_page.then(|| attempt(url, text, read).ok()).flatten();
    let facts = address::family(url);
    let is_article = match facts.role {
        Role::Article if facts.is_sure => true,
        Role::List if facts.is_sure => false,
        _ => listing.links.len() < FEW && page.as_ref().is_some_and(reading::has_own_text),
    };
    Listed {
        title: page.map(|page| page.document.title).filter(|title| !title.is_empty()),
        is_article: is_page && listing.next.is_empty() && is_article,
        dialect: listing.dialect,
        total: listing.total,
        further: listing.next.len(),
        left_out: listing.left_out,
        elsewhere: Vec::new(),
        columns: listing.columns,
        links: listing.links,
        beyond: None,
    }
}

async fn try_article(
    fetcher: &Fetcher,
    permits: &Permits,
    (source, workshop): (&Source, &Workshop),
    link: &Link,
) -> TriedArticle {
    let mut attachments = Vec::new();
    let came = read_article(fetcher, permits, (source, workshop), link).await.and_then(|extracted| {
        if let Some((outcome, detail)) = notice::no_article(&extracted) {
            return Err(format!("{}: {detail}", outcome.key()));
        }
        attachments = extracted.attachments.into_iter().map(|file| file.name).collect();
        Ok(Box::new(extracted.document))
    });
    TriedArticle { url: link.url.to_string(), came, attachments }
}
