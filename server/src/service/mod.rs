//! The running service: opens the house, listens, works beside the requests, stops in good order.

pub mod demo;
pub mod door;
pub mod jobs;
pub mod ladder;
pub mod time;
pub mod tls;

use crate::app::{App, Transport};
use crate::cli::Failure;
use crate::desk::SystemClock;
use crate::http::Language;
use crate::http::origin::Hosts;
use crate::http::router;
use door::Patience;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use store::{Access, Store};
use tls::TlsFiles;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

/// How long requests may take to finish once the service is told to stop.
const GRACE: Duration = Duration::from_secs(5);

/// What to serve, and where.
#[derive(Debug, Clone)]
pub struct Options {
    /// The store's folder.
    pub data: PathBuf,
    /// The address to listen on.
    pub listen: SocketAddr,
    /// Names under which a proxy in front of it is addressed.
    pub hosts: Vec<String>,
    /// Whether the exercise runs: patrols drive, calls come in.
    pub demo: bool,
    /// The files to speak TLS with; plain HTTP without.
    pub tls: Option<TlsFiles>,
    /// The language of what is printed.
    pub language: Language,
}

/// Serves until it is told to stop (SIGINT, SIGTERM).
///
/// # Errors
/// What keeps it from starting: the store, the address.
pub fn run(options: Options) -> Result<(), Failure> {
    let filter = EnvFilter::try_from_env("MUSTER_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    // A second initialisation (a test that serves twice) keeps the first.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .try_init();
    door::allow_many_connections();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::internal(&error))?;
    let served = runtime.block_on(serve(options));
    // A long reckoning that nobody waits for any more does not hold up the end.
    runtime.shutdown_timeout(GRACE);
    served
}

async fn serve(options: Options) -> Result<(), Failure> {
    // What it cannot speak it should not begin to say.
    let encryption = options.tls.as_ref().map(tls::acceptor).transpose()?;
    // The address first: who has the wrong one should not wait for the district to open.
    let listener = TcpListener::bind(options.listen).await;
    let listener = listener.map_err(|error| {
        Failure::new("address_in_use").with("address", options.listen).with("reason", error)
    })?;
    let address = listener.local_addr().map_err(|error| Failure::internal(&error))?;
    let hosts = if address.ip().is_loopback() { Hosts::Named(options.hosts.clone()) } else { Hosts::Any };
    let data = options.data.clone();
    let opened = tokio::task::spawn_blocking(move || -> Result<_, Failure> {
        let store = Store::open(&data, Access::Create)?;
        Ok(App::open(store, Arc::new(SystemClock), hosts)?)
    });
    let (app, beside) = opened.await.map_err(|error| Failure::internal(&error))??;
    let _ = app.transport.set(if encryption.is_some() { Transport::Tls } else { Transport::Plain });
    let jobs = jobs::start(&app, beside.findings);
    let exercise = options.demo.then(|| demo::start(&app));
    greet(&app, &options, address).await?;
    let told = app.clone();
    let stopped = async move {
        stop_signal().await;
        tracing::info!("stopping");
        told.stop.send_replace(true);
        told.simulations.close();
    };
    let served =
        door::serve(listener, router::service(app.clone()), Patience::default(), encryption, stopped);
    let mut stop = app.stop.subscribe();
    let late = async {
        let _ = stop.wait_for(|stop| *stop).await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        () = served => {}
        () = late => tracing::warn!("some requests did not finish in time"),
    }
    for job in jobs {
        job.abort();
    }
    let closing = app.clone();
    let closed = tokio::task::spawn_blocking(move || {
        drop(exercise.map(std::thread::JoinHandle::join));
        closing.desk.close();
    });
    closed.await.map_err(|error| Failure::internal(&error))?;
    drop(app);
    // The last fixes reach the tracks before the store is let go.
    let joined = tokio::task::spawn_blocking(move || {
        beside.threads.into_iter().for_each(|thread| drop(thread.join()))
    });
    let _ = tokio::time::timeout(GRACE, joined).await;
    tracing::info!("stopped");
    Ok(())
}

/// Says where to look, and how to get in.
async fn greet(app: &App, options: &Options, address: SocketAddr) -> Result<(), Failure> {
    let say = |zh: String, en: String| println!("{}", options.language.pick(&zh, &en));
    let shown = if address.ip().is_unspecified() {
        SocketAddr::new([127, 0, 0, 1].into(), address.port())
    } else {
        address
    };
    let scheme = app.scheme();
    say(format!("集结服务已启动: {scheme}://{shown}"), format!("Muster is serving at {scheme}://{shown}"));
    if options.demo {
        let link = demo::link(app, shown).await?;
        say(
            format!("一次性登录链接 (24 小时内有效): {link}"),
            format!("One-time sign-in link (good for 24 hours): {link}"),
        );
    } else if app
        .blocking(|app| app.accounts.accounts())
        .await
        .ok()
        .and_then(Result::ok)
        .is_some_and(|accounts| accounts.is_empty())
    {
        say(
            "还没有账号。请先停止服务, 运行: muster user add --help".to_owned(),
            "There is no account yet. Stop the service and run: muster user add --help".to_owned(),
        );
    }
    Ok(())
}

/// Resolves at SIGINT or SIGTERM.
async fn stop_signal() {
    let interrupt = async { tokio::signal::ctrl_c().await.ok() };
    #[cfg(unix)]
    {
        let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        else {
            interrupt.await;
            return;
        };
        tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
    }
    #[cfg(not(unix))]
    interrupt.await;
}
