//! What a query names and one document in; what the year, the place and the kind of the document are worth for that out.

use corpus::document::DocumentKind;
use tantivy::DocId;

use crate::local::exact::Places;
use crate::local::naming::ANSWERS;
use crate::local::naming::Naming;
use crate::local::ranking::Ranking;
use crate::local::segment::NO_YEAR;
use crate::local::segment::Names;
use crate::local::segment::Segment;
use crate::local::segment::Years;
use crate::local::worth::Worth;
use crate::local::worth::of_kinds;
use crate::local::worth::of_places;

/// What is added when the report is of a year that the query names, in units of the rarest word's weight.
const NAMED_YEAR: f32 = 1.0;

/// What a query names, looked up in one segment.
pub(crate) struct Meant<'s> {
    /// The years that it names, and whether they may be those of the report that it means.
    named_years: &'s [i16],
    means_a_report: bool,
    /// The report years, when the query names some.
    years: Option<&'s Years>,
    /// Whether only the first year counts of those that a document reports on.
    looks_back: bool,
    /// What each place of the segment is worth, when the query names some.
    regions: Option<(&'s Names, Vec<Worth>)>,
    /// What each kind of document is worth, when the query names a kind or a report.
    kinds: Option<(&'s Names, Vec<Worth>)>,
    /// Where titles say that a document answers a report, when the query names one.
    answers: Vec<Places<'s>>,
}

/// How a document fits what a query names.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Fit {
    /// What its year, place and kind are worth, in units of the rarest word's weight.
    pub(crate) worth: f32,
    /// How surely it is the report that is named: 0 when it is not, 1 when all fits, 2 when that is what is meant where no place
    /// is named.
    pub(crate) reports: f32,
}

impl<'s> Meant<'s> {
    /// Looks up what the query names.
    pub(crate) fn open(
        ranking: &'s Ranking,
        naming: &Naming,
        segment: &'s Segment,
    ) -> tantivy::Result<Meant<'s>> {
        let kinds = of_kinds(segment, naming)?;
        let answers = || ANSWERS.iter().map(|said| Places::find(segment.title(), said)).collect();
        Ok(Meant {
            named_years: &ranking.years,
            means_a_report: naming.means_a_report(),
            years: if ranking.years.is_empty() { None } else { Some(segment.years()?) },
            looks_back: naming.looks_back
                && matches!(naming.kind, Some(DocumentKind::Budget | DocumentKind::PlanReport)),
            regions: of_places(segment, &ranking.places, naming)?,
            answers: if kinds.is_some() { answers() } else { Vec::new() },
            kinds,
        })
    }

    /// Tells whether no document of the segment is worth more than another.
    pub(crate) fn is_nothing(&self) -> bool {
        self.years.is_none() && self.regions.is_none() && self.kinds.is_none()
    }

    /// Tells how a document fits. Documents are asked for in ascending order.
    pub(crate) fn fit(&mut self, doc: DocId) -> Fit {
        let (mut worth, mut is_all, mut is_implied) = (0.0, true, false);
        if let Some(years) = self.years {
            let (start, end) = (years.start[doc as usize], years.end[doc as usize]);
            // What is carried out in a year is reported together with what is planned for the next.
            let end = if self.looks_back { start } else { end };
            let is_of_it =
                start != NO_YEAR && self.named_years.iter().any(|year| (start..=end).contains(year));
            worth += if is_of_it { NAMED_YEAR } else { 0.0 };
            is_all &= is_of_it;
        }
        if let Some((names, worths)) = &self.regions {
            let place = worths.get(names.of[doc as usize] as usize).copied().unwrap_or_default();
            worth += place.worth;
            is_all &= place.is_named;
            is_implied = place.is_implied;
        }
        if let Some((names, worths)) = &self.kinds {
            let kind = worths.get(names.of[doc as usize] as usize).copied().unwrap_or_default();
            worth += kind.worth;
            is_all &= kind.is_named;
        }
        let is_the_report = is_all
            && self.kinds.is_some()
            && self.means_a_report
            && !self.answers.iter_mut().any(|places| places.holds_at(doc));
        Fit { worth, reports: f32::from(is_the_report) + f32::from(is_the_report && is_implied) }
    }
}
