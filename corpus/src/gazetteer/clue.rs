//! The clues that a place is decided by: which part of a page spoke in; the reason to give for it out.

use crate::reason::Reason;

/// The part of a page that named a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clue {
    Title,
    Issuer,
    Source,
    Breadcrumb,
    Opening,
}

impl Clue {
    /// Returns the reason when it begins with the place.
    pub(super) fn names(self) -> Reason {
        match self {
            Clue::Title => Reason::TitleNames,
            Clue::Issuer => Reason::IssuerNames,
            Clue::Source => Reason::SourceNames,
            Clue::Breadcrumb => Reason::BreadcrumbNames,
            Clue::Opening => Reason::OpeningNames,
        }
    }

    /// Returns the reason when it only mentions the place.
    pub(super) fn mentions(self) -> Reason {
        match self {
            Clue::Title => Reason::TitleMentions,
            Clue::Source => Reason::SourceMentions,
            Clue::Issuer | Clue::Breadcrumb | Clue::Opening => Reason::OpeningMentions,
        }
    }
}
