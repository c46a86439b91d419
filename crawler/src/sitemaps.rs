//! A start page in; the sitemaps that the robots.txt of its site names out, where its source goes by them.

use corpus::store::Target;
use url::Url;

use crate::address;
use crate::discover::Dialect;
use crate::discover::Listing;
use crate::discover::is_in_folder_of;
use crate::errand::Asks;
use crate::errand::Errand;
use crate::error::Error;

/// Returns the sitemaps to look into besides: where a recipe begins at the sitemap of a whole site, all of them; where its start
/// page lists nothing, those that lie below it. A list that is empty for once must not bring in a whole site, so a source that
/// has given documents without them goes on without them.
pub(crate) async fn of(
    errand: &Errand<'_>,
    target: &Target,
    page: &Url,
    listing: &Listing,
) -> Result<Vec<Url>, Error> {
    let is_for_site = listing.dialect == Dialect::Sitemap && is_of_whole_site(page);
    let is_bare = listing.links.is_empty() && listing.next.is_empty() && listing.columns.is_empty();
    if !is_for_site && (!is_bare || listing.says_empty) {
        return Ok(Vec::new());
    }
    // When a crawl is built again from its evidence, its lists are played one by one whoever named them.
    let Asks::Sites(fetcher) = errand.asks else { return Ok(Vec::new()) };
    let mut named = fetcher.sitemaps(page, errand.permits).await;
    named.retain(|sitemap| {
        errand.permits.lists(sitemap)
            && is_in_folder_of(page, sitemap)
            && address::identity(sitemap) != target.key
    });
    if named.is_empty() || is_for_site {
        return Ok(named);
    }
    let source = errand.source.name.as_str().to_owned();
    let keys: Vec<String> = named.iter().map(address::identity).collect();
    let goes_by_them = errand.clerk.ask(move |desk| {
        let mut goes_by_them = !desk.store.has_given(&source)?;
        for key in keys {
            goes_by_them |= desk.store.was_visited_for(&source, &key)?;
        }
        Ok(goes_by_them)
    });
    Ok(if goes_by_them.await? { named } else { Vec::new() })
}

/// Whether an address is one of those by which the sitemap of a whole site goes.
fn is_of_whole_site(url: &Url) -> bool {
    let name = url.path().trim_start_matches('/').to_ascii_lowercase();
    let stem = name.split('.').next().unwrap_or_default();
    matches!(stem, "sitemap" | "sitemap_index" | "sitemap-index" | "sitemapindex")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sitemap_of_a_whole_site_has_few_names() {
        let check = |path: &str, expected: bool| {
            let url = Url::parse("http://a.gov.cn").unwrap().join(path).unwrap();
            assert_eq!(is_of_whole_site(&url), expected, "{path}");
        };
        for path in ["/sitemap.xml", "/sitemap.xml.gz", "/Sitemap_index.xml", "/sitemap.txt"] {
            check(path, true);
        }
        for path in ["/fz/sitemap.xml", "/sitemap_fz.xml", "/sitemap-2.xml", "/"] {
            check(path, false);
        }
    }
}
