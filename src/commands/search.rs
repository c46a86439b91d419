//! `gongbao search`: hits with their snippets and exact counts.

use corpus::document::DocumentKind;
use index::LocalIndex;
use index::search::Hit;
use index::search::SearchPage;
use index::search::SearchRequest;
use index::search::Sort;
use web::api::SearchResponse;

use crate::Ending;
use crate::arguments::SearchArguments;
use crate::arguments::SortArgument;
use crate::commands::filter::filter;
use crate::commands::print;
use crate::commands::query;
use crate::folder::Folder;

/// Runs the command.
///
/// # Errors
/// A query that cannot be read, with the place; an index that is missing or damaged.
pub(crate) fn run(given: &SearchArguments, folder: &Folder) -> anyhow::Result<Ending> {
    let written = given.query.written();
    let query = query::read(&written)?;
    let (filter, matching) = filter(&given.filter)?;
    let sort = match given.sort {
        SortArgument::Relevance => Sort::Relevance,
        SortArgument::Year => Sort::Year,
        SortArgument::Published => Sort::Published,
    };
    let request = SearchRequest {
        filter,
        matching,
        sort,
        limit: given.limit,
        offset: given.offset,
        expand: given.expand,
        collapse: given.collapse,
        after: given.cursor.clone(),
        ..SearchRequest::new(query)
    };
    folder.open_existing()?;
    let page = LocalIndex::open(&folder.index())?.search(&request)?;
    if given.json {
        print::json(&SearchResponse::new(&written, page))?;
    } else {
        show(given, &page)?;
    }
    Ok(Ending::Fine)
}

fn show(given: &SearchArguments, page: &SearchPage) -> anyhow::Result<()> {
    for (rank, hit) in page.hits.iter().enumerate() {
        show_hit(given.offset + rank + 1, hit)?;
    }
    if let Some(relaxed) = &page.relaxed {
        print::line(&relaxed.note())?;
    }
    if let Some(named) = &page.named {
        let mut names = named.places.clone();
        names.extend(named.years.iter().map(ToString::to_string));
        names.extend(named.kind.map(|kind| kind.chinese().to_owned()));
        print::line(&format!(
            "属于下列的文件一并列入，不论正文是否写明；须写明的词请加引号 (found by what they are; quote what must be said): {}",
            names.join(" · ")
        ))?;
    }
    if let Some(other) = &page.did_you_mean {
        print::line(&format!(
            "也许是 (did you mean): {}  {} 篇",
            other.query,
            print::grouped(other.documents)
        ))?;
    }
    for expansion in &page.expansions {
        print::line(&format!("“{}” 的各种写法 (forms):", expansion.text))?;
        for form in &expansion.forms {
            let (documents, occurrences) = (form.total.documents, form.total.occurrences);
            let (documents, occurrences) = (print::grouped(documents), print::grouped(occurrences));
            print::line(&format!("   {}: {documents} 篇, {occurrences} 处", form.text))?;
        }
    }
    let total = page.total;
    print::line(&format!(
        "{} 篇文件, {} 处 (documents, occurrences in their texts)",
        print::grouped(total.documents),
        print::grouped(total.occurrences)
    ))?;
    if let Some(collapsed) = page.collapsed {
        let (groups, looked_at) = (print::grouped(collapsed.groups), print::grouped(collapsed.looked_at));
        print::line(&format!("{groups} hits left of {looked_at} when near-identical ones are put together"))?;
    }
    if let Some(next) = &page.next {
        print::line(&format!("more: --cursor '{next}'"))?;
    }
    Ok(())
}

fn show_hit(rank: usize, hit: &Hit) -> anyhow::Result<()> {
    print::line(&format!("{rank}. {}", print::marked(&hit.title, &hit.title_marks)))?;
    let mut facts: Vec<String> = Vec::new();
    facts.extend(hit.year.map(|year| format!("报告年份 {year}")));
    facts.extend(hit.region.clone());
    facts
        .extend(Some(hit.kind).filter(|kind| *kind != DocumentKind::Other).map(|kind| kind.chinese().into()));
    facts.extend(hit.published.map(|date| format!("发布 {date}")));
    facts.push(format!("{} 处", hit.occurrences));
    print::line(&format!("   {}", facts.join(" · ")))?;
    for snippet in &hit.snippets {
        print::line(&format!("   … {} …", print::marked(&snippet.text, &snippet.marks)))?;
    }
    if hit.versions.count > 0 {
        let ids: Vec<&str> = hit.versions.ids.iter().map(corpus::document::DocumentId::as_str).collect();
        print::line(&format!("   and {} near-identical: {}", hit.versions.count, ids.join(" ")))?;
    }
    print::line(&format!(
        "   {}{}\n",
        hit.id,
        hit.url.as_ref().map(|url| format!("  {url}")).unwrap_or_default()
    ))
}
