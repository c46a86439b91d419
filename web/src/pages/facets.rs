//! Facets: counts by value and what was asked in, groups of links that narrow or widen the search out.

use askama::Template;
use corpus::district::Place;
use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use index::search::FacetCount;
use index::search::Facets;

use crate::language::Language;
use crate::language::number;
use crate::params::SearchParams;
use crate::params::Years;

/// How many places a tree shows before it folds the levels below; a page must stay light.
const MOST_PLACES: usize = 60;

/// One group of facets.
pub(crate) struct Group {
    pub(crate) title: &'static str,
    pub(crate) shown: Vec<Branch>,
    /// The rest, behind a fold.
    pub(crate) folded: Vec<Branch>,
}

/// One value with its count, and the values below it.
#[derive(Template)]
#[template(path = "branch.html")]
pub(crate) struct Branch {
    label: String,
    lang_zh: bool,
    href: String,
    count: String,
    documents: u64,
    is_current: bool,
    /// What choosing it again does, for those who cannot see that it is marked.
    remove: &'static str,
    /// The share of the largest count in percent; 0 shows no bar.
    width: u64,
    children: Vec<Branch>,
}

// A branch is rendered from its own template, which escapes whatever stands in it.
impl askama::filters::HtmlSafe for Branch {}

/// Returns the groups that have any value.
pub(crate) fn groups(language: Language, params: &SearchParams, facets: &Facets) -> Vec<Group> {
    let sheet = Sheet { language, params: SearchParams { offset: 0, ..params.clone() } };
    let t = language.phrases();
    let mut groups = vec![
        group(t.report_year, sheet.years(&facets.year), 10),
        group(t.region, sheet.regions(&facets.region), 12),
        group(t.kind, sheet.kinds(&facets.kind), 8),
        group(t.section, sheet.sections(&facets.section), 8),
        group(t.issuer, sheet.issuers(&facets.issuer), 6),
    ];
    groups.retain(|group| !group.shown.is_empty());
    groups
}

fn group(title: &'static str, mut branches: Vec<Branch>, most: usize) -> Group {
    let folded = if branches.len() > most + 2 { branches.split_off(most) } else { Vec::new() };
    Group { title, shown: branches, folded }
}

/// What the links of all facets build on.
struct Sheet {
    language: Language,
    params: SearchParams,
}

impl Sheet {
    fn branch(&self, label: String, count: u64, asked: &SearchParams, is_current: bool) -> Branch {
        Branch {
            label,
            lang_zh: false,
            href: format!("/search?{}", asked.query_string()),
            count: number(count),
            documents: count,
            is_current,
            remove: self.language.phrases().remove,
            width: 0,
            children: Vec::new(),
        }
    }

    fn years(&self, counts: &[FacetCount]) -> Vec<Branch> {
        let most = counts.iter().map(|facet| facet.count).max().unwrap_or(0).max(1);
        counts
            .iter()
            .filter_map(|facet| {
                let years = facet.value.parse::<Years>().ok()?;
                let is_current = self.params.years == Some(years);
                let asked = SearchParams { years: (!is_current).then_some(years), ..self.params.clone() };
                let branch = self.branch(facet.value.clone(), facet.count, &asked, is_current);
                Some(Branch { width: (facet.count * 100 / most).max(1), ..branch })
            })
            .collect()
    }

    fn kinds(&self, counts: &[FacetCount]) -> Vec<Branch> {
        counts
            .iter()
            .filter_map(|facet| {
                let kind = DocumentKind::parse(&facet.value)?;
                let is_current = self.params.kind == Some(kind);
                let asked = SearchParams { kind: (!is_current).then_some(kind), ..self.params.clone() };
                Some(self.branch(self.language.kind(kind), facet.count, &asked, is_current))
            })
            .collect()
    }

    fn sections(&self, counts: &[FacetCount]) -> Vec<Branch> {
        counts
            .iter()
            .filter_map(|facet| {
                let kind = SectionKind::parse(&facet.value)?;
                let is_current = self.params.section == Some(kind);
                let asked = SearchParams { section: (!is_current).then_some(kind), ..self.params.clone() };
                Some(self.branch(self.language.section(kind), facet.count, &asked, is_current))
            })
            .collect()
    }

    /// An issuer has no parameter of its own: choosing one adds it to the query, where the reader sees it.
    fn issuers(&self, counts: &[FacetCount]) -> Vec<Branch> {
        let field = match self.language {
            Language::Chinese => "发文机关",
            Language::English => "issuer",
        };
        counts
            .iter()
            .take(30)
            .map(|facet| {
                let name = facet.value.replace('\\', "\\\\").replace('"', "\\\"");
                let clause = format!("{field}:\"{name}\"");
                let is_current = self.params.query.contains(&clause);
                let query = match (is_current, self.params.query.as_str()) {
                    (true, query) => query.replace(&clause, "").trim().to_owned(),
                    (false, "") => clause,
                    // OR binds weaker than what stands side by side.
                    (false, query) if query.contains("OR") || query.contains("ＯＲ") => {
                        format!("({query}) {clause}")
                    }
                    (false, query) => format!("{query} {clause}"),
                };
                let asked = SearchParams { query, ..self.params.clone() };
                let branch = self.branch(facet.value.clone(), facet.count, &asked, is_current);
                Branch { lang_zh: true, ..branch }
            })
            .collect()
    }

    /// The places come as paths in the order of a tree. The top is always shown; what lies below is shown under the
    /// place that was chosen, and everywhere when there are few.
    fn regions(&self, counts: &[FacetCount]) -> Vec<Branch> {
        let shows_all = counts.len() <= MOST_PLACES;
        let chosen = self.params.region.as_deref();
        let is_shown = |path: &str| match path.rsplit_once(Place::SEPARATOR) {
            None => true,
            Some((above, _)) => shows_all || chosen.is_some_and(|chosen| is_within(chosen, above)),
        };
        let mut open: Vec<(&str, Branch)> = Vec::new();
        let mut tops: Vec<Branch> = Vec::new();
        for facet in counts.iter().filter(|facet| is_shown(&facet.value)) {
            close(&mut open, &mut tops, Some(&facet.value));
            let name = facet.value.rsplit(Place::SEPARATOR).next().unwrap_or_default();
            let is_current = chosen == Some(facet.value.as_str());
            let above = facet.value.rsplit_once(Place::SEPARATOR).map(|(above, _)| above.to_owned());
            // Taking a place away leads one level up, not out of the tree.
            let region = if is_current { above } else { Some(facet.value.clone()) };
            let asked = SearchParams { region, ..self.params.clone() };
            let branch = self.branch(name.to_owned(), facet.count, &asked, is_current);
            open.push((&facet.value, Branch { lang_zh: true, ..branch }));
        }
        close(&mut open, &mut tops, None);
        sort(&mut tops);
        tops
    }
}

/// Puts the places with the most documents first on every level; equal ones stay in the order of the tree.
fn sort(branches: &mut [Branch]) {
    branches.sort_by_key(|branch| std::cmp::Reverse(branch.documents));
    for branch in branches {
        sort(&mut branch.children);
    }
}

/// Tells whether a path is another one or lies below it.
fn is_within(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with(Place::SEPARATOR))
}

/// Hands every branch that does not lead to `path` to the one above it.
fn close(open: &mut Vec<(&str, Branch)>, tops: &mut Vec<Branch>, path: Option<&str>) {
    while let Some((last, _)) = open.last() {
        if path.is_some_and(|path| is_within(path, last)) {
            return;
        }
        let Some((_, branch)) = open.pop() else { return };
        match open.last_mut() {
            Some((_, parent)) => parent.children.push(branch),
            None => tops.push(branch),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(value: &str, count: u64) -> FacetCount {
        FacetCount { value: value.to_owned(), count }
    }

    fn outline(branches: &[Branch]) -> String {
        let parts: Vec<String> = branches
            .iter()
            .map(|branch| {
                let mark = if branch.is_current { "*" } else { "" };
                let below = outline(&branch.children);
                if below.is_empty() {
                    format!("{mark}{}", branch.label)
                } else {
                    format!("{mark}{}({below})", branch.label)
                }
            })
            .collect();
        parts.join(" ")
    }

    fn sheet(params: SearchParams) -> Sheet {
        Sheet { language: Language::Chinese, params }
    }

    const PATHS: &[&str] = &["四川省", "四川省/绵阳市", "四川省/绵阳市/涪城区", "四川省/德阳市", "浙江省"];

    #[test]
    fn places_become_a_tree() {
        let counts: Vec<FacetCount> = PATHS.iter().map(|path| count(path, 1)).collect();
        let chosen = SearchParams { region: Some("四川省/绵阳市".into()), ..SearchParams::default() };
        assert_eq!(
            outline(&sheet(SearchParams::default()).regions(&counts)),
            "四川省(绵阳市(涪城区) 德阳市) 浙江省"
        );
        assert_eq!(outline(&sheet(chosen).regions(&counts)), "四川省(*绵阳市(涪城区) 德阳市) 浙江省");
    }

    #[test]
    fn a_large_tree_shows_what_lies_below_the_chosen_place_only() {
        let mut counts: Vec<FacetCount> = PATHS.iter().map(|path| count(path, 1)).collect();
        counts.extend((0..MOST_PLACES).map(|at| count(&format!("浙江省/第{at}市"), 1)));
        let chosen = SearchParams { region: Some("四川省".into()), ..SearchParams::default() };
        assert_eq!(outline(&sheet(SearchParams::default()).regions(&counts)), "四川省 浙江省");
        assert_eq!(outline(&sheet(chosen).regions(&counts)), "*四川省(绵阳市 德阳市) 浙江省");
    }

    #[track_caller]
    fn check_issuer(query: &str, issuer: &str, expected: &str) {
        let params = SearchParams { query: query.to_owned(), ..SearchParams::default() };
        let branches = sheet(params).issuers(&[count(issuer, 1)]);
        let address = branches[0].href.trim_start_matches("/search?");
        let read = SearchParams::read(address, crate::params::Reading::Strict).expect("our own address");
        assert_eq!(read.query, expected);
        assert!(read.request(10).is_ok());
    }

    #[test]
    fn an_issuer_is_added_to_the_query_and_taken_away_again() {
        check_issuer("法治", "绵阳市司法局", "法治 发文机关:\"绵阳市司法局\"");
        check_issuer("", "绵阳市司法局", "发文机关:\"绵阳市司法局\"");
        check_issuer("甲 OR 乙", "司法局", "(甲 OR 乙) 发文机关:\"司法局\"");
        check_issuer("法治 发文机关:\"司法局\"", "司法局", "法治");
        check_issuer("", "带\"引号\\的", "发文机关:\"带\\\"引号\\\\的\"");
    }

    #[test]
    fn what_stands_in_a_facet_is_escaped() {
        let branches = sheet(SearchParams::default()).issuers(&[count("<script>", 1)]);
        let html = branches[0].render().expect("a branch");
        assert!(html.contains("&#60;script&#62;") && !html.contains("<script>"), "{html}");
    }
}
