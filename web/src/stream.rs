//! A pipe from blocking work to the body of an answer: what the work writes is sent while it is still being written.

use std::io;
use std::io::Write;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use axum::body::Bytes;
use http_body::Frame;
use index::interrupt::Interrupt;
use index::search::Generation;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::Error;
use crate::waiter::Waiter;

/// Bytes that are sent at a time.
const CHUNK: usize = 32 * 1024;

/// Chunks that wait for a slow reader before the work waits.
const WAITING: usize = 8;

/// How long a reader may take nothing before the work gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// What comes through the pipe.
enum Piece {
    /// The state of the index that is read; comes first.
    Opened(Generation),
    Chunk(Bytes),
    Failed(Error),
    /// Comes last; without it the work was cut short.
    End,
}

/// The end that blocking work writes to.
pub(crate) struct Sink {
    sender: mpsc::Sender<Piece>,
    runtime: Handle,
    waiting: Vec<u8>,
    interrupt: Interrupt,
}

/// The end that is read, once it is known that there is something to read.
pub(crate) struct Stream {
    receiver: mpsc::Receiver<Piece>,
    is_done: bool,
    _waiter: Waiter,
}

/// Makes a pipe; to be called in the runtime that will read it.
pub(crate) fn pipe() -> (Sink, Waiting) {
    let (sender, receiver) = mpsc::channel(WAITING);
    let (waiter, waiting) = (Waiter::default(), Vec::with_capacity(CHUNK));
    let sink = Sink { sender, runtime: Handle::current(), waiting, interrupt: waiter.interrupt() };
    (sink, Waiting { receiver, waiter })
}

/// The end that is read, before anything came.
pub(crate) struct Waiting {
    receiver: mpsc::Receiver<Piece>,
    waiter: Waiter,
}

impl Waiting {
    /// Waits until the work has opened what it reads.
    ///
    /// # Errors
    /// What the work stumbled over before it wrote anything.
    pub(crate) async fn opened(mut self) -> Result<(Generation, Stream), Error> {
        match self.receiver.recv().await {
            Some(Piece::Opened(generation)) => {
                let stream = Stream { receiver: self.receiver, is_done: false, _waiter: self.waiter };
                Ok((generation, stream))
            }
            Some(Piece::Failed(err)) => Err(err),
            Some(Piece::Chunk(_) | Piece::End) | None => Err(Error::Defect("the work ended early".into())),
        }
    }
}

impl Sink {
    /// Returns what tells the reader that the work begins to write.
    pub(crate) fn opener(&self) -> impl FnOnce(&Generation) + use<> {
        let sender = self.sender.clone();
        move |generation| {
            // It is the first piece, so there is room; a reader that has gone is noticed with the first chunk.
            let _ = sender.try_send(Piece::Opened(generation.clone()));
        }
    }

    /// Runs work that writes, and tells the reader how it ended.
    pub(crate) fn run(mut self, work: impl FnOnce(&mut Sink) -> Result<(), Error>) {
        let result = self.interrupt.clone().run(|| work(&mut self));
        let result = result.unwrap_or(Err(Error::Output(io::ErrorKind::BrokenPipe.into())));
        let result = result.and_then(|()| self.flush().map_err(Error::Output));
        let last = match result {
            Ok(()) => Piece::End,
            Err(err) => Piece::Failed(err),
        };
        let _ = self.send(last);
    }

    fn send(&self, piece: Piece) -> io::Result<()> {
        let sent = self.runtime.block_on(async { timeout(PATIENCE, self.sender.send(piece)).await });
        match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(io::ErrorKind::BrokenPipe.into()),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let chunk = std::mem::replace(&mut self.waiting, Vec::with_capacity(CHUNK));
        self.send(Piece::Chunk(chunk.into()))
    }
}

impl http_body::Body for Stream {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        if self.is_done {
            return Poll::Ready(None);
        }
        match self.receiver.poll_recv(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Some(Piece::Chunk(bytes))) => Poll::Ready(Some(Ok(Frame::data(bytes)))),
            Poll::Ready(Some(Piece::Opened(_))) => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Poll::Ready(Some(Piece::End)) => {
                self.is_done = true;
                Poll::Ready(None)
            }
            // The connection is cut, so that nobody takes half a file for a whole one.
            Poll::Ready(Some(Piece::Failed(err))) => {
                self.is_done = true;
                crate::error::log(&err);
                Poll::Ready(Some(Err(err)))
            }
            Poll::Ready(None) => {
                self.is_done = true;
                Poll::Ready(Some(Err(Error::Defect("the work ended early".into()))))
            }
        }
    }
}
