//! How much memory the program has held at most.

use std::fmt;

/// The greatest resident memory since [`Peak::forget`], or since the start where the system cannot forget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peak(u64);

impl Peak {
    /// Begins anew (Linux: `clear_refs`). What the program still holds goes on counting.
    pub fn forget() {
        // Where this is refused, peaks only ever grow, and the figure is an upper bound.
        let _refused = std::fs::write("/proc/self/clear_refs", "5");
    }

    /// `VmHWM` of this process; nothing where the system does not tell.
    pub fn so_far() -> Option<Self> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        Some(Self(line.trim().strip_suffix("kB")?.trim().parse().ok()?))
    }
}

impl fmt::Display for Peak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} MiB", self.0 as f64 / 1024.0)
    }
}
