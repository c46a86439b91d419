//! Tests of masking: which numbers are a person's and which are public.

use crate::document::Document;
use crate::personal::mask;
use crate::personal::masked;

#[track_caller]
fn check(text: &str, expected: &str) {
    let masked = mask(text);
    assert_eq!(masked, expected);
    assert_eq!(masked.chars().count(), text.chars().count());
    assert_eq!(mask(&masked), masked, "masking twice is masking once");
}

#[track_caller]
fn check_kept(text: &str) {
    check(text, text);
}

#[test]
fn id_cards_keep_their_place_and_their_last_four() {
    check("身份证号 110101199003070011。", "身份证号 110101********0011。");
    check("(11010119900307003X)", "(110101********003X)");
    check("11010119900307003x", "110101********003x");
    check("１１０１０１１９９００３０７００１１", "１１０１０１********００１１");
    check("旧证110101900307001", "旧证110101******001");
    check("110101 19900307 0011", "110101 ******** 0011");
}

#[test]
fn mobile_numbers_keep_three_and_four() {
    check("联系电话：13900000000", "联系电话：139****0000");
    check("手机139-0000-0001、15900000002", "手机139-****-0001、159****0002");
    check("139一0000一0001", "139一****一0001");
    check("139.0000.0001", "139.****.0001");
    check("Tel13900000000", "Tel139****0000");
    check("+86 13900000000", "+86 139****0000");
    check("8613900000000", "86139****0000");
    check("013900000000", "0139****0000");
    check("电话13900000000 13700000001", "电话139****0000 137****0001");
    check("电话13900000000.", "电话139****0000.");
}

#[test]
fn bank_cards_keep_four_and_four() {
    check("卡号6222020000000000008", "卡号6222***********0008");
    check("4111 1111 1111 1111", "4111 **** **** 1111");
    check("银行卡号：1234567890123456", "银行卡号：1234********3456");
}

#[test]
fn a_comma_parts_numbers() {
    check("13900000000,13700000001", "139****0000,137****0001");
    check("13900000000，13700000001", "139****0000，137****0001");
    check("电话：010-60000000,13900000000", "电话：010-60000000,139****0000");
    check("编号1，13900000000", "编号1，139****0000");
    check("编号1,13900000000", "编号1,139****0000");
    check("110101199003070011,11010119900307003X", "110101********0011,110101********003X");
    check_kept("总额1,390,000,000元");
    check_kept("备案号,13900000000");
}

#[test]
fn what_is_said_to_be_an_account_is_hidden_however_long_it_is() {
    check("账号33001676135053001234", "账号3300************1234");
    check("账号：3300 1676 1350 5300 1234", "账号：3300 **** **** **** 1234");
    check("中国银行账号：123456789012", "中国银行账号：12******9012");
    check("账号（人民币）：123456789012", "账号（人民币）：12******9012");
    check("账号：19-510101040009999", "账号：19-51*********9999");
    check_kept("专户账户余额123456789012");
    check_kept("账户资金 12345678901");
    check_kept("账户1234567890户");
    check_kept("账号：123456789");
    check_kept("33001676135053001234");
}

#[test]
fn the_head_of_a_column_says_what_stands_below_it() {
    check(
        "姓名\t银行账号\t金额\n甲\t6222020000000000001\t6222020000000000001\n乙\t123456789012\t12",
        "姓名\t银行账号\t金额\n甲\t6222***********0001\t6222020000000000001\n乙\t12******9012\t12",
    );
    check("姓名\t身份证号\n甲\t110101199013070011", "姓名\t身份证号\n甲\t110101********0011");
    check_kept("银行账号\t金额\n合计\t1\n其他情况\n123456789012\t1");
    check_kept("账户数\t金额\n1234567890\t1");
}

#[test]
fn a_number_that_is_said_to_be_an_id_is_hidden_as_one() {
    check("残疾人证号11010119900307001142", "残疾人证号110101********001142");
    check("残疾证：11010119900307001142B1", "残疾证：110101********001142B1");
    check("110101199003070011B1", "110101********0011B1");
    check("身份证号110101199013070011", "身份证号110101********0011");
    check("身份证编号：110101199003070011", "身份证编号：110101********0011");
    check_kept("11010119900307001189");
    check_kept("110101199003070011AB");
}

#[test]
fn landlines_are_hidden_only_where_they_are_private() {
    check_kept("联系电话：010-60000000");
    check("家庭电话：010-60000000", "家庭电话：010-6*****00");
}

#[test]
fn what_is_public_stays() {
    check_kept("统一社会信用代码11110101MB00000000");
    check_kept("统一社会信用代码：110101199003070011");
    check_kept("91110101MA0000000X");
    check_kept("某办发〔2021〕30号");
    check_kept("总额13900000000元");
    check_kept("共计13900000000.5");
    check_kept("热线12345，邮编100000");
    check_kept("2021年12月31日 2021-12-31 20211231");
    check_kept("索引号 110101000/2021-00123");
    check_kept("备案号13900000000");
    check_kept("GB13900000000");
    check_kept("0.13900000000");
    check_kept("1.3900000000");
    check_kept("1234567890123456");
    check_kept("139000000001");
    check_kept("110101199013070011");
}

#[test]
fn a_document_is_masked_wherever_it_is_shown() {
    let mut document = Document::new("关于13900000000的答复", "电话13900000000");
    document.issuer = Some("13900000000".to_owned());
    let masked = masked(document);
    assert_eq!(masked.title, "关于139****0000的答复");
    assert_eq!(masked.text, "电话139****0000");
    assert_eq!(masked.issuer.as_deref(), Some("139****0000"));
}

#[test]
fn hostile_runs_of_digits_take_linear_time() {
    for text in ["1".repeat(400_000), "1 ".repeat(400_000), "1-1".repeat(300_000), "139 0000 ".repeat(60_000)]
    {
        assert_eq!(mask(&text).chars().count(), text.chars().count());
    }
}
