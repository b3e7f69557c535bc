//! Recorded runs of an ambulance region, simulated call by call; and what becomes of folders that are not in order.

use std::path::{Path, PathBuf};
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

/// The rule as it is stated with every run.
const RULE: [&str; 7] = [
    "arrival time of call k = running sum of interarrival_times",
    "candidates = ambulances neither assigned nor helping",
    "position of a candidate: its base when idle; while it drives back to its base: straight-line interpolation \
     (columns x,y of places.csv, metres) with fraction = elapsed / (matrix[from,base] / 0.5), then the postal code \
     nearest by Euclidean distance",
    "chosen = least matrix[position, call location]; ties: lowest ambulance number",
    "service = drive + on_site_aid_time; if to_hospital: + matrix[call location, hospital with least driving time] + \
     drop_off_time",
    "when free: take the longest waiting call if any (first come, first served), otherwise drive back to its own base",
    "response_time = waiting time + driving time",
];

/// A folder with a run of three calls on a line of three places, ten minutes from each to the next, and two ambulances;
/// each pair of texts replaces one in all files.
fn made(name: &str, replaced: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("dispatch-replay-{name}"));
    std::fs::create_dir_all(&folder).unwrap();
    let rule = RULE.map(|sentence| format!("{sentence:?}")).join(", ");
    let runs = r#"{"a1": {"calls": 3, "ambulances": 2, "ambulance_bases": "bases.csv"}}"#;
    let parameters = format!(
        "{{\"time_unit\": \"minutes from the start of the run\", \"rule\": [{rule}], \"checked\": \"by hand\", \"runs\": {runs}}}"
    );
    // Ambulance 0 is twenty minutes from the first call, ambulance 1 ten. The second call comes when 1 is on its way home
    // and passes the middle, and takes a patient away; the third finds both far off.
    let files = [
        ("parameters.json", parameters.as_str()),
        ("places.csv", "postal code,x,y\nA,0,0\nB,10,0\nC,20,0\n"),
        ("driving_matrix.csv", "postal code,A,B,C\nA,0,10,20\nB,10,0,10\nC,20,10,0\n"),
        ("distance_matrix.csv", "postal code,A,B,C\nA,0,1,2\nB,1,0,1\nC,2,1,0\n"),
        ("Hospitals.csv", "\u{feff}Hospital\r\nA\r\n"),
        ("bases.csv", "Ambulance,Base\n0,A\n1,B\n"),
        ("interarrival_times_of_A1.csv", "0\n1.0\n16.0\n1.0\n"),
        ("location_IDs_of_A1.csv", "0\nC\nC\nB\n"),
        ("on_site_aid_times_of_A1.csv", "0\n5.0\n5.0\n5.0\n"),
        ("drop_off_times_of_A1.csv", "0\n3.0\n4.0\n3.0\n"),
        ("to_hospital_bool_of_A1.csv", "0\nFalse\nTrue\nFalse\n"),
        (
            "Patient_of_A1.csv",
            ",patient_ID,response_time,assigned_to_ambulance_nr,waiting_time_before_assigned,\
             driving_time_to_patient,hospital_ID,finish_time\n\
             0,0.0,10.0,1.0,0.0,10.0,,16.0\n\
             1,1.0,0.0,1.0,0.0,0.0,A,46.0\n\
             2,2.0,10.0,0.0,0.0,10.0,,33.0\n",
        ),
    ];
    for (file, text) in files {
        let text = replaced.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
        std::fs::write(folder.join(file), text).unwrap();
    }
    folder
}

/// What the program says at the end of a folder changed like this.
fn said(name: &str, replaced: &[(&str, &str)]) -> String {
    proved(&made(name, replaced)).to_string()
}

#[test]
fn a_run_by_hand_is_reproduced_whatever_its_files_are_called() {
    assert_eq!(said("sound", &[]), "3 passed, 0 failed, 0 skipped");
}

#[test]
fn the_values_of_the_parameters_are_obeyed() {
    // Both have their base at B: the lower number goes first, or the higher.
    let same = [("0,A\n1,B", "0,B\n1,B"), ("1.0,0.0,10.0,,16.0", "0.0,0.0,10.0,,16.0")];
    let calls = [
        ("1,1.0,0.0,1.0", "1,1.0,0.0,0.0"),
        ("2,2.0,10.0,0.0,0.0,10.0,,33.0", "2,2.0,0.0,1.0,0.0,0.0,,23.0"),
    ];
    assert_eq!(said("lowest", &[same, calls].concat()), "3 passed, 0 failed, 0 skipped");
    let highest = [("lowest", "highest"), ("0,A\n1,B", "0,B\n1,B")];
    let calls = [("2,2.0,10.0,0.0,0.0,10.0,,33.0", "2,2.0,0.0,0.0,0.0,0.0,,23.0")];
    assert_eq!(
        said("highest", &[highest, [calls[0], ("x,y", "x,y")]].concat()),
        "3 passed, 0 failed, 0 skipped"
    );
    // Two hours for a way home, and nearly still at the scene; or at home after a tenth of a minute.
    assert_eq!(said("fast", &[("/ 0.5)", "/ 10)")]), "2 passed, 1 failed, 0 skipped");
    // The same numbers as seconds: nothing changes but the unit.
    assert_eq!(said("seconds", &[("minutes from", "seconds from")]), "3 passed, 0 failed, 0 skipped");
}

#[test]
fn what_is_not_supported_is_refused() {
    for (name, from, to) in [
        ("unit", "minutes from", "fortnights from"),
        ("sentence", "neither assigned nor helping", "with a full battery"),
        (
            "missing",
            "\"response_time = waiting time + driving time\"",
            "\"candidates = ambulances neither assigned nor helping\"",
        ),
        ("ties", "lowest ambulance", "fastest ambulance"),
        ("share", "/ 0.5)", "/ 0)"),
        ("key", "\"checked\"", "\"weather\""),
        ("note", "\"calls\": 3", "\"calls\": 3, \"battery\": 9"),
        ("columns", "columns x,y", "columns lon,lat"),
        ("nodes", "of places.csv", "of spots.csv"),
        ("json", "\"runs\"", "runs"),
    ] {
        assert_eq!(said(name, &[(from, to)]), "0 passed, 1 failed, 0 skipped", "{name}");
    }
}

#[test]
fn malformed_rows_and_other_answers_are_failures() {
    for (name, from, to) in [
        ("row", "0\n5.0\n5.0\n5.0", "0\n5.0\nfive\n5.0"),
        ("negative", "0\n1.0\n16.0\n1.0", "0\n1.0\n-16.0\n1.0"),
        ("short", "0\nFalse\nTrue\nFalse", "0\nFalse\nTrue"),
        ("place", "0\nC\nC\nB", "0\nC\nC\nZ"),
        ("no base", "0,A\n1,B", "0,A\n2,B"),
        ("uneven", "B,10,0,10", "B,10,0"),
        ("stay", "B,10,0,10", "B,10,1,10"),
        ("twice", "2,2.0,10.0", "2,1.0,10.0"),
    ] {
        assert_eq!(said(name, &[(from, to)]), "0 passed, 1 failed, 0 skipped", "{name}");
    }
    assert_eq!(
        said("other", &[("10.0,0.0,0.0,10.0,,33.0", "10.0,1.0,0.0,10.0,,33.0")]),
        "2 passed, 1 failed, 0 skipped"
    );
}
