//! A page and what it shows in; what it is besides a document, out.

use crate::extract::Instead;
use crate::extract::Signals;
use crate::extract::challenge;
use crate::extract::container::Body;
use crate::extract::instead;
use crate::extract::lines::Line;
use crate::extract::links;
use crate::extract::login;
use crate::extract::missing;
use crate::extract::outage;
use crate::extract::put_up::Shown;
use crate::extract::server_error;
use crate::extract::tag::Tag;
use crate::extract::tree::NodeId;
use crate::extract::tree::Tree;

/// How much a page shows, in characters, that is not only there to send its readers on.
const NOTHING: usize = 20;

/// The longest page, in bytes, that is only there to tell its readers something by a script.
const SCRIPT: usize = 4096;

/// A page as it was written.
pub(crate) struct Written<'a> {
    pub(crate) url: &'a str,
    pub(crate) html: &'a str,
    pub(crate) tree: &'a Tree<'a>,
    /// What its head calls it.
    pub(crate) head_title: &'a str,
    /// Where its text stands.
    pub(crate) body: Option<&'a Body>,
}

/// Reads what a page is besides a document.
pub(crate) fn read(page: &Written<'_>, shown: &Shown<'_>) -> Signals {
    let said: usize = shown.lines.iter().map(|line| line.chars).sum();
    let for_readers_without_scripts =
        || (said < NOTHING).then(|| links::refresh_without_scripts(page.tree, page.url)).flatten();
    let login = login::is_login(page.tree, page.body, shown);
    let refresh = links::refresh(page.tree, page.url).or_else(for_readers_without_scripts);
    Signals {
        soft_not_found: missing::is_missing(page.head_title, page.html, shown),
        out_of_order: outage::is_out_of_order(shown),
        challenge: challenge::is_challenge(page.tree, page.head_title, shown),
        login,
        instead: instead_of(page.html, shown).or_else(|| server_error::of(page.head_title, page.html, shown)),
        has_own: shown.has_frame() || challenge::says_something(shown),
        promised: shown.listed_title().is_some() || shown.is_dated && shown.is_framed,
        shell: said < NOTHING && !login && refresh.is_none() && is_shell(page, shown),
        refresh,
        navigation_only: is_navigation(shown.lines),
        broken: None,
    }
}

/// Reads what a program says in place of a text: as the text, as all that is shown where none was read, or by a script where nothing
/// is shown.
fn instead_of(html: &str, shown: &Shown<'_>) -> Option<Instead> {
    let is_titled_so = shown
        .listed_title()
        .is_some_and(|title| challenge::is_about(title, shown.text) || shown.says_what_it_is_called(title));
    if !shown.files.is_empty() || is_titled_so {
        return None;
    }
    if !shown.text.trim().is_empty() || shown.is_dated || shown.has_pictures {
        return instead::of(shown.text);
    }
    let lines: Vec<&str> = shown.prose().map(|line| &*line.text).collect();
    match lines.is_empty() {
        true if html.len() < SCRIPT => missing::ALERT.captures(html).and_then(|told| instead::of(&told[1])),
        _ => instead::of(&lines.join("\n")).filter(|instead| *instead != Instead::Nothing),
    }
}

/// Tells whether a page that shows hardly anything leaves it to scripts or frames to bring more.
fn is_shell(page: &Written<'_>, shown: &Shown<'_>) -> bool {
    if !shown.files.is_empty() || shown.has_pictures || challenge::says_something(shown) {
        return false;
    }
    let tree = page.tree;
    let is_frame = |id: NodeId| tree.tag(id) == Some(Tag::Unknown) && tree.attribute(id, "src").is_some();
    let brings = |id: NodeId| matches!(tree.tag(id), Some(Tag::Hidden | Tag::Form)) || is_frame(id);
    tree.subtree(tree.root()).any(brings)
}

/// Tells whether a page holds links and hardly a sentence.
fn is_navigation(lines: &[Line]) -> bool {
    let links = lines.iter().filter(|line| line.is_links()).count();
    let prose: usize =
        lines.iter().filter(|line| !line.is_links() && line.text.contains('。') && line.chars > 30).count();
    links >= 5 && prose == 0 && links * 2 > lines.len()
}
