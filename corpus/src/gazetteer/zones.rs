//! Zones and townships: the text after a place name in; the name of the zone or the township there out.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::gazetteer::names::named;
use crate::gazetteer::names::pairs;
use crate::gazetteer::table::TODAY;
use crate::gazetteer::table::above;
use crate::gazetteer::table::row;

/// The words that end the name of a zone, longer before shorter where one ends with the other.
const ZONE_KINDS: [&str; 36] = [
    "经济技术开发区",
    "高新技术产业开发区",
    "高新技术开发区",
    "高新技术产业园区",
    "经济开发区",
    "工业开发区",
    "农业开发区",
    "旅游开发区",
    "新技术开发区",
    "保护开发区",
    "开发试验区",
    "开发区",
    "高新区",
    "经开区",
    "综合保税区",
    "保税港区",
    "保税区",
    "自由贸易试验区",
    "自贸试验区",
    "水利风景区",
    "风景名胜区",
    "风景区",
    "旅游度假区",
    "度假区",
    "一体化示范区",
    "农业示范区",
    "示范区",
    "综合实验区",
    "试验区",
    "实验区",
    "产业集聚区",
    "工业园区",
    "产业园区",
    "管理区",
    "合作区",
    "新区",
];
/// Words before 区 with which it is no name of a zone.
const NO_ZONE: [&str; 46] = [
    "市辖",
    "全",
    "我",
    "本",
    "各",
    "该",
    "社",
    "辖",
    "园",
    "校",
    "山",
    "库",
    "景",
    "小",
    "地",
    "林",
    "牧",
    "灾",
    "市",
    "省",
    "片",
    "专",
    "街",
    "自治",
    "行政",
    "特",
    "厂",
    "矿",
    "城",
    "郊",
    "老",
    "新",
    "保护",
    "自然保护",
    "工业",
    "商业",
    "居民",
    "县",
    "功能",
    "功能分",
    "核心",
    "主城",
    "城乡",
    "农村",
    "革命老",
    "贫困地",
];
/// Names of zones that are kinds only and say nothing about which one is meant.
const LONGEST_NAME: usize = 12;

static KNOWN: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| pairs(include_str!("../../data/zones.tsv")).collect());

/// Returns the code of the division that a zone belongs to, when its name alone tells.
pub(super) fn known(zone: &str) -> Option<&'static str> {
    KNOWN.get(zone).copied().or_else(|| of_later_district(zone))
}

/// Districts that began in this year or later may have been a zone of the same name before.
const DISTRICTS_OF_ZONES: i16 = 2010;

/// Returns the city of a zone that has become a district of its own name: 光明新区 lay in the city that 光明区 lies in. Older
/// districts say nothing of a zone that is called like them: there are many 城东新区, and one 城东区.
fn of_later_district(zone: &str) -> Option<&'static str> {
    if !named(zone).0.is_empty() {
        return None;
    }
    let (_, divisions) = named(zone.strip_suffix("新区")?);
    let mut living = divisions.iter().map(|id| row(*id)).filter(|row| row.to.is_none());
    let (Some(district), None) = (living.next(), living.next()) else { return None };
    let is_later = district.name.ends_with('区') && district.from >= DISTRICTS_OF_ZONES;
    let city = above(district, TODAY).filter(|_| is_later)?;
    Some(row(city).code)
}

/// Returns the known zone that a text begins with.
pub(super) fn known_zone(text: &str) -> Option<&str> {
    let name = leading_name(text);
    ends(name).filter(|&end| KNOWN.contains_key(&name[..end])).last().map(|end| &name[..end])
}

/// Tells whether a text begins with a sort of zone alone, which belongs to the place before it: 开发区, 高新区.
pub(super) fn is_bare(text: &str) -> bool {
    let is_kind = |kind: &&&str| text.strip_prefix(**kind).is_some_and(follows_zone);
    ZONE_KINDS.iter().filter(|kind| **kind != "新区").any(|kind| is_kind(&kind))
}

/// Reads the name of a zone at the beginning of a text, such as 仙海水利风景区 or 经济技术开发区.
pub(super) fn zone(text: &str) -> Option<&str> {
    let end = zone_end(text)?;
    Some(&text[..end])
}

fn zone_end(text: &str) -> Option<usize> {
    let name = leading_name(text);
    // The name of a known zone need not follow the pattern.
    if let Some(known) = known_zone(text) {
        return Some(known.len());
    }
    let first = ends(name).find_map(|end| {
        let kind = ZONE_KINDS.iter().find(|kind| name[..end].ends_with(**kind))?;
        let own = name[..end].strip_suffix(kind)?;
        let follows = &text[end..];
        (!joins(own) && follows_zone(follows)).then_some(end)
    })?;
    Some(first)
}

/// Tells whether a text goes on as it does after a zone that is the issuer: its organs, a year or the end.
/// 外滩风景区管理办法 is about the zone and by its city.
fn follows_zone(rest: &str) -> bool {
    const NEXT: [&str; 8] = ["管委会", "管理委员会", "党工委", "党委", "关于", "法治", "政府", "政务"];
    const ORGANS: [&str; 12] =
        ["局", "厅", "委", "中心", "支队", "大队", "政府", "法院", "检察院", "办公室", "分公司", "税务"];
    let Some(first) = rest.chars().next() else { return true };
    if !first.is_alphabetic() || NEXT.iter().any(|next| rest.starts_with(next)) {
        return true;
    }
    let near = rest.char_indices().nth(12).map_or(rest, |(at, _)| &rest[..at]);
    let near = near.split("关于").next().unwrap_or(near);
    ORGANS.iter().any(|organ| near.contains(organ))
}

/// Reads a name that ends with 区 and that no table knows, such as 仙海区.
pub(super) fn unknown_district(text: &str) -> Option<&str> {
    let name = leading_name(text);
    let end = ends(name).find(|&end| name[..end].ends_with('区'))?;
    let own = name[..end].strip_suffix('区')?;
    let count = own.chars().count();
    let named = (2..=4).contains(&count) && !NO_ZONE.contains(&own) && !joins(own);
    (named && follows_zone(&text[end..])).then_some(&name[..end])
}

/// Reads the name of a township at the beginning of a text: 坡子街街道, 青龙镇, 留下街道.
pub(super) fn township(text: &str) -> Option<&str> {
    const KINDS: [&str; 6] = ["民族乡", "街道", "苏木", "镇", "乡", "民族苏木"];
    // What a township is called beside what no township is called: 城镇居民, 乡镇.
    const NO_NAME: [&str; 16] = [
        "城",
        "乡",
        "村",
        "集",
        "建制",
        "中心",
        "小城",
        "新型城",
        "各",
        "全",
        "我",
        "本",
        "各乡",
        "特色小",
        "特色",
        "重点",
    ];
    let name = leading_name(text);
    ends(name).take(9).find_map(|end| {
        let kind = KINDS.iter().find(|kind| name[..end].ends_with(**kind))?;
        let own = name[..end].strip_suffix(kind)?;
        let named = !own.is_empty() && !NO_NAME.contains(&own) && !joins(own) && !holds_division(own);
        (named && follows_township(&text[end..])).then_some(&name[..end])
    })
}

fn holds_division(own: &str) -> bool {
    own.chars().count() > 1 && own.contains(['县', '省'])
        || own.contains(['局', '厅', '委'])
        || own.contains("政府")
}

/// Tells whether a text goes on as it does after the name of a township.
fn follows_township(rest: &str) -> bool {
    const NEXT: [&str; 26] = [
        "人民政府",
        "政府",
        "党委",
        "党工委",
        "办事处",
        "办",
        "人大",
        "综合",
        "关于",
        "年",
        "财政",
        "中心",
        "司法",
        "便民",
        "党政",
        "机关",
        "卫生院",
        "法治",
        "行政",
        "推进",
        "依法",
        "202",
        "201",
        "200",
        "工作",
        "信息",
    ];
    let Some(first) = rest.chars().next() else { return true };
    !first.is_alphanumeric() || first.is_ascii_digit() || NEXT.iter().any(|next| rest.starts_with(next))
}

/// Tells whether words stand in a would-be name that join two things or begin a sentence.
fn joins(own: &str) -> bool {
    const JOINTS: [&str; 21] = [
        "关于",
        "印发",
        "推进",
        "加强",
        "建设",
        "工作",
        "实施",
        "促进",
        "支持",
        "人民政府",
        "的",
        "加快",
        "调整",
        "推动",
        "发展",
        "由",
        "第一",
        "第二",
        "在",
        "及",
        "与",
    ];
    JOINTS.iter().any(|joint| own.contains(joint))
}

/// Returns the Chinese characters at the beginning of a text, as many as a name can have.
fn leading_name(text: &str) -> &str {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) || ('\u{3400}'..='\u{4dbf}').contains(&c);
    let mut last = 0;
    for (at, c) in text.char_indices().take(LONGEST_NAME + 8) {
        if !is_han(c) {
            return &text[..at];
        }
        last = at + c.len_utf8();
    }
    &text[..last]
}

fn ends(name: &str) -> impl Iterator<Item = usize> {
    name.char_indices().map(|(at, c)| at + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::zones::township;
    use crate::gazetteer::zones::unknown_district;
    use crate::gazetteer::zones::zone;

    #[track_caller]
    fn check(read: fn(&str) -> Option<&str>, text: &str, expected: Option<&str>) {
        assert_eq!(read(text), expected, "{text}");
    }

    #[test]
    fn a_zone_ends_with_its_kind() {
        check(zone, "经济技术开发区经济发展局", Some("经济技术开发区"));
        check(zone, "仙海水利风景区", Some("仙海水利风景区"));
        check(zone, "高新区2023年度报告", Some("高新区"));
        check(zone, "关于推进开发区建设", None);
        check(zone, "司法局2023年度报告", None);
        check(unknown_district, "仙海区2021年度法治政府建设工作报告", Some("仙海区"));
        check(unknown_district, "仙海区应急管理局2021年度报告", Some("仙海区"));
        check(unknown_district, "居民住宅区消防安全管理条例", None);
        check(unknown_district, "沿江老区革命遗址保护条例", None);
        check(unknown_district, "市辖区", None);
        check(unknown_district, "全区工作会议", None);
        check(unknown_district, "自然保护区管理办法", None);
    }

    #[test]
    fn a_township_is_followed_by_its_organs_or_the_end() {
        check(township, "坡子街街道办事处2022年报告", Some("坡子街街道"));
        check(township, "青龙镇政府信息公开年度报告", Some("青龙镇"));
        check(township, "新桥镇", Some("新桥镇"));
        check(township, "城镇居民医疗保险", None);
        check(township, "乡镇机构改革", None);
        check(township, "新型城镇化规划", None);
        check(township, "城乡建设局2022年报告", None);
    }
}
