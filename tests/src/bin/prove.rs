//! `prove KIND FOLDER`: the product against a folder of reference cases. See `tests::prove`.
//!
//! Exits 0 when no case failed, 1 when one did, 2 when it was called wrongly.

use std::path::Path;
use std::process::ExitCode;
use tests::prove::{Effort, KINDS, Report};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [kind, folder] = arguments.as_slice() else {
        return wrong("prove takes two arguments: KIND FOLDER");
    };
    let Some(kind) = KINDS.iter().find(|known| *kind == *known.name()) else {
        return wrong(&format!("no kind is called {:?}", kind.to_string_lossy()));
    };
    let folder = Path::new(folder);
    if !folder.is_dir() {
        return wrong(&format!("{} is not a folder", folder.display()));
    }
    let mut report = Report::default();
    kind.prove(folder, Effort::Full, &mut report);
    println!("{report}");
    if report.failed() == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

fn wrong(what: &str) -> ExitCode {
    eprintln!("{what}; the kinds are:");
    for kind in KINDS {
        eprintln!("  {:<12} {}", kind.name(), kind.about());
    }
    ExitCode::from(2)
}
