//! Hand-made files of offices, read in this process.

use std::io::Cursor;
use std::io::Write;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::files;
use crate::files::Scans;
use crate::files::Workshop;

/// Packs parts into a zip.
fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a part can begin");
        writer.write_all(text.as_bytes()).expect("a part can be written");
    }
    writer.finish().expect("the zip can be closed").into_inner()
}

#[track_caller]
fn check(bytes: &[u8], name: &str, expected: Result<&str, &str>) {
    match (files::read(&bytes.to_vec().into(), name, &Workshop::here(), Scans::Left), expected) {
        (Ok(read), Ok(text)) => assert_eq!(read.text, text, "{name}"),
        (Err(why), Err(word)) => assert!(why.contains(word), "{name}: {why}"),
        (read, _) => panic!("{name}: {read:?}"),
    }
}

fn ofd(content: &str) -> Vec<u8> {
    let space = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";
    packed(&[
        (
            "OFD.xml",
            &format!(
                "<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
            ),
        ),
        (
            "Doc_0/Document.xml",
            &format!(
                "<ofd:Document {space}><ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages></ofd:Document>"
            ),
        ),
        (
            "Doc_0/Pages/Page_0/Content.xml",
            &format!(
                "<ofd:Page {space}><ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>"
            ),
        ),
    ])
}

fn text(x: f64, y: f64, said: &str) -> String {
    format!(
        "<ofd:TextObject ID=\"9\" Boundary=\"{x} {y} 100 6\" Size=\"5\"><ofd:TextCode X=\"0\" Y=\"5\" DeltaX=\"g 20 5\">{said}</ofd:TextCode></ofd:TextObject>"
    )
}

#[test]
fn an_ofd_file_is_read_in_the_order_of_print() {
    let content = [
        text(30.0, 40.0, "二、打算 &amp; 目标"),
        text(30.0, 20.0, "甲县报告"),
        text(30.0, 30.0, "一、工作"),
        text(150.0, 30.0, "194件"),
    ]
    .concat();
    check(&ofd(&content), "report.ofd", Ok("甲县报告\n一、工作\t194件\n二、打算 & 目标"));
    let picture = "<ofd:ImageObject ID=\"8\" Boundary=\"0 0 210 297\" ResourceID=\"7\"/>";
    check(&ofd(picture), "scan.ofd", Err("needs_ocr"));
    check(&packed(&[("OFD.xml", "<ofd:OFD/>")]), "bare.ofd", Err("names no page"));
    let whole = ofd(&content);
    check(&whole[..whole.len() / 2], "torn.ofd", Err("cannot be read"));
}

#[test]
fn a_sheet_is_rows_of_cells() {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let row = |at: u8, cells: &[&str]| {
        let cells: String = cells
            .iter()
            .enumerate()
            .map(|(column, said)| {
                let place = char::from(b'A' + u8::try_from(column).expect("few columns"));
                match said.parse::<f64>() {
                    Ok(number) => format!("<c r=\"{place}{at}\"><v>{number}</v></c>"),
                    Err(_) => format!("<c r=\"{place}{at}\" t=\"inlineStr\"><is><t>{said}</t></is></c>"),
                }
            })
            .collect();
        format!("<row r=\"{at}\">{cells}</row>")
    };
    let rows = [row(1, &["行政执法类别", "件数"]), row(2, &["行政许可", "194"]), row(3, &["行政处罚", "17"])]
        .concat();
    let bytes = packed(&[
        (
            "[Content_Types].xml",
            &format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            &format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets><sheet name=\"表一\" sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"s1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ]);
    check(&bytes, "table.xlsx", Ok("行政执法类别\t件数\n行政许可\t194\n行政处罚\t17"));
}

#[test]
fn what_is_not_read_is_named() {
    check(b"\x89PNG\r\n\x1a\n\0\0", "page.png", Err("needs_ocr"));
    check(&packed(&[("a.txt", "x")]), "all.zip", Err("of the kind zip"));
    check(b"Rar!\x1a\x07\0", "all.rar", Err("of the kind rar"));
    check(b"", "report.doc", Err("of the kind empty"));
    check(b"%PDF-1.4 and nothing else", "report.pdf", Err("cannot be read"));
}

#[test]
fn a_document_that_word_saved_as_xml_has_its_paragraphs_and_rows() {
    let paragraph = |said: &str| format!("<w:p><w:r><w:t>{said}</w:t></w:r></w:p>");
    let cell = |said: &str| format!("<w:tc>{}</w:tc>", paragraph(said));
    let body = [
        paragraph("甲县司法局年度报告"),
        "<w:p><w:pPr><w:listPr><wx:t wx:val=\"一、\"/></w:listPr></w:pPr><w:r><w:t>工作 &amp; </w:t></w:r><w:r><w:t>成效</w:t></w:r></w:p>"
            .to_owned(),
        format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("受理"), cell("12")),
        "<w:p><w:r><w:t>上行</w:t><w:br/><w:t>下行</w:t><w:del><w:delText>删去</w:delText></w:del></w:r></w:p>".to_owned(),
    ]
    .concat();
    let expected = "甲县司法局年度报告\n一、工作 & 成效\n受理\t12\n上行\n下行";
    let word = "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Word.Document\"?>";
    let old = format!(
        "{word}<w:wordDocument><w:styles>{}</w:styles><w:body>{body}</w:body></w:wordDocument>",
        paragraph("样式")
    );
    check(old.as_bytes(), "report.doc", Ok(expected));
    let new = format!(
        "{word}<pkg:package><pkg:part><w:document><w:body>{body}</w:body></w:document></pkg:part></pkg:package>"
    );
    check(new.as_bytes(), "report.xml", Ok(expected));
    let empty = format!("{word}<w:wordDocument><w:body/></w:wordDocument>");
    check(empty.as_bytes(), "empty.doc", Err("holds no text"));
}

#[test]
fn blanks_before_a_file_change_nothing() {
    let whole = ofd(&text(30.0, 20.0, "甲县报告"));
    check(&[b"\r\n\r\n", &whole[..]].concat(), "report.ofd", Ok("甲县报告"));
    check(b"\n\n%PDF-1.4 and nothing else", "report.pdf", Err("cannot be read"));
}

#[test]
fn a_page_that_an_editor_saved_as_doc_is_read_as_a_page() {
    let page = "<html><body><div class=\"WordSection1\"><p>甲县司法局关于工作情况的说明，全文如下。</p></div></body></html>";
    check(page.as_bytes(), "report.doc", Ok("甲县司法局关于工作情况的说明，全文如下。"));
}

#[test]
fn a_text_in_another_encoding_is_read_and_what_is_no_text_is_not() {
    let said = "某县2020年度法治政府建设工作报告\n一、主要做法";
    let (in_gbk, _, _) = encoding_rs::GBK.encode(said);
    check(&in_gbk, "a.txt", Ok(said));
    let marked = format!("\u{FEFF}{said}");
    let in_utf_16 = |bytes: fn(u16) -> [u8; 2]| marked.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    check(&in_utf_16(u16::to_le_bytes), "a.txt", Ok(said));
    check(&in_utf_16(u16::to_be_bytes), "a.txt", Ok(said));
    let noise: Vec<u8> = (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8 | 1).collect();
    check(&noise, "a.txt", Err("kind unknown"));
}
