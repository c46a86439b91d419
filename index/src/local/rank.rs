//! How well a matching document fits: BM25 over the words, more for titles, whole phrases, and the year and place named.

use std::collections::BTreeMap;

use tantivy::DocId;
use tantivy::DocSet;
use tantivy::SegmentReader;
use tantivy::TERMINATED;
use tantivy::Term;
use tantivy::postings::Postings;
use tantivy::postings::SegmentPostings;
use tantivy::schema::Field;
use tantivy::schema::IndexRecordOption;

use crate::local::compile::Plan;
use crate::local::compile::Wanted;
use crate::local::count_test::CountTest;
use crate::local::exact::Places;
use crate::local::frequency::Frequency;
use crate::local::meant::Meant;
use crate::local::near_title::near_titles;
use crate::local::numbered::Numbered;
use crate::local::postings::SATURATION;
use crate::local::postings::Starts;
use crate::local::postings::damping;
use crate::local::ranking::Ranking;
use crate::local::recency::Recency;
use crate::local::schema::Fields;
use crate::local::segment::Segment;
use crate::local::tally::Tally;
use crate::local::titled::Share;
use crate::local::titled::Titled;

/// What a place inside a longer word is worth beside the word itself.
const INSIDE_WORD: f32 = 0.5;
/// What standing in the title is worth beside standing in the text.
const TITLE: f32 = 2.0;
/// What an unquoted chunk standing as a whole is worth beside its words.
const WHOLE_CHUNK: f32 = 0.8;
/// What is added when the document is the report that the query names, in units of the rarity of all strings: as much as text,
/// title and the query as a whole can come to, so that no other year's report says the words so often that it stands first.
const NAMED_REPORT: f32 = (1.0 + TITLE) * (SATURATION + 1.0 + WHOLE_CHUNK);
/// What is added when the document bears the number that the query writes out, or nearly its title, in the same units.
const NAMED_TITLE: f32 = NAMED_REPORT;
/// What a document scores whose title the query writes out, in the same units: more than text, a number and a report of the year
/// where no place is named come to.
const TITLE_AT_BEGINNING: f32 = 5.0;
const TITLE_BESIDE_ASIDES: f32 = 6.5;
const WHOLE_TITLE: f32 = 8.0;

/// By what the most that a document can score is raised, for what is lost in rounding.
const ROUNDING: f32 = 1.0001;

/// Ranks the documents of one segment, in ascending order.
pub(crate) struct Ranker<'r> {
    ranking: &'r Ranking,
    plan: &'r Plan,
    segment: &'r Segment,
    /// For each string the most that its counts in a text are worth; 0 for those that are not to be ranked by.
    weights: Vec<f32>,
    /// One by the usual length of a text, and of a title.
    by_average_length: f32,
    by_average_title: f32,
    /// The rarity of the rarest string.
    rarest: f32,
    /// The rarity of all strings together.
    total: f32,
    ranks_by_counts_alone: bool,
    /// Whether a string is a word, so that places inside longer words count in part.
    has_words: bool,
    /// For each string, when some are words, its postings as a word of the text.
    words: Vec<Option<SegmentPostings>>,
    /// The same at their beginning, for a plan of one string.
    first_words: Vec<Option<SegmentPostings>>,
    /// For each chunk where it stands whole, in the text and in the title.
    chunks: Vec<(Places<'r>, Places<'r>)>,
    /// The same for each pair, and how rare it is; the rarest first.
    pairs: Vec<(Places<'r>, Places<'r>, f32)>,
    /// The rarity of all pairs together.
    wanted_pairs: f32,
    /// The rarity of all strings and pairs together.
    wanted: f32,
    meant: Meant<'r>,
    titled: Titled<'r>,
    /// When the documents appeared, where a title may be written out.
    recency: Option<Recency<'r>>,
    numbered: Numbered<'r>,
    /// The documents whose title is nearly what is written out, and how nearly, where any word suffices.
    near_titles: BTreeMap<DocId, f32>,
}

impl<'r> Ranker<'r> {
    /// Opens what the ranking needs of a segment.
    pub(crate) fn open(
        ranking: &'r Ranking,
        plan: &'r Plan,
        segment: &'r Segment,
        fields: &Fields,
    ) -> tantivy::Result<Ranker<'r>> {
        let is_word = |wanted: &Wanted| wanted.is_bare && !wanted.is_unwanted;
        let has_words = plan.strings.iter().any(is_word);
        let mut words = Vec::new();
        for wanted in plan.strings.iter().filter(|_| has_words) {
            let reader = &segment.reader;
            words.push(if is_word(wanted) {
                word_postings(reader, fields.words, &wanted.folded)?
            } else {
                None
            });
        }
        let find =
            |folded: &str| (Places::find(segment.text(), folded), Places::find(segment.title(), folded));
        let pair = |(pair, rarity): &'r (String, f32)| {
            let (text, title) = find(pair);
            (text, title, *rarity)
        };
        let meant = Meant::open(ranking, &plan.naming, segment)?;
        let written = plan.written_out.as_ref().map(|written| written.whole.as_str());
        let numbered = Numbered::open(segment, written);
        // A report that is named has the first place already, whatever its title is.
        let titled = Titled::open(segment, plan.written_out.as_ref().filter(|_| !plan.naming.means_a_kind()));
        let years = &plan.naming.years;
        let recency = if titled.is_nothing() { None } else { Some(Recency::open(segment, years)?) };
        let ranks_by_counts_alone =
            !plan.is_relaxed && plan.chunks.is_empty() && meant.is_nothing() && numbered.is_nothing();
        let first_words = if has_words && plan.strings.len() == 1 { words.clone() } else { Vec::new() };
        let total = ranking.rarity.iter().sum();
        let wanted_pairs: f32 = ranking.pairs.iter().map(|(_, rarity)| rarity).sum();
        Ok(Ranker {
            ranking,
            plan,
            segment,
            weights: ranking.rarity.iter().map(|rarity| rarity * (SATURATION + 1.0)).collect(),
            by_average_length: ranking.average_length.recip(),
            by_average_title: ranking.average_title.recip(),
            rarest: ranking.rarity.iter().copied().fold(0.0, f32::max),
            total,
            wanted_pairs,
            wanted: total + wanted_pairs,
            ranks_by_counts_alone,
            has_words,
            words,
            first_words,
            chunks: plan.chunks.iter().map(|chunk| find(&chunk.folded)).collect(),
            pairs: ranking.pairs.iter().map(pair).collect(),
            meant,
            titled,
            recency,
            numbered,
            near_titles: match written {
                Some(written) if plan.is_relaxed => near_titles(segment, written),
                _ => BTreeMap::new(),
            },
        })
    }

    /// Returns how well a matching document fits, of which is known how often every string of the plan stands in it; `None`
    /// when it is seen early that it scores less than a floor.
    #[inline]
    pub(crate) fn score(&mut self, doc: DocId, floor: f64, found: &[Frequency]) -> Option<f32> {
        let is_in_title = found.iter().any(|found| found.in_title > 0);
        if (self.plan.is_relaxed || is_in_title)
            && let Some(score) = self.titled(doc)
        {
            return Some(score);
        }
        let damping = damping(self.segment.length(doc) as f32 * self.by_average_length);
        if self.plan.is_relaxed {
            return self.loose_score(doc, damping, floor, found);
        }
        // What the titles and the query as a whole are worth.
        let mut beside = 0.0;
        // What the text is worth at most: as if no string stood inside a longer word.
        let mut most = 0.0;
        let mut title_damping = SATURATION;
        if is_in_title {
            title_damping = self.title_damping(doc);
        }
        for (&weight, found) in self.weights.iter().zip(found) {
            if found.in_title > 0 {
                let in_title = found.in_title as f32;
                beside += TITLE * weight * in_title / (in_title + title_damping);
            }
            let frequency = found.in_text as f32;
            most += weight * frequency / (frequency + damping);
        }
        if !self.ranks_by_counts_alone {
            beside += self.whole_chunks(doc, found) + self.named(doc) + self.numbered(doc);
        }
        if !self.has_words {
            return Some(most + beside);
        }
        if f64::from(ROUNDING * (most + beside)) < floor {
            return None;
        }
        let mut score = 0.0;
        for (at, found) in found.iter().enumerate() {
            let weight = self.weights[at];
            if weight > 0.0 {
                let frequency = self.frequency(at, doc, found.in_text);
                score += weight * frequency / (frequency + damping);
            }
        }
        Some(score + beside)
    }

    /// Ranks documents in ascending order once more, for a plan of one string.
    pub(crate) fn begin_again(&mut self) {
        if self.has_words {
            self.words.clone_from(&self.first_words);
        }
    }

    /// Tells whether nothing but the counts of single strings and the length decides.
    pub(crate) fn ranks_by_counts_alone(&self) -> bool {
        self.ranks_by_counts_alone
    }

    /// Returns the most that a document scores by the text, of whose count of the only string is known what it is worth at
    /// most, from 0 to 1, in units of the segment's usual length.
    pub(crate) fn most_of(&self, worth: f32) -> f32 {
        // Measured by the longer usual length of the whole index, it may be worth that much more.
        let longer = (self.ranking.average_length / self.segment.text().usual_length()).max(1.0);
        let worth = longer * worth / (1.0 - worth + longer * worth);
        ROUNDING * self.weights[0] * worth
    }

    /// Returns what tells whether a document may score as much as a floor by nothing but its count of one string.
    pub(crate) fn count_test(&self, string: usize, floor: f32) -> CountTest {
        CountTest::of(ROUNDING * self.weights[string], floor, self.ranking.average_length)
    }

    /// Returns what a named year, place and kind are worth for the document.
    fn named(&mut self, doc: DocId) -> f32 {
        let fit = self.meant.fit(doc);
        self.rarest * fit.worth + fit.reports * NAMED_REPORT * self.total
    }

    /// Returns how well a document fits when any word suffices: words and pairs together, less for each that is missing;
    /// `None` when it is seen early that it scores less than a floor.
    fn loose_score(&mut self, doc: DocId, damping: f32, floor: f64, found: &[Frequency]) -> Option<f32> {
        let beside = self.whole_chunks(doc, found) + self.named(doc) + self.nearly_titled(doc);
        let mut tally = Tally::of(self.wanted);
        for (at, found) in found.iter().enumerate() {
            let rarity = self.ranking.rarity[at];
            if rarity > 0.0 && *found != Frequency::default() {
                let in_text = self.frequency(at, doc, found.in_text);
                tally.add(rarity, in_text, found.in_title as f32, damping);
            }
        }
        let mut rest = self.wanted_pairs;
        for (text, title, rarity) in &mut self.pairs {
            if f64::from(ROUNDING * (tally.most_with(rest) + beside)) < floor {
                return None;
            }
            rest -= *rarity;
            let in_text = if text.holds_at(doc) { text.count() as f32 } else { 0.0 };
            let in_title = if title.holds_at(doc) { title.count() as f32 } else { 0.0 };
            tally.add(*rarity, in_text, in_title, damping);
        }
        Some(tally.most_with(0.0) + beside)
    }

    /// Returns what the length of a title holds against counts in it.
    fn title_damping(&self, doc: DocId) -> f32 {
        damping(self.segment.title().length(doc) as f32 * self.by_average_title)
    }

    /// Returns the score of a document whose title the query writes out: who writes a title wants that document, and not the
    /// papers that speak of it, nor a report of the place and year. Of several with one title the newest is wanted, whatever
    /// their texts say.
    fn titled(&mut self, doc: DocId) -> Option<f32> {
        let share = match self.titled.share(doc)? {
            Share::Whole => WHOLE_TITLE,
            Share::BesideAsides => TITLE_BESIDE_ASIDES,
            Share::Beginning => TITLE_AT_BEGINNING,
        };
        let late = self.recency.as_ref().map_or(0.0, |recency| recency.of(doc));
        Some((share + late) * NAMED_REPORT * self.wanted)
    }

    /// Returns what it is worth that the title is nearly what the query writes out.
    fn nearly_titled(&self, doc: DocId) -> f32 {
        self.near_titles.get(&doc).map_or(0.0, |share| share * NAMED_TITLE * self.total)
    }

    /// Returns what it is worth that the document bears the number that the query writes out.
    fn numbered(&mut self, doc: DocId) -> f32 {
        NAMED_TITLE * self.total * self.numbered.bears(doc)
    }

    /// Returns how often a string that stands so often in the text counts: places inside longer words do in part.
    fn frequency(&mut self, at: usize, doc: DocId, as_string: u32) -> f32 {
        let as_string = as_string as f32;
        if !self.plan.strings[at].is_bare {
            return as_string;
        }
        let mut as_word = 0.0;
        if let Some(postings) = &mut self.words[at] {
            let reached = if postings.doc() < doc { postings.seek(doc) } else { postings.doc() };
            if reached == doc {
                as_word = postings.term_freq() as f32;
            }
        }
        as_word + INSIDE_WORD * (as_string - as_word).max(0.0)
    }

    /// Returns what the chunks that stand whole are worth; none does of which a word is missing.
    fn whole_chunks(&mut self, doc: DocId, found: &[Frequency]) -> f32 {
        let mut score = 0.0;
        for ((text, title), chunk) in self.chunks.iter_mut().zip(&self.plan.chunks) {
            if chunk.words.iter().any(|&word| found[word] == Frequency::default()) {
                continue;
            }
            let rarity: f32 = chunk.words.iter().map(|&word| self.ranking.rarity[word]).sum();
            for (places, weight) in [(text, 1.0), (title, TITLE)] {
                if places.holds_at(doc) {
                    let frequency = places.count() as f32;
                    score += WHOLE_CHUNK * weight * rarity * frequency / (frequency + SATURATION);
                }
            }
        }
        score
    }
}

fn word_postings(
    reader: &SegmentReader,
    field: Field,
    word: &str,
) -> tantivy::Result<Option<SegmentPostings>> {
    let index = reader.inverted_index(field)?;
    let postings = index.read_postings(&Term::from_field_text(field, word), IndexRecordOption::WithFreqs)?;
    Ok(postings.filter(|postings| postings.doc() != TERMINATED))
}
