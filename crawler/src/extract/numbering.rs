//! A Word document in; the numbers that Word counts by itself, paragraph by paragraph, out.

use std::collections::HashMap;
use std::collections::HashSet;

use undoc::OoxmlContainer;

use crate::extract::entity;
use crate::extract::markup::Token;
use crate::extract::markup::attribute;
use crate::extract::markup::tokens;

/// How far ahead a paragraph is looked for, in paragraphs; the reader of the text may leave some out.
const AHEAD: usize = 64;

/// Which list a paragraph belongs to and at which level.
#[derive(Clone, Debug, Default)]
struct Place {
    list: Option<String>,
    level: Option<u8>,
    style: Option<String>,
}

/// One level of a list: its first number, how numbers are written and what stands around them.
#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    format: String,
    written: String,
}

/// The lists of a document and the styles that belong to them.
#[derive(Default)]
struct Lists {
    /// What each list is defined by.
    definitions: HashMap<String, String>,
    /// The levels of each definition.
    levels: HashMap<(String, u8), Level>,
    /// Where a list begins anew.
    restarts: HashMap<(String, u8), u32>,
    /// The level of a definition that a style stands for.
    styled: HashMap<(String, String), u8>,
    /// The place of each style, and the style that it is based on.
    styles: HashMap<String, Place>,
}

/// The numbers of a document in the order of its paragraphs.
#[derive(Default)]
pub(crate) struct Numbers {
    /// The text of each paragraph without blanks, and its number as printed.
    paragraphs: Vec<(String, String)>,
    at: usize,
}

impl Numbers {
    /// Reads the numbers of a document; none of a file that is not an Office Open XML document.
    pub(crate) fn read(bytes: &[u8]) -> Numbers {
        let part = |container: &OoxmlContainer, name: &str| container.read_xml(name).unwrap_or_default();
        let Ok(container) = OoxmlContainer::from_bytes(bytes.to_vec()) else {
            return Numbers::default();
        };
        let numbering = part(&container, "word/numbering.xml");
        if numbering.is_empty() {
            return Numbers::default();
        }
        let lists = Lists::read(&numbering, &part(&container, "word/styles.xml"));
        Numbers { paragraphs: paragraphs(&part(&container, "word/document.xml"), &lists), at: 0 }
    }

    /// Returns the number of the next paragraph that says this; empty when it has none.
    pub(crate) fn of(&mut self, text: &str) -> &str {
        let bare = squeezed(text);
        if bare.is_empty() {
            return "";
        }
        let ahead = self.paragraphs.iter().skip(self.at).take(AHEAD).position(|(said, _)| *said == bare);
        let Some(ahead) = ahead else {
            return "";
        };
        self.at += ahead + 1;
        &self.paragraphs[self.at - 1].1
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Returns the `w:val` of a tag.
fn value(attributes: &str) -> Option<String> {
    attribute(attributes, "w:val").map(|value| entity::decode(value).into_owned())
}

fn level_of(attributes: &str) -> u8 {
    attribute(attributes, "w:ilvl").and_then(|level| level.parse().ok()).unwrap_or(0)
}

impl Place {
    fn note(&mut self, name: &str, attributes: &str) {
        match name {
            "w:numId" => self.list = value(attributes),
            "w:ilvl" => self.level = value(attributes).and_then(|level| level.parse().ok()),
            "w:pStyle" => self.style = value(attributes),
            _ => {}
        }
    }
}

impl Lists {
    fn read(numbering: &str, styles: &str) -> Lists {
        let mut lists = Lists::default();
        let (mut definition, mut list, mut level) = (String::new(), String::new(), 0);
        for token in tokens(numbering) {
            let Token::Open { name, attributes } = token else {
                continue;
            };
            let number = || value(attributes).and_then(|number| number.parse().ok());
            let key = (definition.clone(), level);
            match name {
                "w:abstractNum" => {
                    definition = attribute(attributes, "w:abstractNumId").unwrap_or("").to_owned();
                }
                "w:num" => list = attribute(attributes, "w:numId").unwrap_or("").to_owned(),
                "w:abstractNumId" => {
                    lists.definitions.insert(list.clone(), value(attributes).unwrap_or_default());
                }
                "w:lvlOverride" => level = level_of(attributes),
                "w:startOverride" => {
                    lists.restarts.insert((list.clone(), level), number().unwrap_or(1));
                }
                // A list may write a level anew; those are rare, and the definition's own stands.
                "w:lvl" if list.is_empty() => {
                    level = level_of(attributes);
                    let empty = Level { start: 1, ..Level::default() };
                    lists.levels.insert((definition.clone(), level), empty);
                }
                "w:pStyle" => {
                    lists.styled.insert((definition.clone(), value(attributes).unwrap_or_default()), level);
                }
                "w:start" | "w:numFmt" | "w:lvlText" if list.is_empty() => {
                    if let Some(known) = lists.levels.get_mut(&key) {
                        match name {
                            "w:start" => known.start = number().unwrap_or(1),
                            "w:numFmt" => known.format = value(attributes).unwrap_or_default(),
                            _ => known.written = value(attributes).unwrap_or_default(),
                        }
                    }
                }
                _ => {}
            }
        }
        lists.read_styles(styles);
        lists
    }

    fn read_styles(&mut self, styles: &str) {
        let mut style = String::new();
        for token in tokens(styles) {
            let Token::Open { name, attributes } = token else {
                continue;
            };
            match name {
                "w:style" => style = attribute(attributes, "w:styleId").unwrap_or("").to_owned(),
                "w:basedOn" => self.styles.entry(style.clone()).or_default().style = value(attributes),
                "w:numId" | "w:ilvl" => self.styles.entry(style.clone()).or_default().note(name, attributes),
                _ => {}
            }
        }
    }

    /// Returns the list and level of a paragraph: its own, or those of its style.
    fn place(&self, own: &Place) -> Option<(String, u8)> {
        if let Some(list) = &own.list {
            return Some((list.clone(), own.level.unwrap_or(0)));
        }
        let mut style = own.style.clone()?;
        // Styles that are based on each other in a circle must not hold the reader.
        for _ in 0..10 {
            let known = self.styles.get(&style)?;
            if let Some(list) = &known.list {
                let definition = self.definitions.get(list)?.clone();
                let styled = self.styled.get(&(definition, style)).copied();
                return Some((list.clone(), own.level.or(styled).or(known.level).unwrap_or(0)));
            }
            style = known.style.clone()?;
        }
        None
    }
}

/// Returns the text and the number of every paragraph that says something.
fn paragraphs(document: &str, lists: &Lists) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open: Vec<(String, Place)> = Vec::new();
    let mut counter = Counter::default();
    let (mut in_text, mut passed) = (false, 0_usize);
    for token in tokens(document) {
        match token {
            // What stood before a change, and what old programs show instead of a drawing, is not the text.
            Token::Open { name: "w:pPrChange" | "mc:Fallback", attributes } if !attributes.ends_with('/') => {
                passed += 1;
            }
            Token::Close { name: "w:pPrChange" | "mc:Fallback" } => passed = passed.saturating_sub(1),
            _ if passed > 0 => {}
            Token::Open { name: "w:p", attributes } if !attributes.ends_with('/') => {
                open.push(Default::default());
            }
            Token::Open { name: "w:t", attributes } => in_text = !attributes.ends_with('/'),
            Token::Close { name: "w:t" } => in_text = false,
            Token::Open { name, attributes } => {
                if let Some((_, place)) = open.last_mut() {
                    place.note(name, attributes);
                }
            }
            Token::Text(text) if in_text => {
                if let Some((said, _)) = open.last_mut() {
                    said.push_str(&entity::decode(text));
                }
            }
            Token::Close { name: "w:p" } => {
                if let Some((said, place)) = open.pop() {
                    let number = lists.place(&place).and_then(|at| counter.next(lists, at));
                    let bare = squeezed(&said);
                    if !bare.is_empty() {
                        found.push((bare, number.unwrap_or_default()));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// How far each list has been counted.
#[derive(Default)]
struct Counter {
    /// The last number of each level of a definition; lists of one definition count on.
    numbers: HashMap<String, [Option<u32>; 9]>,
    restarted: HashSet<(String, u8)>,
}

impl Counter {
    /// Counts one paragraph; returns its number as printed.
    fn next(&mut self, lists: &Lists, (list, level): (String, u8)) -> Option<String> {
        let definition = lists.definitions.get(&list)?;
        let known = lists.levels.get(&(definition.clone(), level))?;
        let numbers = self.numbers.entry(definition.clone()).or_default();
        let at = usize::from(level);
        let last = *numbers.get(at)?;
        let place = (list, level);
        let restart = lists.restarts.get(&place).copied().filter(|_| self.restarted.insert(place));
        numbers[at] = Some(restart.unwrap_or(last.map_or(known.start, |last| last.saturating_add(1))));
        numbers[at + 1..].fill(None);
        if known.format == "bullet" {
            return None;
        }
        let mut printed = String::new();
        let mut rest = known.written.chars().take(40);
        while let Some(character) = rest.next() {
            if character != '%' {
                printed.push(character);
                continue;
            }
            let digit =
                rest.next().and_then(|digit| digit.to_digit(10)).filter(|digit| (1..=9).contains(digit))?;
            let upper = lists.levels.get(&(definition.clone(), digit as u8 - 1))?;
            let number = numbers[digit as usize - 1].unwrap_or(upper.start);
            printed.push_str(&written(number, &upper.format));
        }
        if printed.ends_with(|c: char| c.is_ascii_alphanumeric()) {
            printed.push(' ');
        }
        Some(printed)
    }
}

/// Writes a number as a format asks; formats that no Chinese document uses become digits.
fn written(number: u32, format: &str) -> String {
    let nth = |first: char, most: u32| {
        (1..=most).contains(&number).then(|| char::from_u32(first as u32 + number - 1)).flatten()
    };
    let one = match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital"
        | "chineseLegalSimplified" => {
            return chinese(number).unwrap_or_else(|| number.to_string());
        }
        "ideographTraditional" => "甲乙丙丁戊己庚辛壬癸".chars().nth(number.wrapping_sub(1) as usize),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => nth('①', 20),
        "decimalEnclosedParen" => nth('⑴', 20),
        "decimalEnclosedFullstop" => nth('⒈', 20),
        "ideographEnclosedCircle" => nth('㈠', 10),
        "lowerLetter" => nth('a', 26),
        "upperLetter" => nth('A', 26),
        "upperRoman" => nth('Ⅰ', 12),
        "lowerRoman" => nth('ⅰ', 12),
        "none" => return String::new(),
        _ => None,
    };
    one.map_or_else(|| number.to_string(), String::from)
}

/// Writes a number from 1 to 99 in Chinese.
fn chinese(number: u32) -> Option<String> {
    let digit = |at: u32| "一二三四五六七八九".chars().nth(at.wrapping_sub(1) as usize);
    if !(1..=99).contains(&number) {
        return None;
    }
    let (tens, ones) = (number / 10, number % 10);
    let front = digit(tens).filter(|_| tens > 1).into_iter().chain((tens > 0).then_some('十'));
    Some(front.chain(digit(ones)).collect())
}

#[cfg(test)]
mod tests {
    use crate::extract::numbering::Lists;
    use crate::extract::numbering::chinese;
    use crate::extract::numbering::paragraphs;

    const NUMBERING: &str = "<w:numbering><w:abstractNum w:abstractNumId=\"7\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCountingThousand\"/><w:pStyle w:val=\"Second\"/><w:lvlText w:val=\"（%2）\"/></w:lvl><w:lvl w:ilvl=\"2\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%3.\"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId=\"8\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"*\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"8\"/></w:num><w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num></w:numbering>";

    const STYLES: &str = "<w:styles><w:style w:styleId=\"Second\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style><w:style w:styleId=\"Child\"><w:basedOn w:val=\"Second\"/></w:style><w:style w:styleId=\"Ring\"><w:basedOn w:val=\"Ring\"/></w:style></w:styles>";

    /// Reads paragraphs of a list and level, or of a style, each saying 某.
    #[track_caller]
    fn check(written: &[&str], expected: &[&str]) {
        let paragraph = |place: &&str| match place.split_once('/') {
            Some((list, level)) => format!(
                "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>某</w:t></w:r></w:p>"
            ),
            None => {
                format!("<w:p><w:pPr><w:pStyle w:val=\"{place}\"/></w:pPr><w:r><w:t>某</w:t></w:r></w:p>")
            }
        };
        let document: String = written.iter().map(paragraph).collect();
        let lists = Lists::read(NUMBERING, STYLES);
        let found: Vec<String> =
            paragraphs(&document, &lists).into_iter().map(|(_, number)| number).collect();
        assert_eq!(found, expected, "{written:?}");
    }

    #[test]
    fn levels_count_by_themselves_and_begin_anew_under_the_next_upper_one() {
        check(
            &["1/0", "1/1", "1/2", "1/2", "1/1", "Normal", "1/0", "1/1"],
            &["一、", "（一）", "1.", "2.", "（二）", "", "二、", "（一）"],
        );
    }

    #[test]
    fn styles_number_their_paragraphs_and_bullets_do_not() {
        check(&["1/0", "Second", "Child", "2/0", "Ring"], &["一、", "（一）", "（二）", "", ""]);
    }

    #[test]
    fn a_list_may_begin_anew() {
        check(&["1/0", "1/0", "3/0", "3/0"], &["一、", "二、", "一、", "二、"]);
    }

    #[test]
    fn numbers_are_written_in_chinese() {
        let written: Vec<String> = [1, 10, 12, 20, 99].into_iter().filter_map(chinese).collect();
        assert_eq!(written, ["一", "十", "十二", "二十", "九十九"]);
        assert_eq!((chinese(0), chinese(100)), (None, None));
    }
}
