//! The lines around a text in; what they say, by where they stand, out.

use crate::extract::head::Head;
use crate::extract::meta_line;
use crate::extract::meta_line::MetaLine;
use crate::extract::own_lines::OwnLines;
use crate::extract::page_parts::BodyText;

/// What the lines around a text say. What stands nearer to the title outranks the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// Between the title and the text.
    pub(crate) between: MetaLine,
    /// Anywhere above the text, and at its top.
    pub(crate) above: MetaLine,
    /// Below the text, and at its end.
    pub(crate) below: MetaLine,
}

impl Facts {
    /// Reads the lines of a page around the container of its text, and those inside it.
    pub(crate) fn of_page(own: &OwnLines, body: &BodyText, is_exact: bool) -> Facts {
        Facts {
            between: meta_line::read(&own.between).or(meta_line::read(&body.between)),
            above: joined(meta_line::read(&own.above), meta_line::read(&body.meta), is_exact),
            below: meta_line::read(&body.below).or(meta_line::read(&own.below)),
        }
    }

    /// Reads the top of a saved text.
    pub(crate) fn of_head(head: &Head) -> Facts {
        Facts {
            between: meta_line::read(head.between()),
            above: meta_line::read(&head.meta),
            ..Facts::default()
        }
    }

    /// Returns what the lines above the text say.
    pub(crate) fn first(&self) -> MetaLine {
        self.between.clone().or(self.above.clone())
    }

    /// Tells whether a label says when the text was published or signed.
    pub(crate) fn are_dated(&self) -> bool {
        [&self.between, &self.above, &self.below]
            .iter()
            .any(|said| said.published_label.is_some() || said.signed.is_some())
    }
}

/// Joins what stands above the container with what stands at its top; above an exact container, and when it is whole, the
/// former wins.
fn joined(above: MetaLine, inside: MetaLine, is_exact: bool) -> MetaLine {
    // A text may quote where it was first printed; the page's own line has date and source together.
    let is_whole = above.published.is_some() && above.source.is_some();
    let (mut first, mut second) = if is_exact || is_whole { (above, inside) } else { (inside, above) };
    // A bare date above the title may be that of the visit.
    if first.published_label.is_none() && second.published_label.is_some() {
        (first.published, first.published_label) = (second.published.take(), second.published_label.take());
    }
    first.or(second)
}
