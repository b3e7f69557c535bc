//! Recorded runs of an ambulance region, simulated call by call; and what becomes of folders that are not in order.

use std::path::Path;
use tests::prove::{DispatchReplay, Effort, Kind, Report};
use tests::real_data;

fn proved(folder: &Path) -> Report {
    let mut report = Report::default();
    DispatchReplay.prove(folder, Effort::Quick, &mut report);
    println!("{report}");
    report
}

#[test]
fn every_recorded_call_is_served_as_it_was() {
    let Some(folder) = real_data("dispatch-replay-utrecht") else { return };
    let report = proved(&folder);
    assert_eq!(report.failed(), 0);
    assert!(report.passed() > 0, "nothing was proved");
}
