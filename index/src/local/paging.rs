//! A request and the documents in their order in; the documents of its page, and from where to go on, out.

use crate::cursor::Cursor;
use crate::local::collapse::Group;
use crate::local::collapse::LOOKED_AT;
use crate::local::collapse::collapse;
use crate::local::open::View;
use crate::local::order::Placed;
use crate::local::order::Window;
use crate::search::Collapsed;
use crate::search::SearchRequest;

/// How far from its place the last hit of the page before is looked for when the index has changed.
const SLACK: usize = 200;

/// One page.
pub(crate) struct Page {
    pub(crate) groups: Vec<Group>,
    pub(crate) next: Option<Cursor>,
    pub(crate) collapsed: Option<Collapsed>,
}

/// Returns which documents of the order must be known.
pub(crate) fn window(request: &SearchRequest, commit: u64) -> Window {
    let sort = request.sort;
    let offset = start(request);
    if request.limit == 0 {
        return Window { sort, offset: 0, limit: 0 };
    }
    if request.collapse {
        return Window { sort, offset: 0, limit: LOOKED_AT };
    }
    match &request.after {
        Some(cursor) if cursor.commit != commit => Window {
            sort,
            offset: offset.saturating_sub(SLACK),
            limit: request.limit.saturating_add(2 * SLACK),
        },
        _ => Window { sort, offset, limit: request.limit },
    }
}

fn start(request: &SearchRequest) -> usize {
    request.after.as_ref().map_or(request.offset, |cursor| cursor.offset)
}

/// Cuts the page out of the documents of the window; `all` is how many match.
pub(crate) fn page(
    request: &SearchRequest,
    window: Window,
    placed: Vec<Placed>,
    all: u64,
    view: &View,
) -> tantivy::Result<Page> {
    if request.limit == 0 {
        return Ok(Page { groups: Vec::new(), next: None, collapsed: None });
    }
    let looked_at = placed.len() as u64;
    let groups = match request.collapse {
        true => collapse(placed, view)?,
        false => placed.into_iter().map(|first| Group { first, others: Vec::new() }).collect(),
    };
    let collapsed = request.collapse.then_some(Collapsed { looked_at, groups: groups.len() as u64 });
    let total = collapsed.map_or(all, |collapsed| collapsed.groups);
    let commit = view.generation.commit;
    let shown_before = request.after.as_ref().filter(|cursor| cursor.commit != commit);
    let found_again = shown_before
        .and_then(|cursor| groups.iter().position(|group| group.first.id == cursor.last))
        .map(|at| at + 1);
    let from = found_again.unwrap_or_else(|| start(request).saturating_sub(window.offset));
    let groups: Vec<Group> = groups.into_iter().skip(from).take(request.limit).collect();
    let end = window.offset + from + groups.len();
    let next = match groups.last() {
        Some(group) if (end as u64) < total => {
            Some(Cursor { offset: end, commit, last: group.first.id.clone() })
        }
        _ => None,
    };
    Ok(Page { groups, next, collapsed })
}
