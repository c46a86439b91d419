//! The pages of one list go in, one after the other; which to ask for next, and when to stop, come out.

use std::collections::HashSet;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;

use crate::address;
use crate::discover::Dialect;
use crate::discover::Link;
use crate::discover::ListRequest;
use crate::discover::Listing;

/// Where the paging of one list stands.
#[derive(Clone, Debug)]
pub struct Paging {
    cap: usize,
    /// Whether the list was begun at its first page for certain.
    begins_at_first: bool,
    asked: HashSet<String>,
    /// What each page listed, as a hash.
    pages: HashSet<u64>,
    /// What the last page listed, and how many rows the list had then, when its machinery counts them.
    last: Option<(Vec<String>, Option<u32>)>,
    /// Whether the last page was one that the list had pushed down.
    was_pushed_down: bool,
    links: HashSet<String>,
    is_first: bool,
    is_cut: bool,
}

/// What to do after a page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Pages to ask for, none of them asked for before.
    pub ask: Vec<ListRequest>,
    /// Links that no earlier page of the list had.
    pub fresh: Vec<Link>,
    /// Why this page leads no further, if it does not.
    pub ended: Option<End>,
    /// Whether this is the first page that names more pages than may be asked for.
    pub is_cut: bool,
}

/// Why a page of a list leads no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It names no page that was not asked for.
    Last,
    /// It lists nothing.
    Empty,
    /// It lists the same as an earlier page.
    Repeated,
    /// The cap of pages is reached.
    Cap,
    /// As many articles as the list says it has were seen.
    Total,
}

impl Paging {
    /// Starts with the first page; at most `cap` pages are asked for in all, the first included.
    pub fn new(first: &ListRequest, cap: usize) -> Self {
        let asked = HashSet::from([key(first)]);
        Paging {
            cap,
            begins_at_first: shows_no_number(first),
            asked,
            pages: HashSet::new(),
            last: None,
            was_pushed_down: false,
            links: HashSet::new(),
            is_first: true,
            is_cut: false,
        }
    }

    /// Takes one page's listing and says what comes next.
    ///
    /// Whether rows are old plays no part: a list may keep old rows on top of its new ones.
    pub fn follow(&mut self, listing: &Listing) -> Step {
        let is_first = std::mem::take(&mut self.is_first);
        let identities: Vec<String> = listing.links.iter().map(|link| address::identity(&link.url)).collect();
        // Only machinery counts its rows reliably; 共5条 in the text of a page may speak of anything.
        let counts =
            matches!(listing.dialect, Dialect::Jpage | Dialect::Jpaas | Dialect::Gkmlpt | Dialect::Epoint);
        let total = listing.total.filter(|_| counts);
        self.was_pushed_down = self.is_pushed_down(&identities, total);
        let is_repeated =
            !identities.is_empty() && !self.pages.insert(hash(&identities)) && !self.was_pushed_down;
        self.last = Some((identities.clone(), total));
        let rows = listing.links.iter().zip(identities);
        let fresh =
            rows.filter(|(_, identity)| self.links.insert(identity.clone())).map(|(link, _)| link.clone());
        let fresh: Vec<Link> = fresh.collect();
        // More rows than there are said to be show that the number is wrong.
        let is_complete = total.is_some_and(|total| self.links.len() == total as usize);
        // A first page may hold no rows and say where they are; an index of sitemaps never holds any.
        let may_be_empty = is_first || listing.dialect == Dialect::Sitemap;
        let ended = match () {
            () if is_repeated => Some(End::Repeated),
            () if listing.links.is_empty() && !may_be_empty => Some(End::Empty),
            () if is_complete => Some(End::Total),
            () => None,
        };
        if ended.is_some() {
            return Step { ask: Vec::new(), fresh, ended, is_cut: false };
        }
        let (ask, ended) = self.ask(listing);
        let is_cut = ended == Some(End::Cap) && !std::mem::replace(&mut self.is_cut, true);
        Step { ask, fresh, ended, is_cut }
    }

    /// Whether a page shows the rows of the last one because the list grew by just a page meanwhile: what is behind it has not
    /// been seen then. Where nothing counts the rows, a list that has shown two different pages gets the benefit of the
    /// doubt, once: one that answers every page number with the same rows would go on without end.
    fn is_pushed_down(&self, identities: &[String], total: Option<u32>) -> bool {
        let Some((rows, before)) = &self.last else { return false };
        if identities.is_empty() || rows != identities || self.was_pushed_down {
            return false;
        }
        match (before, total) {
            (Some(before), Some(total)) => total > *before,
            _ => self.pages.len() > 1,
        }
    }

    fn ask(&mut self, listing: &Listing) -> (Vec<ListRequest>, Option<End>) {
        let mut ask = Vec::new();
        // Later pages may call the first one `list_1.html` that the list was begun with as `list.html`: it comes last, and need not
        // be asked for again.
        let first = listing.first_page.as_ref().filter(|_| self.begins_at_first);
        let is_first = |request: &&ListRequest| Some(*request) == first;
        let others = listing.next.iter().filter(|request| !is_first(request));
        for request in others.chain(listing.next.iter().filter(is_first)) {
            let key = key(request);
            if self.asked.contains(&key) {
                continue;
            }
            if self.asked.len() >= self.cap {
                if is_first(&request) {
                    break;
                }
                return (ask, Some(End::Cap));
            }
            self.asked.insert(key);
            ask.push(request.clone());
        }
        let ended = ask.is_empty().then_some(End::Last);
        (ask, ended)
    }
}

/// Whether no part of an address that may number pages holds a number: then it is that of a first page.
fn shows_no_number(request: &ListRequest) -> bool {
    let name = request.url.path().rsplit('/').next().unwrap_or_default();
    let parts = [name, request.url.query().unwrap_or_default()];
    request.form.is_none() && !parts.iter().any(|part| part.contains(|c: char| c.is_ascii_digit()))
}

fn key(request: &ListRequest) -> String {
    match &request.form {
        Some(form) => format!("{} {form:?}", address::identity(&request.url)),
        None => address::identity(&request.url),
    }
}

fn hash(identities: &[String]) -> u64 {
    let mut sorted: Vec<&String> = identities.iter().collect();
    sorted.sort_unstable();
    let mut hasher = DefaultHasher::new();
    sorted.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    fn request(path: &str) -> ListRequest {
        ListRequest::get(Url::parse("http://a.gov.cn").unwrap().join(path).unwrap())
    }

    fn listing(links: &[u32], next: &[&str]) -> Listing {
        let link = |n: &u32| Link {
            url: request(&format!("/info/1/{n}.htm")).url,
            title: n.to_string(),
            date: None,
        };
        let next = next.iter().map(|path| request(path)).collect();
        Listing { links: links.iter().map(link).collect(), next, ..Listing::default() }
    }

    fn paging(cap: usize) -> Paging {
        Paging::new(&request("/x/"), cap)
    }

    #[track_caller]
    fn check(step: &Step, asked: usize, fresh: usize, ended: Option<End>) {
        assert_eq!((step.ask.len(), step.fresh.len(), step.ended), (asked, fresh, ended));
    }

    #[test]
    fn no_page_is_asked_for_twice() {
        let mut paging = paging(100);
        check(&paging.follow(&listing(&[1, 2], &["/x/2", "/x/3", "/x/index.html"])), 2, 2, None);
        check(&paging.follow(&listing(&[3], &["/x/2", "/x/3", "/x/"])), 0, 1, Some(End::Last));
    }

    #[test]
    fn a_repeated_page_ends_paging() {
        let mut paging = paging(100);
        paging.follow(&listing(&[1, 2], &["/x?page=2"]));
        check(&paging.follow(&listing(&[2, 1], &["/x?page=3"])), 0, 0, Some(End::Repeated));
    }

    #[test]
    fn rows_that_stay_on_top_end_nothing() {
        let mut paging = paging(100);
        paging.follow(&listing(&[9, 1, 2], &["/x?page=2"]));
        check(&paging.follow(&listing(&[9, 3, 4], &["/x?page=3"])), 1, 2, None);
        check(&paging.follow(&listing(&[9, 3], &["/x?page=4"])), 1, 0, None);
    }

    #[test]
    fn a_list_that_grows_by_a_page_while_it_is_read_is_read_to_its_end() {
        let mut plain = paging(100);
        plain.follow(&listing(&[1, 2], &["/x?page=2"]));
        check(&plain.follow(&listing(&[3, 4], &["/x?page=3"])), 1, 2, None);
        check(&plain.follow(&listing(&[3, 4], &["/x?page=4"])), 1, 0, None);
        check(&plain.follow(&listing(&[5, 6], &["/x?page=5"])), 1, 2, None);
        let counted = |links, next, total| Listing {
            total: Some(total),
            dialect: Dialect::Gkmlpt,
            ..listing(links, &[next])
        };
        let mut grows = paging(100);
        grows.follow(&counted(&[1, 2], "/x?page=2", 4));
        check(&grows.follow(&counted(&[1, 2], "/x?page=3", 6)), 1, 0, None);
        check(&grows.follow(&counted(&[3, 4], "/x?page=4", 6)), 1, 2, None);
        let mut stays = paging(100);
        stays.follow(&counted(&[1, 2], "/x?page=2", 9));
        stays.follow(&counted(&[3, 4], "/x?page=3", 9));
        check(&stays.follow(&counted(&[3, 4], "/x?page=4", 9)), 0, 0, Some(End::Repeated));
    }

    #[test]
    fn a_list_that_repeats_its_last_page_without_end_is_left() {
        let mut paging = paging(100);
        paging.follow(&listing(&[1, 2], &["/x?page=2"]));
        paging.follow(&listing(&[3, 4], &["/x?page=3"]));
        check(&paging.follow(&listing(&[3, 4], &["/x?page=4"])), 1, 0, None);
        check(&paging.follow(&listing(&[3, 4], &["/x?page=5"])), 0, 0, Some(End::Repeated));
    }

    #[test]
    fn an_empty_page_ends_paging_but_not_at_the_start() {
        let mut paging = paging(100);
        check(&paging.follow(&listing(&[], &["/unit?page=1"])), 1, 0, None);
        check(&paging.follow(&listing(&[], &["/unit?page=2"])), 0, 0, Some(End::Empty));
    }

    #[test]
    fn the_cap_ends_paging() {
        let mut paging = paging(3);
        let step = paging.follow(&listing(&[1], &["/x/2", "/x/3", "/x/4"]));
        check(&step, 2, 1, Some(End::Cap));
        assert!(step.is_cut);
        let step = paging.follow(&listing(&[2], &["/x/3", "/x/4", "/x/5"]));
        assert_eq!((step.ended, step.is_cut), (Some(End::Cap), false), "it is told once");
    }

    #[test]
    fn a_list_is_not_cut_where_only_its_first_page_is_called_by_another_name() {
        let names_first = |links: &[u32], next: &[&str]| Listing {
            first_page: Some(request("/x/list_1.html")),
            ..listing(links, next)
        };
        let begun = |path: &str| {
            let mut paging = Paging::new(&request(path), 2);
            check(&paging.follow(&listing(&[1], &["/x/list_2.html"])), 1, 1, None);
            paging
        };
        for path in ["/x/", "/x/list.html", "/x/index.html"] {
            let step = begun(path).follow(&names_first(&[2], &["/x/list_1.html"]));
            check(&step, 0, 1, Some(End::Last));
            assert!(!step.is_cut, "{path}");
            let step = begun(path).follow(&names_first(&[2], &["/x/list_1.html", "/x/list_3.html"]));
            check(&step, 0, 1, Some(End::Cap));
            assert!(step.is_cut, "{path}: there is a third page");
        }
        for path in ["/x/list_3.html", "/x/list.jsp?page=3"] {
            let step = begun(path).follow(&names_first(&[2], &["/x/list_1.html"]));
            assert!(step.is_cut, "{path}: page 1 was not read");
        }
        let mut wide = Paging::new(&request("/x/list.html"), 3);
        wide.follow(&listing(&[1], &["/x/list_2.html"]));
        let step = wide.follow(&names_first(&[2], &["/x/list_1.html", "/x/list_3.html"]));
        assert_eq!(step.ask, [request("/x/list_3.html")], "what was not read comes first");
        assert!(!step.is_cut);
    }

    #[test]
    fn the_total_ends_paging_where_machinery_counts() {
        let (mut counted, mut spoken) = (paging(100), paging(100));
        let page = Listing { total: Some(2), ..listing(&[1, 2], &["/x/2"]) };
        check(&counted.follow(&Listing { dialect: Dialect::Jpage, ..page.clone() }), 0, 2, Some(End::Total));
        check(&spoken.follow(&page), 1, 2, None);
        let wrong = Listing { total: Some(1), dialect: Dialect::Gkmlpt, ..page };
        check(&paging(100).follow(&wrong), 1, 2, None);
    }

    #[test]
    fn forms_tell_requests_apart() {
        let mut paging = paging(100);
        let form = |n: &str| Some(vec![("page".to_owned(), n.to_owned())]);
        let next = ["1", "2", "1"].map(|n| ListRequest { form: form(n), ..request("/x/") }).to_vec();
        check(&paging.follow(&Listing { next, ..listing(&[1], &[]) }), 2, 1, None);
    }
}
