//! An exact decimal number: what a text prints, without the rounding of binary fractions.

use std::cmp::Ordering;
use std::fmt;

/// The most digits a number may have; longer runs of digits are names of things, not amounts.
const MOST_DIGITS: usize = 24;

/// An exact decimal: `mantissa / 10^scale`, without zeros at the end of the fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    mantissa: i128,
    scale: u32,
}

impl Decimal {
    /// Nothing.
    pub const ZERO: Decimal = Decimal { mantissa: 0, scale: 0 };

    /// Reads ASCII digits with at most one point and perhaps a minus sign; `None` beyond 24 digits.
    pub fn parse(written: &str) -> Option<Decimal> {
        let (minus, digits) = match written.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, written),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all = format!("{whole}{fraction}");
        let fits = !whole.is_empty() && all.len() <= MOST_DIGITS && all.bytes().all(|b| b.is_ascii_digit());
        let mantissa: i128 = fits.then(|| all.parse().ok())??;
        Some(Decimal::new(if minus { -mantissa } else { mantissa }, fraction.len() as u32))
    }

    /// Returns a whole number.
    pub fn whole(value: i64) -> Decimal {
        Decimal { mantissa: i128::from(value), scale: 0 }
    }

    fn new(mut mantissa: i128, mut scale: u32) -> Decimal {
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        Decimal { mantissa, scale }
    }

    /// Returns the number with its sign turned.
    #[must_use]
    pub fn negated(self) -> Decimal {
        Decimal { mantissa: -self.mantissa, ..self }
    }

    /// Returns the number without its sign.
    #[must_use]
    pub fn absolute(self) -> Decimal {
        Decimal { mantissa: self.mantissa.abs(), ..self }
    }

    /// Multiplies by 10 to the given power; `None` when there is no room for the result.
    pub fn times_ten_to(self, power: i32) -> Option<Decimal> {
        if power < 0 {
            let scale = self.scale.checked_add(power.unsigned_abs())?;
            return (scale <= 30).then(|| Decimal::new(self.mantissa, scale));
        }
        let power = power.unsigned_abs();
        if power <= self.scale {
            return Some(Decimal::new(self.mantissa, self.scale - power));
        }
        let factor = 10_i128.checked_pow(power - self.scale)?;
        Some(Decimal::new(self.mantissa.checked_mul(factor)?, 0))
    }

    /// Adds; `None` when there is no room for the result.
    pub fn plus(self, other: Decimal) -> Option<Decimal> {
        let scale = self.scale.max(other.scale);
        Some(Decimal::new(self.at(scale)?.checked_add(other.at(scale)?)?, scale))
    }

    /// Divides and rounds half away from zero to `places` decimals; `None` for a division by zero or without room.
    pub fn divided_by(self, other: Decimal, places: u32) -> Option<Decimal> {
        let scale = self.scale.max(other.scale);
        let (above, below) = (self.at(scale)?, other.at(scale)?);
        if below == 0 {
            return None;
        }
        let above = above.checked_mul(10_i128.checked_pow(places)?)?;
        let half = below.abs() / 2;
        let rounded = (above.abs().checked_add(half)? / below.abs()) * above.signum() * below.signum();
        Some(Decimal::new(rounded, places))
    }

    /// Returns how many digits stand behind the point.
    pub fn decimals(self) -> u32 {
        self.scale
    }

    /// Tells whether it is a whole number.
    pub fn is_whole(self) -> bool {
        self.scale == 0
    }

    /// Tells whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    /// Returns the whole number, when it is one and has room.
    pub fn to_i64(self) -> Option<i64> {
        (self.scale == 0).then(|| i64::try_from(self.mantissa).ok())?
    }

    /// Returns the nearest binary fraction; it prints the same digits up to 15 of them.
    pub fn to_f64(self) -> f64 {
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    fn at(self, scale: u32) -> Option<i128> {
        self.mantissa.checked_mul(10_i128.checked_pow(scale - self.scale)?)
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        let scale = self.scale.max(other.scale);
        match (self.at(scale), other.at(scale)) {
            (Some(one), Some(two)) => one.cmp(&two),
            // Without room for the common scale, one of them is far greater than the other.
            _ => self.to_f64().total_cmp(&other.to_f64()),
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let digits = self.mantissa.unsigned_abs().to_string();
        let scale = self.scale as usize;
        if scale == 0 {
            return write!(f, "{sign}{digits}");
        }
        let digits = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        write!(f, "{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: Option<&str>) {
        assert_eq!(Decimal::parse(written).map(|d| d.to_string()).as_deref(), expected, "{written:?}");
    }

    #[test]
    fn what_is_read_is_printed_again_without_loose_zeros() {
        check("0.1", Some("0.1"));
        check("-0.20", Some("-0.2"));
        check("00.05", Some("0.05"));
        check("123456789012345678.9", Some("123456789012345678.9"));
        check("1.", Some("1"));
        check("", None);
        check("1.2.3", None);
        check("１", None);
        check(&"9".repeat(25), None);
    }

    #[test]
    fn scales_and_shares_are_exact() {
        let number = |written: &str| Decimal::parse(written).expect("a number");
        assert_eq!(number("24.44").times_ten_to(8), Some(number("2444000000")));
        assert_eq!(number("244394").times_ten_to(4), Some(number("2443940000")));
        assert_eq!(number("5").times_ten_to(-3), Some(number("0.005")));
        assert_eq!(number("1").divided_by(number("3"), 4), Some(number("0.3333")));
        assert_eq!(number("2").divided_by(number("3"), 4), Some(number("0.6667")));
        assert_eq!(number("1").divided_by(Decimal::ZERO, 4), None);
        assert_eq!(number("0.1").plus(number("0.2")), Some(number("0.3")));
        assert!(number("-1") < number("0.5") && number("10") > number("9.99"));
        assert_eq!(number("999999999999999999999999").times_ten_to(20), None);
    }
}
