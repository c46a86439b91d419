//! Pieces of print with their places in; the lines of the page from top to bottom out, with cells and indents.

use std::sync::LazyLock;

use regex::Regex;

/// What is printed at one place, in any unit, as long as it is one for all of a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    /// The left edge.
    pub(crate) x: f64,
    /// The base line, counted from the top of the page.
    pub(crate) y: f64,
    /// How wide it is; 0 when it is not known.
    pub(crate) width: f64,
    /// The size of its letters.
    pub(crate) size: f64,
    /// What it says.
    pub(crate) text: String,
}

/// What opens the first line of an indented paragraph, as editors type it.
const INDENT: &str = "\u{3000}\u{3000}";

impl Piece {
    fn is_sound(&self) -> bool {
        [self.x, self.y, self.width, self.size].iter().all(|number| number.is_finite())
    }

    /// Cuts the blanks off both ends: print uses them to move along, and what follows begins behind them.
    fn without_blanks(mut self) -> Piece {
        let whole: f64 = self.text.chars().map(share).sum();
        let before: f64 = self.text.chars().take_while(|c| c.is_whitespace()).map(share).sum();
        let after: f64 = self.text.chars().rev().take_while(|c| c.is_whitespace()).map(share).sum();
        let width = if self.width > 0.0 { self.width } else { whole * self.size };
        self.x += width * before / whole.max(0.1);
        self.width = width * ((whole - before - after) / whole.max(0.1)).max(0.0);
        self.text = self.text.trim().to_owned();
        self
    }

    fn end(&self) -> f64 {
        self.x + self.width
    }
}

/// How wide a letter is in sizes of its font, about.
fn share(letter: char) -> f64 {
    match letter {
        '\u{3000}' => 1.0,
        _ if letter.is_whitespace() => 1.0 / 3.0,
        _ if letter.is_ascii() => 0.5,
        _ => 1.0,
    }
}

/// A line that is being put together.
struct Line {
    y: f64,
    size: f64,
    pieces: Vec<Piece>,
}

impl Line {
    fn start(&self) -> f64 {
        self.pieces.first().map_or(0.0, |piece| piece.x)
    }

    fn end(&self) -> f64 {
        self.pieces.iter().map(Piece::end).fold(0.0, f64::max)
    }
}

/// Lays the pieces of one page out as lines.
pub(crate) fn lines(pieces: Vec<Piece>) -> Vec<String> {
    let mut pieces: Vec<Piece> = pieces
        .into_iter()
        .filter(|piece| piece.is_sound() && !piece.text.trim().is_empty())
        .map(|piece| Piece { size: piece.size.abs().max(0.1), ..piece }.without_blanks())
        .collect();
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut lines: Vec<Line> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if (piece.y - line.y).abs() <= line.size.max(piece.size) * 0.45 => {
                line.size = line.size.max(piece.size);
                line.pieces.push(piece);
            }
            _ => lines.push(Line { y: piece.y, size: piece.size, pieces: vec![piece] }),
        }
    }
    for line in &mut lines {
        line.pieces.sort_by(|a, b| a.x.total_cmp(&b.x));
        drop_overprint(&mut line.pieces);
    }
    let (left, right) = (left_margin(&lines), lines.iter().map(Line::end).fold(0.0, f64::max));
    let written = lines.iter().map(|line| written(line, left, right));
    written.filter(|line| !line.trim().is_empty()).collect()
}

/// Bold letters are often the same letters printed again a hair beside.
fn drop_overprint(pieces: &mut Vec<Piece>) {
    let mut kept: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces.drain(..) {
        let is_again = kept
            .iter()
            .rev()
            .take(3)
            .any(|earlier| earlier.text == piece.text && (earlier.x - piece.x).abs() < piece.size * 0.3);
        if !is_again {
            kept.push(piece);
        }
    }
    *pieces = kept;
}

/// Where lines begin: the leftmost place at which one of some width does. What hangs out before it is a number or a mark.
fn left_margin(lines: &[Line]) -> f64 {
    let width = |line: &Line| line.end() - line.start();
    let widest = lines.iter().map(width).fold(0.0, f64::max);
    lines.iter().filter(|line| width(line) * 2.0 >= widest).map(Line::start).fold(f64::INFINITY, f64::min)
}

fn written(line: &Line, left: f64, right: f64) -> String {
    let mut text = String::new();
    let mut end = line.start();
    for piece in &line.pieces {
        let gap = piece.x - end;
        if !text.is_empty() && gap > line.size * 1.8 {
            text.push('\t');
        } else if gap > line.size * 0.2 && are_words(&text, &piece.text) {
            text.push(' ');
        }
        text.push_str(&piece.text);
        end = piece.end().max(end);
    }
    let text = without_leaders(&between_letters(&text));
    let indent = (line.start() - left) / line.size;
    let (before, behind) = (line.start() - left, right - line.end());
    // A first line that ends a little short of the margin is indented all the same.
    let is_centred = behind > line.size * 1.5 && (before - behind).abs() < line.size * 1.5;
    let is_paragraph = (1.2..=3.4).contains(&indent) && !is_centred && !text.contains('\t');
    if is_paragraph { format!("{INDENT}{text}") } else { text }
}

/// Makes cells of what a table of contents joins with dots.
fn without_leaders(text: &str) -> String {
    static LEADERS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\s*(?:[.．·•]\s?){6,}\s*|\s*…{3,}\s*").expect("a constant pattern"));
    LEADERS.replace_all(text, "\t").into_owned()
}

fn are_words(before: &str, after: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    is_word(before.chars().next_back()) && is_word(after.chars().next())
}

/// Drops blanks that stand between Chinese characters: print has them for its own ends.
pub(crate) fn between_letters(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let is_wide = |c: Option<&char>| {
        c.is_some_and(|c| matches!(*c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}'))
    };
    let mut kept = String::with_capacity(text.len());
    for (at, letter) in letters.iter().enumerate() {
        let is_single =
            *letter == ' ' && at > 0 && is_wide(letters.get(at - 1)) && is_wide(letters.get(at + 1));
        if !is_single {
            kept.push(*letter);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::Piece;
    use super::lines;

    fn piece(x: f64, y: f64, text: &str) -> Piece {
        Piece { x, y, width: 0.0, size: 10.0, text: text.to_owned() }
    }

    #[track_caller]
    fn check(pieces: &[Piece], expected: &[&str]) {
        assert_eq!(lines(pieces.to_vec()), expected);
    }

    #[test]
    fn pieces_of_one_line_join_from_left_to_right() {
        check(
            &[
                piece(30.0, 10.1, "治政"),
                piece(10.0, 10.0, "法"),
                piece(20.0, 9.9, " "),
                piece(50.0, 10.0, "府"),
            ],
            &["法治政府"],
        );
        check(&[piece(10.0, 20.0, "二"), piece(10.0, 10.0, "一")], &["一", "二"]);
        check(
            &[piece(10.0, 10.0, "PDF"), piece(28.0, 10.0, "file"), piece(50.0, 10.0, "。")],
            &["PDF file。"],
        );
    }

    #[test]
    fn blanks_before_a_run_only_move_it_along() {
        let run = |x, width, text: &str| Piece { width, ..piece(x, 10.0, text) };
        check(&[run(10.0, 25.0, "  1"), run(25.0, 30.0, "    次会"), run(26.0, 10.0, "日")], &["1日次会"]);
    }

    #[test]
    fn dots_that_lead_to_a_page_are_a_cell() {
        check(
            &[piece(10.0, 10.0, "第一章　总则"), piece(70.0, 10.0, "..............4")],
            &["第一章　总则\t4"],
        );
    }

    #[test]
    fn what_stands_wide_apart_is_a_cell() {
        check(&[piece(10.0, 10.0, "许可"), piece(80.0, 10.0, "194件")], &["许可\t194件"]);
    }

    #[test]
    fn letters_printed_twice_are_said_once() {
        check(&[piece(10.0, 10.0, "标题"), piece(10.4, 10.0, "标题")], &["标题"]);
    }

    #[test]
    fn an_indent_opens_a_paragraph_and_a_centred_line_does_not() {
        let full = "字".repeat(20);
        check(
            &[
                piece(90.0, 10.0, "题目四字"),
                piece(30.0, 20.0, &full[..54]),
                piece(10.0, 30.0, &full),
                piece(10.0, 40.0, &full),
                piece(10.0, 50.0, "完。"),
            ],
            &["题目四字", &format!("\u{3000}\u{3000}{}", &full[..54]), &full, &full, "完。"],
        );
    }
}
