//! `muster check`: hash chains, replay from nothing against the snapshot, invariants, the maps of drafts, attachments,
//! audit.

use super::progress::Bar;
use super::{Data, Failure};
use crate::desk;
use crate::http::Language;
use crate::plan::room::PlanRoom;
use clap::Args;
use std::process::ExitCode;
use store::{Access, Severity, Store};
use world::World;

/// Arguments of `muster check`.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    data: Data,
}

impl Check {
    /// Re-verifies a store without changing it; exit code 1 when something is wrong.
    ///
    /// # Errors
    /// [`Failure`] when the store does not open or its journal cannot be read.
    pub fn run(self, language: Language) -> Result<ExitCode, Failure> {
        let store = Store::open(&self.data.data, Access::Inspect)?;
        let mut bar = Bar::new(language, "复核", "checking");
        let report = store.verify(&mut |progress| bar.at(progress.done, progress.of));
        bar.done();
        for finding in &report.findings {
            println!("{} {} {}", finding.part, finding.code, finding.message);
        }
        let damage = report.findings.iter().filter(|finding| finding.severity == Severity::Damage).count();
        let mut faults = damage;
        if damage == 0 {
            faults += replay_faults(&store, language)?;
            faults += draft_faults(&store);
        }
        let counts = [
            ("日志", "entries", report.entries),
            ("方案草稿日志", "entries of drafts", report.draft_entries),
            ("审计", "audit lines", report.deeds),
            ("附件", "attachments", report.attachments),
            ("保险箱在存", "vault items kept", report.kept),
            ("保险箱已删", "vault items erased", report.erased),
            ("问题", "faults", u64::try_from(faults).unwrap_or(u64::MAX)),
        ]
        .map(|(zh, en, count)| format!("{} {count}", language.pick(zh, en)));
        println!("{}", counts.join(language.pick("，", ", ")));
        println!(
            "{}",
            if faults == 0 { language.pick("完好", "whole") } else { language.pick("有损", "damaged") }
        );
        Ok(if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Replays every draft and looks at its map: no gap, no overlap, no crossing, and every sum as it should be.
fn draft_faults(store: &Store) -> usize {
    let room = match PlanRoom::new(store.streams.clone(), store.attachments.clone()) {
        Ok(room) => room,
        Err(error) => {
            println!("drafts {error}");
            return 1;
        }
    };
    let mut faults = 0;
    for folder in room.folders() {
        let id = &folder.id;
        match room.draft(id) {
            Ok(draft) => {
                for fault in draft.map.validate() {
                    faults += 1;
                    println!("draft {id} {} {fault}", fault.code());
                }
            }
            Err(problem) => {
                faults += 1;
                println!("draft {id} {}", problem.code());
            }
        }
    }
    faults
}

/// Replays from nothing, holds the result against snapshot + tail, and asks the state's invariants.
fn replay_faults(store: &Store, language: Language) -> Result<usize, Failure> {
    let from_nothing = desk::replay(&*store.reader, World::default())?;
    let (started, replayed) = desk::open_state(&*store.reader, &*store.snapshots)?;
    let mut faults = 0;
    println!(
        "{} {} {}",
        language.pick("状态哈希", "state hash"),
        from_nothing.seq(),
        from_nothing.state_hash()
    );
    if from_nothing.state_hash() != started.state_hash() {
        faults += 1;
        println!("replay state_differs snapshot {} + tail: {}", replayed.from, started.state_hash());
    }
    for broken in from_nothing.invariants() {
        faults += 1;
        println!("world invariant_broken {broken}");
    }
    Ok(faults)
}
