//! Bytes for a program in; what it printed out, or how it broke: within a time, a memory and an output.

use std::ffi::OsString;
use std::io;
use std::io::Read;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::ExitStatus;
use std::process::Stdio;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use std::time::Instant;

/// The most that a program may print; a text of this length is no report.
const MOST_OUTPUT: u64 = 64 << 20;

/// The exit code of a program that is not installed, as shells have it.
pub(crate) const NOT_INSTALLED: i32 = 127;

/// How often an ended program is looked for once it has closed its output.
const LOOK: Duration = Duration::from_millis(5);

/// Where files are read: in processes of their own, with limits.
#[derive(Clone, Debug)]
pub struct Workshop {
    /// This very program, which reads files with its hidden command `take-text`; without it files are read in this process.
    program: Option<PathBuf>,
    seconds: u64,
    memory_mb: u64,
}

/// What reads a file in its own process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tool {
    /// This program.
    Own {
        /// The file's name.
        name: String,
    },
    /// A program of the system, with its arguments; the file's bytes are on its standard input.
    System {
        /// The program's name.
        program: &'static str,
        /// Its arguments.
        arguments: Vec<OsString>,
    },
}

/// Why a program gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// It is not on this machine.
    NotInstalled,
    /// It took or printed too much, or broke off.
    Failed(String),
}

impl Workshop {
    /// Returns a workshop that runs `program` for every file, for at most so many seconds and megabytes of memory.
    pub fn new(program: PathBuf, seconds: u64, memory_mb: u64) -> Workshop {
        Workshop { program: Some(program), seconds, memory_mb }
    }

    /// Returns a workshop that reads in this process, without limits and without programs of the system.
    pub fn here() -> Workshop {
        Workshop { program: None, seconds: 0, memory_mb: 0 }
    }

    /// Whether files are read in processes of their own.
    pub(crate) fn is_apart(&self) -> bool {
        self.program.is_some()
    }

    /// Runs a tool over bytes and returns what it printed.
    pub(crate) fn run(&self, tool: &Tool, input: impl Read + Send) -> Result<Vec<u8>, Broken> {
        let Some(program) = &self.program else { return Err(Broken::NotInstalled) };
        let mut command = Command::new(program);
        command.arg("take-text");
        command.args(["--seconds", &self.seconds.to_string(), "--memory-mb", &self.memory_mb.to_string()]);
        match tool {
            Tool::Own { name } => command.args(["--name", name.as_str()]),
            Tool::System { program, arguments } => command.args(["--with", *program, "--"]).args(arguments),
        };
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let child = child.map_err(|err| Broken::Failed(format!("no process can be started: {err}")))?;
        let ended = self.attend(child, input);
        match (ended.status, ended.trouble) {
            (_, Some(trouble)) => Err(Broken::Failed(trouble)),
            (Some(status), None) if status.success() => Ok(ended.printed),
            (Some(status), None) if status.code() == Some(NOT_INSTALLED) => Err(Broken::NotInstalled),
            (status, None) => Err(Broken::Failed(told(status, &ended.complained))),
        }
    }

    /// Feeds a process and waits for it; ends it when it takes too long or prints too much.
    fn attend(&self, mut child: Child, mut input: impl Read + Send) -> Ended {
        let deadline = Instant::now() + Duration::from_secs(self.seconds);
        let (feed, out, err) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        thread::scope(|scope| {
            // A program that breaks off closes its end; what it said is what counts then.
            scope.spawn(move || feed.map(|mut feed| io::copy(&mut input, &mut feed)));
            let complaints = scope.spawn(move || err.map(|err| slurp(err, 1 << 16)).unwrap_or_default());
            let (done, finished) = mpsc::channel();
            let output = scope.spawn(move || {
                let printed = out.map(|out| slurp(out, MOST_OUTPUT + 1)).unwrap_or_default();
                // Nobody listens any more once the time is over.
                let _ = done.send(());
                printed
            });
            let in_time = finished.recv_timeout(deadline.saturating_duration_since(Instant::now())).is_ok();
            let status = if in_time { ended_by(&mut child, deadline) } else { None };
            if status.is_none() {
                // It may have ended by itself this moment.
                let _ = child.kill();
                let _ = child.wait();
            }
            let printed = output.join().unwrap_or_default();
            let complained = complaints.join().unwrap_or_default();
            let trouble = if printed.len() as u64 > MOST_OUTPUT {
                Some(format!("it holds more than {} MB of text", MOST_OUTPUT >> 20))
            } else if status.is_none() {
                Some(format!("reading it took more than {} seconds", self.seconds))
            } else {
                None
            };
            Ended { status, printed, complained: String::from_utf8_lossy(&complained).into_owned(), trouble }
        })
    }
}

/// How a process ended.
struct Ended {
    status: Option<ExitStatus>,
    printed: Vec<u8>,
    complained: String,
    trouble: Option<String>,
}

/// Reads a pipe up to a length; whatever else comes is left in it.
fn slurp(pipe: impl Read, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What came before a broken pipe is all there is.
    let _ = pipe.take(most).read_to_end(&mut bytes);
    bytes
}

/// Waits for a process that has closed its output.
fn ended_by(child: &mut Child, deadline: Instant) -> Option<ExitStatus> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if Instant::now() < deadline => thread::sleep(LOOK),
            _ => return None,
        }
    }
}

/// Says how a program broke off: by its own last words, or by what ended it.
fn told(status: Option<ExitStatus>, complained: &str) -> String {
    use std::os::unix::process::ExitStatusExt;
    let words = complained.lines().rev().map(str::trim).find(|line| !line.is_empty());
    match (status.and_then(|status| status.signal()), words) {
        (Some(24), _) => "reading it took too much of the processor".to_owned(),
        (Some(6), Some(words)) if words.contains("memory allocation") => {
            "reading it took too much memory".to_owned()
        }
        (Some(signal), _) => format!("the reader broke off with signal {signal}"),
        (None, Some(words)) => words.chars().take(200).collect(),
        (None, None) => "the reader gave no answer".to_owned(),
    }
}
