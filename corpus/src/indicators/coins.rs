//! A sum of 元 in; with the 角 and 分 that stand behind it, out: 叁元伍角, 5元3角2分.

use crate::indicators::decimal::Decimal;
use crate::indicators::measure::Tail;
use crate::indicators::numeral;
use crate::indicators::numeral::Found;
use crate::indicators::numeral::Numeral;
use crate::indicators::numeral::Script;

/// Coins with their power of ten and the characters that make another word of them: 3 角 is money, 3 角度 is not.
static COINS: [(char, i32, &str); 2] =
    [('角', -1, "度色落逐硬"), ('分', -2, "之别钟公类批期管格局校院部成红制摊田")];

/// Adds the coins behind a sum to it. The number ends behind its last figure, so that its unit follows.
pub(crate) fn with_coins(text: &[char], number: Numeral, tail: Tail) -> (Numeral, Tail) {
    let is_sum = tail.scale.is_none() && tail.unit.is_some_and(|unit| matches!(unit.printed, "元" | "圆"));
    let (mut number, mut tail) = (number, tail);
    if !is_sum || !number.value.is_whole() {
        return (number, tail);
    }
    for (name, power, not_before) in COINS {
        let Some(coin) = coin(text, tail.end, number.script) else { continue };
        let behind = text.get(coin.end + 1).copied().unwrap_or('\n');
        let is_coin = text.get(coin.end) == Some(&name) && !not_before.contains(behind);
        let sum = coin.value.times_ten_to(power).and_then(|coins| number.value.plus(coins));
        if let Some(value) = sum.filter(|_| is_coin) {
            number = Numeral { value, end: coin.end, ..number };
            tail.end = coin.end + 1;
        }
    }
    (number, tail)
}

/// Reads how many coins of one sort stand at a place, written as the sum is; a 零 may stand for the sort left out.
fn coin(text: &[char], at: usize, script: Script) -> Option<Numeral> {
    let at = at + usize::from(script != Script::Arabic && text.get(at) == Some(&'零'));
    let Some(Found::Number(coin)) = numeral::read(text, at) else { return None };
    let is_digit = (Decimal::whole(1)..Decimal::whole(10)).contains(&coin.value) && coin.end == at + 1;
    (is_digit && coin.script == script).then_some(coin)
}

#[cfg(test)]
mod tests {
    use crate::indicators::read;

    /// Checks the sums of a text in 元, and that each ends where its words end.
    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let characters: Vec<char> = text.chars().collect();
        let quantities = read(text, &[]).quantities.into_iter();
        let sums = quantities
            .filter(|sum| sum.normalised.unit == "元")
            .map(|sum| (characters[sum.start..sum.end].iter().collect(), sum.normalised.value.to_string()));
        let sums: Vec<(String, String)> = sums.collect();
        let sums: Vec<(&str, &str)> =
            sums.iter().map(|(said, value)| (said.as_str(), value.as_str())).collect();
        assert_eq!(sums, expected, "{text}");
    }

    #[test]
    fn coins_belong_to_the_sum_before_them() {
        check("罚款叁元伍角", &[("叁元伍角", "3.5")]);
        check("人民币叁元伍角整", &[("叁元伍角", "3.5")]);
        check("合计壹拾贰万叁仟肆佰伍拾陆元柒角捌分。", &[("壹拾贰万叁仟肆佰伍拾陆元柒角捌分", "123456.78")]);
        check("赔偿伍佰圆零伍分", &[("伍佰圆零伍分", "500.05")]);
        check("每度电价由5元3角2分降低", &[("5元3角2分", "5.32")]);
        check("票价共十二元五角", &[("十二元五角", "12.5")]);
    }

    #[test]
    fn both_ends_of_a_range_have_their_coins() {
        let upper = |text: &str| {
            let read = read(text, &[]).quantities;
            let sums = read.iter().map(|sum| (sum.value.to_string(), sum.upper.map(|to| to.to_string())));
            sums.collect::<Vec<_>>()
        };
        let range = |low: &str, high: &str| vec![(low.to_owned(), Some(high.to_owned()))];
        assert_eq!(upper("收费5元3角至6元2角"), range("5.3", "6.2"));
        assert_eq!(upper("收费5元至6元2角5分"), range("5", "6.25"));
        assert_eq!(upper("收费5—6元2角"), range("5", "6.2"));
    }

    #[test]
    fn what_only_looks_like_coins_is_left_out() {
        check("收费5元3角度测量", &[("5元", "5")]);
        check("收费5元8分钟", &[("5元", "5")]);
        check("收费5元伍角", &[("5元", "5")]);
        check("收费1.5元3角", &[("1.5元", "1.5")]);
        check("投资5万元3角", &[("5万元", "50000")]);
        check("奖励5元12分", &[("5元", "5")]);
        check("每股派5元3分红", &[("5元", "5")]);
        check("每亩付10元5分成", &[("10元", "10")]);
        check("兑换5元1角硬币", &[("5元", "5")]);
        check("叁元伍", &[]);
    }

    #[test]
    fn capitals_may_go_on_from_figures() {
        check("拨付5万伍仟元", &[("5万伍仟元", "55000")]);
        check("拨付3亿贰仟万元", &[("3亿贰仟万元", "320000000")]);
        check("资金3亿伍佰名", &[]);
        check("拨付5万叁万元", &[]);
    }
}
