//! The plan room: areas of every level, where they lie and who answers for them.

mod area_map;
mod import_areas;
mod locate;
mod queries;

pub use locate::Located;

pub(crate) use area_map::{AreaMap, AreaNumber};
pub(crate) use import_areas::decide_import;
