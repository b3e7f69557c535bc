//! The plan room: areas of every level, where they lie and who answers for them.

mod area_map;
mod import_areas;
mod locate;

pub(crate) use area_map::AreaMap;
pub(crate) use import_areas::decide_import;
