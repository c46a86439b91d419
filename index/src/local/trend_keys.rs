//! A document in; the keys under which it counts, and how many characters of it, out.

use std::collections::HashMap;

use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use tantivy::DocId;

use crate::local::schema::PackedSection;
use crate::local::segment::NO_YEAR;
use crate::local::segment::Named;
use crate::local::segment::Names;
use crate::local::segment::Segment;
use crate::local::segment::Years;
use crate::trend::TrendBy;

/// The longest span of years that is counted year by year; a longer one is a slip in the data.
const LONGEST_SPAN: i16 = 100;

/// What counts are gathered under; ordered as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    Year(i64),
    /// The names of a path.
    Region(Vec<String>),
    /// The place among all kinds.
    Kind(usize),
    /// The place among all kinds of sections.
    Section(usize),
}

impl Key {
    /// Returns it as answers say it.
    pub(crate) fn written(&self) -> String {
        match self {
            Key::Year(year) => year.to_string(),
            Key::Region(path) => path.join("/"),
            Key::Kind(at) => DocumentKind::ALL[*at].key().to_owned(),
            Key::Section(at) => SectionKind::ALL[*at].key().to_owned(),
        }
    }
}

/// The keys of one segment, numbered as they turn up.
pub(crate) struct Keys<'s> {
    source: Source<'s>,
    keys: Vec<Key>,
    numbers: HashMap<i16, usize>,
    here: Vec<(usize, Option<SectionKind>)>,
}

/// Where the keys of a document are read from.
enum Source<'s> {
    Years(&'s Years),
    /// For each name of a column its keys.
    Named {
        names: &'s Names,
        keys: Vec<Vec<usize>>,
    },
    Sections,
}

impl<'s> Keys<'s> {
    /// Opens what tells the keys.
    pub(crate) fn open(by: TrendBy, segment: &'s Segment) -> tantivy::Result<Keys<'s>> {
        let mut keys = Vec::new();
        let source = match by {
            TrendBy::Year => Source::Years(segment.years()?),
            TrendBy::Region => named(segment.names(Named::Region)?, &mut keys, levels),
            TrendBy::Kind => named(segment.names(Named::Kind)?, &mut keys, kind),
            TrendBy::Section => {
                keys.extend((0..SectionKind::ALL.len()).map(Key::Section));
                Source::Sections
            }
        };
        Ok(Keys { source, keys, numbers: HashMap::new(), here: Vec::new() })
    }

    /// Returns the key with a number.
    pub(crate) fn key(&self, number: usize) -> Key {
        self.keys[number].clone()
    }

    /// Returns the numbers of a document's keys, each with the kind of section that alone counts under it.
    pub(crate) fn of(
        &mut self,
        doc: DocId,
        extent: &Extent<'_>,
        section: Option<SectionKind>,
    ) -> &[(usize, Option<SectionKind>)] {
        self.here.clear();
        match &self.source {
            Source::Years(years) => {
                let (start, end) = (years.start[doc as usize], years.end[doc as usize]);
                if start != NO_YEAR {
                    for year in start..=end.min(start.saturating_add(LONGEST_SPAN)) {
                        let number = *self.numbers.entry(year).or_insert_with(|| {
                            self.keys.push(Key::Year(i64::from(year)));
                            self.keys.len() - 1
                        });
                        self.here.push((number, section));
                    }
                }
            }
            Source::Named { names, keys } => {
                let keys = keys.get(names.of[doc as usize] as usize);
                self.here.extend(keys.into_iter().flatten().map(|&number| (number, section)));
            }
            Source::Sections => {
                for (number, &kind) in SectionKind::ALL.iter().enumerate() {
                    if section.is_none_or(|only| only == kind) && extent.has(doc, kind) {
                        self.here.push((number, Some(kind)));
                    }
                }
            }
        }
        &self.here
    }
}

/// Works out the keys of every name of a column.
fn named<'s>(names: &'s Names, keys: &mut Vec<Key>, of: impl Fn(&str) -> Vec<Key>) -> Source<'s> {
    let mut by_name = Vec::with_capacity(names.names.len());
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for name in &names.names {
        let number = |key: Key| {
            *numbers.entry(key.written()).or_insert_with(|| {
                keys.push(key);
                keys.len() - 1
            })
        };
        by_name.push(of(name).into_iter().map(number).collect());
    }
    Source::Named { names, keys: by_name }
}

/// Returns the place and every place above it.
fn levels(written: &str) -> Vec<Key> {
    let names: Vec<String> = written.split('/').map(str::to_owned).collect();
    (1..=names.len()).map(|depth| Key::Region(names[..depth].to_vec())).collect()
}

fn kind(key: &str) -> Vec<Key> {
    DocumentKind::ALL.iter().position(|kind| kind.key() == key).map(Key::Kind).into_iter().collect()
}

/// How long documents and their sections are.
pub(crate) struct Extent<'s> {
    segment: &'s Segment,
}

impl<'s> Extent<'s> {
    /// Looks at a segment.
    pub(crate) fn new(segment: &'s Segment) -> Extent<'s> {
        Extent { segment }
    }

    /// Counts the folded characters of a document, or of its sections of one kind; none is counted twice.
    pub(crate) fn characters(&self, doc: DocId, kind: Option<SectionKind>) -> u64 {
        let Some(kind) = kind else {
            return u64::from(self.segment.length(doc));
        };
        let mut ranges: Vec<(u64, u64)> = self.of_kind(doc, kind).map(PackedSection::range).collect();
        ranges.sort_unstable();
        let (mut characters, mut reached) = (0, 0);
        for (start, end) in ranges {
            characters += end.saturating_sub(start.max(reached));
            reached = reached.max(end);
        }
        characters
    }

    /// Tells whether a document has sections of a kind.
    fn has(&self, doc: DocId, kind: SectionKind) -> bool {
        self.of_kind(doc, kind).next().is_some()
    }

    fn of_kind(&self, doc: DocId, kind: SectionKind) -> impl Iterator<Item = PackedSection> + '_ {
        let sections = self.segment.sections().values_for_doc(doc).map(PackedSection);
        sections.filter(move |section| SectionKind::ALL.get(section.kind()) == Some(&kind))
    }
}
