//! A report in; where it tells what was done, what is still wrong and what is planned, by its headings or its running text, out.
//!
//! Many reports, work reports above all, speak about problems in a paragraph without a heading, and about plans under
//! headings that name no plan. A passage says which of the two it was read from, so that nobody takes the second for the
//! first. Precision comes first: a year whose report admits nothing in so many words has no passage of problems.

mod paragraph;
mod plan;
mod problems;
#[cfg(test)]
mod tests;

use crate::document::Document;
use crate::document::DocumentKind;
use crate::document::Section;
use crate::document::SectionKind;
use crate::document::keyed;
use crate::passages::paragraph::Paragraph;

keyed! {
    /// What a passage was read from.
    Told {
        /// A heading says what the passage is about.
        Heading = "heading", "章节标题";
        /// No heading does; the sentences themselves say it.
        RunningText = "running-text", "正文行文";
    }
}

/// A stretch of a text that is about one thing. Offsets count characters of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What it is about.
    pub kind: SectionKind,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// What says so.
    pub told: Told,
}

impl Passage {
    /// Tells whether a character lies in the passage.
    pub fn holds(&self, at: usize) -> bool {
        (self.start..self.end).contains(&at)
    }
}

/// Finds the passages about measures, problems and plans, in the order of the text.
pub fn passages(document: &Document) -> Vec<Passage> {
    let text: Vec<char> = document.text.chars().collect();
    let paragraphs = paragraph::paragraphs(&text, &document.sections);
    let plans = plans(document, &paragraphs, text.len());
    let ahead = plans.first().map_or(text.len(), |plan| plan.start);
    let mut problems = headed(document, SectionKind::Problems);
    if problems.is_empty() {
        let behind = paragraphs.partition_point(|paragraph| paragraph.start < ahead);
        problems = problems::find(&paragraphs[..behind]);
    }
    let mut found = measures(document, &problems, &plans, ahead);
    found.retain(|passage| {
        let end = passage.end.min(text.len());
        text[passage.start.min(end)..end].iter().any(|c| !c.is_whitespace())
    });
    found.extend(problems);
    found.extend(plans);
    found.sort_by_key(|passage| (passage.start, passage.end));
    found
}

/// Returns the parts whose headings say that they are of a kind; parts of such parts go with them.
fn headed(document: &Document, kind: SectionKind) -> Vec<Passage> {
    let mut found: Vec<Passage> = Vec::new();
    for section in document.sections.iter().filter(|section| section.kind == kind) {
        if found.last().is_none_or(|last| section.start >= last.end) {
            found.push(passage(kind, section.start, section.end, Told::Heading));
        }
    }
    found
}

fn passage(kind: SectionKind, start: usize, end: usize, told: Told) -> Passage {
    Passage { kind, start, end, told }
}

/// Finds what is planned. A work report first looks back and then ahead, so its plan goes on to the end.
fn plans(document: &Document, paragraphs: &[Paragraph], length: usize) -> Vec<Passage> {
    let is_work_report = document.kind == DocumentKind::WorkReport;
    let headed = headed(document, SectionKind::NextPlan);
    if let Some(first) = headed.first() {
        return match is_work_report {
            true => vec![Passage { end: length, ..*first }],
            false => headed,
        };
    }
    let after_review = || after_review(document).filter(|_| is_work_report);
    let Some(start) = plan::find(document, paragraphs).or_else(after_review) else { return Vec::new() };
    let stops = |section: &&Section| {
        let is_other_part = matches!(section.kind, SectionKind::Problems | SectionKind::FirstResponsible);
        section.start > start && (is_other_part || !is_work_report)
    };
    let end = document.sections.iter().find(stops).map_or(length, |section| section.start);
    vec![passage(SectionKind::NextPlan, start, end, Told::RunningText)]
}

/// Returns where a report goes on after its first part, when that is headed as a look back: 一、上年工作回顾.
fn after_review(document: &Document) -> Option<usize> {
    let top = document.sections.iter().map(|section| section.level).min()?;
    let mut parts = document.sections.iter().filter(|section| section.level == top);
    let looks_back = parts.next().is_some_and(|first| first.heading.contains("回顾"));
    let second = parts.next().filter(|second| !second.heading.contains("回顾"))?;
    looks_back.then_some(second.start)
}

/// Finds what was done. Where no heading says so in a work report, it is what comes before the problems and the plan.
fn measures(document: &Document, problems: &[Passage], plans: &[Passage], ahead: usize) -> Vec<Passage> {
    let mut found = headed(document, SectionKind::Measures);
    if document.kind == DocumentKind::WorkReport {
        found.retain(|measures| measures.start < ahead);
        if found.is_empty() && !plans.is_empty() {
            found.push(passage(SectionKind::Measures, 0, ahead, Told::RunningText));
        }
    }
    let mut parts = Vec::new();
    for measures in found {
        let end = if measures.start < ahead { measures.end.min(ahead) } else { measures.end };
        let mut start = measures.start;
        for problem in
            problems.iter().filter(|problem| problem.start >= measures.start && problem.start < end)
        {
            parts.push(Passage { start, end: problem.start, ..measures });
            start = problem.end;
        }
        parts.push(Passage { start, end, ..measures });
    }
    parts
}
