//! A crawl that has followed all it knows in; why its source counts as failed though its lists could be had, out.

use corpus::store::Harvest;
use corpus::store::Run;
use corpus::visit::Outcome;

use crate::crawl::Crew;
use crate::error::Error;

/// Of a source that has given documents, so many pages tell that it is the source that cannot be had: a few may well be removed
/// or closed at once.
const TELLING: u64 = 10;

/// What the lists of a crawl named.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Named {
    /// How many articles, once all lists were followed.
    pub(crate) articles: Option<u64>,
    /// How many lists said that they are empty.
    pub(crate) empty_lists: u64,
}

/// Says why nothing of a source could be had, if so: whoever crawls by a clock is not to take that for a quiet day.
pub(crate) async fn failure(crew: &Crew, run: &Run, named: Named) -> Result<Option<String>, Error> {
    let at = run.clone();
    let (harvest, has_given) =
        crew.clerk.ask(move |desk| Ok((desk.store.harvest(&at)?, desk.store.has_given(&at.source)?))).await?;
    Ok(judge(named, &harvest, has_given))
}

fn judge(named: Named, harvest: &Harvest, has_given: bool) -> Option<String> {
    if named.articles == Some(0) && named.empty_lists == 0 {
        return Some("none of its lists names an article; try it with `gongbao source test`".to_owned());
    }
    let is_had = |outcome: &Outcome| matches!(outcome, Outcome::New | Outcome::Changed | Outcome::Unchanged);
    let asked: u64 = harvest.outcomes.values().sum();
    let is_telling = !has_given || harvest.articles >= TELLING;
    if asked == 0 || harvest.left_out > 0 || !is_telling || harvest.outcomes.keys().any(is_had) {
        return None;
    }
    let came: Vec<String> =
        harvest.outcomes.iter().map(|(outcome, count)| format!("{count} {}", outcome.key())).collect();
    Some(format!("none of its {} articles could be had: {}", harvest.articles, came.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(outcomes: &[(Outcome, u64)], left_out: u64, has_given: bool, expected: Option<&str>) {
        let articles = left_out + outcomes.iter().map(|(_, count)| count).sum::<u64>();
        let harvest = Harvest { articles, left_out, outcomes: outcomes.iter().copied().collect() };
        let named = Named { articles: Some(articles), empty_lists: 0 };
        assert_eq!(judge(named, &harvest, has_given).as_deref(), expected, "{outcomes:?}");
    }

    #[test]
    fn a_source_of_which_nothing_can_be_had_has_failed() {
        let none = Some("none of its 30 articles could be had: 30 missing");
        check(&[(Outcome::Missing, 30)], 0, false, none);
        check(&[(Outcome::Missing, 30)], 0, true, none);
        let none = "none of its 2 articles could be had: 1 soft404, 1 blocked";
        check(&[(Outcome::SoftNotFound, 1), (Outcome::Blocked, 1)], 0, false, Some(none));
    }

    #[test]
    fn a_source_with_a_page_that_is_there_has_not() {
        check(&[(Outcome::Unchanged, 30)], 0, true, None);
        check(&[(Outcome::Missing, 29), (Outcome::New, 1)], 0, false, None);
        check(&[(Outcome::Missing, 4)], 0, true, None);
        check(&[(Outcome::Missing, 30)], 1, true, None);
        check(&[], 9, true, None);
    }

    #[test]
    fn lists_that_name_nothing_have_failed_unless_they_say_that_they_are_empty() {
        let judged = |articles, empty_lists| {
            judge(Named { articles, empty_lists }, &Harvest::default(), false).is_some()
        };
        assert!(judged(Some(0), 0));
        assert!(!judged(Some(0), 1) && !judged(None, 0) && !judged(Some(3), 0));
    }
}
