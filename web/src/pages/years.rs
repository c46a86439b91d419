//! The years of the hits as bars that are links: a click narrows the search to one year.

use index::search::FacetCount;

use crate::params::SearchParams;
use crate::params::Years;

/// The height of the tallest bar and the room below it for the label, in units of the drawing.
pub(crate) const TALLEST: u64 = 60;

/// The most bars; a longer span of years is shown from its end.
const MOST: usize = 40;

/// One year.
pub(crate) struct Bar {
    pub(crate) year: String,
    pub(crate) count: u64,
    pub(crate) href: String,
    /// Where its room begins, and how wide the room is.
    pub(crate) x: usize,
    pub(crate) width: usize,
    pub(crate) y: u64,
    pub(crate) height: u64,
    pub(crate) is_chosen: bool,
    /// Whether the year is written below its bar.
    pub(crate) is_labelled: bool,
}

/// The width of the drawing: about that of the column it stands in, so that its letters keep their size.
pub(crate) const WIDTH: usize = 280;
/// The widest that the room of one bar is.
const WIDEST: usize = 40;
/// The room that a year written below its bar takes.
const LABEL: usize = 30;

/// Returns a bar for every year from the first to the last, the empty ones too; none when there are fewer than two.
pub(crate) fn bars(params: &SearchParams, counts: &[FacetCount]) -> Vec<Bar> {
    let counted: Vec<(i16, u64)> =
        counts.iter().filter_map(|facet| Some((facet.value.parse().ok()?, facet.count))).collect();
    let (Some(first), Some(last)) =
        (counted.iter().map(|(year, _)| *year).min(), counted.iter().map(|(year, _)| *year).max())
    else {
        return Vec::new();
    };
    let first = first.max(last.saturating_sub(MOST as i16 - 1));
    if first == last {
        return Vec::new();
    }
    let most = counted.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let chosen = params.years.map(Years::bounds);
    let width = (WIDTH / (usize::from((last - first) as u16) + 1)).min(WIDEST);
    let every = LABEL.div_ceil(width) as i16;
    (first..=last)
        .enumerate()
        .map(|(at, year)| {
            let count = counted.iter().find(|(known, _)| *known == year).map_or(0, |(_, count)| *count);
            let height = if count == 0 { 0 } else { (count * TALLEST / most).max(2) };
            let asked = SearchParams { years: year.to_string().parse().ok(), offset: 0, ..params.clone() };
            Bar {
                year: year.to_string(),
                count,
                href: format!("/search?{}", asked.query_string()),
                x: at * width,
                width,
                y: TALLEST - height,
                height,
                is_chosen: chosen.is_some_and(|(from, to)| (from..=to).contains(&year)),
                is_labelled: (last - year) % every == 0,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_never_touch_and_the_drawing_holds_every_bar() {
        let count = |year: i16| FacetCount { value: year.to_string(), count: 1 };
        for first in 1980..2024 {
            let bars = bars(&SearchParams::default(), &[count(first), count(2024)]);
            assert!(bars.iter().all(|bar| bar.width > 0 && bar.x + bar.width <= WIDTH), "{first}");
            let labels: Vec<usize> = bars.iter().filter(|bar| bar.is_labelled).map(|bar| bar.x).collect();
            assert!(!labels.is_empty() && labels.windows(2).all(|two| two[1] - two[0] >= LABEL), "{first}");
        }
    }

    #[test]
    fn empty_years_have_a_place_and_the_largest_is_tallest() {
        let count = |value: &str, count| FacetCount { value: value.to_owned(), count };
        let params = SearchParams { years: "2021..".parse().ok(), ..SearchParams::default() };
        let bars = bars(&params, &[count("2022", 10), count("2020", 1), count("2019", 5)]);
        let read: Vec<(&str, u64, bool)> =
            bars.iter().map(|bar| (bar.year.as_str(), bar.height, bar.is_chosen)).collect();
        assert_eq!(read, [("2019", 30, false), ("2020", 6, false), ("2021", 0, true), ("2022", 60, true)]);
        assert!(super::bars(&params, &[count("2022", 10)]).is_empty());
        assert_eq!(super::bars(&params, &[count("2022", 1), count("1954", 1)]).len(), MOST);
    }
}
