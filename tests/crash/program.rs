//! The real program, started and killed.

use super::shim::{Disk, Unsynced};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// `muster` as the workspace built it, beside this test's own folder.
fn muster() -> PathBuf {
    let this = std::env::current_exe().expect("a running test has a path");
    let built = this.ancestors().nth(2).expect("tests lie in target/<profile>/deps").join("muster");
    assert!(built.exists(), "{} is missing; run `cargo build --workspace` first", built.display());
    built
}

fn command(arguments: &[&str], data: &Path) -> Command {
    let mut command = Command::new(muster());
    command.args(["--lang", "en"]).args(arguments).arg("--data").arg(data).env("MUSTER_LOG", "warn");
    command
}

/// Makes the small demo district.
pub fn make_demo(data: &Path) {
    let output = command(&["demo", "--small"], data).output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// What `muster check` says.
pub fn check(data: &Path) -> String {
    let output = command(&["check"], data).output().expect("the program runs");
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A running service.
pub struct Program {
    child: Child,
    /// Its one-time sign-in link.
    pub link: String,
}

impl Program {
    /// Serves the demo in `data` on a free port.
    pub fn serve(data: &Path, layer: Option<&Unsynced>) -> Self {
        let mut command = command(&["demo", "--small", "--serve", "--listen", "127.0.0.1:0"], data);
        if let Some(layer) = layer {
            layer.arm(&mut command, data, Disk::InOrder);
        }
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the program runs");
        let said = BufReader::new(child.stdout.take().expect("its output is piped"));
        let link = said.lines().map_while(Result::ok).find_map(|line| {
            line.find("http://127.0.0.1:")
                .map(|at| line[at..].to_owned())
                .filter(|link| link.contains("/link/"))
        });
        Self { child, link: link.expect("a service prints its sign-in link") }
    }

    /// SIGKILL, and waits until it is gone.
    pub fn kill(&mut self) {
        self.child.kill().expect("a child can be killed");
        self.child.wait().expect("a killed child ends");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
