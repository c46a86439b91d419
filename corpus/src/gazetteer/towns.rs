//! The townships: the name of one in; the counties that have a township of that name out.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::gazetteer::names::pairs;
use crate::gazetteer::table::RowId;
use crate::gazetteer::table::latest;

static TOWNS: LazyLock<HashMap<&'static str, Vec<RowId>>> = LazyLock::new(|| {
    let mut towns: HashMap<&'static str, Vec<RowId>> = HashMap::with_capacity(40_000);
    for (code, names) in pairs(include_str!("../../data/towns.tsv")) {
        let Some(county) = latest(code) else { continue };
        for name in names.split(' ') {
            towns.entry(name).or_default().push(county);
        }
    }
    towns
});

/// Returns the counties, as they are today, that have a township of a name.
pub(super) fn counties(town: &str) -> &'static [RowId] {
    TOWNS.get(town).map_or(&[], Vec::as_slice)
}
