//! The divisions of the Xinjiang Production and Construction Corps: the beginning of a text in; which one, and its city, out.

use std::sync::LazyLock;

use crate::gazetteer::names::pairs;

static DIVISIONS: LazyLock<Vec<(&'static str, &'static str)>> =
    LazyLock::new(|| pairs(include_str!("../../data/corps.tsv")).collect());

/// Reads a division at the beginning of a text: its name and how many bytes it takes.
pub(super) fn division(text: &str) -> Option<(&'static str, usize)> {
    let mut rest = text;
    for word in ["新疆生产建设兵团", "新疆兵团", "生产建设兵团", "兵团"] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let before = text.len() - rest.len();
    let written =
        |name: &&'static str| rest.starts_with(*name) || before > 0 && rest.starts_with(&name["第".len()..]);
    let names = DIVISIONS.iter().map(|(name, _)| name).filter(|name| written(name));
    let name = names.max_by_key(|name| name.len())?;
    let length = if rest.starts_with(name) { name.len() } else { name.len() - "第".len() };
    // 第一师范学院 is a school.
    (!rest[length..].starts_with('范')).then_some((name, before + length))
}

/// Returns the code of the city of a division; of Xinjiang for a division without a city.
pub(super) fn city(division: &str) -> Option<&'static str> {
    DIVISIONS.iter().find(|(name, _)| *name == division).map(|(_, code)| *code)
}
