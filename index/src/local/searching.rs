//! A search request in; its page with what was widened, put together and offered beside it, and suggestions, out.

use crate::Error;
use crate::expand::Expansion;
use crate::expand::articles;
use crate::expand::expanded;
use crate::expand::with_article;
use crate::expand::with_form;
use crate::expand::with_forms;
use crate::local::LocalIndex;
use crate::local::collapse::Group;
use crate::local::collect::Counting;
use crate::local::compile::Plan;
use crate::local::compile::compile;
use crate::local::count::count;
use crate::local::did_you_mean;
use crate::local::open::View;
use crate::local::order::Placed;
use crate::local::paging;
use crate::local::suggest::Suggester;
use crate::query::unknown_regions;
use crate::search::Hit;
use crate::search::SearchPage;
use crate::search::SearchRequest;
use crate::search::Versions;
use crate::suggest::DidYouMean;
use crate::suggest::Suggestions;

/// How many near-identical documents a hit names.
const MOST_NAMED: usize = 100;

impl LocalIndex {
    /// Suggests what a typed text may become: words, places and titles with exact counts.
    ///
    /// # Errors
    /// `Damaged` when the files do not hold together.
    pub fn suggest(&self, typed: &str, limit: usize) -> Result<Suggestions, Error> {
        self.guarded(|view| {
            let vocabulary = self.vocabulary.get(view, &self.fields)?;
            let suggester = Suggester { view, fields: &self.fields, vocabulary: &vocabulary };
            let suggestions = suggester.suggest(typed, limit)?;
            Ok(Suggestions { suggestions, generation: view.generation.clone() })
        })
    }

    /// Reads ahead what questions will need, on a thread of its own: the words that suggestions are taken from.
    ///
    /// # Errors
    /// `Damaged` when the files do not hold together.
    pub fn read_ahead(&self) -> Result<(), Error> {
        self.guarded(|view| {
            self.vocabulary.read_ahead(view, &self.fields);
            Ok(())
        })
    }

    /// Finds documents as of one commit.
    pub(crate) fn search_view(&self, request: &SearchRequest, view: &View) -> tantivy::Result<SearchPage> {
        let window = paging::window(request, view.generation.commit);
        let (plan, found, relaxed) = self.found(request, view, window, Counting::Facets)?;
        let asks_for_less = relaxed.as_ref().is_some_and(|relaxed| relaxed.title.is_none());
        let finds_nothing = found.total.documents == 0 || asks_for_less;
        let did_you_mean = if finds_nothing { self.did_you_mean(request, view)? } else { None };
        let mut expansions = if request.expand { expanded(&request.query).1 } else { Vec::new() };
        count_forms(request, &mut expansions, view)?;
        expansions.extend(counted_articles(request, view)?);
        let page = paging::page(request, window, found.page, found.total.documents, view)?;
        Ok(SearchPage {
            total: found.total,
            named: if asks_for_less { None } else { plan.naming.report() },
            relaxed,
            unknown_regions: unknown_regions(&request.query, request.filter.region.as_deref()),
            expansions,
            did_you_mean,
            hits: self.hits_of(&plan, page.groups, view)?,
            collapsed: page.collapsed,
            next: page.next,
            facets: found.facets,
            generation: view.generation.clone(),
        })
    }

    fn did_you_mean(&self, request: &SearchRequest, view: &View) -> tantivy::Result<Option<DidYouMean>> {
        let vocabulary = self.vocabulary.get(view, &self.fields)?;
        let suggester = Suggester { view, fields: &self.fields, vocabulary: &vocabulary };
        did_you_mean::did_you_mean(request, &suggester)
    }

    /// Reads what is shown of the first document of each group, and names the others.
    fn hits_of(&self, plan: &Plan, groups: Vec<Group>, view: &View) -> tantivy::Result<Vec<Hit>> {
        let (firsts, others): (Vec<Placed>, Vec<Vec<Placed>>) =
            groups.into_iter().map(|group| (group.first, group.others)).unzip();
        let mut hits = self.hits(plan, &firsts, view)?;
        for (hit, others) in hits.iter_mut().zip(others) {
            let count = others.len() as u64;
            let named = others.into_iter().take(MOST_NAMED).map(|other| other.id);
            hit.versions = Versions { count, ids: named.collect() };
        }
        Ok(hits)
    }
}

/// Returns the articles that the query names with an Arabic number and what it finds with each way of writing them alone.
fn counted_articles(request: &SearchRequest, view: &View) -> tantivy::Result<Vec<Expansion>> {
    let mut found = articles(&request.query.root);
    for Expansion { text, forms } in &mut found {
        for form in forms {
            let one = with_article(&request.query.root, text, &form.text);
            let root = if request.expand { with_forms(&one) } else { one };
            form.total = count(&compile(&root, &request.filter, request.matching), view)?;
        }
    }
    Ok(found)
}

/// Counts what the query finds with each form of an expanded string alone.
fn count_forms(request: &SearchRequest, expansions: &mut [Expansion], view: &View) -> tantivy::Result<()> {
    for Expansion { text, forms } in expansions {
        for form in forms {
            let root = with_form(&request.query.root, text, &form.text);
            form.total = count(&compile(&root, &request.filter, request.matching), view)?;
        }
    }
    Ok(())
}
