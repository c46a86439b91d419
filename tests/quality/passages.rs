//! Problems and plans in real work reports: how many reports give them, by headings and by the running text.

use corpus::document::Document;
use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use corpus::passages::Told;
use corpus::passages::passages;
use corpus::year::ReportYear;
use crawler::extract;
use crawler::extract::Hints;

use crate::shared;

/// How many reports give problems and plans: by nothing, by a heading, by the running text.
#[derive(Debug, Default)]
struct Found {
    reports: usize,
    problems: [usize; 3],
    plans: [usize; 3],
}

/// Reads every report of a file and prints a line for each; where its passages begin and end, when asked for.
fn found(file: &str) -> Option<Found> {
    let lines = shared::lines(&shared::folder()?.join("data/corpus").join(file));
    let show = std::env::var_os("GONGBAO_SHOW_PASSAGES").is_some();
    let mut found = Found::default();
    for line in lines {
        let Some(year) = line["year"].as_i64().and_then(|year| i16::try_from(year).ok()) else { continue };
        let (title, text) =
            (line["title"].as_str().unwrap_or_default(), line["text"].as_str().unwrap_or_default());
        let mut document = Document::new(title, text);
        document.kind = DocumentKind::WorkReport;
        document.report_year = Some(ReportYear::single(year));
        let document = extract::complete(document, &Hints::default());
        let characters: Vec<char> = document.text.chars().collect();
        let passages = passages(&document);
        found.reports += 1;
        let mut row = format!("{year} {}", line["province"].as_str().unwrap_or_default());
        for (kind, counts) in
            [(SectionKind::Problems, &mut found.problems), (SectionKind::NextPlan, &mut found.plans)]
        {
            let of_kind: Vec<_> = passages.iter().filter(|passage| passage.kind == kind).collect();
            let origin = match of_kind.first().map(|passage| passage.told) {
                None => 0,
                Some(Told::Heading) => 1,
                Some(Told::RunningText) => 2,
            };
            counts[origin] += 1;
            let length: usize = of_kind.iter().map(|passage| passage.end - passage.start).sum();
            let told = ["none", "heading", "running-text"][origin];
            row.push_str(&format!("  {} {told} {length}", kind.key()));
            for passage in of_kind.iter().filter(|_| show) {
                let words: String = characters[passage.start..passage.end].iter().collect();
                let words = words.replace('\n', "");
                let head: String = words.chars().take(60).collect();
                let tail: String = words.chars().skip(words.chars().count().saturating_sub(60)).collect();
                row.push_str(&format!("\n    {}: {head} …… {tail}\n", passage.start));
            }
        }
        println!("{row}");
    }
    println!("{file}: {found:?} (none, by heading, by running text)");
    Some(found)
}

/// Before passages were read from the running text, 2 reports gave problems, by headings that admit none, and 20 plans.
#[test]
fn most_years_of_the_state_council_give_problems_and_plans() {
    let Some(found) = found("gwr_state_council_1954_2025.jsonl") else { return };
    assert!(found.reports - found.problems[0] >= 38, "{found:?}");
    assert!(found.reports - found.plans[0] >= 36, "{found:?}");
}

#[test]
fn most_provinces_give_problems_and_plans() {
    let Some(found) = found("gwr_province_2025.jsonl") else { return };
    assert!(found.reports - found.problems[0] >= 20, "{found:?}");
    assert!(found.reports - found.plans[0] >= 29, "{found:?}");
}
