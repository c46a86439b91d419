//! What a text counts: a text and its sections in; quantities with unit, context and span, and whether they agree, out.
//!
//! A number counts when a unit or measure word stands behind it, or for its cell in a table. Ordinals, dates, years, telephone
//! and document numbers have none, and names such as 12345热线, PM2.5 or 十四五 are told by what stands around them. Offsets
//! count characters.

mod agreement;
mod behind_unit;
mod capital;
mod cells;
mod change;
mod coins;
mod context;
mod decimal;
mod growth;
mod guard;
mod lexicon;
mod measure;
mod minus;
mod named;
mod numeral;
mod parts;
mod range;
mod unit;
mod vocabulary;
mod words;

use crate::document::Section;
use crate::indicators::cells::Cell;
use crate::indicators::context::Sentence;

pub use agreement::Agreement;
pub use agreement::Relation;
pub use decimal::Decimal;

/// Which way something changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// 增长, 上升, 提高.
    Up,
    /// 下降, 减少, 降低; the value is below zero.
    Down,
}

impl Direction {
    /// Returns the sign that machines use: `+` or `-`.
    pub fn key(self) -> &'static str {
        match self {
            Direction::Up => "+",
            Direction::Down => "-",
        }
    }
}

/// The amount in its plain unit: 24.44亿元 is 2444000000 元.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Normalised {
    /// The amount.
    pub value: Decimal,
    /// The upper end of a range.
    pub upper: Option<Decimal>,
    /// The plain unit; one word for measure words that count the same (宗 and 件 are 件).
    pub unit: String,
}

/// One amount that a text states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The number as printed, below zero after 下降; the lower end of a range; a fraction such as 三分之一 to four decimals.
    pub value: Decimal,
    /// The upper end of a range such as 3—5件.
    pub upper: Option<Decimal>,
    /// The unit as printed without 余 and 多; empty for a bare number.
    pub unit: String,
    /// The amount in its plain unit.
    pub normalised: Normalised,
    /// What is counted, such as 行政复议案件; empty when the text does not say.
    pub context: String,
    /// What was done with it, such as 受理.
    pub action: Option<String>,
    /// Whether the text rounds it: 余, 约, 近, 以上.
    pub approximate: bool,
    /// Which way it changed, when the amount is a change.
    pub direction: Option<Direction>,
    /// Whether it counts several years together: 累计, 历年.
    pub cumulative: bool,
    /// First character of the number.
    pub start: usize,
    /// One past the last character of the unit.
    pub end: usize,
    /// The number of the innermost section that it stands in.
    pub section: Option<String>,
}

/// What a text counts, in text order, and whether numbers that belong together agree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Indicators {
    /// The amounts, in text order; their spans do not overlap.
    pub quantities: Vec<Quantity>,
    /// What can be checked inside the text.
    pub agreements: Vec<Agreement>,
}

/// Reads the amounts of a text. Takes linear time.
pub fn read(text: &str, sections: &[Section]) -> Indicators {
    let text: Vec<char> = text.chars().map(numeral::plain).collect();
    let mut quantities: Vec<Quantity> = Vec::new();
    let mut cells = cells::read(&text).into_iter().peekable();
    let mut at = 0;
    while at < text.len() {
        if let Some(cell) = cells.next_if(|cell| cell.amount.start <= at) {
            if cell.amount.start == at {
                at = cell.amount.end;
                quantities.push(of_cell(&text, cell));
            }
            continue;
        }
        match measure::read(&text, at) {
            measure::Step::On(next) => {
                let cell = cells.peek().map_or(text.len(), |cell| cell.amount.start);
                // A row in figures goes on over the blanks between them: 3 4.
                at = next.max(at + 1).min(cell.max(at + 1));
            }
            measure::Step::Amount(amount) => {
                at = amount.end;
                let sentence = Sentence::around(&text, amount.start, amount.end, quantities.last());
                quantities.push(sentence.quantity(&amount));
            }
        }
    }
    place(&mut quantities, sections);
    let agreements = agreement::find(&text, &quantities);
    Indicators { quantities, agreements }
}

/// Returns the quantity of a number in a cell, which its table says all about.
fn of_cell(text: &[char], cell: Cell) -> Quantity {
    let amount = &cell.amount;
    let quantity = Sentence::around(text, amount.start, amount.end, None).quantity(amount);
    let way = if amount.value.is_negative() { Direction::Down } else { Direction::Up };
    Quantity {
        context: cell.label,
        action: None,
        direction: cell.is_change.then_some(way),
        value: amount.value,
        normalised: Normalised { value: amount.plain_value, upper: None, unit: amount.plain_unit.clone() },
        ..quantity
    }
}

/// Writes down the innermost section of each quantity.
fn place(quantities: &mut [Quantity], sections: &[Section]) {
    let mut sorted: Vec<&Section> = sections.iter().collect();
    sorted.sort_by_key(|section| (section.start, section.level));
    let mut open: Vec<&Section> = Vec::new();
    let mut next = sorted.into_iter().peekable();
    for quantity in quantities {
        while let Some(section) = next.next_if(|section| section.start <= quantity.start) {
            open.retain(|outer| outer.end > section.start);
            open.push(section);
            // Sections of a damaged outline may all lie in each other; a real one is a few levels deep.
            if open.len() > 32 {
                open.remove(0);
            }
        }
        let innermost = open.iter().rev().find(|section| section.end > quantity.start);
        quantity.section = innermost.map(|section| section.number.clone());
    }
}

#[cfg(test)]
mod cells_tests;
#[cfg(test)]
mod change_tests;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod minus_tests;
#[cfg(test)]
mod named_tests;
#[cfg(test)]
mod share_tests;
#[cfg(test)]
mod tests;
