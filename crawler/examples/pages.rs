//! Serves pages from a folder as pretend sites on loopback, fast enough to measure crawlers: `pages FOLDER`.
//!
//! The folder holds `index.tsv` with a line a page: site, path, content type, file. Each site gets a free port; one line
//! a site is printed: name and address. ETags are answered with 304. Ends when standard input does.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use tokio::io::AsyncBufReadExt;
use tokio::io::AsyncWriteExt;
use tokio::io::BufReader;
use tokio::net::TcpListener;
use tokio::net::TcpStream;

/// A page as it goes out.
struct Page {
    etag: String,
    head: String,
    body: Vec<u8>,
}

type Site = BTreeMap<String, Page>;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).expect("usage: pages FOLDER");
    for (name, site) in sites(Path::new(&folder))? {
        let (listener, site) = (TcpListener::bind("127.0.0.1:0").await?, Arc::new(site));
        println!("{name}\thttp://{}", listener.local_addr()?);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let site = Arc::clone(&site);
                tokio::spawn(async move { serve(stream, &site).await });
            }
        });
    }
    println!("ready");
    let at_end = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
    at_end.await.map_err(std::io::Error::other)?.map(drop)
}

fn sites(folder: &Path) -> std::io::Result<BTreeMap<String, Site>> {
    let mut sites: BTreeMap<String, Site> = BTreeMap::new();
    for (number, line) in std::fs::read_to_string(folder.join("index.tsv"))?.lines().enumerate() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [site, path, kind, file] = fields[..] else { panic!("line {number} has not four fields") };
        let body = std::fs::read(folder.join(file))?;
        let etag = format!("\"{number:x}-{:x}\"", body.len());
        let head = format!("Content-Type: {kind}\r\nContent-Length: {}\r\nETag: {etag}\r\n\r\n", body.len());
        sites.entry(site.to_owned()).or_default().insert(path.to_owned(), Page { etag, head, body });
    }
    Ok(sites)
}

async fn serve(stream: TcpStream, site: &Site) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    loop {
        let (mut asked, mut line, mut is_known) = (String::new(), String::new(), None);
        if stream.read_line(&mut asked).await? == 0 {
            return Ok(());
        }
        let page = asked.split(' ').nth(1).and_then(|path| site.get(path));
        while stream.read_line(&mut line).await? > 2 {
            if line.to_ascii_lowercase().starts_with("if-none-match:") {
                is_known = page.filter(|page| line.contains(&page.etag));
            }
            line.clear();
        }
        let answer = match (page, is_known) {
            (_, Some(page)) => {
                format!("HTTP/1.1 304 Not Modified\r\nETag: {}\r\n\r\n", page.etag).into_bytes()
            }
            (Some(page), None) => [b"HTTP/1.1 200 OK\r\n", page.head.as_bytes(), &page.body].concat(),
            (None, None) => b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_vec(),
        };
        stream.get_mut().write_all(&answer).await?;
    }
}
