//! How a file is to be read.

use crate::Crs;
use geo_core::Level;

/// How much a file may ask of the machine before it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file as it came.
    pub input_bytes: usize,
    /// Bytes after decompression.
    pub inflated_bytes: usize,
    /// Bytes out per byte in, beyond which compressed data is taken for a bomb. Looked at once
    /// 16 MiB have come out; of a hundred real maps and tables the densest reached 22.
    pub inflation_ratio: usize,
    /// Rows or features.
    pub rows: usize,
    /// Vertices of all outlines together.
    pub vertices: usize,
    /// Brackets within brackets of a JSON text; GeoJSON needs 11.
    pub nesting: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            input_bytes: 512 << 20,
            inflated_bytes: 1 << 30,
            inflation_ratio: 100,
            rows: 2_000_000,
            vertices: 20_000_000,
            nesting: 64,
        }
    }
}

/// What the caller says about columns, where the table of known names does not suffice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Naming {
    /// A field of the register and the file's column that holds it.
    pub columns: Vec<(String, String)>,
    /// A field of the register and what it is in every row that says nothing else.
    pub values: Vec<(String, String)>,
}

/// How a register is to be read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The coordinates of the file. `None`: what the file says (`.prj`, `crs`), else WGS-84.
    pub crs: Option<Crs>,
    /// Which columns hold what.
    pub naming: Naming,
    /// What it may cost.
    pub limits: Limits,
}

/// How a map of areas is to be read.
#[derive(Debug, Clone)]
pub struct AreaOptions {
    /// The level of its areas. Rows that say another level in a `level` column are left out.
    pub level: Level,
    /// The coordinates of the file. `None`: what the file says (`.prj`, `crs`), else WGS-84.
    pub crs: Option<Crs>,
    /// Which columns hold what. Without a word about the parent it is found by the code's prefix.
    pub naming: Naming,
    /// What it may cost.
    pub limits: Limits,
}

impl AreaOptions {
    /// Areas of `level`, everything else as the file says.
    pub fn new(level: Level) -> Self {
        Self { level, crs: None, naming: Naming::default(), limits: Limits::default() }
    }
}
