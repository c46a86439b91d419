//! Digits in; whether they are the number of an ID card or begin with one, out.

use jiff::civil::Date;

/// Tells whether 17 or 18 digits are an ID card: a province, a date of birth. The check digit may be wrong: papers hold
/// misprinted numbers of real people.
pub(crate) fn is_one(digits: &[u32]) -> bool {
    let year = number(&digits[6..10]);
    is_province(digits) && (1900..=2099).contains(&year) && is_day(year, &digits[10..14])
}

/// Tells whether 15 digits are an ID card of the kind that was issued until 1999.
pub(crate) fn is_old(digits: &[u32]) -> bool {
    is_province(digits) && is_day(1900 + number(&digits[6..8]), &digits[8..12])
}

/// Tells whether 20 digits are the card of a disabled person: the number of an ID, the kind and the degree.
pub(crate) fn is_of_disabled(digits: &[u32]) -> bool {
    is_one(&digits[..18]) && matches!(digits[18..], [1..=7, 1..=4])
}

fn is_province(digits: &[u32]) -> bool {
    matches!(
        number(&digits[..2]),
        11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83
    )
}

fn is_day(year: u32, month_and_day: &[u32]) -> bool {
    let (month, day) = (number(&month_and_day[..2]), number(&month_and_day[2..4]));
    Date::new(year as i16, month as i8, day as i8).is_ok()
}

fn number(digits: &[u32]) -> u32 {
    digits.iter().fold(0, |number, digit| number * 10 + digit)
}
