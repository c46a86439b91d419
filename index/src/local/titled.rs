//! What a query writes out in; whether that is the title of a document, out.

use corpus::text::fold;
use corpus::text::says_something;
use tantivy::DocId;

use crate::articles::before_articles;
use crate::local::exact::Places;
use crate::local::naming::conditions;
use crate::local::postings::Starts;
use crate::local::segment::Segment;
use crate::query::Clause;
use crate::query::Scope;

/// What stands before a title and is mostly left out by who looks for it: nothing, and the country's full name (公司法).
const BEFORE: [&str; 2] = ["", "中华人民共和国"];

/// What may stand before a congress of the party, and behind it where its report is asked for.
const PARTY: [&str; 4] = ["中国共产党", "党的", "中共", ""];
const REPORTS: [&str; 5] = ["上的报告", "的报告", "报告全文", "政治报告", "报告"];

/// All that a query writes out for what it wants, one string behind the other, and without the marks around it, as titles are
/// put into 《》; `None` when strings need not stand there, or none is written out.
pub(crate) fn written_out(root: &Clause) -> Option<String> {
    let mut all = String::new();
    for condition in conditions(root) {
        match condition {
            Clause::Bare { text, .. } | Clause::Phrase { text, scope: Scope::Text, .. } => {
                all.push_str(fold(text).text());
            }
            Clause::Any(_) | Clause::Near { .. } | Clause::Phrase { .. } => return None,
            _ => {}
        }
    }
    let bare = without_marks(&all);
    (!bare.is_empty()).then(|| bare.to_owned())
}

/// Tells of documents of one segment, in ascending order, whether their title is what a query writes out, all of it or before
/// the article of a law; or whether it names in brackets the congress whose report is written out.
pub(crate) struct Titled<'r> {
    segment: &'r Segment,
    titles: Vec<Title<'r>>,
    congress: Option<Places<'r>>,
}

/// One title with its length.
struct Title<'r> {
    written: &'r str,
    length: usize,
    /// Where it stands, with each of what may stand before it; looked up when a title of its length is met.
    places: [Option<Places<'r>>; BEFORE.len()],
}

impl<'r> Titled<'r> {
    pub(crate) fn open(segment: &'r Segment, written_out: Option<&'r str>) -> Titled<'r> {
        let law = written_out.and_then(before_articles).map(without_marks).filter(|law| !law.is_empty());
        let title =
            |written: &'r str| Title { written, length: written.chars().count(), places: Default::default() };
        let congress = written_out.and_then(congress);
        Titled {
            segment,
            titles: written_out.into_iter().chain(law).map(title).collect(),
            congress: congress.map(|congress| Places::find(segment.title(), &format!("({congress})"))),
        }
    }

    /// Tells it of one document.
    pub(crate) fn is_title_of(&mut self, doc: DocId) -> bool {
        let length = self.segment.title().length(doc) as usize;
        let titles = self.segment.title();
        let mut is_title = self.congress.as_mut().is_some_and(|places| places.holds_at(doc));
        for title in &mut self.titles {
            let behind = length.checked_sub(title.length);
            if let Some(at) = BEFORE.iter().position(|before| Some(before.chars().count()) == behind) {
                let find = || Places::find(titles, &format!("{}{}", BEFORE[at], title.written));
                is_title |= title.places[at].get_or_insert_with(find).holds_at(doc);
            }
        }
        is_title
    }
}

/// Returns the party congress, as titles name it at their end, whose report a text asks for: 党的九大报告.
fn congress(text: &str) -> Option<&str> {
    let begun = PARTY.iter().find_map(|party| text.strip_prefix(party)).unwrap_or(text);
    let named = REPORTS.iter().find_map(|report| begun.strip_suffix(report))?;
    let number = named.strip_suffix('大')?.trim_start_matches('第');
    let is_number = !number.is_empty() && number.chars().all(|c| "一二三四五六七八九十".contains(c));
    is_number.then_some(named.trim_start_matches('第'))
}

fn without_marks(text: &str) -> &str {
    text.trim_matches(|c| !says_something(c))
}

#[cfg(test)]
mod tests {
    use super::congress;
    use super::written_out;
    use crate::query::parse;

    #[track_caller]
    fn check(query: &str, title: Option<&str>) {
        let query = parse(query).expect("the query is sound");
        assert_eq!(written_out(&query.root).as_deref(), title, "{query:?}");
    }

    #[test]
    fn what_is_written_out_is_read_as_one() {
        check("《公司法》", Some("公司法"));
        check("\"公司法\" 年份:2020", Some("公司法"));
        check("四川省 公园条例", Some("四川省公园条例"));
        check("公园 OR 条例", None);
        check("公园 -条例", Some("公园"));
        check("年份:2020", None);
    }

    #[test]
    fn a_congress_is_read_where_its_report_is_asked_for() {
        for text in ["九大报告", "党的九大报告", "中共九大报告", "中国共产党第九大报告", "党的九大报告全文"]
        {
            assert_eq!(congress(text), Some("九大"), "{text}");
        }
        for text in ["九大", "九大精神学习报告", "扩大报告", "人大报告", "九大调查报告"]
        {
            assert_eq!(congress(text), None, "{text}");
        }
    }
}
