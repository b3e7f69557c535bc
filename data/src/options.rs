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

/// How a register is to be read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The coordinates of the file. `None`: what the file says (`.prj`, `crs`), else WGS-84.
    pub crs: Option<Crs>,
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
    /// The column that holds the code; `None`: by the table of known names.
    pub code_field: Option<String>,
    /// The column that holds the name; `None`: by the table of known names.
    pub name_field: Option<String>,
    /// The column that holds the parent's code; `None`: by the table, else by the code's prefix.
    pub parent_field: Option<String>,
    /// What it may cost.
    pub limits: Limits,
}

impl AreaOptions {
    /// Areas of `level`, everything else as the file says.
    pub fn new(level: Level) -> Self {
        Self {
            level,
            crs: None,
            code_field: None,
            name_field: None,
            parent_field: None,
            limits: Limits::default(),
        }
    }
}
