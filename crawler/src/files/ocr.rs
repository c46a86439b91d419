//! Pictures of pages in; what Debian's tesseract reads on them out, marked as read by eye by whoever asked.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::io::Read;
use std::path::Path;

use crate::body::Body;
use crate::extract;
use crate::files::FileText;
use crate::files::layout;
use crate::files::workshop::Broken;
use crate::files::workshop::Tool;
use crate::files::workshop::Workshop;

/// The most pages of one file that are read by eye: each takes some seconds.
const MOST_PAGES: usize = 200;

/// Dots per inch at which pages are drawn; printed Chinese of common sizes is read well from here on.
const DOTS_PER_INCH: &str = "250";

/// What reads Chinese print; Debian's `tesseract-ocr-chi-sim` brings it.
const LANGUAGE: &str = "chi_sim";

/// Reads some pages of a PDF by eye: their numbers from 0, with their lines.
pub(crate) fn pages(
    pdf: &Body,
    pages: &[usize],
    workshop: &Workshop,
) -> Result<Vec<(usize, Vec<String>)>, String> {
    if !extract::without_blanks(pdf.start()).starts_with(b"%PDF") {
        return Err("only pictures and scanned PDF files are read by eye".to_owned());
    }
    let folder = tempfile::tempdir().map_err(|err| format!("no temporary folder can be made: {err}"))?;
    let file = folder.path().join("file.pdf");
    fs::File::create(&file)
        .and_then(|mut laid| io::copy(&mut pdf.reader(), &mut laid))
        .map_err(|err| format!("the file cannot be laid aside: {err}"))?;
    let mut read = Vec::new();
    for at in pages.iter().take(MOST_PAGES) {
        let drawn = draw(&file, *at + 1, workshop)?;
        read.push((*at, lines(drawn.as_slice(), workshop)?));
    }
    Ok(read)
}

/// Reads one picture.
pub(crate) fn picture(file: &Body, name: &str, media: &str, workshop: &Workshop) -> Result<FileText, String> {
    let lines = lines(file.reader(), workshop)
        .map_err(|why| format!("needs_ocr: {name} is a picture ({media}); {why}"))?;
    let text = extract::text_of_pages(&[lines]);
    match text.trim().is_empty() {
        true => Err(format!("needs_ocr: {name} is a picture ({media}) on which nothing could be read")),
        false => {
            Ok(FileText { text, by_eye: Some("read by eye (ocr) on a picture".to_owned()), gaps: Vec::new() })
        }
    }
}

/// Draws one page, counted from 1, in grey.
fn draw(file: &Path, page: usize, workshop: &Workshop) -> Result<Vec<u8>, String> {
    let page = page.to_string();
    let mut arguments: Vec<OsString> =
        ["-gray", "-r", DOTS_PER_INCH, "-f", &page, "-l", &page].map(Into::into).to_vec();
    arguments.push(file.into());
    run("pdftoppm", arguments, io::empty(), workshop)
}

fn lines(picture: impl Read + Send, workshop: &Workshop) -> Result<Vec<String>, String> {
    let arguments = ["stdin", "stdout", "-l", LANGUAGE].map(Into::into).to_vec();
    let printed = run("tesseract", arguments, picture, workshop)?;
    let text = String::from_utf8_lossy(&printed);
    let lines = text.lines().map(|line| layout::between_letters(line.trim_matches([' ', '\u{c}'])));
    Ok(lines.filter(|line| !line.is_empty()).collect())
}

fn run(
    program: &'static str,
    arguments: Vec<OsString>,
    input: impl Read + Send,
    workshop: &Workshop,
) -> Result<Vec<u8>, String> {
    workshop.run(&Tool::System { program, arguments }, input).map_err(|broken| match broken {
        Broken::NotInstalled => format!("{program} is not installed"),
        Broken::Failed(why) => format!("{program}: {why}"),
    })
}
