//! `planar-reference.csv`: what others counted.

use super::layer::LayerFile;
use std::fmt;
use std::path::{Path, PathBuf};

const FILE: &str = "planar-reference.csv";

/// A line: one layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Where the layer lies, from the folder of the reference on.
    pub file: String,
    pub polygons: usize,
    /// The coordinate system that areas were measured in, `EPSG:` and a number.
    pub measured_in: String,
    /// Geometries that are no valid polygons.
    pub invalid: usize,
    /// Pairs of polygons that share more than a square metre, and how many in all.
    pub overlaps: (usize, f64),
    /// Holes of the union larger than a square metre, and how many in all.
    pub gaps: (usize, f64),
    /// The area of the union.
    pub union_km2: f64,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { polygons, measured_in, overlaps, gaps, union_km2, .. } = self;
        write!(
            f,
            "{polygons} polygons, {} overlapping pairs {:.0} m², {} gaps {:.0} m², {union_km2:.3} km² in {measured_in}",
            overlaps.0, overlaps.1, gaps.0, gaps.1
        )?;
        if self.invalid > 0 { write!(f, ", {} invalid", self.invalid) } else { Ok(()) }
    }
}

/// All lines, and the folder they are told from.
#[derive(Debug, Default)]
pub struct Reference {
    folder: PathBuf,
    lines: Vec<Line>,
}

impl Reference {
    /// The reference in the folder or its parent; empty when there is none.
    pub fn near(folder: &Path) -> Result<Self, String> {
        let folder = folder.canonicalize().map_err(|error| error.to_string())?;
        for folder in [Some(&*folder), folder.parent()].into_iter().flatten() {
            let path = folder.join(FILE);
            if path.is_file() {
                let text = std::fs::read_to_string(&path).map_err(|error| format!("{FILE}: {error}"))?;
                return Ok(Self { folder: folder.to_owned(), lines: lines_of(&text)? });
            }
        }
        Ok(Self::default())
    }

    /// The line of a file.
    pub fn line_of(&self, path: &Path) -> Option<&Line> {
        let path = path.canonicalize().ok()?;
        self.lines.iter().find(|line| self.folder.join(&line.file) == path)
    }

    /// The lines below a folder for which it has no layer.
    pub fn lines_without(&self, folder: &Path, files: &[LayerFile]) -> Vec<&Line> {
        let there: Vec<PathBuf> = files.iter().filter_map(|file| file.path.canonicalize().ok()).collect();
        let Ok(folder) = folder.canonicalize() else { return Vec::new() };
        let below = |line: &&Line| {
            let path = self.folder.join(&line.file);
            path.starts_with(&folder) && !there.contains(&path)
        };
        self.lines.iter().filter(below).collect()
    }
}

/// The columns are found by their names.
fn lines_of(text: &str) -> Result<Vec<Line>, String> {
    let mut rows = text.lines().filter(|row| !row.trim().is_empty());
    let head: Vec<&str> = rows.next().unwrap_or_default().split(',').map(str::trim).collect();
    let rows = rows.enumerate().map(|(number, row)| {
        let cells: Vec<&str> = row.split(',').map(str::trim).collect();
        let cell = |name: &str| {
            let column = head.iter().position(|column| *column == name);
            let cell = column.and_then(|column| cells.get(column));
            cell.copied().ok_or_else(|| format!("{FILE}, row {}: no {name}", number + 1))
        };
        let count = |name: &str| {
            cell(name)?
                .parse::<usize>()
                .map_err(|error| format!("{FILE}, row {}: {name}: {error}", number + 1))
        };
        let area = |name: &str| {
            cell(name)?.parse::<f64>().map_err(|error| format!("{FILE}, row {}: {name}: {error}", number + 1))
        };
        Ok(Line {
            file: cell("file")?.to_owned(),
            polygons: count("polygons")?,
            measured_in: cell("measured_in")?.to_owned(),
            invalid: count("invalid_geometries")?,
            overlaps: (count("overlapping_pairs_over_1_m2")?, area("overlap_area_m2")?),
            gaps: (count("interior_gaps_over_1_m2")?, area("interior_gap_area_m2")?),
            union_km2: area("union_area_km2")?,
        })
    });
    rows.collect()
}
