//! Which numbers in the cells of tables count, in which unit, and what they count.

use crate::indicators::Direction;
use crate::indicators::read;

/// Checks amounts written as `label: value unit`, with the direction behind a change.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let quantities = read(text, &[]).quantities;
    let written = quantities.iter().map(|quantity| {
        let way = quantity.direction.map_or("", Direction::key);
        format!("{}: {} {}{way}", quantity.context, quantity.value, quantity.unit)
    });
    assert_eq!(written.collect::<Vec<String>>(), expected, "{text}");
    let characters: Vec<char> = text.chars().collect();
    for quantity in &quantities {
        let number: String = characters[quantity.start..quantity.end].iter().collect();
        assert!(!number.contains('\t') && !number.is_empty(), "{number}");
    }
}

#[test]
fn the_unit_may_stand_in_the_heading_of_the_column() {
    check(
        "指标\t绝对数（亿元）\t比上年增长（%）\n生产总值\t1234.5\t6.1\n其中：工业\t456\t-2.3\n第三产业\t1,000.2\t0",
        &[
            "生产总值: 1234.5 亿元",
            "生产总值: 6.1 %+",
            "工业: 456 亿元",
            "工业: -2.3 %-",
            "第三产业: 1000.2 亿元",
            "第三产业: 0 %+",
        ],
    );
    check(
        "序号\t项目\t需求\t预算（万元）\n1\t楼体修缮\t包括屋面防水、外墙保温、暖气管道更换、照明线路改造等内容\t148.85",
        &["楼体修缮: 148.85 万元"],
    );
    check("年份\t人口（万人）\n2021\t12.5\n2022\t13", &["人口: 12.5 万人", "人口: 13 万人"]);
}

#[test]
fn the_unit_may_stand_in_the_row() {
    check(
        "指标\t2022年\t增长%\n生产总值（亿元）\t1234.5\t6.1\n常住人口（万人）\t35\t1.2",
        &["生产总值: 1234.5 亿元", "生产总值: 6.1 %+", "常住人口: 35 万人", "常住人口: 1.2 %+"],
    );
    check(
        "指标\t单位\t数值\t位次\n生产总值\t亿元\t1234.5\t3\n耕地\t万亩\t25.6\t7",
        &["生产总值: 1234.5 亿元", "耕地: 25.6 万亩"],
    );
}

#[test]
fn the_unit_may_stand_above_the_table() {
    check(
        "收支总表\n单位：万元\n科目编码\t项目\t预算数\t占比\n2010101\t行政运行\t123.45\t12.3\n2010102\t一般事务\t6",
        &["行政运行: 123.45 万元", "一般事务: 6 万元"],
    );
    check("单位：某县水务局\n项目\t预算数\n行政运行\t123.45", &[]);
    check("单位：万元\n以上为说明。\n项目\t预算数\n行政运行\t123.45", &[]);
}

#[test]
fn numbers_in_cells_without_a_unit_count_nothing() {
    check("序号\t名称\t人数\n1\t某村\t12\n2\t某镇\t30", &[]);
    check("名称（简称）\t电话\n某局\t12345678", &[]);
    check("2021\t2022\n3\t4", &[]);
}

#[test]
fn rows_without_a_number_do_not_end_the_counting() {
    for row in [
        "强制\t—",
        "强制\t-",
        "强制\t/",
        "强制\t无",
        "强制\t",
        "其中：\t",
        "其中：",
        "（二）其他",
        "强制\t……",
        "强制\t未开展",
        "强制\t已取消",
        "强制\t*",
    ] {
        check(&format!("指标\t数量（件）\n许可\t5\n{row}\n处罚\t7"), &["许可: 5 件", "处罚: 7 件"]);
    }
    check(
        "项目\t数量（件）\t占比（%）\n许可\t5\t12.5\n征收\t—\t本年取消\n处罚\t7\t17.5",
        &["许可: 5 件", "许可: 12.5 %", "处罚: 7 件", "处罚: 17.5 %"],
    );
    check("类别\t许可（件）\t处罚（件）\n城管\t*\t3\n文旅\t5\t/", &["城管: 3 件", "文旅: 5 件"]);
    check(
        "单位：万元\n项目\t预算数\n行政运行\t12.5\n其中：\n人员经费\t7",
        &["行政运行: 12.5 万元", "人员经费: 7 万元"],
    );
}

#[test]
fn another_heading_or_paragraph_begins_another_table() {
    check(
        "指标\t绝对数（亿元）\n生产总值\t5\n指标\t产量（万吨）\n粮食\t7",
        &["生产总值: 5 亿元", "粮食: 7 万吨"],
    );
    check("指标\t数量（件）\n许可\t5\n指标\t位次\n处罚\t7", &["许可: 5 件"]);
    check("指标\t数量（件）\n许可\t5\n以上为全年数据。\n处罚\t7", &["许可: 5 件"]);
    check("村名\t户数（户）\n甲村\t5\n村名\t位次\n甲村\t7", &["甲村: 5 户"]);
    check("指标\t数量（件）\n许可\t5\n项目名称\t位次\n许可\t7", &["许可: 5 件"]);
    check("指标\t数量（件）\n许可\t5\n表2\n处罚\t7", &["许可: 5 件"]);
    check("指标\t数量（件）\n许可\t5\n其他情况\n名称\t地址\t位次\n甲\t乙\t7", &["许可: 5 件"]);
    check("单位：万元\n项目\t2021\t2022\n行政运行\t5\t6", &["行政运行: 5 万元", "行政运行: 6 万元"]);
}

#[test]
fn a_plus_in_a_cell_tells_a_rise() {
    check(
        "指标\t数量（件）\t比上年增长（%）\n许可\t5\t+5.2\n处罚\t7\t-3.1",
        &["许可: 5 件", "许可: 5.2 %+", "处罚: 7 件", "处罚: -3.1 %-"],
    );
    check("指标\t增速（%）\n工业\t↑5.6\n建筑业\t↓3.1", &["工业: 5.6 %+", "建筑业: -3.1 %-"]);
}

#[test]
fn a_code_or_a_day_is_not_what_the_amount_behind_it_counts() {
    check("某公司\t91110101MA0000000X\t5000元", &["某公司: 5000 元"]);
    check("某店\t92110101MA0000000X\t2023年5月6日\t\t300元", &["某店: 300 元"]);
    check("某案\t罚字第5号\t300元", &["罚字第5号: 300 元"]);
}
