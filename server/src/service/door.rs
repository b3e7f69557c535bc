//! The listening end: connections in, answers out, and nobody who keeps one open for nothing.
//!
//! A connection that sends no whole request head, or whose other end takes no bytes any more (a laptop that was
//! closed, a client that never reads its feed), is let go after a while; so are idle ones. Otherwise a few
//! thousand of them, which cost their owner nothing, would use up the service's file descriptors.

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// How long a connection may keep us waiting.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For the head of a request, counted from the end of the answer before: also the longest idle time.
    pub head: Duration,
    /// For the other end to take bytes (where the system can tell; elsewhere it says when a connection is dead).
    pub taken: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { head: Duration::from_secs(30), taken: Duration::from_secs(60) }
    }
}

/// How long to wait when no connection can be taken: descriptors become free as others end.
const BREATHER: Duration = Duration::from_millis(100);

/// Answers connections until `stopped`, then finishes the requests that are under way.
pub async fn serve(
    listener: TcpListener,
    service: Router,
    patience: Patience,
    encryption: Option<TlsAcceptor>,
    stopped: impl Future<Output = ()>,
) {
    let connections = GracefulShutdown::new();
    let mut stopped = std::pin::pin!(stopped);
    loop {
        let accepted = tokio::select! {
            () = &mut stopped => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (service, encryption, watcher) =
                    (service.clone(), encryption.clone(), connections.watcher());
                tokio::spawn(admit(stream, peer, service, patience, encryption, watcher));
            }
            Err(error) if is_of_the_other_end(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "no connection can be taken");
                tokio::time::sleep(BREATHER).await;
            }
        }
    }
    drop(listener);
    connections.shutdown().await;
}

/// Lets the process open as many descriptors as it may: every browser holds one, and the usual 1,024 are too few for a
/// city's.
pub fn allow_many_connections() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        let most = Rlimit { current: limit.maximum, maximum: limit.maximum };
        if let Err(error) = setrlimit(Resource::Nofile, most) {
            tracing::debug!(%error, "the limit of open files stays as it is");
        }
    }
}

fn is_of_the_other_end(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Speaks TLS first where that was asked for; who does not get through with it in time is let go.
async fn admit(
    stream: TcpStream,
    peer: SocketAddr,
    service: Router,
    patience: Patience,
    encryption: Option<TlsAcceptor>,
    watcher: Watcher,
) {
    if let Err(error) = prepare(&stream, patience) {
        tracing::debug!(%error, "a connection is served as it is");
    }
    match encryption {
        None => answer(stream, peer, service, patience, watcher).await,
        Some(encryption) => match timeout(patience.head, encryption.accept(stream)).await {
            Ok(Ok(stream)) => answer(stream, peer, service, patience, watcher).await,
            Ok(Err(error)) => tracing::debug!(%error, "no TLS with a client"),
            Err(_) => tracing::debug!("a client did not finish its TLS handshake"),
        },
    }
}

async fn answer<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: S,
    peer: SocketAddr,
    service: Router,
    patience: Patience,
    watcher: Watcher,
) {
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        service.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended");
    }
}

/// Small answers go out at once; what is sent must be taken.
fn prepare(stream: &TcpStream, patience: Patience) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let socket = socket2::SockRef::from(stream);
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(patience.taken))?;
    #[cfg(not(target_os = "linux"))]
    socket.set_tcp_keepalive(&socket2::TcpKeepalive::new().with_time(patience.taken))?;
    Ok(())
}
