//! A timeline: the yearly reports of one district in; what came back year after year, what was promised and done, out.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::compare::likeness;
use crate::compare::likeness::Profile;
use crate::compare::sentence;
use crate::coverage::Cell;
use crate::document::Document;
use crate::document::SectionKind;
use crate::parts;
use crate::passages::Passage;
use crate::passages::Told;
use crate::passages::passages;
use crate::quantity_series;
use crate::quantity_series::QuantitySeries;

/// From here on two sentences name the same problem.
const SAME_PROBLEM: f64 = 0.5;
/// From here on a measure may be what was promised.
const KEPT: f64 = 0.34;
/// So many measures are shown beside a promise.
const MOST_MEASURES: usize = 2;
/// Shorter sentences are headings or figures of speech.
const TELLING: usize = 12;
/// With more sentences than this in a part only the first are looked at.
const MOST_SENTENCES: usize = 400;

/// One year of a district.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    /// How the year stands in the coverage.
    pub cell: Cell,
    /// The title of the report; empty where there is none.
    pub title: String,
    /// Characters of its text.
    pub characters: usize,
    /// What its parts are about.
    pub sections: BTreeSet<SectionKind>,
    /// The required parts that it does not have; none where the rules ask for none, or there is no report.
    pub missing: Vec<SectionKind>,
    /// Where it tells what was done, what is wrong and what is planned.
    pub passages: Vec<Passage>,
}

/// A sentence of one year.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The year of the report.
    pub year: i16,
    /// As the report has it.
    pub text: String,
    /// First character in the report.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// Whether a heading or only the running text says what it is.
    pub told: Told,
    /// How alike it is to what it stands beside, from 0 to 1.
    pub likeness: f64,
}

/// A problem that was named in several years.
#[derive(Clone, Debug, PartialEq)]
pub struct Recurring {
    /// How each year put it, oldest first; at least two years.
    pub wordings: Vec<Said>,
}

/// A plan for the next year, and what the next report says was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    /// As it was made, in the report of its year.
    pub made: Said,
    /// The year of the report that should tell; none when there is none behind it.
    pub told_in: Option<i16>,
    /// The measures that are most alike; empty when none is.
    pub measures: Vec<Said>,
}

/// The reports of one district, year by year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// Every year from the first report to the last, gaps too.
    pub years: Vec<Year>,
    /// Problems that came back, those of most years first.
    pub problems: Vec<Recurring>,
    /// Promises in the order they were made.
    pub promises: Vec<Promise>,
    /// Quantities of at least two years; one value for each of `years`.
    pub quantities: Vec<QuantitySeries>,
}

/// Returns what the parts of a document are about. 其他 counts where a heading says so: any other heading that is of no
/// known kind is no report of other matters.
pub fn sections(document: &Document) -> BTreeSet<SectionKind> {
    let is_said = |section: &&crate::document::Section| {
        section.kind != SectionKind::Other
            || section.heading.contains("其他")
            || section.heading.contains("其它")
    };
    document.sections.iter().filter(is_said).map(|section| section.kind).collect()
}

/// Lays out the reports of a district; `cells` are its years in order, `documents` the reports by their year.
pub fn timeline(cells: &[Cell], documents: &BTreeMap<i16, Document>) -> Timeline {
    let years: Vec<Year> = cells.iter().map(|cell| year(cell, documents.get(&cell.year))).collect();
    let reports: Vec<Report<'_>> = years
        .iter()
        .filter_map(|year| {
            let document = documents.get(&year.cell.year)?;
            Some(Report { year: year.cell.year, document, passages: &year.passages })
        })
        .collect();
    let measured: Vec<_> = cells
        .iter()
        .map(|cell| documents.get(&cell.year).map(quantity_series::measured).unwrap_or_default())
        .collect();
    let (problems, promises) = (problems(&reports), promises(&reports));
    Timeline { problems, promises, quantities: quantity_series::series(&measured), years }
}

fn year(cell: &Cell, document: Option<&Document>) -> Year {
    Year {
        cell: cell.clone(),
        title: document.map(|document| document.title.clone()).unwrap_or_default(),
        characters: document.map_or(0, |document| document.text.chars().count()),
        sections: document.map(sections).unwrap_or_default(),
        missing: document.map(parts::missing).unwrap_or_default(),
        passages: document.map(passages).unwrap_or_default(),
    }
}

/// The report of a year.
struct Report<'a> {
    year: i16,
    document: &'a Document,
    passages: &'a [Passage],
}

/// A sentence that is held against those of other years.
struct Sentence {
    said: Said,
    profile: Profile,
}

/// Returns the telling sentences of the passages of a kind.
fn sentences(report: &Report<'_>, kind: SectionKind) -> Vec<Sentence> {
    let passages: Vec<&Passage> = report.passages.iter().filter(|passage| passage.kind == kind).collect();
    if passages.is_empty() {
        return Vec::new();
    }
    let text: Vec<char> = report.document.text.chars().collect();
    let is_heading = |at: usize| report.document.sections.iter().any(|section| section.start == at);
    let mut found = Vec::new();
    for sentence in sentence::sentences(&text) {
        let is_whole = matches!(text[sentence.end - 1], '。' | '；' | '！' | ';');
        let Some(passage) = passages.iter().find(|passage| passage.holds(sentence.start)) else { continue };
        if sentence.key.len() < TELLING || (!is_whole && is_heading(sentence.start)) {
            continue;
        }
        let words: String = text[sentence.start..sentence.end].iter().filter(|c| **c != '\n').collect();
        if passage.told == Told::RunningText && sentence.start == passage.start && only_opens(&words) {
            continue;
        }
        let said = Said {
            year: report.year,
            text: words,
            start: sentence.start,
            end: sentence.end,
            told: passage.told,
            likeness: 1.0,
        };
        found.push(Sentence { said, profile: likeness::profile(&sentence.key) });
        if found.len() == MOST_SENTENCES {
            break;
        }
    }
    found
}

/// Tells whether a sentence that opens a passage only says what follows: 我们也清醒看到面临的困难. What comes after a colon is
/// said in it.
fn only_opens(words: &str) -> bool {
    words.split_once(['：', ':']).is_none_or(|(_, said)| said.chars().count() < TELLING)
}

fn problems(reports: &[Report<'_>]) -> Vec<Recurring> {
    let mut found: Vec<(Recurring, Profile)> = Vec::new();
    for report in reports {
        for sentence in sentences(report, SectionKind::Problems) {
            let of_earlier_years =
                |recurring: &Recurring| recurring.wordings.last().is_some_and(|said| said.year < report.year);
            let best = found
                .iter()
                .enumerate()
                .filter(|(_, (recurring, _))| of_earlier_years(recurring))
                .map(|(at, (_, profile))| (profile.likeness(&sentence.profile), at))
                .filter(|(share, _)| *share >= SAME_PROBLEM)
                .max_by(|one, other| one.0.total_cmp(&other.0));
            let at = best.map_or(found.len(), |(_, at)| at);
            if at == found.len() {
                found.push((Recurring { wordings: Vec::new() }, Profile::default()));
            }
            let likeness = best.map_or(1.0, |(share, _)| share);
            found[at].0.wordings.push(Said { likeness, ..sentence.said });
            found[at].1 = sentence.profile;
        }
    }
    let mut problems: Vec<Recurring> = found.into_iter().map(|(recurring, _)| recurring).collect();
    problems.retain(|recurring| recurring.wordings.len() > 1);
    problems.sort_by_key(|recurring| std::cmp::Reverse(recurring.wordings.len()));
    problems
}

fn promises(reports: &[Report<'_>]) -> Vec<Promise> {
    let mut promises = Vec::new();
    for (at, report) in reports.iter().enumerate() {
        // A report of a later year cannot tell what the next one should have told.
        let next = reports.get(at + 1).filter(|next| next.year == report.year + 1);
        let measures = next.map(|next| sentences(next, SectionKind::Measures)).unwrap_or_default();
        for promise in sentences(report, SectionKind::NextPlan) {
            let mut alike: Vec<(f64, &Sentence)> = measures
                .iter()
                .map(|measure| (promise.profile.likeness(&measure.profile), measure))
                .collect();
            alike.retain(|(share, _)| *share >= KEPT);
            alike.sort_by(|one, other| other.0.total_cmp(&one.0));
            let measures = alike.into_iter().take(MOST_MEASURES);
            promises.push(Promise {
                made: promise.said,
                told_in: next.map(|next| next.year),
                measures: measures
                    .map(|(likeness, measure)| Said { likeness, ..measure.said.clone() })
                    .collect(),
            });
        }
    }
    promises
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::State;
    use crate::document::DocumentKind;
    use crate::document::Section;

    fn report(parts: &[(&str, SectionKind, &str)]) -> Document {
        let mut document = Document::new("某市报告", "");
        document.kind = DocumentKind::RuleOfLawReport;
        for (at, (heading, kind, text)) in parts.iter().enumerate() {
            let start = document.text.chars().count();
            document.text.push_str(&format!("{heading}\n{text}\n"));
            document.sections.push(Section {
                number: (at + 1).to_string(),
                heading: (*heading).to_owned(),
                kind: *kind,
                year: None,
                level: 1,
                start,
                end: document.text.chars().count(),
            });
        }
        document
    }

    fn cell(year: i16, state: State) -> Cell {
        Cell {
            year,
            state,
            published: None,
            lag_days: None,
            doubt: None,
            id: None,
            about: Vec::new(),
            documents: 1,
            missing_sections: Vec::new(),
        }
    }

    fn laid_out() -> Timeline {
        let first = report(&[
            ("一、举措", SectionKind::Measures, "全年办理行政复议案件40件。"),
            (
                "二、不足",
                SectionKind::Problems,
                "基层执法力量薄弱，部分乡镇没有专职人员。文书质量参差不齐，抽查发现差错。",
            ),
            (
                "三、打算",
                SectionKind::NextPlan,
                "为每个乡镇配齐两名专职执法人员。建成全市统一的执法监督平台。",
            ),
        ]);
        let second = report(&[
            (
                "一、举措",
                SectionKind::Measures,
                "全年办理行政复议案件50件。为全部乡镇配齐专职执法人员共46名。",
            ),
            ("二、不足", SectionKind::Problems, "基层执法力量仍然薄弱，个别乡镇没有专职人员。"),
            ("三、其他需要报告的情况", SectionKind::Other, "没有其他需要报告的情况可以说。"),
        ]);
        let cells = [cell(2020, State::Present), cell(2021, State::Present), cell(2022, State::Missing)];
        let documents = BTreeMap::from([(2020, first), (2021, second)]);
        timeline(&cells, &documents)
    }

    #[test]
    fn a_problem_that_is_named_again_is_one_row() {
        let problems = laid_out().problems;
        assert_eq!(problems.len(), 1, "{problems:?}");
        let years: Vec<i16> = problems[0].wordings.iter().map(|said| said.year).collect();
        assert_eq!(years, [2020, 2021]);
    }

    #[test]
    fn promises_stand_beside_the_measures_of_the_next_year() {
        let promises = laid_out().promises;
        let told: Vec<(i16, Option<i16>, usize)> = promises
            .iter()
            .map(|promise| (promise.made.year, promise.told_in, promise.measures.len()))
            .collect();
        assert_eq!(told, [(2020, Some(2021), 1), (2020, Some(2021), 0)], "{promises:?}");
        assert!(promises[0].measures[0].text.contains("46名"));
    }

    #[test]
    fn missing_parts_are_named_and_a_missing_year_has_none() {
        let missing: Vec<Vec<SectionKind>> = laid_out().years.into_iter().map(|year| year.missing).collect();
        assert_eq!(
            missing,
            [
                vec![SectionKind::FirstResponsible],
                vec![SectionKind::FirstResponsible, SectionKind::NextPlan],
                vec![]
            ]
        );
    }

    #[test]
    fn an_admission_that_names_nothing_is_no_problem_that_comes_back() {
        let year = |trouble: &str| {
            let text =
                format!("修路三百里。\n我们也清醒看到，全市发展中还存在不少困难。{trouble}我们要直面问题。");
            Document { kind: DocumentKind::WorkReport, ..Document::new("某市政府工作报告", text) }
        };
        let cells = [cell(2020, State::Present), cell(2021, State::Present)];
        let documents = BTreeMap::from([
            (2020, year("山区通班车的村还不到全部村子的一半。")),
            (2021, year("山区通班车的村仍不到全部村子的一半。渠道渗漏严重，下游用水紧张。")),
        ]);
        let problems = timeline(&cells, &documents).problems;
        let first: Vec<&str> = problems.iter().map(|problem| problem.wordings[0].text.as_str()).collect();
        assert_eq!(first, ["山区通班车的村还不到全部村子的一半。"]);
        assert!(problems[0].wordings.iter().all(|said| said.told == Told::RunningText));
    }

    #[test]
    fn quantities_have_a_value_for_each_year() {
        let quantities = laid_out().quantities;
        assert_eq!(quantities[0].context, "办理行政复议案件");
        assert_eq!(quantities[0].values.iter().filter(|value| value.is_some()).count(), 2);
        assert_eq!(quantities[0].values.len(), 3);
    }
}
