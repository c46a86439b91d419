//! A document that Word saved as XML (WordprocessingML of 2003, or a package in one file) in; its paragraphs and rows out.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

use crate::fetch::charset;
use crate::files::inside::Taken;
use crate::files::inside::paragraphs;

/// Takes the text out of such a document.
pub(crate) fn take(bytes: &[u8]) -> Taken {
    let written = charset::decode(bytes, None).text;
    let mut text = Text::default();
    let mut reader = Reader::from_str(&written);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => text.open(&start),
            Ok(Event::Empty(start)) => {
                text.open(&start);
                text.close(start.name().as_ref());
            }
            Ok(Event::End(end)) => text.close(end.name().as_ref()),
            Ok(Event::Text(said)) => text.say(&said),
            Ok(Event::CData(said)) => text.say(&said),
            Ok(Event::GeneralRef(name)) => {
                let said = format!("&{};", &*name);
                text.say(&quick_xml::escape::unescape(&said).unwrap_or_default());
            }
            // What a file that breaks off holds is worth more than nothing, as with pages.
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    match text.lines.is_empty() {
        true => Taken::Damaged { because: "holds no text".to_owned() },
        false => paragraphs(&text.lines.join("\n"), false),
    }
}

/// What has been read so far.
#[derive(Default)]
struct Text {
    lines: Vec<String>,
    /// Headers, footers and styles stand beside the body.
    is_in_body: bool,
    is_said: bool,
    paragraph: String,
    /// The paragraphs of the cell that is open, and the cells before it; tables may stand in cells.
    rows: Vec<Vec<String>>,
}

impl Text {
    fn open(&mut self, start: &BytesStart<'_>) {
        match start.name().as_ref() {
            "w:body" => self.is_in_body = true,
            "w:t" => self.is_said = self.is_in_body,
            "w:tab" if self.is_in_body && !self.paragraph.is_empty() => self.paragraph.push(' '),
            "w:br" | "w:cr" => self.end_line(),
            "w:tr" => self.rows.push(Vec::new()),
            "w:tc" => {
                if let Some(row) = self.rows.last_mut() {
                    row.push(String::new());
                }
            }
            // The number that Word counts by itself, as it shows it.
            "wx:t" if self.is_in_body => {
                let shown =
                    start.attributes().filter_map(Result::ok).find(|one| one.key.as_ref() == "wx:val");
                let shown = shown.and_then(|one| one.normalized_value(XmlVersion::Implicit1_0).ok());
                self.paragraph.push_str(&shown.unwrap_or_default());
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "w:body" => self.is_in_body = false,
            "w:t" => self.is_said = false,
            "w:p" => self.end_line(),
            "w:tr" => {
                let row = self.rows.pop().unwrap_or_default().join("\t");
                if !row.trim().is_empty() {
                    self.put(row);
                }
            }
            _ => {}
        }
    }

    fn say(&mut self, said: &str) {
        if self.is_said {
            self.paragraph.push_str(said);
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.paragraph);
        if !line.trim().is_empty() {
            self.put(line.trim().to_owned());
        }
    }

    /// Puts a line where it stands: into the cell that is open, or under the lines before it.
    fn put(&mut self, line: String) {
        match self.rows.last_mut().and_then(|row| row.last_mut()) {
            Some(cell) if cell.is_empty() => *cell = line,
            Some(cell) => {
                cell.push(' ');
                cell.push_str(&line);
            }
            None => self.lines.push(line),
        }
    }
}
