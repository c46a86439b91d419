//! Links to the other pages of a result: where the reader is and how much there is in, links out.

use crate::language::Phrases;
use crate::pages::Link;

/// How many page numbers are shown on each side of the current one.
const AROUND: u64 = 2;

/// Returns links to the previous page, to some pages by number and to the next; none when all is on one page.
///
/// `href` writes the address of the page that passes over so many results.
pub(crate) fn links(
    t: &Phrases,
    total: u64,
    limit: usize,
    offset: usize,
    href: impl Fn(usize) -> String,
) -> Vec<Link> {
    let limit = limit.max(1) as u64;
    let pages = total.div_ceil(limit);
    let here = offset as u64 / limit;
    if pages <= 1 {
        return Vec::new();
    }
    let to = |page: u64| href((page * limit) as usize);
    let mut links = Vec::new();
    if here > 0 {
        let previous = (here - 1).min(pages - 1);
        links.push(Link { rel: "prev", ..Link::new(to(previous), t.previous) });
    }
    let mut last_shown = None;
    for page in numbers(here, pages) {
        if last_shown.is_some_and(|last| last + 1 < page) {
            links.push(Link { is_here: false, ..Link::new("", "…") });
        }
        last_shown = Some(page);
        links.push(Link { is_here: page == here, ..Link::new(to(page), (page + 1).to_string()) });
    }
    if here + 1 < pages {
        links.push(Link { rel: "next", ..Link::new(to(here + 1), t.next) });
    }
    links
}

fn numbers(here: u64, pages: u64) -> impl Iterator<Item = u64> {
    let here = here.min(pages - 1);
    let from = here.saturating_sub(AROUND);
    let to = (here + AROUND + 1).min(pages);
    let first = (from > 0).then_some(0);
    let last = (to < pages).then_some(pages - 1);
    first.into_iter().chain(from..to).chain(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[track_caller]
    fn check(total: u64, limit: usize, offset: usize, expected: &str) {
        let t = Language::English.phrases();
        let written: Vec<String> = links(t, total, limit, offset, |offset| offset.to_string())
            .into_iter()
            .map(|link| match link.is_here {
                true => format!("[{}]", link.label),
                false => format!("{}:{}", link.label, link.href),
            })
            .collect();
        assert_eq!(written.join(" "), expected);
    }

    #[test]
    fn pages_around_the_current_one_are_linked() {
        check(10, 10, 0, "");
        check(0, 10, 0, "");
        check(11, 10, 0, "[1] 2:10 Next:10");
        check(11, 10, 10, "Previous:0 1:0 [2]");
        check(100, 10, 50, "Previous:40 1:0 …: 4:30 5:40 [6] 7:60 8:70 …: 10:90 Next:60");
    }

    #[test]
    fn a_place_past_the_end_leads_back_to_the_last_page() {
        check(11, 10, 500, "Previous:10 1:0 2:10");
        check(25, 10, 500, "Previous:20 1:0 2:10 3:20");
    }
}
