//! Roads, judged by a second implementation of their specification.

mod wuhan;

use tests::prove::{Effort, Kind, Report, RoadFiles, RoadGraphs};
use tests::{real_data, soak};

#[test]
fn small_road_files_answer_as_the_reference() {
    let Some(folder) = real_data("roads-small") else { return };
    let mut report = Report::default();
    RoadFiles.prove(&folder, if soak() { Effort::Full } else { Effort::Quick }, &mut report);
    println!("{report}");
    assert_eq!(report.failed(), 0);
    assert!(report.passed() > 0, "nothing was proved");
}

#[test]
fn plain_graphs_answer_as_they_should() {
    let Some(folder) = real_data("roads-graphs") else { return };
    let mut report = Report::default();
    RoadGraphs.prove(&folder, if soak() { Effort::Full } else { Effort::Quick }, &mut report);
    println!("{report}");
    assert_eq!(report.failed(), 0);
    assert!(report.passed() > 0, "nothing was proved");
}

#[test]
fn a_file_that_cannot_be_read_is_a_failed_case_and_the_others_are_still_tried() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("broken-roads");
    let deep = folder.join("one").join("deeper");
    std::fs::create_dir_all(&deep).unwrap();
    std::fs::write(folder.join("empty.osm.pbf"), []).unwrap();
    std::fs::write(deep.join("picture.osm.pbf"), b"\x89PNG\r\n\x1a\n0123456789").unwrap();
    std::fs::write(folder.join("roads.txt"), "not asked for").unwrap();
    let mut report = Report::default();
    RoadFiles.prove(&folder, Effort::Quick, &mut report);
    assert_eq!(report.to_string(), "0 passed, 2 failed, 0 skipped");
}
