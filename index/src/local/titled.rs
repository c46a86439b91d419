//! What a query writes out in; whether that is the title of a document, out.

use corpus::text::fold;
use corpus::text::says_something;
use tantivy::DocId;

use crate::local::exact::Places;
use crate::local::naming::conditions;
use crate::local::postings::Starts;
use crate::local::segment::Segment;
use crate::query::Clause;
use crate::query::Scope;

/// What stands before a title and is mostly left out by who looks for it: nothing, and the country's full name (公司法).
const BEFORE: [&str; 2] = ["", "中华人民共和国"];

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
    let bare = all.trim_matches(|c| !says_something(c));
    (!bare.is_empty()).then(|| bare.to_owned())
}

/// Tells of documents of one segment, in ascending order, whether their title is what a query writes out.
pub(crate) struct Titled<'r> {
    segment: &'r Segment,
    written_out: Option<(&'r str, usize)>,
    /// Where each title that it may be stands; looked up when a title of its length is met.
    places: [Option<Places<'r>>; BEFORE.len()],
}

impl<'r> Titled<'r> {
    pub(crate) fn open(segment: &'r Segment, written_out: Option<&'r str>) -> Titled<'r> {
        let written_out = written_out.map(|written| (written, written.chars().count()));
        Titled { segment, written_out, places: Default::default() }
    }

    /// Tells it of one document.
    pub(crate) fn is_title_of(&mut self, doc: DocId) -> bool {
        let Some((written, length)) = self.written_out else { return false };
        let behind = (self.segment.title().length(doc) as usize).checked_sub(length);
        let Some(at) = BEFORE.iter().position(|before| Some(before.chars().count()) == behind) else {
            return false;
        };
        let find = || Places::find(self.segment.title(), &format!("{}{written}", BEFORE[at]));
        self.places[at].get_or_insert_with(find).holds_at(doc)
    }
}

#[cfg(test)]
mod tests {
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
}
