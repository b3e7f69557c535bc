//! The conformance suites of others, and whether the proving program sees what is wrong.

use std::path::{Path, PathBuf};
use tests::prove::{ClippingCases, Effort, JtsTests, Kind, Report};
use tests::real_data;

fn proved(kind: &dyn Kind, folder: &Path) -> Report {
    let mut report = Report::default();
    kind.prove(folder, Effort::Quick, &mut report);
    println!("{report}");
    report
}

#[test]
fn what_jts_asks_about_areas_is_answered_as_jts_does() {
    let Some(folder) = real_data("conf-jts") else { return };
    let report = proved(&JtsTests, &folder);
    assert!(report.passed() > 0);
    assert_eq!(report.failed(), 0);
}

#[test]
fn clipped_polygons_have_the_ground_that_clipping_libraries_give_them() {
    let Some(folder) = real_data("conf-clipping") else { return };
    let report = proved(&ClippingCases, &folder);
    assert!(report.passed() > 0);
    assert_eq!(report.failed(), 0);
}

/// A folder with one file.
fn made(folder: &str, file: &str, text: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(file), text).unwrap();
    folder
}

#[test]
fn wrong_answers_fail_and_what_is_no_business_of_areas_is_skipped() {
    let run = r#"<run><case><desc>two squares</desc>
        <a>POLYGON((0 0, 10 0, 10 10, 0 10, 0 0))</a><b>POLYGON((5 0, 15 0, 15 10, 5 10, 5 0))</b>
        <test><op name="union" arg1="A" arg2="B">POLYGON((0 0, 15 0, 15 10, 0 10, 0 0))</op></test>
        <test><op name="intersection" arg1="A" arg2="B">POLYGON((5 0, 9 0, 9 10, 5 10, 5 0))</op></test>
        <test><op name="difference" arg1="B" arg2="A">POLYGON((10 0, 15 0, 15 10, 10 10, 10 0))</op></test>
        <test><op name="symdifference" arg1="A" arg2="B">
            POLYGON((0 0, 5 0, 5 10, 0 10, 0 0), (1 1, 1 2, 2 2, 2 1, 1 1))</op></test>
        <test><op name="isValid" arg1="A"> false </op></test>
        <test><op name="overlayAreaTest" arg1="A" arg2="B"> true </op></test>
        <test><op name="relate" arg1="A" arg2="B" arg3="212101212"> true </op></test>
        </case>
        <case><desc>one that touches itself, one that crosses itself, a line</desc>
        <a>POLYGON((0 0, 10 0, 10 10, 5 0.5, 5 0, 0 10, 0 0))</a>
        <b>POLYGON((0 0, 10 10, 10 0, 0 10, 0 0))</b>
        <test><op name="isValid" arg1="B"> false </op></test>
        <test><op name="isValid" arg1="A"> false </op></test>
        <test><op name="union" arg1="A" arg2="B">POINT(1 1)</op></test>
        </case></run>"#;
    let folder = made("conf-jts-made", "run.xml", run);
    // Wrong: the intersection, the symmetric difference, the first square called invalid.
    assert_eq!(proved(&JtsTests, &folder).to_string(), "4 passed, 3 failed, 3 skipped");
}

#[test]
fn a_result_that_cannot_be_is_no_failure_of_ours() {
    let square = |west: i32| format!("[[[{west},0],[{e},0],[{e},10],[{west},10]]]", e = west + 10);
    let feature = |operation: &str, rings: String| {
        let properties = match operation {
            "" => "{}".to_owned(),
            operation => format!(r#"{{"operation":"{operation}"}}"#),
        };
        format!(
            r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":{rings}}}}}"#
        )
    };
    let features = [
        feature("", square(0)),
        feature("", square(5)),
        feature("intersection", "[[[5,0],[10,0],[10,10],[5,10]]]".into()),
        feature("diff_ba", "[[[10,0],[15,0],[15,10],[10,10]]]".into()),
        // Wrong, but possible.
        feature("diff", "[[[0,0],[4,0],[4,10],[0,10]]]".into()),
        // Not of these operands.
        feature("union", "[[[0,0],[95,0],[95,10],[0,10]]]".into()),
    ];
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    let folder = made("conf-clipping-made", "squares.json", &text);
    assert_eq!(proved(&ClippingCases, &folder).to_string(), "2 passed, 1 failed, 1 skipped");
    assert_eq!(
        proved(&ClippingCases, &made("conf-nothing", "notes.txt", "nothing")).to_string(),
        "0 passed, 0 failed, 1 skipped"
    );
}
