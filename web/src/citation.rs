//! What is known of a document in; the reference to it in GB/T 7714, BibTeX and RIS out.

use corpus::store::Stored;
use index::listing::ListedDocument;
use jiff::civil::Date;

/// What a reference needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cited {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) issuer: Option<String>,
    pub(crate) region: Option<String>,
    /// The years that it speaks about, as written.
    pub(crate) report_year: Option<String>,
    pub(crate) number: Option<String>,
    pub(crate) published: Option<Date>,
    pub(crate) url: Option<String>,
    /// The day on which it was read.
    pub(crate) seen: Option<Date>,
}

impl From<&ListedDocument> for Cited {
    fn from(document: &ListedDocument) -> Cited {
        Cited {
            id: document.id.as_str().to_owned(),
            title: document.title.clone(),
            issuer: document.issuer.clone(),
            region: document.region.clone(),
            report_year: document.year.map(|year| year.to_string()),
            published: document.published,
            url: document.url.clone(),
            ..Cited::default()
        }
    }
}

impl From<&Stored> for Cited {
    fn from(stored: &Stored) -> Cited {
        let document = &stored.document;
        Cited {
            id: stored.id.as_str().to_owned(),
            title: document.title.clone(),
            issuer: document.issuer.clone(),
            region: document.place.as_ref().map(corpus::district::Place::written),
            report_year: document.report_year.map(|year| year.to_string()),
            number: document.document_number.clone(),
            // A document that was never dated by its page is dated by its signature.
            published: document.published.or(document.signed),
            url: stored.url.clone(),
            // The sites are read in Beijing's days.
            seen: Some(jiff::tz::offset(8).to_datetime(stored.seen_at).date()),
        }
    }
}

/// Writes a reference as GB/T 7714—2015 has it for an electronic resource:
/// `主要责任者. 题名[EB/OL]. (发布日期)[引用日期]. 网址.`
pub(crate) fn national(cited: &Cited) -> String {
    let mut written = String::new();
    if let Some(issuer) = &cited.issuer {
        written.push_str(&format!("{}. ", plain(issuer)));
    }
    let number = cited.number.as_ref().map(|number| format!(": {}", plain(number))).unwrap_or_default();
    written.push_str(&format!("{}{number}[EB/OL].", plain(&cited.title)));
    if cited.published.is_some() || cited.seen.is_some() {
        written.push(' ');
    }
    if let Some(date) = cited.published {
        written.push_str(&format!("({date})"));
    }
    if let Some(date) = cited.seen {
        written.push_str(&format!("[{date}]"));
    }
    if cited.published.is_some() || cited.seen.is_some() {
        written.push('.');
    }
    if let Some(url) = &cited.url {
        written.push_str(&format!(" {}.", plain(url)));
    }
    written
}

/// Writes an entry of a BibTeX file.
pub(crate) fn bibtex(cited: &Cited) -> String {
    let mut written = format!("@misc{{{},\n", key(&cited.id));
    let mut field = |name: &str, value: String| written.push_str(&format!("  {name} = {{{value}}},\n"));
    field("title", format!("{{{}}}", escaped(&cited.title)));
    if let Some(issuer) = &cited.issuer {
        field("author", format!("{{{}}}", escaped(issuer)));
    }
    if let Some(date) = cited.published {
        field("year", date.year().to_string());
        field("month", date.month().to_string());
        field("date", date.to_string());
    }
    if let Some(number) = &cited.number {
        field("number", escaped(number));
    }
    if let Some(url) = &cited.url {
        // A brace would end the field; an address may write it with a percent sign.
        field("url", plain(url).replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C"));
    }
    if let Some(date) = cited.seen {
        field("urldate", date.to_string());
    }
    let note = note(cited);
    if !note.is_empty() {
        field("note", escaped(&note));
    }
    field("language", "chinese".to_owned());
    written.push_str("}\n");
    written
}

/// Writes a record of a RIS file; `from` names the collection.
pub(crate) fn ris(cited: &Cited, from: &str) -> String {
    let mut written = String::from("TY  - GOVDOC\r\n");
    let mut field = |name: &str, value: &str| {
        if !value.is_empty() {
            written.push_str(&format!("{name}  - {}\r\n", plain(value)));
        }
    };
    field("ID", &cited.id);
    field("TI", &cited.title);
    field("AU", cited.issuer.as_deref().unwrap_or_default());
    if let Some(date) = cited.published {
        field("PY", &date.year().to_string());
        field("DA", &date.strftime("%Y/%m/%d").to_string());
    }
    field("M1", cited.number.as_deref().unwrap_or_default());
    field("UR", cited.url.as_deref().unwrap_or_default());
    field("Y2", &cited.seen.map(|date| date.strftime("%Y/%m/%d").to_string()).unwrap_or_default());
    field("N1", &note(cited));
    field("DP", from);
    field("LA", "zh");
    written.push_str("ER  - \r\n\r\n");
    written
}

fn note(cited: &Cited) -> String {
    let year = cited.report_year.as_ref().map(|year| format!("报告年份 {year}"));
    let region = cited.region.as_ref().map(|region| format!("地区 {region}"));
    year.into_iter().chain(region).collect::<Vec<_>>().join("; ")
}

/// Makes one line of a text: a line break would begin a field of its own.
fn plain(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns a key of letters and digits; any other character is written as its number.
fn key(id: &str) -> String {
    let mut key = String::from("gongbao:");
    for character in id.chars() {
        match character {
            c if c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '.') => key.push(c),
            c => key.push_str(&format!("_{:x}_", u32::from(c))),
        }
    }
    key
}

fn escaped(text: &str) -> String {
    let mut written = String::new();
    for character in plain(text).chars() {
        match character {
            '\\' => written.push_str("\\textbackslash{}"),
            '{' => written.push_str("\\textbraceleft{}"),
            '}' => written.push_str("\\textbraceright{}"),
            '~' => written.push_str("\\textasciitilde{}"),
            '^' => written.push_str("\\textasciicircum{}"),
            '%' | '&' | '#' | '_' | '$' => {
                written.push('\\');
                written.push(character);
            }
            other => written.push(other),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn cited() -> Cited {
        Cited {
            id: "mianyang-2021".into(),
            title: "绵阳市2021年法治政府建设年度报告".into(),
            issuer: Some("绵阳市人民政府".into()),
            region: Some("四川省/绵阳市".into()),
            report_year: Some("2021".into()),
            number: None,
            published: Some(date(2022, 1, 28)),
            url: Some("http://www.example.test/a.html".into()),
            seen: Some(date(2023, 11, 15)),
        }
    }

    #[test]
    fn a_reference_follows_the_national_standard() {
        assert_eq!(
            national(&cited()),
            "绵阳市人民政府. 绵阳市2021年法治政府建设年度报告[EB/OL]. (2022-01-28)[2023-11-15]. \
             http://www.example.test/a.html."
        );
        let bare = Cited { title: "通知".into(), ..Cited::default() };
        assert_eq!(national(&bare), "通知[EB/OL].");
    }

    #[test]
    fn a_record_has_one_field_a_line_whatever_the_title_says() {
        let hostile = Cited { title: "甲\r\nER  - \r\nTY  - JOUR".into(), ..cited() };
        let written = ris(&hostile, "Gongbao");
        assert_eq!(written.lines().filter(|line| line.starts_with("ER")).count(), 1);
        assert_eq!(written.lines().filter(|line| line.starts_with("TY")).count(), 1);
        assert!(written.contains("TI  - 甲 ER - TY - JOUR\r\n"), "{written}");
        for line in written.lines().filter(|line| !line.is_empty()) {
            assert_eq!(line.get(2..6), Some("  - "), "{line}");
        }
    }

    #[test]
    fn an_entry_stays_closed_whatever_the_title_says() {
        let hostile = Cited {
            id: "德阳/2022".into(),
            title: "100%} \\input{x} @misc{y".into(),
            url: Some("http://a.test/{}".into()),
            ..cited()
        };
        let written = bibtex(&hostile);
        let (mut depth, mut closed) = (0_i32, 0);
        for character in written.chars() {
            match character {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            closed += i32::from(depth == 0 && character == '}');
        }
        assert_eq!((depth, closed), (0, 1), "{written}");
        assert!(written.contains("100\\%") && written.contains("/%7B%7D"), "{written}");
        assert!(written.starts_with("@misc{gongbao:_5fb7__9633__2f_2022,"), "{written}");
    }
}
