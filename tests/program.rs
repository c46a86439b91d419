//! Runs the program and talks to what it serves.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

/// What a command printed and how it ended.
#[derive(Debug)]
pub(crate) struct Printed {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Printed {
    /// Returns standard output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{}", self.err);
        serde_json::from_str(&self.out).unwrap_or_else(|err| panic!("{err}: {}", self.out))
    }
}

/// Returns the program with a clean environment and its data folder.
pub(crate) fn gongbao(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongbao"));
    for name in ["GONGBAO_DATA", "GONGBAO_ADDR", "GONGBAO_CONTACT", "RUST_LOG"] {
        command.env_remove(name);
    }
    command.current_dir(data).arg("--data").arg(data);
    command
}

/// Runs a command of the program that answers in JSON.
#[track_caller]
pub(crate) fn asked(data: &Path, arguments: &[&str]) -> Value {
    run(data, &[arguments, &["--json"]].concat()).json()
}

/// Runs a command of the program to its end.
#[track_caller]
pub(crate) fn run(data: &Path, arguments: &[&str]) -> Printed {
    let output = gongbao(data).args(arguments).output().expect("the program starts");
    Printed {
        code: output.status.code().expect("the program ends by itself"),
        out: String::from_utf8(output.stdout).expect("the program prints UTF-8"),
        err: String::from_utf8(output.stderr).expect("the program prints UTF-8"),
    }
}

/// A program that runs until the test ends.
pub(crate) struct Running {
    child: Child,
    lines: BufReader<std::process::ChildStdout>,
}

impl Running {
    /// Starts a command of the program.
    pub(crate) fn start(command: &mut Command) -> Running {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the program starts");
        let lines = BufReader::new(child.stdout.take().expect("standard output is a pipe"));
        Running { child, lines }
    }

    /// Reads what it prints up to a line that contains a word, and returns that line.
    #[track_caller]
    pub(crate) fn line_with(&mut self, word: &str) -> String {
        let mut seen = String::new();
        loop {
            let mut line = String::new();
            let count = self.lines.read_line(&mut line).expect("standard output can be read");
            assert!(count > 0, "the program ended before it printed {word:?}: {seen}");
            if line.contains(word) {
                return line;
            }
            seen.push_str(&line);
        }
    }

    /// Sends a signal, such as `INT`.
    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let status = Command::new("kill").args([&format!("-{name}"), &pid]).status().expect("kill runs");
        assert!(status.success());
    }

    /// Waits for the end and returns the exit code.
    pub(crate) fn wait(mut self) -> Option<i32> {
        let mut rest = String::new();
        let _ = self.lines.read_to_string(&mut rest);
        self.child.wait().expect("the program can be waited for").code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An HTTP answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// Returns the body as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|err| panic!("{err}: {}", self.body))
    }
}

/// Asks a server on this machine for a path.
#[track_caller]
pub(crate) fn get(address: &str, path: &str) -> Answer {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a time limit can be set");
    let request = format!("GET {path} HTTP/1.0\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("the server takes requests");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("the server answers");
    let text = String::from_utf8(bytes).expect("the answer is UTF-8");
    let (head, body) = text.split_once("\r\n\r\n").expect("an answer has a head and a body");
    let status =
        head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("an answer has a status");
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}

/// Returns the address in a line such as `… http://127.0.0.1:8080/ …`.
#[track_caller]
pub(crate) fn address_in(line: &str) -> String {
    let start = line.find("http://").expect("the line names an address") + "http://".len();
    line[start..].split('/').next().expect("the address ends").to_owned()
}

/// Writes a query for a path.
pub(crate) fn escaped(query: &str) -> String {
    query.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
