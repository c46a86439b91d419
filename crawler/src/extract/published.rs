//! What stood around a text in; the day it was published, and how that was found out, out.

use corpus::document::Confidence;
use corpus::reason::Reason;
use jiff::civil::Date;
use url::Url;

use crate::extract::date;
use crate::extract::facts::Facts;
use crate::extract::fields::Around;
use crate::extract::label;
use crate::extract::meta_line::MetaLine;

/// The day, why, and how sure that is.
type Told = (Date, String, Confidence);

/// Returns the day that is told nearest to the title: under it, in the top of the page, in its head, below its text. The day
/// of a change, and that of the document, stand in for it.
pub(crate) fn find(around: &Around, url: Option<&Url>) -> Option<Told> {
    let Facts { between, above, below } = &around.facts;
    let tagged = around.tagged_date.map(|date| (date, Reason::Meta.about("PubDate"), Confidence::Stated));
    let listed = around.listed_date.map(|date| (date, Reason::ListDate.into(), Confidence::Inferred));
    let addressed = url
        .and_then(|url| of_path(url.path()))
        .map(|date| (date, Reason::AddressDate.into(), Confidence::Inferred));
    told(between, is_of_publication)
        .or_else(|| told(above, is_exact))
        .or(tagged)
        .or_else(|| told(between, is_no_stand_in))
        .or_else(|| told(above, is_no_stand_in))
        .or_else(|| told(below, is_exact))
        .or_else(|| told(between, |_| true))
        .or_else(|| told(above, |_| true))
        .or_else(|| told(below, |label| is_of_publication(label) || !is_no_stand_in(label)))
        .or(listed)
        .or(addressed)
        // Below a text also stands when the site was last changed.
        .or_else(|| told(below, |_| true))
}

/// Returns the day that lines tell under a label that fits.
fn told(meta: &MetaLine, fits: impl Fn(Option<&str>) -> bool) -> Option<Told> {
    let date = meta.published.filter(|_| fits(meta.published_label))?;
    let because = meta.published_label.map_or(Reason::DateAbove.into(), |label| Reason::Line.about(label));
    Some((date, because, Confidence::Stated))
}

fn is_no_stand_in(label: Option<&str>) -> bool {
    label != Some(label::STAND_IN)
}

fn is_of_publication(label: Option<&str>) -> bool {
    is_no_stand_in(label) && !label.is_some_and(label::is_of_change)
}

fn is_exact(label: Option<&str>) -> bool {
    is_no_stand_in(label) && label.is_some_and(|label| !label::is_weak(label))
}

/// Reads the day in an address: /t20230201_1.html, /art/2023/2/1/, /2023-02/01/, /2023/0201/.
fn of_path(path: &str) -> Option<Date> {
    let parts: Vec<&str> = path.split(['/', '_', '.']).collect();
    for part in &parts {
        let digits = part.strip_prefix('t').unwrap_or(part);
        if digits.len() == 8
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && let Some(found) = date::value(digits)
        {
            return Some(found.date);
        }
    }
    let folders: Vec<&str> = path.split(['/', '-']).collect();
    let parted = folders.windows(2).find_map(|two| {
        let fits = two[0].len() == 4 && two[1].len() == 4 || two[0].len() == 6 && two[1].len() == 2;
        let digits = two.concat();
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        (fits && is_number).then(|| date::value(&digits)).flatten().map(|found| found.date)
    });
    if parted.is_some() {
        return parted;
    }
    folders.windows(3).find_map(|three| {
        let fits = three[0].len() == 4 && three[1].len() <= 2 && three[2].len() <= 2;
        fits.then(|| date::value(&three.join("-"))).flatten().map(|found| found.date)
    })
}

#[cfg(test)]
mod tests {
    use crate::extract::published::of_path;

    #[track_caller]
    fn check(path: &str, expected: Option<&str>) {
        assert_eq!(of_path(path).map(|date| date.to_string()).as_deref(), expected, "{path}");
    }

    #[test]
    fn a_day_in_an_address_is_read() {
        check("/202203/t20220329_5396867.html", Some("2022-03-29"));
        check("/art/2021/1/6/art_1229460368_56720.html", Some("2021-01-06"));
        check("/nmgrb/html/2021-09/12/content_38614_190502.htm", Some("2021-09-12"));
        check("/doc/2021/01/29/3592550.shtml", Some("2021-01-29"));
        check("/n1/2021/0129/c1001-32043.html", Some("2021-01-29"));
        check("/202101/29/3592550.shtml", Some("2021-01-29"));
        check("/info/1025/61695.htm", None);
        check("/c108016/202110/e08c1648.shtml", None);
    }
}
