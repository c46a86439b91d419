//! The shared test data: real documents and pretend sites, when the environment says where they are.

use std::io::BufRead;
use std::io::BufReader;
use std::net::TcpListener;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;

/// Returns the folder of the shared data, or says that the test is left out.
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("GONGBAO_SHARED").map(PathBuf::from);
    if folder.is_none() {
        println!("left out: GONGBAO_SHARED is not set");
    }
    folder
}

/// Reads a file of JSON lines.
pub(crate) fn lines(file: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(file).expect("the shared file can be read");
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// The pretend sites of the shared data, on ports of their own.
pub(crate) struct Sites {
    child: Child,
    port: u16,
    log: PathBuf,
}

impl Sites {
    /// Starts the sites and waits until all five answer; requests are written to `log`.
    pub(crate) fn start(shared: &Path, log: &Path) -> Sites {
        let port = five_free_ports();
        let mut child = Command::new("python3")
            .arg(shared.join("site/serve.py"))
            .args(["--port", &port.to_string()])
            .arg("--log")
            .arg(log)
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 runs the pretend sites");
        let out = BufReader::new(child.stdout.take().expect("standard output is a pipe"));
        let started = out.lines().take(5).filter(Result::is_ok).count();
        assert_eq!(started, 5, "all five sites start");
        Sites { child, port, log: log.to_owned() }
    }

    /// Returns the committed recipes with the ports of these sites in place of the usual ones.
    pub(crate) fn recipes(&self) -> String {
        let mut text = include_str!("fixtures/pretend-sites.toml").to_owned();
        for site in 1..=5 {
            text = text
                .replace(&format!("127.0.0.1:{}", 8700 + site), &format!("127.0.0.1:{}", self.port + site));
        }
        text
    }

    /// Returns the requests so far, oldest first: site, path and status.
    pub(crate) fn requests(&self) -> Vec<(String, String, u16)> {
        let text = std::fs::read_to_string(&self.log).expect("the log can be read");
        text.lines()
            .map(|line| {
                let fields: Vec<&str> = line.split(' ').collect();
                (fields[1].to_owned(), fields[3].to_owned(), fields[4].parse().expect("a status"))
            })
            .collect()
    }
}

impl Drop for Sites {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns a port after which five ports are free.
fn five_free_ports() -> u16 {
    for _ in 0..200 {
        let probe = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = probe.local_addr().expect("it has an address").port();
        drop(probe);
        if port < 65000 && (1..=5).all(|site| TcpListener::bind(("127.0.0.1", port + site)).is_ok()) {
            return port;
        }
    }
    panic!("there are no five free ports in a row");
}
