//! A file in; its pages out, by our own reader in a process of its own, and for a PDF that it cannot read by Debian's pdftotext.

use crate::body::Body;
use crate::extract;
use crate::files::inside;
use crate::files::inside::PageLines;
use crate::files::inside::Taken;
use crate::files::workshop::Broken;
use crate::files::workshop::Tool;
use crate::files::workshop::Workshop;

/// Takes the pages out of a file.
pub(crate) fn take(file: &Body, name: &str, workshop: &Workshop) -> Taken {
    let own = if workshop.is_apart() { apart(file, name, workshop) } else { here(file, name) };
    if !extract::without_blanks(file.start()).starts_with(b"%PDF") {
        return own;
    }
    match own {
        Taken::Pages { pages } if is_readable(&pages) => Taken::Pages { pages },
        other => with_pdftotext(file, other, workshop),
    }
}

fn here(file: &Body, name: &str) -> Taken {
    match file.bytes() {
        Ok(bytes) => inside::take(&bytes, name),
        Err(err) => Taken::Damaged { because: format!("it cannot be read back: {err}") },
    }
}

fn apart(file: &Body, name: &str, workshop: &Workshop) -> Taken {
    match workshop.run(&Tool::Own { name: name.to_owned() }, file.reader()) {
        Ok(printed) => serde_json::from_slice(&printed)
            .unwrap_or_else(|_| Taken::Damaged { because: "the reader gave no answer".to_owned() }),
        Err(Broken::NotInstalled) => Taken::Damaged { because: "there is no reader".to_owned() },
        Err(Broken::Failed(because)) => Taken::Damaged { because },
    }
}

/// Reads a PDF again with pdftotext; what it gives counts only when it can be read.
fn with_pdftotext(file: &Body, own: Taken, workshop: &Workshop) -> Taken {
    let arguments = ["-q", "-layout", "-enc", "UTF-8", "-", "-"].map(Into::into).to_vec();
    let printed = match workshop.run(&Tool::System { program: "pdftotext", arguments }, file.reader()) {
        Ok(printed) => String::from_utf8_lossy(&printed).into_owned(),
        Err(Broken::Failed(why)) if why.contains("password") => return Taken::Locked,
        Err(_) => String::new(),
    };
    let mut pages: Vec<PageLines> = printed.split('\u{c}').map(page).collect();
    // The last page is closed by a form feed too.
    pages.pop_if(|page| page.lines.is_empty());
    let says: usize = pages.iter().map(PageLines::says).sum();
    if says > 0 && is_readable(&pages) {
        if let Taken::Pages { pages: own } = &own {
            pages.iter_mut().zip(own).for_each(|(page, own)| page.has_picture = own.has_picture);
        }
        return Taken::Pages { pages };
    }
    match own {
        Taken::Pages { pages } if letters(&pages) == 0 || strange(&pages) * 20 > letters(&pages) => {
            unspoken(pages)
        }
        other => other,
    }
}

/// A text layer that says nothing readable is none: what is drawn there can only be read by eye.
fn unspoken(pages: Vec<PageLines>) -> Taken {
    let pages = pages.into_iter().map(|_| PageLines { lines: Vec::new(), has_picture: true }).collect();
    Taken::Pages { pages }
}

/// A page as pdftotext lays it out: blanks at the left are the margin and the indent.
fn page(printed: &str) -> PageLines {
    let lines: Vec<&str> = printed.lines().filter(|line| !line.trim().is_empty()).collect();
    let margin = lines.iter().map(|line| line.len() - line.trim_start_matches(' ').len()).min().unwrap_or(0);
    let lines = lines.iter().map(|line| laid_out(&line[margin..])).collect();
    PageLines { lines, has_picture: false }
}

/// Makes an indent of a line's first blanks and cells of what stands wide apart.
fn laid_out(line: &str) -> String {
    let body = line.trim();
    let indent = line.len() - line.trim_start_matches(' ').len();
    let mut cells = body.split("   ").map(str::trim).filter(|cell| !cell.is_empty());
    let mut text = cells.next().unwrap_or_default().to_owned();
    let mut is_row = false;
    for cell in cells {
        is_row = true;
        text.push('\t');
        text.push_str(cell);
    }
    let is_paragraph = (2..=8).contains(&indent) && !is_row;
    if is_paragraph { format!("\u{3000}\u{3000}{text}") } else { text }
}

/// Whether the pages say something, and say it in characters.
fn is_readable(pages: &[PageLines]) -> bool {
    let scans = pages.iter().filter(|page| page.is_scan()).count();
    (letters(pages) > 0 || scans == pages.len()) && strange(pages) * 20 <= letters(pages)
}

fn letters(pages: &[PageLines]) -> usize {
    pages.iter().map(PageLines::says).sum()
}

/// Counts what no text says: characters of a font's own, and those that stand for what could not be read.
fn strange(pages: &[PageLines]) -> usize {
    let is_strange = |c: &char| {
        matches!(*c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..) || (c.is_control() && *c != '\t')
    };
    pages.iter().flat_map(|page| &page.lines).flat_map(|line| line.chars()).filter(is_strange).count()
}
