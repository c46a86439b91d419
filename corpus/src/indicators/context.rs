//! What a number counts: the clause around it in; the thing, the action, the direction and the span of time out.

use crate::indicators::Decimal;
use crate::indicators::Direction;
use crate::indicators::Normalised;
use crate::indicators::Quantity;
use crate::indicators::change;
use crate::indicators::measure::Amount;
use crate::indicators::vocabulary;
use crate::indicators::words;

/// How far a clause is read to each side, in characters.
const REACH: usize = 40;

/// How long the name of a counted thing is at most, in characters.
const LONGEST: usize = 24;

/// How long a name behind the unit is at most, in characters.
const LONGEST_BEHIND: usize = 12;

/// The words around one amount.
pub(crate) struct Sentence<'a> {
    /// From the last end of a clause, or from the last amount, to the number.
    pub(crate) before: &'a [char],
    /// The same from the last mark that parts clauses, over quotations, brackets and other amounts.
    pub(crate) clause: &'a [char],
    /// The clause before a colon or a bracket that stands directly before the number.
    label: &'a [char],
    /// From the unit to the next end of a clause.
    behind: &'a [char],
    /// What ends the clause: the first character behind `behind`.
    ended_by: char,
    /// The amount before, when it stands in the same sentence.
    pub(crate) last: Option<&'a Quantity>,
    /// What parts the amount before from this one.
    pub(crate) between: &'a [char],
}

impl<'a> Sentence<'a> {
    /// Finds the words around an amount; `last` is the amount before it in the text.
    pub(crate) fn around(
        text: &'a [char],
        start: usize,
        end: usize,
        last: Option<&'a Quantity>,
    ) -> Sentence<'a> {
        let floor = start.saturating_sub(REACH).max(last.map_or(0, |last| last.end));
        let from = clause_start(text, floor, start);
        let mark = from.checked_sub(1).filter(|&at| at >= floor);
        let is_label = mark
            .is_some_and(|at| matches!(text[at], '：' | ':' | '（' | '(' | '）' | ')' | '”' | '》' | '\t'));
        let label = match mark {
            Some(mark) if is_label && words::trim(&text[from..start]).is_empty() => {
                let is_closing = matches!(text[mark], '）' | ')');
                let opening = || text[floor..mark].iter().rposition(|c| matches!(c, '（' | '('));
                // What a bracket adds is left out: 案件（含上年结转）17件.
                let to = if is_closing { opening().map_or(mark, |at| floor + at) } else { mark };
                let to = named_cell(text, floor, to);
                &text[clause_start(text, floor, to)..to]
            }
            _ => &[],
        };
        let reach = &text[end..(end + REACH).min(text.len())];
        let to = reach.iter().position(|&c| words::ends_clause(c)).unwrap_or(reach.len());
        let same = last.filter(|last| {
            start - last.end <= REACH && !text[last.end..start].iter().any(|&c| words::ends_sentence(c))
        });
        Sentence {
            before: &text[from..start],
            clause: change::clause(&text[start.saturating_sub(REACH)..start]),
            label,
            behind: &reach[..to],
            ended_by: reach.get(to).copied().unwrap_or('\n'),
            between: same.map_or(&[], |last| &text[last.end..start]),
            last: same,
        }
    }

    /// Puts together everything that is known of the amount.
    pub(crate) fn quantity(&self, amount: &Amount) -> Quantity {
        let direction = change::direction(self, amount);
        // 增长-3.2% is a fall, however the sentence goes on; a range has its own signs.
        let is_fall = direction == Some(Direction::Up) && amount.value.is_negative();
        let is_signed_range = amount.value.is_negative() && amount.upper.is_some();
        let direction = match direction {
            Some(_) if is_signed_range => None,
            Some(_) if is_fall => Some(Direction::Down),
            direction => direction,
        };
        let sign = |value| if direction == Some(Direction::Down) { negative(value) } else { value };
        let (context, action) = self.counted(direction.is_some());
        Quantity {
            value: sign(amount.value),
            upper: amount.upper.map(sign),
            unit: amount.unit.clone(),
            normalised: Normalised {
                value: sign(amount.plain_value),
                upper: amount.plain_upper.map(sign),
                unit: amount.plain_unit.clone(),
            },
            context,
            action,
            approximate: amount.approximate,
            direction,
            cumulative: vocabulary::CUMULATIVE
                .iter()
                .any(|word| words::contains(self.before, word) || words::contains(self.label, word)),
            start: amount.start,
            end: amount.end,
            section: None,
        }
    }

    /// Returns what is counted, and what was done with it.
    fn counted(&self, is_change: bool) -> (String, Option<String>) {
        let source = if words::trim(self.before).is_empty() { self.label } else { self.before };
        // 由85%升至92%: the word of change stands before what it came to.
        let bare = words::trim(source);
        let is_outcome = ["至", "到"].iter().any(|word| words::ends_with(bare, word))
            && !words::ends_with(bare, "达到")
            || change::is_level(source, self.clause);
        let source = vocabulary::COUNT_FILLERS.strip_end(source);
        let is_change = is_change || is_outcome;
        let changes = [&*vocabulary::UP, &vocabulary::DOWN].map(|words| words::longest_end(source, words));
        let word = changes.into_iter().flatten().max_by_key(|word| word.len());
        let word = word.or_else(|| words::longest_end(source, &["翻", "再翻"])).filter(|_| is_change);
        let source = &source[..source.len() - word.map_or(0, |word| word.chars().count())];
        let source = without_comparison(vocabulary::COUNT_FILLERS.strip_end(source));
        let before = vocabulary::HEADS.strip_start(source);
        let before = after_year(before);
        let is_joint = ["和", "与", "及", "以及", "或", "至", "到", "-", "以上", "以下", "以内"]
            .iter()
            .any(|word| before.iter().collect::<String>() == *word);
        let before = if is_joint { &[] } else { before };
        let behind = self.name_behind();
        let last_verb = vocabulary::VERBS.longest_end(before);
        if let Some(verb) = last_verb.filter(|_| !behind.is_empty()) {
            return (behind, Some(verb.to_owned()));
        }
        // 向企业退还2,345.67元 tells to whom, not what.
        let is_given = words::longest_start(before, &["向", "给", "为"]).is_some();
        if let Some(verb) = last_verb.filter(|verb| is_given && verb.chars().count() > 1) {
            return (self.inherited(), Some(verb.to_owned()));
        }
        let first_verb = vocabulary::VERBS.longest_start(before).filter(|&length| length > 1);
        // 办结率 is a thing, not something done with a 率.
        let is_rate =
            |length: &usize| matches!(before.get(*length), Some('率' | '量' | '数' | '额' | '费' | '期'));
        let first_verb = first_verb.filter(|length| !is_rate(length));
        let (verb, name) = before.split_at(first_verb.unwrap_or(0));
        let name = words::strip_start(name, &["了", "的", "各类", "各"]);
        let action: Option<String> = (!verb.is_empty()).then(|| verb.iter().collect());
        if name.is_empty() && !behind.is_empty() {
            return (behind, action);
        }
        if !name.is_empty() {
            return (shortened(name), action);
        }
        (self.inherited(), action)
    }

    /// Returns what was named before: 受理案件17件，办结15件 and 收入5亿元，增长3%.
    fn inherited(&self) -> String {
        self.last.map(|last| last.context.clone()).unwrap_or_default()
    }

    /// Returns the name behind the unit: 项目 of 17个项目.
    fn name_behind(&self) -> String {
        let behind = words::trim(self.behind);
        let cut = (0..behind.len().min(LONGEST_BEHIND + 1))
            .find(|&at| {
                let here = &behind[at..];
                behind[at].is_numeric()
                    || vocabulary::NAME_ENDS.longest_start(here).is_some()
                    || (at > 1 && vocabulary::VERBS.longest_start(here).is_some_and(|length| length > 1))
            })
            .unwrap_or(behind.len());
        let is_whole = cut == behind.len() && !matches!(self.ended_by, '“' | '《' | '（' | '(');
        let name = words::trim(&behind[..cut]);
        // 5000元整 rounds nothing and names nothing.
        let is_name = !matches!(name, ['整' | '正'])
            && name.len() > usize::from(cut < behind.len())
            && name.len() <= LONGEST_BEHIND
            && (is_whole || cut > 0);
        if is_name { name.iter().collect() } else { String::new() }
    }
}

/// Returns where the nearest cell to the left ends that names something. Cells that others span stand empty, and a code or a
/// day says nothing of the amount behind it: 合计, nothing, 17件; 某公司, 91110101MA0000000X, 5000元.
fn named_cell(text: &[char], floor: usize, to: usize) -> usize {
    let mut to = to;
    while text.get(to) == Some(&'\t') {
        let from = text[floor..to].iter().rposition(|c| matches!(c, '\t' | '\n')).map(|at| floor + at);
        let cell = &text[from.map_or(floor, |mark| mark + 1)..to];
        let is_named = cell.iter().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}') && !"年月日".contains(*c));
        let mark = from.filter(|&mark| text[mark] == '\t');
        match mark {
            Some(mark) if !is_named => to = mark,
            _ => break,
        }
    }
    to
}

/// Returns where the clause begins that ends at `to`.
fn clause_start(text: &[char], floor: usize, to: usize) -> usize {
    let floor = floor.min(to);
    text[floor..to].iter().rposition(|&c| words::ends_clause(c)).map_or(floor, |at| floor + at + 1)
}

/// Returns a clause without the year, month and day that it begins with: 2021年12月底前受理 is 受理.
fn after_year(clause: &[char]) -> &[char] {
    let digits = clause.iter().take_while(|c| c.is_ascii_digit()).count();
    let is_date = digits > 0 && matches!(clause.get(digits), Some('年' | '月' | '日' | '.'));
    if !is_date {
        return clause;
    }
    let behind = vocabulary::HEADS.strip_start(&clause[digits + 1..]);
    let behind = match clause[digits] {
        '日' => behind,
        // 年初中在校生 and 年底线指标 begin with a word of their own.
        _ => words::longest_start(behind, &["底前", "末前"]).map_or(behind, |length| &behind[length..]),
    };
    after_year(behind)
}

/// Returns a clause without what an amount is compared with at its end: 案件比上年, 满意度较去年同期高.
fn without_comparison(clause: &[char]) -> &[char] {
    let bare = words::strip_end(clause, &["高", "低", "多", "少"]);
    let compared = vocabulary::COMPARED.strip_end(bare);
    if compared.len() < bare.len() { compared } else { clause }
}

/// Keeps the end of a long clause: the name stands next to the number.
fn shortened(name: &[char]) -> String {
    words::trim(&name[name.len().saturating_sub(LONGEST)..]).iter().collect()
}

fn negative(value: Decimal) -> Decimal {
    if value.is_negative() { value } else { value.negated() }
}
