//! A data file and a year in; the text of one pretend document out.
//!
//! A file opens with `key: value` lines, where four values stand for the years 2020–2023 and `-` for a year without a
//! report. After `---` come the lines of the text: `=` and `==` are headings and are numbered here, `-` is a numbered
//! paragraph, `& 主题 甲` takes in a passage of `reports/shared.txt`, `[2020-2021,2023]` keeps a line to those years and
//! `{复议}` stands for a value of the opening, `{3|5|8|9}` for one value a year.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::demo::data::SHARED;

/// The years that the pretend reports speak about.
pub(crate) const YEARS: RangeInclusive<i16> = 2020..=2023;

/// The key of the kind that the yearly reports are.
pub(crate) const REPORT: &str = "rule-of-law-report";

/// What is added under every text, so that it is never taken for a real report wherever it is copied to.
const MARK: &str = "（演示数据：本文的内容和数字均为虚构，并非真实报告。）";

/// One pretend document.
#[derive(Clone, Debug)]
pub(crate) struct Paper {
    /// The title.
    pub(crate) title: String,
    /// The key of the document's kind, such as `rule-of-law-report`.
    pub(crate) kind: &'static str,
    /// The year it speaks about, when it has one.
    pub(crate) year: Option<i16>,
    /// The written path of the division, such as `四川省/绵阳市/涪城区`.
    pub(crate) place: &'static str,
    /// Who the page says it comes from.
    pub(crate) source: &'static str,
    /// The day the page went up.
    pub(crate) published: Date,
    /// The paragraphs, headings among them.
    pub(crate) paragraphs: Vec<String>,
}

/// Reads a district's file for one year; `None` when the district published no report that year.
pub(crate) fn report(file: &'static str, year: i16) -> Option<Paper> {
    let sheet = Sheet::parse(file);
    let published = sheet.published(year)?;
    let copied = sheet.word("copies", year).and_then(|copies| copies.split_once(' '));
    let body = match copied {
        Some((when, from)) if when.parse() == Ok(year) => crate::demo::data::district(from).body,
        _ => sheet.body,
    };
    Some(sheet.paper(Some(year), published, body))
}

/// Reads a file that holds a single document.
pub(crate) fn single(file: &'static str) -> Option<Paper> {
    let sheet = Sheet::parse(file);
    let year: Option<i16> = sheet.word("year", *YEARS.start()).and_then(|year| year.parse().ok());
    let published = sheet.published(*YEARS.start())?;
    Some(sheet.paper(year, published, sheet.body))
}

/// A data file, taken apart.
pub(crate) struct Sheet {
    words: Vec<(&'static str, &'static str)>,
    pub(crate) body: &'static str,
}

impl Sheet {
    pub(crate) fn parse(file: &'static str) -> Sheet {
        let (opening, body) = file.split_once("\n---\n").unwrap_or((file, ""));
        Sheet { words: opening.lines().filter_map(|line| line.split_once(": ")).collect(), body }
    }

    /// Returns the value of a key in a year.
    pub(crate) fn word(&self, key: &str, year: i16) -> Option<&'static str> {
        let (_, value) = self.words.iter().find(|(name, _)| *name == key)?;
        of_four(&value.split_whitespace().collect::<Vec<_>>(), year).or(Some(value))
    }

    fn published(&self, year: i16) -> Option<Date> {
        self.word("published", year)?.parse().ok()
    }

    fn paper(&self, year: Option<i16>, published: Date, body: &'static str) -> Paper {
        let spoken_of = year.unwrap_or(*YEARS.start());
        let word = |key| self.word(key, spoken_of).unwrap_or_default();
        let mut writer = Writer { sheet: self, year: spoken_of, counts: [0; 3], paragraphs: Vec::new() };
        writer.lines(body);
        writer.paragraphs.push(MARK.to_owned());
        Paper {
            title: writer.fill(word("title")),
            kind: self.word("kind", spoken_of).unwrap_or(REPORT),
            year,
            place: word("path"),
            source: word("source"),
            published,
            paragraphs: writer.paragraphs,
        }
    }
}

/// Numbers the headings and fills in the values.
struct Writer<'a> {
    sheet: &'a Sheet,
    year: i16,
    /// How many headings 一、, headings （一） and paragraphs 1. were written so far, each within the one above it.
    counts: [usize; 3],
    paragraphs: Vec<String>,
}

impl Writer<'_> {
    fn lines(&mut self, body: &'static str) {
        for line in body.lines().filter(|line| !line.is_empty()) {
            let Some(line) = of_year(line, self.year) else { continue };
            if let Some(passage) = line.strip_prefix("& ") {
                self.lines(shared(passage));
                continue;
            }
            let (number, text) = if let Some(text) = line.strip_prefix("== ") {
                (self.number(1), text)
            } else if let Some(text) = line.strip_prefix("= ") {
                (self.number(0), text)
            } else if let Some(text) = line.strip_prefix("- ") {
                (self.number(2), text)
            } else {
                (String::new(), line)
            };
            self.paragraphs.push(number + &self.fill(text));
        }
    }

    /// Returns the next number of a level; districts differ in whether they write brackets full width.
    fn number(&mut self, level: usize) -> String {
        self.counts[level] += 1;
        self.counts[level + 1..].fill(0);
        let count = self.counts[level];
        let chinese = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
        let numeral = chinese.get(count - 1).copied().unwrap_or("十一");
        match (level, self.sheet.word("brackets", self.year)) {
            (0, _) => format!("{numeral}、"),
            (1, Some("full")) => format!("（{numeral}）"),
            (1, _) => format!("({numeral})"),
            (_, Some("full")) => format!("{count}．"),
            (_, _) => format!("{count}."),
        }
    }

    /// Replaces each `{key}` by its value; a key without a value stays, and a test finds it.
    fn fill(&self, text: &str) -> String {
        let (mut filled, mut rest) = (String::new(), text);
        while let Some((before, (key, after))) =
            rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
        {
            filled += before;
            filled += &self.value(key);
            rest = after;
        }
        filled + rest
    }

    fn value(&self, key: &str) -> String {
        match key {
            "year" => self.year.to_string(),
            "next" => (self.year + 1).to_string(),
            _ => {
                let unknown = || format!("{{{key}}}");
                let stated = of_four(&key.split('|').collect::<Vec<_>>(), self.year);
                stated.or_else(|| self.sheet.word(key, self.year)).map_or_else(unknown, str::to_owned)
            }
        }
    }
}

/// Returns the value of a year out of four values, or `None` when there are not four.
fn of_four<'a>(values: &[&'a str], year: i16) -> Option<&'a str> {
    let index = usize::try_from(year - YEARS.start()).ok()?;
    (values.len() == YEARS.count()).then(|| values.get(index).copied())?
}

/// Returns the line without its mark of years, or `None` when it belongs to other years.
pub(crate) fn of_year(line: &'static str, year: i16) -> Option<&'static str> {
    let Some((years, text)) = line.strip_prefix('[').and_then(|line| line.split_once("] ")) else {
        return Some(line);
    };
    let covers = |span: &str| {
        let (first, last) = span.split_once('-').unwrap_or((span, span));
        matches!((first.parse::<i16>(), last.parse::<i16>()), (Ok(first), Ok(last)) if (first..=last).contains(&year))
    };
    years.split(',').any(covers).then_some(text)
}

/// Returns the lines of a passage that several districts take in.
pub(crate) fn shared(passage: &str) -> &'static str {
    let mut parts = SHARED.split("\n@").filter_map(|part| part.split_once('\n'));
    parts.find(|(name, _)| *name == passage).map_or("", |(_, lines)| lines)
}
