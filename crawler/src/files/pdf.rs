//! A PDF file in; the lines of its pages out, by oxidize-pdf, which knows the CID fonts that Chinese offices print with.

use std::io::Cursor;

use oxidize_pdf::parser::ParseError;
use oxidize_pdf::parser::ParseOptions;
use oxidize_pdf::parser::PdfDocument;
use oxidize_pdf::parser::PdfReader;
use oxidize_pdf::parser::objects::PdfName;
use oxidize_pdf::parser::objects::PdfObject;
use oxidize_pdf::text::ExtractionOptions;

use crate::files::inside::PageLines;
use crate::files::inside::Taken;
use crate::files::layout;
use crate::files::layout::Piece;

/// More pages than any report has; the rest of a file that has more is left.
const MOST_PAGES: u32 = 5000;

/// The most text of one page, in bytes.
const MOST_TEXT: usize = 4 << 20;

/// Takes the pages out of a PDF file.
pub(crate) fn take(bytes: &[u8]) -> Taken {
    match pages(bytes) {
        Ok(pages) if pages.is_empty() => Taken::Damaged { because: "no page can be found in it".to_owned() },
        Ok(pages) => Taken::Pages { pages },
        Err(ParseError::EncryptionNotSupported | ParseError::WrongPassword | ParseError::PdfLocked) => {
            Taken::Locked
        }
        Err(err) => Taken::Damaged { because: err.to_string() },
    }
}

fn pages(bytes: &[u8]) -> Result<Vec<PageLines>, ParseError> {
    let reader = PdfReader::new_with_options(Cursor::new(bytes), ParseOptions::lenient())?;
    let document = PdfDocument::new(reader);
    let count = document.page_count()?.min(MOST_PAGES);
    let mut pages = Vec::new();
    let mut failure = None;
    for at in 0..count {
        match page(&document, at) {
            Ok(page) => pages.push(page),
            // One damaged page does not take the others with it.
            Err(err) => {
                pages.push(PageLines::default());
                failure = Some(err);
            }
        }
    }
    match failure {
        Some(err) if pages.iter().all(|page| page.lines.is_empty()) => Err(err),
        _ => Ok(pages),
    }
}

fn page(document: &PdfDocument<Cursor<&[u8]>>, at: u32) -> Result<PageLines, ParseError> {
    let options = ExtractionOptions {
        preserve_layout: true,
        include_artifacts: true,
        merge_hyphenated: false,
        max_extracted_bytes: Some(MOST_TEXT),
        ..ExtractionOptions::default()
    };
    let extracted = document.extract_text_from_page_with_options(at, options)?;
    let pieces = extracted.fragments.into_iter().map(|fragment| Piece {
        x: fragment.x,
        // Pages are measured from their lower edge.
        y: -fragment.y,
        width: fragment.width,
        size: if fragment.font_size > 0.0 { fragment.font_size } else { fragment.height },
        text: fragment.text,
    });
    Ok(PageLines { lines: layout::lines(pieces.collect()), has_picture: has_picture(document, at)? })
}

fn has_picture(document: &PdfDocument<Cursor<&[u8]>>, at: u32) -> Result<bool, ParseError> {
    let page = document.get_page(at)?;
    let Some(resources) = document.get_page_resources(&page)? else { return Ok(false) };
    let Some(objects) = resources.0.get(&PdfName("XObject".to_owned())) else { return Ok(false) };
    let PdfObject::Dictionary(objects) = document.resolve(objects)? else { return Ok(false) };
    // A form may hold a picture in turn; a page of nothing but a form is a drawing as well.
    Ok(!objects.0.is_empty())
}
