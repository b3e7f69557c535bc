//! Every code that the floors give has its words.

use data::catalogue;
use std::collections::BTreeSet;
use std::path::Path;

/// Marks in the source behind which a code stands.
const MARKS: &[&str] = &[
    "Refusal::new(\"",
    "Problem::new(\"",
    "FileError::new(\"",
    "Note::new(\"",
    "Failure::new(\"",
    "refusal(\"",
    "fault(\"",
    "self.error(field, \"",
    "bad_code(\"",
];

fn sources(folder: &Path, found: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.extend(std::fs::read_to_string(&path));
        }
    }
}

fn is_code(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

#[test]
fn every_code_in_the_source_has_words() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut codes: BTreeSet<String> = BTreeSet::new();
    for floor in ["data", "world", "dispatch", "store", "server", "geo-core", "tiles"] {
        let mut texts = Vec::new();
        sources(&root.join(floor).join("src"), &mut texts);
        for text in &texts {
            for mark in MARKS {
                let places = text.match_indices(mark).map(|(place, _)| &text[place + mark.len()..]);
                codes.extend(
                    places
                        .filter_map(|rest| rest.split('"').next())
                        .filter(|code| is_code(code))
                        .map(str::to_owned),
                );
            }
            // `RowError::new(number, "code")`.
            let arms =
                text.match_indices("RowError::new(").filter_map(|(place, _)| text[place..].split(')').next());
            codes.extend(
                arms.filter_map(|rest| rest.split('"').nth(1))
                    .filter(|code| is_code(code))
                    .map(str::to_owned),
            );
        }
    }
    let shapes = std::fs::read_to_string(root.join("geo-core/src/shape/problem.rs")).unwrap();
    codes.extend(
        shapes
            .split("=> \"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|code| is_code(code))
            .map(str::to_owned),
    );
    let known: BTreeSet<String> = catalogue().codes().map(str::to_owned).collect();
    let missing: Vec<&String> = codes.difference(&known).collect();
    assert!(codes.len() > 100, "the source was found");
    assert!(missing.is_empty(), "without words in tables/errors.json: {missing:?}");
}
