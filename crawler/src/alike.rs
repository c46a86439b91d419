//! The articles of one crawl of a source in, in their order; which of them show a text that came for another one too, out.
//!
//! Whatever stands in place of a page, in whatever words, stands in place of others as well. So a page that shows nothing of what its
//! list promised is none when an article that the list calls otherwise came with the same text; numbers and ids apart, since
//! shields give one to each visit. Forms with the wording of others have their title, or a day and an editor's container.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;

use corpus::document::DocumentId;
use corpus::document::Field;
use corpus::reason::Reason;
use corpus::store::Found;
use corpus::store::Target;
use corpus::visit::Outcome;

use crate::errand::Errand;
use crate::error::Error;
use crate::extract::Extracted;
use crate::follow::Visited;
use crate::held;
use crate::warning::Warning;

/// The longest such text, in characters without blanks: what stands in place of pages is short.
const LONGEST: usize = 2000;

/// The shortest.
const SHORTEST: usize = 8;

/// With more numbers and ids than this a text has figures, which make it another one.
const MOST_NUMBERS: usize = 6;

/// How many Chinese characters of a listed title say what is listed.
const TITLE: usize = 5;

/// What is said of a text that came before.
const SAME: &str = "the same text for other pages";

/// A text of a page that shows nothing of what its list promised.
#[derive(Debug)]
pub(crate) struct Unpromised {
    /// Tells the text from others.
    text: u64,
    /// Whether it is the text that we hold of the page.
    is_held: bool,
}

/// Returns the text of a page that shows nothing of what its list promised, neither in its frame nor in its title.
pub(crate) async fn unpromised(
    errand: &Errand<'_>,
    target: &Target,
    held: Option<&DocumentId>,
    extracted: &Extracted,
) -> Result<Option<Unpromised>, Error> {
    let Some(listed) = target.label.as_deref().filter(|listed| says_what(listed)) else { return Ok(None) };
    let is_bare = !extracted.signals.promised
        && extracted.signals.refresh.is_none()
        && extracted.attachments.is_empty()
        && !is_titled(extracted, listed);
    let Some(text) = Some(&extracted.document.text).filter(|_| is_bare).and_then(|text| written_alike(text))
    else {
        return Ok(None);
    };
    let is_held = held.is_some() && !held::holds_another_text(errand, held, extracted).await?;
    Ok(Some(Unpromised { text, is_held }))
}

/// Whether what a page calls itself and what its list calls it have much in common.
fn is_titled(extracted: &Extracted, listed: &str) -> bool {
    let document = &extracted.document;
    let is_own =
        document.origins.get(&Field::Title).is_some_and(|origin| origin.because != Reason::LinkText.key());
    let (title, listed) = (without_blanks(&document.title), without_blanks(listed));
    let begins: String = listed.chars().take(2 * TITLE).collect();
    is_own && (title.contains(&begins) || listed.contains(&title) && 2 * title.len() > listed.len())
}

/// Returns what tells a text from others, numbers and ids apart where there are few of them.
fn written_alike(text: &str) -> Option<u64> {
    let length = text.chars().filter(|c| !c.is_whitespace()).take(LONGEST + 1).count();
    if !(SHORTEST..=LONGEST).contains(&length) {
        return None;
    }
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || "-_.:/#%?=&".contains(c);
    let words = || text.split(|c: char| !is_of_word(c));
    let is_id = |word: &str| word.contains(|c: char| c.is_ascii_digit()) || word.matches('/').count() > 1;
    let mut hasher = DefaultHasher::new();
    if words().filter(|word| is_id(word)).count() > MOST_NUMBERS {
        text.hash(&mut hasher);
        return Some(hasher.finish());
    }
    let is_around = |c: &char| !c.is_whitespace() && !is_of_word(*c);
    text.chars().filter(is_around).for_each(|c| c.hash(&mut hasher));
    words().filter(|word| !word.is_empty() && !is_id(word)).for_each(|word| word.hash(&mut hasher));
    Some(hasher.finish())
}

/// Whether a listed title says what is listed, unlike 详情.
fn says_what(listed: &str) -> bool {
    listed.chars().filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}')).count() >= TITLE
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The article for which a text came first.
struct First {
    key: String,
    url: String,
    listed: String,
}

/// The texts of one crawl that nothing promised.
#[derive(Default)]
pub(crate) struct Alike {
    first: HashMap<u64, First>,
    /// Whether one was told of; the others are seen at their visits.
    has_warned: bool,
}

impl Alike {
    /// Lets an article bring nothing whose text came for another one before, and counts it as a block; what we hold stays.
    pub(crate) fn settle(
        &mut self,
        errand: &Errand<'_>,
        target: &Target,
        visited: &mut Visited,
    ) -> Result<(), Error> {
        let Some(unpromised) = visited.unpromised.take() else { return Ok(()) };
        let first = self.first(&unpromised, target, visited).filter(|_| !unpromised.is_held);
        visited.failure = errand.judge_in_turn(target, first.as_ref().map(|_| SAME))?;
        let Some(first) = first else { return Ok(()) };
        visited.found = Found::Nothing;
        if let Some(visit) = visited.visits.last_mut() {
            visit.outcome = Outcome::Blocked;
        }
        let warning = Warning::SameText { url: target.url.clone(), first };
        warning.keep_with(&mut visited.visits);
        if !std::mem::replace(&mut self.has_warned, true) {
            visited.warning.get_or_insert(warning);
        }
        Ok(())
    }

    /// Returns the address for which a text came first, when that was another article; one that is listed twice is called much the
    /// same, and leads to one page.
    fn first(&mut self, unpromised: &Unpromised, target: &Target, visited: &Visited) -> Option<String> {
        let key = visited.visits.last().map_or(&target.key, |visit| &visit.key);
        let listed = without_blanks(target.label.as_deref()?);
        match self.first.entry(unpromised.text) {
            Entry::Occupied(first) => {
                let first = first.get();
                let is_same = first.listed.contains(&listed) || listed.contains(&first.listed);
                (first.key != *key && !is_same).then(|| first.url.clone())
            }
            Entry::Vacant(place) => {
                place.insert(First { key: key.clone(), url: target.url.clone(), listed });
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::alike::written_alike;

    #[test]
    fn numbers_and_ids_make_no_other_text_where_there_are_few() {
        let refused =
            |id: &str| written_alike(&format!("The requested URL was rejected.\nYour support ID is: {id}"));
        assert_eq!(refused("4711"), refused("a-0815.7"));
        let gone = |at: &str| written_alike(&format!("您访问的 {at} 已经不在这里了，请从首页进入。"));
        assert_eq!(gone("/a/b/c.html"), gone("/a/d/e.html"));
        assert_ne!(refused("1"), gone("1"));
    }

    #[test]
    fn figures_names_and_lengths_make_another_text() {
        let report = |n: u32| {
            let figures: String = (1..9).map(|at| format!("第{at}项办结{}件。", n + at)).collect();
            written_alike(&figures)
        };
        assert_ne!(report(1), report(2));
        let name = |name: &str| written_alike(&format!("任命{name}为某县司法局局长。"));
        assert_ne!(name("张三"), name("李四"));
        assert_eq!(written_alike("同意。"), None);
        assert_eq!(written_alike(&"正文一段。".repeat(1000)), None);
    }
}
