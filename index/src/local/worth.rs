//! What a query names and one segment in; what each place and each kind of document of the segment is worth out.

use corpus::district::Place;
use corpus::document::DocumentKind;

use crate::local::naming::Naming;
use crate::local::naming::nearness;
use crate::local::region::is_called;
use crate::local::segment::Named;
use crate::local::segment::Names;
use crate::local::segment::Segment;

/// What is added when the document is of a place that the query names, in units of the rarest word's weight.
const NAMED_PLACE: f32 = 1.0;
/// What is added for each further name of a place that fits, as both do in 江苏省南京市.
const FURTHER_PLACE: f32 = 0.5;
/// What is added when the document is of the kind that the query names.
const NAMED_KIND: f32 = 1.0;

/// How the place of a document of the whole country is written.
const COUNTRY: &str = "全国";

/// What it is worth to be of a place or of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Worth {
    pub(crate) worth: f32,
    /// Whether it is what is named: the place that every name of the query fits, or the kind.
    pub(crate) is_named: bool,
    /// Whether it is what is meant where no place is named: a report of the year is the country's.
    pub(crate) is_implied: bool,
}

/// Works out for each place of a segment what the query's naming it is worth: most for the place itself, less for one
/// under it.
pub(crate) fn of_places<'s>(
    segment: &'s Segment,
    words: &[String],
    naming: &Naming,
) -> tantivy::Result<Option<(&'s Names, Vec<Worth>)>> {
    if words.is_empty() && naming.places.is_empty() {
        return Ok(None);
    }
    let names = segment.names(Named::Region)?;
    let worths: Vec<Worth> = names.names.iter().map(|written| of_place(written, words, naming)).collect();
    let is_any = !naming.places.is_empty() || worths.iter().any(|place| place.worth > 0.0);
    Ok(is_any.then_some((names, worths)))
}

fn of_place(written: &str, words: &[String], naming: &Naming) -> Worth {
    let is_named = |name: &&str| words.iter().any(|word| is_called(name, word) || is_called(word, name));
    let above = written.split(Place::SEPARATOR).rev().take_while(|name| !is_named(name)).count();
    let depth = written.split(Place::SEPARATOR).count();
    let by_word = if above < depth { 1.0 / (above + 1) as f32 } else { 0.0 };
    let near: Vec<f32> = naming.places.iter().map(|(_, paths)| nearness(paths, written)).collect();
    let nearest = near.iter().copied().fold(0.0, f32::max);
    let fitting = near.iter().filter(|&&near| near > 0.0).count();
    // Whoever asks for the report of a year and names no place means the country's.
    let is_the_country = naming.places.is_empty() && naming.means_a_report() && written == COUNTRY;
    let place = if is_the_country { 1.0 } else { nearest.max(by_word) };
    Worth {
        worth: NAMED_PLACE * place + FURTHER_PLACE * fitting.saturating_sub(1) as f32,
        is_named: near.is_empty() || nearest == 1.0 && (fitting == near.len() || naming.are_alternatives),
        is_implied: is_the_country && naming.is_all(),
    }
}

/// Works out what the kinds of a segment are worth: the one that is named; every kind of yearly report when the query names
/// place and year and nothing else, and the government's report to the people's congress most.
pub(crate) fn of_kinds<'s>(
    segment: &'s Segment,
    naming: &Naming,
) -> tantivy::Result<Option<(&'s Names, Vec<Worth>)>> {
    if naming.kind.is_none() && !(naming.means_a_report() && naming.is_all()) {
        return Ok(None);
    }
    let worth = |kind: DocumentKind| {
        let is_named = naming.kind.map_or(kind.is_yearly(), |named| kind == named);
        let is_most = kind == naming.kind.unwrap_or(DocumentKind::WorkReport);
        Worth { worth: if is_most { NAMED_KIND } else { 0.0 }, is_named, is_implied: false }
    };
    let names = segment.names(Named::Kind)?;
    let worths = names.names.iter().map(|key| DocumentKind::parse(key).map(worth).unwrap_or_default());
    Ok(Some((names, worths.collect())))
}

#[cfg(test)]
mod tests {
    use super::of_place;
    use crate::local::naming::Naming;
    use crate::query::parse;

    #[track_caller]
    fn check(query: &str, better: &str, worse: &str) {
        let naming = Naming::of(&parse(query).expect("the query is sound").root);
        let (better, worse) = (of_place(better, &[], &naming), of_place(worse, &[], &naming));
        assert!(
            better.worth > worse.worth && (better.is_named || !worse.is_named),
            "{query}: {better:?} {worse:?}"
        );
    }

    #[test]
    fn the_place_that_every_name_fits_is_worth_most() {
        check("上海 2025", "上海市", "上海市/徐汇区");
        check("江苏省南京市 2021", "江苏省/南京市", "江苏省");
        check("吉林省吉林市2021年预算报告", "吉林省/吉林市", "吉林省");
        check("徐州市鼓楼区 2021", "江苏省/徐州市/鼓楼区", "江苏省/南京市/鼓楼区");
        check("上海和四川2025年政府工作报告", "四川省", "四川省/绵阳市");
        check("襄樊 2009", "湖北省/襄阳市", "湖北省");
        check("2019年政府工作报告", "全国", "上海市");
    }
}
