//! The real program, started and ended.

use super::client::Connection;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// Whoever is not ready by then never will be.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs a verb of the program on a store and returns what it printed.
pub fn run(data: &Path, arguments: &[&str]) -> String {
    let output = muster(data, arguments).output().expect("the program runs");
    assert!(output.status.success(), "muster {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// `muster` as the workspace built it, beside this bench's own folder.
fn muster(data: &Path, arguments: &[&str]) -> Command {
    let this = std::env::current_exe().expect("a running bench has a path");
    let built = this.ancestors().nth(2).expect("benches lie in target/release/deps").join("muster");
    assert!(built.exists(), "{} is missing; run `cargo build --release -p server`", built.display());
    let mut command = Command::new(built);
    let (verb, rest) = arguments.split_first().expect("a verb");
    command.args(["--lang", "en", verb, "--data"]).arg(data).args(rest);
    command
}

/// A running service, with the log that it writes by default.
pub struct Service {
    child: Child,
    /// Kept open: the program may say more.
    _said: BufReader<ChildStdout>,
    /// Its log.
    log: PathBuf,
    /// Address and port.
    pub host: String,
    /// From starting the process until `/readyz` answered 200.
    pub ready: Duration,
    /// The processor time of all its threads until then.
    pub ready_busy: Duration,
}

impl Service {
    /// Serves a store on a free port, and waits until it is ready.
    pub fn start(data: &Path) -> Self {
        let log = data.with_extension("log");
        let mut command = muster(data, &["serve", "--listen", "127.0.0.1:0"]);
        command.stdout(Stdio::piped()).stderr(File::create(&log).expect("a log can be written"));
        let started = Instant::now();
        let mut child = command.spawn().expect("the program runs");
        let mut said = BufReader::new(child.stdout.take().expect("its output is piped"));
        let mut line = String::new();
        said.read_line(&mut line).expect("the program says where it serves");
        let (_, host) = line.trim_end().rsplit_once("http://").unwrap_or_default();
        let mut service = Self {
            child,
            _said: said,
            log,
            host: host.to_owned(),
            ready: Duration::default(),
            ready_busy: Duration::default(),
        };
        assert!(!service.host.is_empty(), "no service: {line}{}", service.last_words());
        let mut connection = Connection::open(&service.host);
        let request = format!("GET /readyz HTTP/1.1\r\nHost: {}\r\n\r\n", service.host);
        while connection.ask(request.as_bytes()).status != 200 {
            assert!(started.elapsed() < PATIENCE, "not ready: {}", service.last_words());
            std::thread::sleep(Duration::from_millis(2));
        }
        service.ready = started.elapsed();
        service.ready_busy = service.processor_time();
        service
    }

    /// Waits until nothing is left that the program does beside the requests: drawing layers, building indexes.
    pub fn settle(&self) {
        let (mut quiet, mut before) = (0, self.processor_time());
        while quiet < 5 {
            std::thread::sleep(Duration::from_millis(200));
            let now = self.processor_time();
            quiet = if now - before <= Duration::from_millis(10) { quiet + 1 } else { 0 };
            before = now;
        }
    }

    /// The processor time of all its threads so far; zero where there is no `/proc`.
    pub fn processor_time(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let fields = after_name.split_whitespace().skip(11).take(2);
        Duration::from_millis(fields.filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() * 10)
    }

    /// The most memory it ever held, in MiB; zero where there is no `/proc`.
    pub fn peak_mebibytes(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|kibibytes| kibibytes.parse::<u64>().ok()).unwrap_or(0) / 1024
    }

    /// SIGTERM, and waits until it has ended in good order.
    pub fn stop(mut self) {
        let told = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status();
        assert!(told.is_ok_and(|status| status.success()), "a child can be told to stop");
        let status = self.child.wait().expect("a child ends");
        assert!(status.success(), "{status}: {}", self.last_words());
    }

    /// SIGKILL, and waits until it is gone.
    pub fn kill(mut self) {
        self.child.kill().expect("a child can be killed");
        self.child.wait().expect("a killed child ends");
    }

    fn last_words(&self) -> String {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let from = log.lines().count().saturating_sub(5);
        log.lines().skip(from).collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
