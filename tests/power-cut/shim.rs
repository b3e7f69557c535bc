//! Builds `unsynced.c` and puts a command under it. Used by crash tests of several crates:
//!
//! ```ignore
//! #[path = "../../tests/power-cut/shim.rs"]
//! mod shim;
//! let layer = match shim::Unsynced::build() {
//!     Ok(layer) => layer,
//!     Err(reason) => return println!("skipped: {reason}"),
//! };
//! let mut command = std::process::Command::new(program);
//! layer.arm(&mut command, &store_dir, shim::Disk::InOrder);
//! ```

use std::path::{Path, PathBuf};
use std::process::Command;

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/power-cut/unsynced.c");

/// What the simulated disk does besides losing what was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "each test that includes this file uses some of it")]
pub enum Disk {
    /// Nothing else.
    InOrder,
    /// Some unsynced pages become real before their time, this many in a hundred at each sync.
    Leaks(u8),
    /// The given sync and all later ones fail.
    FailsAtSync(u32),
}

/// The built layer; its file is removed when this is dropped.
pub struct Unsynced {
    library: PathBuf,
}

impl Unsynced {
    /// Compiles the layer, or says why the test must be skipped.
    pub fn build() -> Result<Self, String> {
        if !cfg!(all(target_os = "linux", target_env = "gnu")) {
            return Err("the file layer needs Linux with glibc".to_owned());
        }
        static BUILT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = BUILT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let folder = option_env!("CARGO_TARGET_TMPDIR").map_or_else(std::env::temp_dir, PathBuf::from);
        let library = folder.join(format!("unsynced-{}-{number}.so", std::process::id()));
        let compiled = Command::new(std::env::var_os("CC").unwrap_or_else(|| "cc".into()))
            .args(["-O1", "-fPIC", "-shared", "-o"])
            .arg(&library)
            .args([SOURCE, "-ldl", "-lpthread"])
            .output()
            .map_err(|error| format!("no C compiler for the file layer: {error}"))?;
        if compiled.status.success() {
            Ok(Self { library })
        } else {
            Err(format!(
                "the file layer does not compile here: {}",
                String::from_utf8_lossy(&compiled.stderr)
            ))
        }
    }

    /// Makes `command` lose, when it is killed, what it did not sync below `dir` (which must exist).
    pub fn arm(&self, command: &mut Command, dir: &Path, disk: Disk) {
        let dir = dir.canonicalize().expect("the folder under the file layer exists");
        command.env("LD_PRELOAD", &self.library).env("UNSYNCED_DIR", dir);
        match disk {
            Disk::InOrder => {}
            Disk::Leaks(percent) => {
                command.env("UNSYNCED_LEAK", percent.to_string());
            }
            Disk::FailsAtSync(first) => {
                command.env("UNSYNCED_FAIL_SYNC", first.to_string());
            }
        }
    }
}

impl Drop for Unsynced {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.library);
    }
}
