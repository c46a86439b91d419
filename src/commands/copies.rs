//! `gongbao copies`: which documents took sentences from which.

use std::io::IsTerminal;

use corpus::copies;
use corpus::copies::Relation;
use corpus::document::DocumentId;
use corpus::store::CopyBook;
use corpus::store::CopyLine;
use corpus::store::CopyQuestion;
use corpus::store::Store;
use web::api::CopyRead;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::CopiesArguments;
use crate::commands::coverage::kind;
use crate::commands::print;
use crate::folder::Folder;

/// How many pairs a reader is shown when nothing is said; programs get all.
const SHOWN: usize = 30;

/// Runs the command: what is new in the store is looked at first.
///
/// # Errors
/// A document or kind that does not exist; a store that is missing or cannot be read.
pub(crate) fn run(given: &CopiesArguments, folder: &Folder) -> anyhow::Result<Ending> {
    let store = folder.open_existing()?;
    let question = question(given, &store)?;
    let mut book = CopyBook::open(folder.root())?;
    copies::follow(&store, &mut book, &mut tell)?;
    let (lines, all) = book.copies(&question)?;
    if given.json {
        let boilerplate = book.boilerplate()?;
        let evidence = question.id.is_some().then_some((&store, &boilerplate));
        let pairs: Vec<CopyRead> =
            lines.iter().map(|line| CopyRead::new(line, evidence)).collect::<Result<_, _>>()?;
        print::json(&pairs)?;
        return Ok(Ending::Fine);
    }
    for line in &lines {
        show(line)?;
    }
    print::line(&format!(
        "{} of documents that share text, {} shown",
        print::counted(all as u64, "pair"),
        lines.len()
    ))?;
    Ok(Ending::Fine)
}

fn question(given: &CopiesArguments, store: &Store) -> anyhow::Result<CopyQuestion> {
    let id = given.id.as_deref().map(|id| {
        let known = DocumentId::parse(id).filter(|id| matches!(store.document(id), Ok(Some(_))));
        known.ok_or_else(|| WrongUse(format!("{id:?} is not the id of a document")))
    });
    let relation = given.relation.as_deref().map(|name| {
        Relation::parse(name)
            .ok_or_else(|| WrongUse(format!("{name:?} is neither own-year nor other-district")))
    });
    let kind = given.kind.as_deref().map(kind);
    let usual = if given.json { usize::MAX >> 1 } else { SHOWN };
    Ok(CopyQuestion {
        id: id.transpose()?,
        relation: relation.transpose()?,
        kind: kind.transpose()?,
        with_foreign_names: given.foreign,
        offset: given.offset,
        limit: given.limit.unwrap_or(usual),
    })
}

fn tell(progress: copies::Progress) {
    if std::io::stderr().is_terminal() {
        eprint!("\r{} of {} documents", progress.done, progress.total);
        if progress.done == progress.total {
            eprintln!();
        }
    }
}

fn show(line: &CopyLine) -> anyhow::Result<()> {
    let pair = &line.pair;
    print::line(&format!(
        "{:.0}%  {} sentences  {} {}",
        pair.similarity * 100.0,
        pair.shared_sentences,
        pair.relation.key(),
        pair.relation.chinese()
    ))?;
    for (mark, about) in [("  ", &line.a), ("← ", &line.b)] {
        let place = about.place.as_ref().map(corpus::district::Place::written).unwrap_or_default();
        print::line(&format!("  {mark}{} · {place} ({})", about.title, about.id))?;
    }
    if !pair.foreign_names.is_empty() {
        print::line(&format!("    foreign names left in: {}", pair.foreign_names.join("、")))?;
    }
    Ok(())
}
