//! Which file is which, plain or gzipped.

use super::sheet::Sheet;
use std::path::{Path, PathBuf};

/// The tables of a folder.
pub(super) struct Folder {
    /// Paths with their names in small letters, without `.csv` and `.csv.gz`.
    tables: Vec<(PathBuf, String)>,
}

impl Folder {
    /// Lists the tables that lie in the folder itself.
    pub fn list(folder: &Path) -> Result<Self, String> {
        let entries = std::fs::read_dir(folder).map_err(|error| error.to_string())?;
        let paths: Result<Vec<PathBuf>, _> = entries.map(|entry| entry.map(|entry| entry.path())).collect();
        let mut tables: Vec<(PathBuf, String)> =
            paths.map_err(|error| error.to_string())?.into_iter().filter_map(named).collect();
        tables.sort();
        Ok(Self { tables })
    }

    /// The table that a text calls by its name, with or without `.gz`.
    pub fn called(&self, name: &str) -> Result<Sheet, String> {
        let wanted = stem(name).unwrap_or_else(|| name.to_lowercase());
        self.only(&format!("file called {name}"), |stem| stem == wanted)
    }

    /// The one table whose name holds one word and not the other.
    pub fn with_word(&self, word: &str, without: &str) -> Result<Sheet, String> {
        self.only(&format!("{word} other than {without}"), |stem| {
            stem.contains(word) && !stem.contains(without)
        })
    }

    /// The table of a run: its name holds the word, and ends with the name of the run.
    pub fn of_run(&self, word: &str, run: &str) -> Result<Sheet, String> {
        let (word, run) = (word.to_lowercase(), run.to_lowercase());
        self.only(&format!("file of {word} for {run}"), |stem| {
            let before = stem.strip_suffix(&run);
            before.is_some_and(|before| {
                before.contains(&word) && !before.ends_with(|last: char| last.is_alphanumeric())
            })
        })
    }

    /// The one table that has such a column.
    pub fn with_column(&self, column: &str) -> Result<Sheet, String> {
        let mut found = Vec::new();
        for (path, _) in &self.tables {
            if Sheet::head_of(path)?.iter().any(|title| title == column) {
                found.push(path);
            }
        }
        one(&format!("table with a column {column}"), &found)
    }

    fn only(&self, what: &str, fits: impl Fn(&str) -> bool) -> Result<Sheet, String> {
        let found: Vec<&PathBuf> =
            self.tables.iter().filter(|(_, stem)| fits(stem)).map(|(path, _)| path).collect();
        one(what, &found)
    }
}

fn one(what: &str, found: &[&PathBuf]) -> Result<Sheet, String> {
    match found {
        [path] => Sheet::read(path),
        [] => Err(format!("there is no {what}")),
        several => {
            let names: Vec<_> = several.iter().map(|path| path.display().to_string()).collect();
            Err(format!("there should be one {what}, not {}", names.join(", ")))
        }
    }
}

fn named(path: PathBuf) -> Option<(PathBuf, String)> {
    let stem = stem(path.file_name()?.to_str()?)?;
    Some((path, stem))
}

fn stem(name: &str) -> Option<String> {
    let name = name.to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.strip_suffix(".csv").map(str::to_owned)
}
