//! What a feed follows in; the latest changes of the documents that it is about out.

use corpus::document::DocumentId;
use corpus::gazetteer;
use corpus::store::Change;
use corpus::store::Store;
use corpus::store::Stored;
use index::search::Among;
use index::search::Relaxed;

use crate::Error;
use crate::app::Reader;
use crate::news;
use crate::news::News;
use crate::params::FeedParams;

/// How many changes are looked at for one feed; what lies further back has been read long ago.
const FURTHEST: usize = 5_000;

/// Changes looked at together.
const BATCH: usize = 250;

/// The changes that a feed tells of, newest first.
#[derive(Default)]
pub(super) struct Picked {
    pub(super) news: Vec<News>,
    /// Present when nothing matched all words of the query and any word was accepted.
    pub(super) relaxed: Option<Relaxed>,
}

/// Returns up to `most` changes.
pub(super) fn newest(
    reader: &Reader,
    store: &Store,
    params: &FeedParams,
    most: usize,
) -> Result<Picked, Error> {
    let mut picked = Picked::default();
    let mut before = None;
    for _ in 0..FURTHEST / BATCH {
        let page = news::newest(store, before, BATCH)?;
        let matching = matching(reader, params, &page.changes)?;
        picked.relaxed = matching.relaxed;
        for (change, matches) in page.changes.into_iter().zip(matching.found) {
            if let Some(news) = about(store, params, change, matches)? {
                picked.news.push(news);
                if picked.news.len() == most {
                    return Ok(picked);
                }
            }
        }
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    Ok(picked)
}

/// Asks the index which of the documents match; what is not asked for matches everything.
fn matching(reader: &Reader, params: &FeedParams, changes: &[Change]) -> Result<Among, Error> {
    if params.search.is_blank() {
        return Ok(Among { found: vec![true; changes.len()], relaxed: None });
    }
    let request = params.search.request(0)?;
    let ids: Vec<DocumentId> = changes.iter().map(|change| change.document.clone()).collect();
    reader.ask(|index| index.among(&request, &ids))
}

/// Returns the change when the feed is about its document. The index does not hold what is gone: then the record
/// decides, and only for a feed without words, because the text is gone too.
fn about(store: &Store, params: &FeedParams, change: Change, matches: bool) -> Result<Option<News>, Error> {
    if !matches && !params.search.query.is_empty() {
        return Ok(None);
    }
    if let Some(name) = &params.source
        && !store.addresses(&change.document)?.iter().any(|address| address.source == *name)
    {
        return Ok(None);
    }
    let Some(news) = news::told(store, change)? else { return Ok(None) };
    Ok((matches || news.stored.is_gone && is_of(params, &news.stored)).then_some(news))
}

fn is_of(params: &FeedParams, stored: &Stored) -> bool {
    let document = &stored.document;
    let search = &params.search;
    search.kind.is_none_or(|kind| document.kind == kind)
        && search.years.is_none_or(|years| {
            let (first, last) = years.bounds();
            document.report_year.is_some_and(|year| year.start <= last && year.end >= first)
        })
        && search.section.is_none()
        && search
            .region
            .as_ref()
            .is_none_or(|region| document.place.as_ref().is_some_and(|place| lies_in(&place.path, region)))
}

/// Tells whether a place lies in a region as a reader writes it; names that the gazetteer does not know stand in their order,
/// short or in full.
fn lies_in(path: &[String], region: &str) -> bool {
    let meant = gazetteer::find(region);
    if !meant.is_empty() {
        return meant.iter().any(|place| path.starts_with(&place.path));
    }
    let mut names = path.iter();
    region.split('/').filter(|name| !name.trim().is_empty()).all(|name| {
        let name = name.trim();
        names.any(|known| known.starts_with(name))
    })
}

#[cfg(test)]
mod tests {
    use super::lies_in;

    #[test]
    fn a_gone_document_still_belongs_to_its_place() {
        let path: Vec<String> = ["四川省", "绵阳市", "涪城区"].map(str::to_owned).into();
        for (region, expected) in [
            ("四川", true),
            ("四川省/绵阳市", true),
            ("四川/涪城", true),
            ("绵阳/四川", false),
            ("浙江", false),
            ("510700", true),
            ("510000", true),
            ("330000", false),
            ("綿陽", true),
            ("四川省绵阳市", true),
            ("四川/火星", false),
        ] {
            assert_eq!(lies_in(&path, region), expected, "{region}");
        }
    }
}
