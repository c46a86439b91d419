//! Serves pages from a folder as pretend sites on loopback, fast enough to measure crawlers: `pages FOLDER`.
//!
//! The folder holds `index.tsv` with a line a page: site, path, content type, file. Each site gets a free port; one line
//! a site is printed: name and address. ETags are answered with 304. Ends when standard input does. `compare.py` compiles it
//! with rustc alone: it stands on nothing but the standard library.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Result;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::thread;

/// A page as it goes out: head and body in one piece.
struct Page {
    etag: String,
    answer: Vec<u8>,
}

type Site = BTreeMap<String, Page>;

fn main() -> Result<()> {
    let folder = std::env::args().nth(1).expect("usage: pages FOLDER");
    for (name, site) in sites(Path::new(&folder))? {
        let (listener, site) = (TcpListener::bind("127.0.0.1:0")?, Arc::new(site));
        println!("{name}\thttp://{}", listener.local_addr()?);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let site = Arc::clone(&site);
                // A crawler that goes away breaks its connections off.
                thread::spawn(move || serve(stream, &site).unwrap_or_default());
            }
        });
    }
    println!("ready");
    std::io::stdin().read_to_end(&mut Vec::new()).map(drop)
}

fn sites(folder: &Path) -> Result<BTreeMap<String, Site>> {
    let mut sites: BTreeMap<String, Site> = BTreeMap::new();
    for (number, line) in std::fs::read_to_string(folder.join("index.tsv"))?.lines().enumerate() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [site, path, kind, file] = fields[..] else { panic!("line {number} has not four fields") };
        let body = std::fs::read(folder.join(file))?;
        let etag = format!("\"{number:x}-{:x}\"", body.len());
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nETag: {etag}\r\n\r\n",
            body.len()
        );
        let page = Page { etag, answer: [head.as_bytes(), &body].concat() };
        sites.entry(site.to_owned()).or_default().insert(path.to_owned(), page);
    }
    Ok(sites)
}

/// Answers what is asked over one connection, one request after the other.
fn serve(stream: TcpStream, site: &Site) -> Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    loop {
        let (mut asked, mut line, mut is_known) = (String::new(), String::new(), None);
        if stream.read_line(&mut asked)? == 0 {
            return Ok(());
        }
        let page = asked.split(' ').nth(1).and_then(|path| site.get(path));
        while stream.read_line(&mut line)? > 2 {
            if line.to_ascii_lowercase().starts_with("if-none-match:") {
                is_known = page.filter(|page| line.contains(&page.etag));
            }
            line.clear();
        }
        let stream = stream.get_mut();
        match (page, is_known) {
            (_, Some(page)) => {
                stream.write_all(format!("HTTP/1.1 304 Not Modified\r\nETag: {}\r\n\r\n", page.etag).as_bytes())?;
            }
            (Some(page), None) => stream.write_all(&page.answer)?,
            (None, None) => stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")?,
        }
    }
}
