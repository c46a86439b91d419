//! Files of offices as they come: PDF with Chinese fonts, scans, locked, damaged and hostile ones.

use std::fmt::Write;
use std::path::Path;

use crate::program::Printed;
use crate::program::run;

/// A page of a PDF: what is drawn, and whether the page names a picture.
pub(crate) struct Drawn {
    operators: Vec<u8>,
    filter: &'static str,
    has_picture: bool,
}

/// Draws lines of text, each at its place from the lower left; letters are 16 high.
fn lines(lines: &[(i32, i32, &str)]) -> Drawn {
    let mut operators = String::new();
    for (x, y, text) in lines {
        let code: String = text.encode_utf16().map(|unit| format!("{unit:04x}")).collect();
        let _ = writeln!(operators, "BT /F1 16 Tf {x} {y} Td <{code}> Tj ET");
    }
    Drawn { operators: operators.into_bytes(), filter: "", has_picture: false }
}

/// What stands in the font's place.
#[derive(Clone, Copy)]
pub(crate) enum Font {
    /// Letters by their numbers in the font, with a table that says what they mean.
    WithTable,
    /// Adobe's predefined encoding of Chinese letters, without a table.
    Predefined,
}

/// Writes a PDF by hand: catalogue, pages, one CID font, and whatever else is asked for.
pub(crate) fn pdf(pages: &[Drawn], font: Font, trailer: &str) -> Vec<u8> {
    let count = pages.len();
    let kids: String = (0..count).map(|at| format!("{} 0 R ", 10 + at * 2)).collect();
    let (encoding, table) = match font {
        Font::WithTable => ("Identity-H", "/ToUnicode 5 0 R"),
        Font::Predefined => ("UniGB-UCS2-H", ""),
    };
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n",
    );
    for first in (0..256).collect::<Vec<u32>>().chunks(100) {
        let _ = writeln!(map, "{} beginbfrange", first.len());
        first.iter().for_each(|high| {
            let _ = writeln!(map, "<{high:02X}00> <{high:02X}FF> <{high:02X}00>");
        });
        map.push_str("endbfrange\n");
    }
    map.push_str("endcmap end end");
    let mut objects: Vec<(usize, Vec<u8>)> = vec![
        (1, b"<< /Type /Catalog /Pages 2 0 R >>".to_vec()),
        (2, format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>").into_bytes()),
        (3, format!("<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /{encoding} /DescendantFonts [4 0 R] {table} >>").into_bytes()),
        (4, b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /FontDescriptor 6 0 R >>".to_vec()),
        (5, stream(map.as_bytes(), "")),
        (6, b"<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>".to_vec()),
        (7, stream(&[b'A'; 64], "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8")),
    ];
    for (at, page) in pages.iter().enumerate() {
        let picture = if page.has_picture { "/XObject << /Im1 7 0 R >>" } else { "" };
        let content = 11 + at * 2;
        objects.push((10 + at * 2, format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> {picture} >> /Contents {content} 0 R >>").into_bytes()));
        objects.push((content, stream(&page.operators, page.filter)));
    }
    assemble(&objects, trailer)
}

fn stream(bytes: &[u8], entries: &str) -> Vec<u8> {
    let head = format!("<< /Length {} {entries} >>\nstream\n", bytes.len());
    [head.as_bytes(), bytes, b"\nendstream"].concat()
}

/// Numbers the objects and writes the table of where each begins.
fn assemble(objects: &[(usize, Vec<u8>)], trailer: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.5\n".to_vec();
    let size = objects.iter().map(|(number, _)| number + 1).max().unwrap_or(1);
    let mut places = vec![None; size];
    for (number, body) in objects {
        places[*number] = Some(file.len());
        file.extend(format!("{number} 0 obj\n").bytes().chain(body.iter().copied()).chain(*b"\nendobj\n"));
    }
    let table = file.len();
    file.extend(format!("xref\n0 {size}\n").bytes());
    for place in places {
        let entry = place
            .map_or_else(|| "0000000000 65535 f \n".to_owned(), |place| format!("{place:010} 00000 n \n"));
        file.extend(entry.bytes());
    }
    file.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n").bytes(),
    );
    file
}

/// A report of two pages, one paragraph of which runs over both.
pub(crate) fn report() -> Vec<Drawn> {
    vec![
        lines(&[
            (200, 760, "甲县2021年法治政府建设年度报告"),
            (112, 720, "二〇二一年，全县认真落实各项部署要求，坚持把法治"),
            (80, 690, "建设摆在突出位置，全面推进依法行政，全年办理行政复议"),
            (80, 660, "案件17件，各项工作都取得了新的成效。"),
            (112, 630, "一、主要举措"),
            (112, 600, "健全重大行政决策程序，全年审查规范性文件一百四十"),
        ]),
        lines(&[
            (80, 760, "二件，其中提出修改意见的三十五件，均已采纳。"),
            (112, 730, "二、下一步打算"),
            (112, 700, "继续推进依法行政。"),
        ]),
    ]
}

fn read(bytes: &[u8], name: &str, more: &[&str]) -> Printed {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join(name);
    std::fs::write(&file, bytes).expect("the file can be written");
    let arguments = [&["read", file.to_str().expect("a plain path"), "--json"], more].concat();
    run(folder.path(), &arguments)
}

#[track_caller]
fn check_refused(bytes: &[u8], name: &str, word: &str) {
    let printed = read(bytes, name, &[]);
    assert_eq!(printed.code, 2, "{name}: {}{}", printed.out, printed.err);
    assert!(printed.err.contains(word), "{name}: {}", printed.err);
    assert_eq!(printed.err.trim_end().lines().count(), 1, "one sentence: {}", printed.err);
}

#[test]
fn a_pdf_with_chinese_fonts_is_read_as_paragraphs() {
    for font in [Font::WithTable, Font::Predefined] {
        let answer = read(&pdf(&report(), font, ""), "report.pdf", &[]).json();
        assert_eq!(answer["title"], "甲县2021年法治政府建设年度报告");
        assert_eq!(answer["kind"], "rule-of-law-report");
        assert_eq!(answer["report_year"]["start"], 2021);
        let text = answer["text"].as_str().expect("there is a text");
        let plain: String = text.split_whitespace().collect();
        assert!(
            plain.contains("坚持把法治建设摆在突出位置，全面推进依法行政，全年办理行政复议案件17件"),
            "{text}"
        );
        assert!(plain.contains("全年审查规范性文件一百四十二件"), "{text}");
        assert_eq!(answer["sections"].as_array().map(Vec::len), Some(2), "{text}");
    }
}

#[test]
fn a_pdf_is_told_by_its_bytes() {
    let answer = read(&pdf(&report(), Font::WithTable, ""), "report.doc", &[]).json();
    assert_eq!(answer["kind"], "rule-of-law-report");
}

#[test]
fn a_scan_says_that_it_needs_reading_by_eye() {
    let scan =
        || Drawn { operators: b"q 595 0 0 842 0 0 cm /Im1 Do Q".to_vec(), filter: "", has_picture: true };
    check_refused(&pdf(&[scan(), scan()], Font::WithTable, ""), "scan.pdf", "needs_ocr");
    let mut pages = report();
    pages.push(scan());
    let answer = read(&pdf(&pages, Font::WithTable, ""), "half.pdf", &[]).json();
    let why = answer["gap_reasons"]["text"].to_string();
    assert!(why.contains("needs_ocr") && why.contains("1 of 3 pages (3)"), "{why}");
}

#[test]
fn a_locked_pdf_says_so() {
    let locked = "/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <0000000000000000000000000000000000000000000000000000000000000000> /U <1111111111111111111111111111111111111111111111111111111111111111> >>";
    check_refused(&pdf(&report(), Font::WithTable, locked), "locked.pdf", "password");
}

#[test]
fn a_damaged_pdf_is_one_sentence_or_what_is_left_of_it() {
    let whole = pdf(&report(), Font::WithTable, "");
    check_refused(b"%PDF-1.5\n%%EOF", "empty.pdf", "cannot be read");
    for cut in [whole.len() / 4, whole.len() / 2, whole.len() - 200] {
        let printed = read(&whole[..cut], "cut.pdf", &[]);
        assert!(matches!(printed.code, 0 | 2), "cut at {cut}: {} {}", printed.code, printed.err);
        assert!(printed.err.trim_end().lines().count() <= 1, "cut at {cut}: {}", printed.err);
    }
}

#[test]
fn a_pdf_that_goes_in_circles_ends() {
    let circle = assemble(
        &[
            (1, b"<< /Type /Catalog /Pages 2 0 R >>".to_vec()),
            (2, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 100000 /Parent 2 0 R >>".to_vec()),
        ],
        "",
    );
    let printed = read(&circle, "circle.pdf", &[]);
    assert_eq!(printed.code, 2, "{}", printed.err);
}

#[test]
fn a_pdf_that_unpacks_to_gigabytes_costs_one_sentence() {
    // Each code says: the last 258 letters once more. A million of them are a quarter of a gigabyte.
    let bomb = Drawn { operators: zeros(1 << 20), filter: "/Filter /FlateDecode", has_picture: false };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("bomb.pdf");
    std::fs::write(&file, pdf(&[bomb], Font::WithTable, "")).expect("the file can be written");
    std::fs::write(
        folder.path().join("gongbao.toml"),
        "[crawler]\nfile_memory_mb = 192\nfile_seconds = 20\n",
    )
    .expect("the settings can be written");
    let printed = run(folder.path(), &["read", file.to_str().expect("a plain path")]);
    assert_eq!(printed.code, 2, "{}{}", printed.out, printed.err);
    assert_eq!(printed.err.trim_end().lines().count(), 1, "{}", printed.err);
}

/// Writes a zlib stream of blanks: one, then so many times 258 more, two bits each with the fixed codes of RFC 1951.
fn zeros(times: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.low_first(0b011, 3);
    bits.high_first(0x30 + 0x20, 8);
    for _ in 0..times {
        // Length 258 is code 285, eight bits; distance 1 is code 0, five bits.
        bits.high_first(0b1100_0101, 8);
        bits.high_first(0, 5);
    }
    bits.high_first(0, 7);
    let sum = adler_of_blanks(1 + times as u64 * 258);
    [&[0x78, 0x01][..], &bits.bytes, &sum.to_be_bytes()].concat()
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: u32,
}

impl Bits {
    fn push(&mut self, bit: u32) {
        if self.used.is_multiple_of(8) {
            self.bytes.push(0);
        }
        if let Some(last) = self.bytes.last_mut() {
            *last |= (bit as u8 & 1) << (self.used % 8);
        }
        self.used += 1;
    }

    fn low_first(&mut self, value: u32, count: u32) {
        (0..count).for_each(|at| self.push(value >> at));
    }

    fn high_first(&mut self, value: u32, count: u32) {
        (0..count).rev().for_each(|at| self.push(value >> at));
    }
}

/// Adler-32 of so many blanks, by the sums of a series.
fn adler_of_blanks(count: u64) -> u32 {
    let modulus = 65521_u128;
    let count = u128::from(count);
    let low = (1 + count * 32) % modulus;
    let high = (count + 32 * (count * (count + 1) / 2)) % modulus;
    ((high << 16) | low) as u32
}

#[test]
fn what_is_imported_from_a_pdf_can_be_searched() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("report.pdf");
    std::fs::write(&file, pdf(&report(), Font::WithTable, "")).expect("the file can be written");
    import(folder.path(), &file);
    let found = run(folder.path(), &["search", "\"规范性文件一百四十二件\"", "--json"]).json();
    assert_eq!(found["total"]["documents"], 1);
}

fn import(data: &Path, file: &Path) {
    let printed = run(data, &["import", file.to_str().expect("a plain path")]);
    assert_eq!(printed.code, 0, "{}", printed.err);
}
