//! An address goes in; what its words and numbers say it is for comes out, whichever system wrote it.

use corpus::visit::Role;
use url::Url;

const FILES: [&str; 21] = [
    ".pdf", ".doc", ".docx", ".wps", ".ofd", ".rtf", ".txt", ".xls", ".xlsx", ".et", ".csv", ".ppt", ".pptx",
    ".zip", ".rar", ".7z", ".jpg", ".jpeg", ".png", ".gif", ".mp4",
];

/// Whether a path names a file that is no page.
pub(crate) fn has_file_name(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    FILES.iter().any(|ending| path.ends_with(ending))
}

/// Whether the last segment carries an article's key: four digits or more, or sixteen hex digits or more.
pub(crate) fn has_id(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or("");
    let stem = last.split('.').next().unwrap_or("");
    stem.split(['_', '-', '=']).any(is_id) || is_id(&stem.replace('-', ""))
}

fn is_id(part: &str) -> bool {
    let digits = part.bytes().all(|byte| byte.is_ascii_digit());
    let hex = part.bytes().all(|byte| byte.is_ascii_hexdigit());
    (digits && part.len() >= 4) || (hex && part.len() >= 16)
}

/// The role of an address that no known system writes, where its words or numbers show one.
pub(crate) fn plain_role(url: &Url) -> Option<Role> {
    let path = url.path().to_ascii_lowercase();
    if let Some(role) = role_of_query(url) {
        return Some(role);
    }
    let mut segments = path.split('/').rev();
    let last = segments.next().unwrap_or("");
    let stem = last.split('.').next().unwrap_or("");
    if last.is_empty() {
        return Some(Role::List);
    }
    let word = stem.split(['_', '-']).next().unwrap_or("");
    if matches!(word, "index" | "default" | "main") {
        let parent = segments.next().unwrap_or("");
        let above = segments.next().unwrap_or("");
        // `/niandubaogao/63384/index.htm` is an article; `/22560/22709/index.htm` is a column below a column.
        let is_article = stem == word && is_id(parent) && !above.bytes().all(|byte| byte.is_ascii_digit());
        return Some(if is_article { Role::Article } else { Role::List });
    }
    let listing =
        ["list", "channel", "column", "node", "col", "more", "lists", "category", "catalog", "tree"];
    if listing.contains(&word)
        || stem.ends_with("list")
        || path.contains("/column/")
        || path.contains("/list/")
    {
        return Some(Role::List);
    }
    let shows_one = |name: &str| SHOWING.iter().any(|showing| name.ends_with(showing));
    // `/show/12.html`; `/news/12.htm` is as likely the twelfth page of a column.
    let is_number = !stem.is_empty() && stem.bytes().all(|byte| byte.is_ascii_digit());
    let follows = segments.next().unwrap_or("");
    let is_keyed = matches!(follows, "id" | "aid") || shows_one(follows);
    if has_id(&path) || is_number && is_keyed {
        return Some(Role::Article);
    }
    let speaks_of_one = ["content", "doc", "info", "news"];
    if (speaks_of_one.contains(&word) || shows_one(word)) && stem != word {
        return Some(Role::Article);
    }
    None
}

/// What programs that show one article are called, or end with: `newsshow-12-345-1.html`.
const SHOWING: [&str; 5] = ["show", "view", "detail", "details", "article"];

/// What the keys of the query say: an article's key, or a column's.
fn role_of_query(url: &Url) -> Option<Role> {
    let mut role = None;
    for (key, _) in url.query_pairs() {
        let key = key.to_ascii_lowercase();
        let names_list =
            ["column", "channel", "cat", "tree", "type", "class", "site", "web", "dept", "unit", "node"];
        if !key.ends_with("id") && key != "guid" && key != "uuid" {
            continue;
        }
        if names_list.iter().any(|name| key.contains(name)) {
            role = role.or(Some(Role::List));
        } else if key != "sid" && key != "cid" && key != "pid" {
            role = Some(Role::Article);
        }
    }
    role
}
