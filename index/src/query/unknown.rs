//! What a query says that cannot be what was meant: a query and its filter in; the regions that no division is called out.

use corpus::gazetteer;

use crate::query::Clause;
use crate::query::Query;

/// Returns the regions of a query and of the filter beside it that the gazetteer does not know, each once: only documents whose
/// place is written so are found, which is mostly none, so that a slip looks like a place without documents.
pub fn unknown_regions(query: &Query, filter: Option<&str>) -> Vec<String> {
    let mut regions: Vec<&str> = filter.into_iter().collect();
    gather(&query.root, &mut regions);
    let mut unknown: Vec<String> = Vec::new();
    for region in regions {
        if !gazetteer::knows(region) && !unknown.iter().any(|known| known == region) {
            unknown.push(region.to_owned());
        }
    }
    unknown
}

fn gather<'c>(clause: &'c Clause, regions: &mut Vec<&'c str>) {
    match clause {
        Clause::Region(name) => regions.push(name),
        Clause::All(clauses) | Clause::Any(clauses) => clauses.iter().for_each(|one| gather(one, regions)),
        Clause::Not(one) => gather(one, regions),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::unknown_regions;
    use crate::query::parse;

    #[track_caller]
    fn check(query: &str, filter: Option<&str>, unknown: &[&str]) {
        assert_eq!(unknown_regions(&parse(query).expect("the query is sound"), filter), unknown, "{query}");
    }

    #[test]
    fn regions_that_nobody_knows_are_named_once() {
        check("地区:火星 生态", None, &["火星"]);
        check("生态", Some("火星"), &["火星"]);
        check("生态 -地区:(火星 OR 四川 OR 月球)", Some("火星"), &["火星", "月球"]);
        check("地区:四川/绵阳 火星", Some("510700"), &[]);
        check("地区:四川/火星", Some("四川/杭州"), &["四川/杭州", "四川/火星"]);
        check("地区:四川/绵阳/仙海区 地区:濟南 地区:山东济南", Some("四川/绵阳/游仙/新桥镇"), &[]);
    }
}
