//! The administrator's round with the real program: a district comes in by files, goes out again, and is measured.

use std::path::Path;
use std::process::{Command, Output};

fn muster(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_muster"))
        .args(["--lang", "en"])
        .args(arguments)
        .env("MUSTER_LOG", "warn")
        .output()
        .expect("the program runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// What it said; it must have gone well.
#[track_caller]
fn done(arguments: &[&str]) -> String {
    let output = muster(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    said(&output)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a temporary path is text")
}

/// The rows of a table, in order of their codes as a register has them.
fn rows(path: &Path) -> Vec<String> {
    let mut rows: Vec<_> = std::fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect();
    rows[1..].sort();
    rows
}

/// The files go in one by one, what comes out again is what went in, and the figures are told.
#[test]
fn a_district_comes_in_by_files_and_goes_out_again() {
    let folder = tempfile::tempdir().unwrap();
    let (files, store) = (folder.path().join("files"), folder.path().join("store"));
    done(&["demo", "--small", "--data", text(&store), "--files", text(&files)]);
    let import = |arguments: &[&str], file: &str| {
        let path = files.join(file);
        done(&[&["import", "--data", text(&store)], arguments, &[text(&path)]].concat())
    };
    import(&["roads"], "roads.osm.pbf");
    for level in ["district", "township", "community", "grid", "micro_area"] {
        import(&["areas", "--level", level], &format!("areas-{level}.geojson"));
    }
    let registers = [
        ("teams", "teams.csv"),
        ("shifts", "shifts.csv"),
        ("depots", "depots.csv"),
        ("sensing-points", "sensing-points.csv"),
        ("places", "places.csv"),
    ];
    for (register, file) in registers {
        import(&[register], file);
    }
    let checked = done(&["check", "--data", text(&store)]);
    assert!(checked.trim_end().ends_with("whole"), "{checked}");

    let out = folder.path().join("out.csv");
    for (register, file) in [("teams", "teams.csv"), ("depots", "depots.csv")] {
        done(&["export", "--data", text(&store), register, "--output", text(&out)]);
        assert!(rows(&files.join(file)) == rows(&out), "{register} went out otherwise than they came in");
    }
    let figures = done(&["bench", "--data", text(&store)]);
    assert!(figures.contains("position to areas of all levels: "), "{figures}");
    assert!(figures.contains("teams, checked): p50 "), "{figures}");
}

/// Three townships: the second claims a strip of the first, and between them and the third lies a hole. All is told, with
/// sizes, places and names, and imported as it is drawn.
#[test]
fn areas_that_do_not_fit_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let (store, file) = (folder.path().join("store"), folder.path().join("townships.geojson"));
    let area = |code: &str, name: &str, ring: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"code":"{code}","name":"{name}"}},"geometry":{{"type":"Polygon","coordinates":[[{ring}]]}}}}"#
        )
    };
    let features = [
        area(
            "420102001",
            "West",
            "[114.00,30.00],[114.02,30.00],[114.02,30.02],[114.00,30.02],[114.00,30.00]",
        ),
        area(
            "420102002",
            "East",
            "[114.019,30.00],[114.04,30.00],[114.04,30.02],[114.019,30.02],[114.019,30.00]",
        ),
        area(
            "420102003",
            "North",
            "[114.00,30.02],[114.01,30.02],[114.01,30.021],[114.02,30.021],[114.02,30.02],[114.04,30.02],[114.04,30.03],[114.00,30.03],[114.00,30.02]",
        ),
    ];
    std::fs::write(&file, format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(",")))
        .unwrap();
    let told = done(&["import", "--data", text(&store), "areas", "--level", "township", text(&file)]);
    let line = |start: &str| {
        told.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("{told}")).to_owned()
    };
    assert!(line("note: overlaps: 1, ").ends_with("imported as they are:"), "{told}");
    assert!(line("note: gaps: 1, ").ends_with("imported as they are:"), "{told}");
    assert!(told.contains("West, East") && told.contains("West, East, North"), "{told}");
    assert!(told.contains("3 areas (township)"), "{told}");
}

/// Whoever asks about a store that is not there is told so, and none is made.
#[test]
fn a_store_is_not_made_by_asking_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("nothing");
    for verb in ["check", "bench"] {
        let output = muster(&[verb, "--data", text(&store)]);
        assert_eq!(output.status.code(), Some(1), "{verb}");
        assert!(said(&output).contains("[store_"), "{verb}: {}", said(&output));
    }
    assert!(!store.exists());
}
