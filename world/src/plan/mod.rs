//! The plan room: areas of every level, where they lie and who answers for them.

mod area_map;
mod book;
mod import_areas;
mod locate;
mod publish;
mod queries;
mod version;

pub use book::PlanMap;
pub use locate::Located;
pub use version::{Lineage, PlanOrigin, PlanState, PlanVersion, Publication};

pub(crate) use area_map::{AreaMap, AreaNumber};
pub(crate) use book::PlanBook;
pub(crate) use import_areas::decide_import;
pub(crate) use publish::{decide as decide_publish, due};
