//! One amount: the place of a figure in; number, scale and unit out, or how far to go on when it is a name or an ordinal.

use crate::indicators::behind_unit;
use crate::indicators::coins;
use crate::indicators::decimal::Decimal;
use crate::indicators::guard;
use crate::indicators::minus;
use crate::indicators::named;
use crate::indicators::numeral;
use crate::indicators::numeral::Found;
use crate::indicators::numeral::Numeral;
use crate::indicators::numeral::Script;
use crate::indicators::range;
use crate::indicators::unit;
use crate::indicators::unit::Guard;
use crate::indicators::unit::Unit;
use crate::indicators::words;

/// How many numbers may share one unit.
const MOST_IN_A_ROW: usize = 8;

/// What stands at a place.
pub(crate) enum Step {
    /// Nothing; reading goes on there.
    On(usize),
    /// An amount.
    Amount(Box<Amount>),
}

/// A number with its unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) value: Decimal,
    pub(crate) upper: Option<Decimal>,
    pub(crate) unit: String,
    pub(crate) plain_value: Decimal,
    pub(crate) plain_upper: Option<Decimal>,
    pub(crate) plain_unit: String,
    pub(crate) approximate: bool,
}

/// What stands behind a number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tail {
    pub(crate) scale: Option<(&'static str, i32)>,
    pub(crate) unit: Option<&'static Unit>,
    pub(crate) per: Option<&'static Unit>,
    pub(crate) approximate: bool,
    pub(crate) end: usize,
}

/// Reads what begins at `at`.
pub(crate) fn read(text: &[char], at: usize) -> Step {
    match numeral::read(text, at) {
        None => Step::On(at + 1),
        Some(Found::Other(end)) => Step::On(end),
        Some(Found::Number(number)) => {
            if let Some(amount) = share(text, at, number) {
                return Step::Amount(Box::new(amount));
            }
            if let Some(after) = guard::heading_number(text, at, number) {
                return Step::On(after);
            }
            counted(text, at, number)
        }
    }
}

/// Reads 百分之九十五, 千分之三 and 三分之一.
fn share(text: &[char], at: usize, below: Numeral) -> Option<Amount> {
    if !words::starts_with(&text[below.end..], "分之") {
        return None;
    }
    let Some(Found::Number(above)) = numeral::read(text, below.end + 2) else {
        return None;
    };
    let (value, unit, plain) = match below.value.to_i64()? {
        100 => (above.value, "%", above.value),
        1000 => (above.value, "‰", above.value),
        2..=10_000 if above.value <= below.value => {
            let share = above.value.divided_by(below.value, 4)?;
            (share, "", share.times_ten_to(2)?)
        }
        _ => return None,
    };
    // 三分之一 has no end in decimals: what is given is rounded.
    let is_rounded = unit.is_empty() && value.decimals() >= 4;
    Some(Amount {
        start: at,
        end: above.end,
        value,
        upper: None,
        unit: unit.to_owned(),
        plain_value: plain,
        plain_upper: None,
        plain_unit: if unit.is_empty() { "%" } else { unit }.to_owned(),
        approximate: is_rounded || guard::is_about(text, at, above.end),
    })
}

/// Reads a number with its unit, or a range of two.
fn counted(text: &[char], at: usize, first: Numeral) -> Step {
    let nothing = Step::On(first.end);
    let Some((number, tail)) = compound(text, first) else { return nothing };
    let (number, tail) = coins::with_coins(text, number, tail);
    let (number, tail) = behind_unit::with_part(text, number, tail);
    let range = range::read(text, at, &number, &tail);
    let whole = range.as_ref().map_or(tail, |(_, whole)| *whole);
    if named::is_named(text, at, &number, &whole) {
        // Of 第3至5条 the second number is a name like the first.
        return range::upper_end(text, at, &number, &tail).map_or(nothing, |(_, upper)| Step::On(upper.end));
    }
    if let Some((range, _)) = range {
        return Step::Amount(Box::new(range));
    }
    let tail = if tail.unit.is_none() && tail.scale.is_none() { shared(text, &number, tail) } else { tail };
    let counts = guard::counts(text, at, &number, &tail);
    let amount = counts.then(|| amount(text, at, number.value, None, &tail)).flatten();
    amount.map_or(nothing, |amount| Step::Amount(Box::new(amount)))
}

/// Joins 1亿 and 3000万元 of 1亿3000万元 into 13000万元, 5万 and 伍仟元 of 5万伍仟元 into 55000元.
fn compound(text: &[char], number: Numeral) -> Option<(Numeral, Tail)> {
    let first = tail(text, number.end);
    let (Some((_, high)), None, Some(Found::Number(rest))) =
        (first.scale, first.unit, numeral::read(text, first.end))
    else {
        return Some((number, first));
    };
    let second = tail(text, rest.end);
    let low = second.scale.map_or(0, |(_, power)| power);
    let is_mixed = number.script == Script::Arabic && rest.script == Script::Capital;
    let is_sum = rest.end > first.end + 1 && second.unit.is_some_and(|unit| unit.normal == "元");
    // Of 5万伍仟元 both are one sum; 3亿陆续到位 goes on with a word.
    if is_mixed && !is_sum {
        return (rest.end == first.end + 1).then_some((number, first));
    }
    let room = Decimal::whole(1).times_ten_to(high - low)?;
    if low >= high || (is_mixed && rest.value >= room) {
        return None;
    }
    let value = number.value.times_ten_to(high - low)?.plus(rest.value)?;
    Some((Numeral { value, end: rest.end, ..number }, second))
}

/// Finds the unit that a row of numbers shares: 分别提高0.4、0.5个百分点.
fn shared(text: &[char], number: &Numeral, own: Tail) -> Tail {
    let mut end = number.end;
    for _ in 0..MOST_IN_A_ROW {
        let next = match text.get(end) {
            Some('、' | '和' | '与' | '及') => numeral::read(text, skip_blanks(text, end + 1)),
            _ => None,
        };
        let Some(Found::Number(next)) = next else { break };
        let tail = tail(text, next.end);
        if let Some(unit) = tail.unit {
            let is_fit = matches!(unit.normal, "%" | "个百分点" | "倍" | "元");
            return if is_fit { Tail { end: number.end, ..tail } } else { own };
        }
        end = next.end;
    }
    own
}

/// Puts an amount together: a number that begins at `at` with what stands behind it, or elsewhere in its table.
pub(crate) fn amount(
    text: &[char],
    at: usize,
    value: Decimal,
    upper: Option<Decimal>,
    tail: &Tail,
) -> Option<Amount> {
    // The lower end of a range brings its sign with it.
    let is_signed = value.is_negative();
    let minus = minus::before(text, at, tail.unit).filter(|_| upper.is_none() || is_signed);
    let value = if minus.is_some() && !is_signed { value.negated() } else { value };
    let per = tail.per.map(|per| format!("/{}", per.printed)).unwrap_or_default();
    let scale = tail.scale.map_or("", |(word, _)| word);
    let (printed, normal, power) =
        tail.unit.map_or(("", "", 0), |unit| (unit.printed, unit.normal, unit.power));
    let power = power + tail.scale.map_or(0, |(_, power)| power);
    Some(Amount {
        start: minus.unwrap_or(at),
        end: tail.end,
        plain_value: plain(value, tail.unit, power)?,
        plain_upper: match upper {
            Some(upper) => Some(plain(upper, tail.unit, power)?),
            None => None,
        },
        value,
        upper,
        unit: format!("{scale}{printed}{per}"),
        plain_unit: format!("{normal}{per}"),
        approximate: tail.approximate || printed.contains('多') || guard::is_about(text, at, tail.end),
    })
}

/// Returns an amount in its plain unit. What doubles n times grows by 2ⁿ − 1 times itself: 翻两番 is 增长3倍.
fn plain(value: Decimal, unit: Option<&Unit>, power: i32) -> Option<Decimal> {
    if unit.is_some_and(|unit| matches!(unit.guard, Guard::Doublings(_))) {
        let times = u32::try_from(value.to_i64()?).ok()?;
        return Some(Decimal::whole(2_i64.checked_pow(times)? - 1));
    }
    value.times_ten_to(power)
}

/// Reads 余, the scale word and the unit behind a number. `end` is one past the last character that belongs to it.
pub(crate) fn tail(text: &[char], after: usize) -> Tail {
    let mut read = Tail { scale: None, unit: None, per: None, approximate: false, end: after };
    let mut at = skip_about(text, skip_blanks(text, after), &mut read.approximate);
    if let Some((word, power, length)) = unit::scale(text, at) {
        // 千瓦 is a unit, not a thousand of something.
        if unit::find(text, at).is_none_or(|(_, longer)| longer <= length) {
            read.scale = Some((word, power));
            read.end = at + length;
            at = skip_about(text, skip_blanks(text, read.end), &mut read.approximate);
        }
    }
    // 5亿圆满完成, 3亿番茄项目 and 2亿成立公司 go on with a word.
    let is_word = |unit: &Unit| {
        read.scale.is_some() && matches!(unit.guard, Guard::Capitals | Guard::Doublings(_) | Guard::Tenths(_))
    };
    if let Some((unit, length)) = unit::find(text, at).filter(|(unit, _)| !is_word(unit)) {
        read.unit = Some(unit);
        read.end = at + length;
        if text.get(read.end) == Some(&'/')
            && let Some((per, length)) = unit::find(text, read.end + 1)
        {
            read.per = Some(per);
            read.end += 1 + length;
        }
    }
    if read.unit.is_none() && read.scale.is_none() {
        read.end = after;
    }
    read
}

fn skip_about(text: &[char], at: usize, approximate: &mut bool) -> usize {
    match text.get(at) {
        Some('余' | '多' | '来' | '馀') => {
            *approximate = true;
            skip_blanks(text, at + 1)
        }
        _ => at,
    }
}

/// Steps over at most two blanks.
pub(crate) fn skip_blanks(text: &[char], at: usize) -> usize {
    let blanks = text.get(at..).unwrap_or_default().iter().take(2).take_while(|&&c| words::is_blank(c));
    at + blanks.count()
}
