//! The title element of a page in; the title of the document out, without the names of site and column around it.

use std::sync::LazyLock;

use regex::Match;
use regex::Regex;

use crate::extract::issuer;
use crate::extract::meta_tags::MetaTags;
use crate::extract::title::EMPTY;
use crate::extract::title::can_be;
use crate::extract::title::tidy;
use crate::extract::title_blanks;
use crate::extract::title_ends::ends;

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

static SEPARATOR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\s*(?:_+|[|｜]+|--+|——+|\s[-–—]\s|[-–—]|[>»«›‹]+|::)\s*"));
/// The name of a site in brackets or behind a dot, at either end of a title.
static SITE_BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    let site = r"\p{Han}{2,20}(?:人民政府|政府网|网站|信息网|公开网|政务网|门户)";
    pattern(&format!(r"^【{site}】|\s*[·•【]\s*{site}】?$"))
});
/// What the names of sites and columns end with.
pub(crate) static SITE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:网站?|门户|政府|平台|频道|专栏|栏目|首页|新闻|要闻|动态|公开|网站群|管委会|委员会|[局厅委办部]|在线|日报|报)$",
    )
});

/// Returns the title element without the names of site and column.
pub(crate) fn of_head(tags: &MetaTags) -> Option<String> {
    // Not tidied: blanks part banner, column and title.
    let head = SITE_BESIDE.replace(&tags.head_title, "").into_owned();
    let known = |part: &str| tags.site.as_deref() == Some(part) || tags.column.as_deref() == Some(part);
    let parts = parts(&head);
    let mut kept: &str = &head;
    // Names of sites stand last (or first, where the title says more).
    if parts.len() > 1 {
        let best = parts
            .iter()
            .filter(|part| !known(part))
            .max_by_key(|part| (ends(part), !SITE.is_match(part), part.chars().count()))?;
        kept = best;
        if let Some(front) = without_site(&parts) {
            kept = front;
        }
    } else if head.contains(' ') {
        kept = without_names_behind(&head);
        // Hanweb writes banner, column and title with blanks between.
        let last = last_part(kept);
        let before = kept[..kept.len() - last.len()].split_whitespace().count();
        if last.chars().count() >= 6 && (ends(last) || before > 1) {
            kept = last;
        }
    }
    let kept = tidy(kept);
    (can_be(&kept) && !(SITE.is_match(&kept) && kept.chars().count() < 12)).then_some(kept)
}

/// Returns what stands behind the last blank that parts more than two names of people.
fn last_part(title: &str) -> &str {
    let mut from = title.len();
    while let Some((front, _)) = title[..from].rsplit_once(' ') {
        from = front.len();
        if !title_blanks::parts_people(front, &title[from + 1..]) {
            return &title[from + 1..];
        }
    }
    title
}

/// Cuts off the names of sites and columns behind what can be a document's title and a blank: 某县…报告 某县人民政府.
fn without_names_behind(title: &str) -> &str {
    let mut kept = title.trim_end();
    while let Some((front, last)) = kept.rsplit_once(char::is_whitespace) {
        let is_name = EMPTY.contains(&last) || !ends(last) && (SITE.is_match(last) || issuer::is_organ(last));
        if !is_name || !ends(&tidy(front)) {
            break;
        }
        kept = front.trim_end();
    }
    kept
}

/// Returns the first of two parts where the last one is a site's name.
fn without_site<'a>(parts: &[&'a str]) -> Option<&'a str> {
    let [first, last] = parts else { return None };
    let is_title = !SITE.is_match(first) || ends(first);
    (SITE.is_match(last) && is_title && !first.is_empty()).then_some(first)
}

/// Parts the title element of a page where its template joined title, column and site; a dash that belongs to the title
/// parts nothing.
pub(crate) fn parts(head: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    let found: Vec<Match<'_>> = SEPARATOR.find_iter(head).collect();
    for (at, dash) in found.iter().enumerate() {
        let until = found.get(at + 1).map_or(head.len(), Match::start);
        if is_of_title(
            &head[from..dash.start()],
            dash.as_str(),
            &head[dash.end()..until],
            &head[dash.end()..],
        ) {
            continue;
        }
        parts.push(&head[from..dash.start()]);
        from = dash.end();
    }
    parts.push(&head[from..]);
    parts
}

/// Tells whether a dash belongs to the title: 2023—2024年度, 1-12月, COVID-19 and what stands in brackets, or a long one that
/// no site's name follows. `next` reaches as far as the next separator.
fn is_of_title(before: &str, dash: &str, next: &str, rest: &str) -> bool {
    let mark = dash.trim();
    if !mark.chars().all(|c| matches!(c, '-' | '–' | '—')) {
        return false;
    }
    let is_open = |opens: char, closes: char| {
        before.matches(opens).count() > before.matches(closes).count() && rest.contains(closes)
    };
    if [('（', '）'), ('(', ')'), ('《', '》'), ('“', '”'), ('【', '】')]
        .into_iter()
        .any(|(o, c)| is_open(o, c))
    {
        return true;
    }
    let (Some(left), Some(right)) = (before.chars().next_back(), rest.chars().next()) else { return false };
    if left.is_ascii_digit() && right.is_ascii_digit() {
        return true;
    }
    let is_spaced = dash.starts_with(char::is_whitespace) || dash.ends_with(char::is_whitespace);
    // The address of a site: …-CSDN.NET.
    let is_address = next.contains('.') && next.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    if is_spaced || is_address || names_site(next) || names_site(before) {
        return false;
    }
    let is_word = |c: char| c.is_ascii_alphanumeric();
    let ends_clause = !left.is_alphanumeric() && right.is_ascii_alphabetic();
    mark.starts_with("——") || (is_word(left) || is_word(right)) && !ends_clause
}

/// Tells whether a part is the name of a site or a column.
fn names_site(part: &str) -> bool {
    SITE.is_match(part) && !ends(part) && part.chars().count() < 20 && !part.contains("——")
}
