//! The lower of two numbers in; the range that a dash, 至 or 到 makes of both, out: 3—5件, 300至400人, -5℃至10℃.

use crate::indicators::coins;
use crate::indicators::decimal::Decimal;
use crate::indicators::guard;
use crate::indicators::measure;
use crate::indicators::measure::Amount;
use crate::indicators::measure::Tail;
use crate::indicators::minus;
use crate::indicators::numeral;
use crate::indicators::numeral::Found;
use crate::indicators::numeral::Numeral;
use crate::indicators::numeral::Script;

/// Reads 3—5件, 3至5件, 3到5件, 3%—5% and -5℃至10℃.
pub(crate) fn read(text: &[char], at: usize, low: &Numeral, first: &Tail) -> Option<(Amount, Tail)> {
    let (high, second) = upper_end(text, at, low, first)?;
    // 三至五个工作日 is no set phrase like 三项制度, whatever stands before it.
    let told = Tail { approximate: second.approximate || high.script == Script::Chinese, ..second };
    if !guard::counts(text, at, &high, &told) {
        return None;
    }
    let lifted = lifted(text, low, &high, first.end);
    let low = lifted.unwrap_or_else(|| below_zero(text, at, low.value, &second));
    Some((measure::amount(text, at, low, Some(high.value), &second)?, second))
}

/// Returns the lower end of a range with its sign.
fn below_zero(text: &[char], at: usize, low: Decimal, second: &Tail) -> Decimal {
    if minus::before_range(text, at, second.unit).is_some() { low.negated() } else { low }
}

/// Returns the second number of two that a dash or 至 joins, with what stands behind it.
pub(crate) fn upper_end(text: &[char], at: usize, low: &Numeral, first: &Tail) -> Option<(Numeral, Tail)> {
    let dash = measure::skip_blanks(text, first.end);
    let after = match text.get(dash)? {
        '—' => dash + 1 + usize::from(text.get(dash + 1) == Some(&'—')),
        '-' | '–' | '－' | '~' | '～' | '至' => dash + 1,
        // 从3到5件 tells how something changed.
        '到' if first.unit.is_none_or(|unit| unit.normal == "℃")
            && !(at > 0 && matches!(text[at - 1], '从' | '由' | '自')) =>
        {
            dash + 1
        }
        _ => return None,
    };
    let after = measure::skip_blanks(text, after);
    let sign = minus::length(text, after);
    let Some(Found::Number(high)) = numeral::read(text, after + sign) else {
        return None;
    };
    let (high, mut second) = coins::with_coins(text, high, measure::tail(text, high.end));
    let high = if sign > 0 { Numeral { value: high.value.negated(), ..high } } else { high };
    let is_one_unit = first.unit.is_none() || first.unit == second.unit;
    let is_one_scale = first.scale.is_none() || first.scale == second.scale;
    // 五米至五十米 leaves nothing out.
    let is_cut = first.unit.is_none()
        && first.scale.is_none()
        && leaves_out_power(text, low, &high)
        && lifted(text, low, &high, first.end).is_none();
    let is_one_script = low.script == high.script && !is_cut;
    let is_risen = high.value > below_zero(text, at, low.value, &second);
    if !is_one_unit || !is_one_scale || !is_one_script || !is_risen {
        return None;
    }
    second.approximate |= first.approximate;
    Some((high, second))
}

/// Tells whether the lower end of a range may leave out what the upper one is counted in: 三到四百人, 二至三十人.
fn leaves_out_power(text: &[char], low: &Numeral, high: &Numeral) -> bool {
    let figures = high.end.checked_sub(2).and_then(|from| text.get(from..high.end));
    let is_round =
        matches!(figures, Some(&[digit, '十' | '百' | '千' | '万']) if numeral::figure(digit).is_some());
    high.script == Script::Chinese && is_round && low.value < Decimal::whole(10)
}

/// Returns the lower end of 三到四百人 in hundreds: of two figures in a row that 到 joins both are counted in what stands
/// behind the second. 三到五百 and 三至四百 may begin with three.
fn lifted(text: &[char], low: &Numeral, high: &Numeral, joint: usize) -> Option<Decimal> {
    let power = Decimal::whole(numeral::chinese_whole(text.get(high.end.checked_sub(1)?..high.end)?)?);
    let is_in_row = text.get(measure::skip_blanks(text, joint)) == Some(&'到')
        && low.script == Script::Chinese
        && leaves_out_power(text, low, high);
    let low = low.value.to_i64()?;
    let value = Decimal::whole(low.checked_mul(power.to_i64()?)?);
    let next = Decimal::whole((low + 1).checked_mul(power.to_i64()?)?);
    (is_in_row && high.value == next).then_some(value)
}
