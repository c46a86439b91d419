//! What a query writes out in; whether that, or what of it may be a title, is the title of a document, out.

use std::ops::Range;

use corpus::text::fold;
use corpus::text::says_something;
use tantivy::DocId;

use crate::local::asides::beginnings;
use crate::local::asides::without_asides;
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

/// The longest title that is looked for, in characters.
const LONGEST: usize = 300;

/// All that a query writes out for what it wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WrittenOut {
    /// One string behind the other, without the marks around it, as titles are put into 《》.
    pub(crate) whole: String,
    titles: Vec<Title>,
}

/// What of a query may be a title.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Title {
    written: String,
    share: Share,
    /// Whether a document with that title is listed though the query does not find it.
    is_listed: bool,
}

/// How much of a query is a title; the more the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Share {
    /// It begins with the name of a rule.
    Beginning,
    /// Only words that ask, dates and articles stand beside it.
    BesideAsides,
    Whole,
}

/// A string of a query, folded.
struct Piece {
    folded: String,
    is_quoted: bool,
    at: Range<usize>,
}

impl WrittenOut {
    /// Reads a query; `None` when strings need not stand there, or none is written out.
    pub(crate) fn of(root: &Clause) -> Option<WrittenOut> {
        let pieces = pieces(root)?;
        let plain: String = pieces.iter().map(|piece| piece.folded.as_str()).collect();
        let mut written = WrittenOut { whole: without_marks(&plain).to_owned(), titles: Vec::new() };
        if written.whole.is_empty() {
            return None;
        }
        if pieces.iter().all(|piece| piece.is_quoted) {
            // What stands in quotes throughout is an exact search: no part of it is a title.
            written.push(&written.whole.clone(), Share::Whole, false);
        } else if pieces.iter().any(|piece| piece.is_quoted) {
            written.add_quoted(&pieces);
        } else {
            written.add(&plain, true);
        }
        Some(written)
    }

    /// Reads a text that stands for what a query writes out.
    pub(crate) fn text(folded: &str) -> WrittenOut {
        let mut written = WrittenOut { whole: folded.to_owned(), titles: Vec::new() };
        written.add(folded, true);
        written
    }

    /// Returns those titles whose documents are listed though the query does not find them; the longest first.
    pub(crate) fn listed(&self) -> impl Iterator<Item = &str> {
        self.titles.iter().filter(|title| title.is_listed).map(|title| title.written.as_str())
    }

    /// Adds what a text may be the title of, and what of it.
    fn add(&mut self, text: &str, are_parts_listed: bool) {
        self.push(text, Share::Whole, false);
        self.push(without_marks(text), Share::Whole, false);
        for part in without_asides(text) {
            self.push(part, Share::BesideAsides, are_parts_listed);
        }
        for beginning in beginnings(without_marks(text)) {
            self.push(beginning, Share::Beginning, false);
        }
    }

    /// Adds what strings may be the title of of which some are quoted. A title has the quotes in it; beside a quoted string that
    /// stands apart nothing is listed that does not hold it in its text.
    fn add_quoted(&mut self, pieces: &[Piece]) {
        let with_quotes = |piece: &Piece| {
            if piece.is_quoted { format!("\"{}\"", piece.folded) } else { piece.folded.clone() }
        };
        let quoted: String = pieces.iter().map(with_quotes).collect();
        let plain: String = pieces.iter().map(|piece| piece.folded.as_str()).collect();
        let has_bare = pieces.iter().any(|piece| !piece.is_quoted);
        let is_beside = |one: &Piece| {
            pieces.iter().any(|other| other.at.end == one.at.start || one.at.end == other.at.start)
        };
        let is_in_title = has_bare && pieces.iter().filter(|piece| piece.is_quoted).all(is_beside);
        self.push(&quoted, Share::Whole, has_bare);
        self.push(without_marks(&quoted), Share::Whole, has_bare);
        self.push(&self.whole.clone(), Share::Whole, is_in_title);
        self.add(&quoted, is_in_title);
        self.add(&plain, is_in_title);
    }

    fn push(&mut self, written: &str, share: Share, is_listed: bool) {
        if !self.titles.iter().any(|title| title.written == written) {
            let is_listed = is_listed && written.chars().nth(LONGEST).is_none();
            self.titles.push(Title { written: written.to_owned(), share, is_listed });
        }
    }
}

/// Returns the strings that a query writes out for what it wants.
fn pieces(root: &Clause) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    for condition in conditions(root) {
        let (text, is_quoted, at) = match condition {
            Clause::Bare { text, at } => (text, false, at),
            Clause::Phrase { text, scope: Scope::Text, at } => (text, true, at),
            Clause::Any(_) | Clause::Near { .. } | Clause::Phrase { .. } => return None,
            _ => continue,
        };
        pieces.push(Piece { folded: fold(text).into_text(), is_quoted, at: at.clone() });
    }
    Some(pieces)
}

/// Tells of documents of one segment, in ascending order, how much of a query is their title; or whether it names in brackets the
/// congress whose report is written out.
pub(crate) struct Titled<'r> {
    segment: &'r Segment,
    titles: Vec<Sought<'r>>,
    congress: Option<Places<'r>>,
}

/// One title with its length.
struct Sought<'r> {
    written: &'r str,
    share: Share,
    length: usize,
    /// Where it stands, with each of what may stand before it; looked up when a title of its length is met.
    places: [Option<Places<'r>>; BEFORE.len()],
}

impl<'r> Titled<'r> {
    pub(crate) fn open(segment: &'r Segment, written_out: Option<&'r WrittenOut>) -> Titled<'r> {
        let titles = written_out.into_iter().flat_map(|written| &written.titles);
        let congress = written_out.and_then(|written| congress(&written.whole));
        Titled {
            segment,
            titles: titles.map(|title| Sought::new(&title.written, title.share)).collect(),
            congress: congress.map(|congress| Places::find(segment.title(), &format!("({congress})"))),
        }
    }

    /// Looks for one title alone.
    pub(crate) fn only(segment: &'r Segment, title: &'r str) -> Titled<'r> {
        Titled { segment, titles: vec![Sought::new(title, Share::Whole)], congress: None }
    }

    /// Tells whether no title is looked for.
    pub(crate) fn is_nothing(&self) -> bool {
        self.titles.is_empty() && self.congress.is_none()
    }

    /// Tells how much of the query is the title of a document.
    pub(crate) fn share(&mut self, doc: DocId) -> Option<Share> {
        let length = self.segment.title().length(doc) as usize;
        let titles = self.segment.title();
        let is_congress = self.congress.as_mut().is_some_and(|places| places.holds_at(doc));
        let mut most = is_congress.then_some(Share::Whole);
        for title in &mut self.titles {
            let behind = length.checked_sub(title.length);
            if let Some(at) = BEFORE.iter().position(|before| Some(before.chars().count()) == behind) {
                let find = || Places::find(titles, &format!("{}{}", BEFORE[at], title.written));
                if title.places[at].get_or_insert_with(find).holds_at(doc) {
                    most = most.max(Some(title.share));
                }
            }
        }
        most
    }
}

impl<'r> Sought<'r> {
    fn new(written: &'r str, share: Share) -> Sought<'r> {
        Sought { written, share, length: written.chars().count(), places: Default::default() }
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
    use super::WrittenOut;
    use super::congress;
    use crate::query::parse;

    fn read(query: &str) -> Option<WrittenOut> {
        WrittenOut::of(&parse(query).expect("the query is sound").root)
    }

    #[track_caller]
    fn check(query: &str, title: Option<&str>) {
        assert_eq!(read(query).map(|written| written.whole).as_deref(), title, "{query:?}");
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

    #[track_caller]
    fn check_listed(query: &str, titles: &[&str]) {
        let written = read(query).expect("something is written out");
        assert_eq!(written.listed().collect::<Vec<_>>(), titles, "{query:?}");
    }

    #[test]
    fn a_quoted_string_is_part_of_a_title_where_nothing_parts_it_from_the_rest() {
        check_listed("某人被\"双开\"", &["某人被\"双开\"", "某人被\"双开", "某人被双开"]);
        check_listed("公园法 全文", &["公园法"]);
        check_listed("公园法", &[]);
        check_listed("\"公园法\"", &[]);
        // What stands apart in quotes must stand in the text, unless the title has the quotes too.
        check_listed("\"公园法\" 全文", &["\"公园法\"全文", "公园法\"全文"]);
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
