//! The house keeps its floors: imports point down, and what must be pure cannot reach the outside.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Floors from the ground up; a crate may use crates of lower floors only.
const FLOORS: [&[&str]; 6] =
    [&["geo-core"], &["dispatch", "tiles"], &["world"], &["store", "data"], &["server"], &["tests"]];

/// Crates below `store`: no clock, chance, network, disk or async.
const PURE: [&str; 4] = ["geo-core", "dispatch", "tiles", "world"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn floor(crate_name: &str) -> usize {
    FLOORS.iter().position(|names| names.contains(&crate_name)).expect("every crate has a floor")
}

/// The house's own crates named in the `[dependencies]` of a manifest.
fn dependencies(crate_name: &str) -> BTreeSet<String> {
    let manifest =
        fs::read_to_string(root().join(crate_name).join("Cargo.toml")).expect("every floor has a manifest");
    let mut inside = false;
    let mut found = BTreeSet::new();
    for line in manifest.lines() {
        if let Some(section) = line.trim().strip_prefix('[') {
            inside = section.starts_with("dependencies");
        }
        let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
        if inside && FLOORS.concat().contains(&name) {
            found.insert(name.to_owned());
        }
    }
    found
}

/// The files below `folder` with one of the endings.
fn sources(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a source folder can be listed") {
        let path = entry.expect("a folder entry can be read").path();
        if path.is_dir() {
            sources(&path, endings, found);
        } else if path.extension().is_some_and(|extension| endings.iter().any(|ending| extension == *ending))
        {
            found.push(path);
        }
    }
}

/// Whether the file is a module that its parent declares under `#[cfg(test)]`.
fn is_test_module(file: &Path) -> bool {
    let (Some(folder), Some(name)) = (file.parent(), file.file_stem().and_then(|stem| stem.to_str())) else {
        return false;
    };
    let parents = [folder.join("mod.rs"), folder.join("lib.rs"), folder.with_extension("rs")];
    let declared = format!("#[cfg(test)]\nmod {name};");
    parents.iter().any(|parent| fs::read_to_string(parent).is_ok_and(|text| text.contains(&declared)))
}

#[test]
fn every_member_of_the_workspace_has_a_floor() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let members =
        manifest.lines().find(|line| line.starts_with("members")).expect("the workspace lists its members");
    for name in members.split('"').skip(1).step_by(2) {
        floor(name);
    }
}

#[test]
fn imports_point_down() {
    for name in FLOORS.concat() {
        for below in dependencies(name) {
            assert!(
                floor(&below) < floor(name),
                "{name} (floor {}) must not use {below} (floor {})",
                floor(name),
                floor(&below)
            );
        }
    }
}

#[test]
fn the_check_of_floors_can_fail() {
    assert!(dependencies("world").contains("geo-core"), "the reader of manifests finds what is there");
    assert!(floor("server") > floor("store"));
}

#[test]
fn below_store_there_is_no_clock_chance_network_disk_or_async() {
    let forbidden = [
        "SystemTime",
        "Instant::now",
        "std::net",
        "std::fs",
        "tokio",
        "async fn",
        "rand::",
        "thread_rng",
        "getrandom",
    ];
    for name in PURE {
        let mut files = Vec::new();
        sources(&root().join(name).join("src"), &["rs"], &mut files);
        assert!(!files.is_empty());
        for file in files.into_iter().filter(|file| !is_test_module(file)) {
            let text = fs::read_to_string(&file).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
                for word in forbidden {
                    assert!(!line.contains(word), "{}: {word} in {line:?}", file.display());
                }
            }
        }
    }
}

#[test]
fn in_the_browser_only_map_knows_the_map_library_and_only_api_fetches() {
    let folder = root().join("web-map/src");
    let mut files = Vec::new();
    sources(&folder, &["ts", "vue"], &mut files);
    assert!(files.len() > 20);
    for file in files {
        let room = file.strip_prefix(&folder).unwrap().to_owned();
        for line in
            fs::read_to_string(&file).unwrap().lines().filter(|line| !line.trim_start().starts_with("//"))
        {
            let draws = line.contains("from 'maplibre-gl") || line.contains("import 'maplibre-gl");
            assert!(!draws || room.starts_with("map"), "{}: {line}", room.display());
            let fetches = [" fetch(", "(fetch(", "=fetch(", "new EventSource(", "XMLHttpRequest"]
                .iter()
                .any(|word| line.contains(word));
            assert!(!fetches || room.starts_with("api"), "{}: {line}", room.display());
        }
    }
}
