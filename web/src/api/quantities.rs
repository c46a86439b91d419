//! The amounts of a text in the shape of the API: a document in, its quantities and what was checked about them out.

use corpus::indicators::Agreement;
use corpus::indicators::Decimal;
use corpus::indicators::Quantity;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Number;

/// One amount that a text states. Offsets count characters of the document's `text`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct QuantityRead {
    /// The number, below zero after 下降; the lower end of a range.
    pub value: Number,
    /// The upper end of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upper: Option<Number>,
    /// The unit as printed; empty for a bare number.
    pub unit: String,
    /// The amount in its plain unit: 24.44亿元 is 2444000000 元.
    pub normalised: NormalisedRead,
    /// What is counted; empty when the text does not say.
    pub context: String,
    /// What was done with it, such as 受理.
    pub action: Option<String>,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// Whether the text rounds it.
    pub approximate: bool,
    /// Whether it counts several years together.
    pub cumulative: bool,
    /// `+` or `-` when it is a change.
    pub direction: Option<&'static str>,
    /// The number of the section that it stands in.
    pub section: Option<String>,
}

/// An amount in its plain unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NormalisedRead {
    /// The number.
    pub value: Number,
    /// The upper end of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upper: Option<Number>,
    /// The unit.
    pub unit: String,
}

/// Numbers of one sentence that belong together, and whether they agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AgreementRead {
    /// `part-of-whole`, `share` or `growth`.
    pub relation: &'static str,
    /// `start` of the quantity that is the whole; of a growth the earlier one.
    pub whole: usize,
    /// `start` of the quantity that is the part, or the first of several; of a growth the later one.
    pub part: usize,
    /// `start` of the share or the rate, when one is stated.
    pub share: Option<usize>,
    /// The share or the rate that is stated, in percent.
    pub stated: Option<Number>,
    /// The share that part and whole come to, or the rate of the growth, in percent.
    pub computed: Option<Number>,
    /// Whether they agree.
    pub holds: bool,
}

/// Writes a decimal as a JSON number; digits beyond those of a binary fraction (15) are rounded.
pub(crate) fn number(decimal: Decimal) -> Number {
    match decimal.to_i64() {
        Some(whole) => Number::from(whole),
        None => Number::from_f64(decimal.to_f64()).unwrap_or_else(|| Number::from(0)),
    }
}

impl From<Quantity> for QuantityRead {
    fn from(quantity: Quantity) -> QuantityRead {
        QuantityRead {
            value: number(quantity.value),
            upper: quantity.upper.map(number),
            unit: quantity.unit,
            normalised: NormalisedRead {
                value: number(quantity.normalised.value),
                upper: quantity.normalised.upper.map(number),
                unit: quantity.normalised.unit,
            },
            context: quantity.context,
            action: quantity.action,
            start: quantity.start,
            end: quantity.end,
            approximate: quantity.approximate,
            cumulative: quantity.cumulative,
            direction: quantity.direction.map(corpus::indicators::Direction::key),
            section: quantity.section,
        }
    }
}

impl From<Agreement> for AgreementRead {
    fn from(agreement: Agreement) -> AgreementRead {
        AgreementRead {
            relation: agreement.relation.key(),
            whole: agreement.whole,
            part: agreement.part,
            share: agreement.share,
            stated: agreement.stated.map(number),
            computed: agreement.computed.map(number),
            holds: agreement.holds,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_with_the_digits_of_the_text() {
        for written in ["17", "-0.2", "97.4", "2443940000", "0.3333", "123456789012.25", "9007199254740993"] {
            let decimal = Decimal::parse(written).expect("a number");
            assert_eq!(number(decimal).to_string(), written);
        }
    }
}
