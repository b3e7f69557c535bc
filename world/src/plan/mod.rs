//! The plan room: areas of every level, where they lie and who answers for them.

mod alike;
mod area_map;
mod book;
mod difference;
mod draft;
mod drawn;
mod drawn_again;
mod following;
mod import_areas;
mod joined;
mod lineage;
mod locate;
mod merging;
mod opening;
mod overlap;
pub mod policy;
mod prepare;
mod publish;
mod queries;
mod since;
mod touching;
mod version;
mod withdraw;
mod words;

pub use book::PlanMap;
pub use difference::{AreaDifference, Became, BuildingDifference, Difference, Name, difference};
pub use draft::{Decided, PlanDraft, decide_open};
pub use drawn::{DrawCommand, Drawn, Joined, JoinedHow, Step};
pub use lineage::came_from;
pub use locate::Located;
pub use merging::{Conflict, Merged, NotMerged, merged};
pub use opening::{Choice, Fit, Unfit};
pub use prepare::{Intent, drawn_areas, prepared};
pub use version::{Lineage, PlanOrigin, PlanState, PlanVersion, Publication, Withdrawn};

pub(crate) use area_map::{AreaMap, AreaNumber};
pub(crate) use book::PlanBook;
pub(crate) use import_areas::decide_import;
pub(crate) use publish::{decide as decide_publish, due};
pub(crate) use withdraw::decide as decide_withdraw;
