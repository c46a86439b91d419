//! The server on a real port: it stops when told, and nobody who is slow or idle holds others up.

use std::sync::Arc;

use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::App;
use crate::Config;
use crate::serve;

struct Served {
    address: std::net::SocketAddr,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<std::io::Result<()>>,
    _folder: tempfile::TempDir,
}

async fn served(config: Config) -> Served {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let clock = Arc::new(|| jiff::Timestamp::UNIX_EPOCH);
    let app = App::open(&config, folder.path(), &folder.path().join("index"), clock)
        .expect("an empty folder can be served");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("a bound listener has an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(serve(listener, app, async {
        let _ = stopped.await;
    }));
    Served { address, stop, serving, _folder: folder }
}

async fn ask(stream: &mut TcpStream) {
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n").await.expect("a request can be sent");
    let mut answer = [0; 15];
    stream.read_exact(&mut answer).await.expect("an answer comes");
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
}

#[tokio::test]
async fn it_serves_until_told_to_stop() {
    let served = served(Config::default()).await;
    let mut stream = TcpStream::connect(served.address).await.expect("the port is open");
    ask(&mut stream).await;
    // An idle connection that is kept open does not hold the server up.
    served.stop.send(()).expect("the server still runs");
    served.serving.await.expect("the server does not panic").expect("it stops without an error");
    assert!(TcpStream::connect(served.address).await.is_err());
}

#[tokio::test]
async fn idle_connections_stop_nobody_and_are_closed() {
    let served = served(Config { idle_seconds: 1, connections: 400, ..Config::default() }).await;
    let mut idle = Vec::new();
    for _ in 0..300 {
        idle.push(TcpStream::connect(served.address).await.expect("the port is open"));
    }
    // Half a request, and then nothing more.
    idle[0].write_all(b"GET /healthz HTT").await.expect("half a request can be sent");
    ask(&mut TcpStream::connect(served.address).await.expect("the port is open")).await;
    let mut rest = Vec::new();
    idle[0].read_to_end(&mut rest).await.expect("it is closed by the other end");
    idle[299].read_to_end(&mut rest).await.expect("it is closed by the other end");
}

#[tokio::test]
async fn a_full_house_serves_whoever_waits_as_soon_as_one_leaves() {
    let served = served(Config { connections: 2, ..Config::default() }).await;
    let mut first = TcpStream::connect(served.address).await.expect("the port is open");
    let mut second = TcpStream::connect(served.address).await.expect("the port is open");
    ask(&mut first).await;
    ask(&mut second).await;
    let mut third = TcpStream::connect(served.address).await.expect("the port is open");
    drop(first);
    ask(&mut third).await;
}
