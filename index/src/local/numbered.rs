//! What a query writes out in; whether a document bears it as its number (某发〔2019〕12号), out.

use tantivy::DocId;

use crate::local::exact::Places;
use crate::local::segment::Segment;

/// What is put around the year of a number, as it is printed and as it is typed.
const AROUND_YEAR: &[(&str, &str)] =
    &[("〔", "〕"), ("(", ")"), ("[", "]"), ("【", "】"), ("〈", "〉"), ("<", ">"), ("", "年"), ("", "")];
/// What may stand before the last figure.
const BEFORE_FIGURE: &[&str] = &["", "第"];
/// The most characters before the number in a text that bears it; further on, texts cite the numbers of others.
const HEAD: u32 = 300;

/// The number of a document.
#[derive(Debug, PartialEq, Eq)]
struct Number<'q> {
    /// The letters for who issued it.
    letters: &'q str,
    year: &'q str,
    figure: &'q str,
}

impl<'q> Number<'q> {
    /// Reads a folded text that is such a number and nothing else, whatever stands around the year.
    fn read(text: &'q str) -> Option<Number<'q>> {
        let letters = &text[..text.find(|c: char| !c.is_alphabetic())?];
        let rest = &text[letters.len()..];
        AROUND_YEAR.iter().find_map(|(before, behind)| {
            let rest = rest.strip_prefix(before)?;
            let year = rest.get(..4).filter(|year| year.starts_with("19") || year.starts_with("20"))?;
            let rest = rest[4..].strip_prefix(behind)?;
            let figure = rest.strip_prefix('第').unwrap_or(rest).strip_suffix('号')?;
            let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            let is_sound = (2..=12).contains(&letters.chars().count())
                && is_number(year)
                && is_number(figure)
                && (1..=5).contains(&figure.len());
            is_sound.then_some(Number { letters, year, figure })
        })
    }

    /// Returns every way of writing it.
    fn written(&self) -> Vec<String> {
        let Number { letters, year, figure } = self;
        let mut written = Vec::new();
        for (before_year, behind_year) in AROUND_YEAR {
            for before in BEFORE_FIGURE {
                written.push(format!("{letters}{before_year}{year}{behind_year}{before}{figure}号"));
            }
        }
        written
    }
}

/// Tells of documents of one segment, in ascending order, how surely they bear the number that a query writes out.
pub(crate) struct Numbered<'r> {
    /// Where each way of writing it stands, in texts and in titles.
    written: Vec<(Places<'r>, Places<'r>)>,
}

impl<'r> Numbered<'r> {
    pub(crate) fn open(segment: &'r Segment, written_out: Option<&str>) -> Numbered<'r> {
        let number = written_out.and_then(Number::read);
        let find = |written: String| {
            (Places::find(segment.text(), &written), Places::find(segment.title(), &written))
        };
        let written = number.iter().flat_map(Number::written).map(find);
        Numbered { written: written.filter(|(text, title)| may_stand(text) || may_stand(title)).collect() }
    }

    /// Tells whether the query writes out no number that stands in the segment.
    pub(crate) fn is_nothing(&self) -> bool {
        self.written.is_empty()
    }

    /// Returns 1 where the number is in the title, less the further on it stands in the head of the text, 0 where it does not.
    pub(crate) fn bears(&mut self, doc: DocId) -> f32 {
        let mut most = 0.0_f32;
        for (text, title) in &mut self.written {
            if title.holds_at(doc) {
                return 1.0;
            }
            if text.holds_at(doc)
                && let Some(&first) = text.starts().first()
                && first < HEAD
            {
                most = most.max(1.0 - first as f32 / (2 * HEAD) as f32);
            }
        }
        most
    }
}

fn may_stand(places: &Places<'_>) -> bool {
    places.most_documents() > 0
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[track_caller]
    fn check(text: &str, number: Option<(&str, &str, &str)>) {
        let number = number.map(|(letters, year, figure)| Number { letters, year, figure });
        assert_eq!(Number::read(text), number, "{text}");
    }

    #[test]
    fn a_number_is_read_whatever_stands_around_its_year() {
        for text in
            ["园发〔2019〕12号", "园发(2019)12号", "园发[2019]12号", "园发【2019】12号", "园发201912号"]
        {
            check(text, Some(("园发", "2019", "12")));
        }
        check("园办函〔2019〕第7号", Some(("园办函", "2019", "7")));
        check("园发2019年12号", Some(("园发", "2019", "12")));
        for text in
            ["园发〔2019〕号", "2019年12号", "园发〔2019〕12", "园发〔2019〕12号的通知", "园发〔3019〕12号"]
        {
            check(text, None);
        }
    }
}
