//! One reader for each register: which fields it needs and how a row becomes a record.

mod area_staff;
mod areas;
mod depots;
mod places;
mod sensing_points;
mod shifts;
mod teams;

pub use area_staff::read_area_staff;
pub use areas::read_areas;
pub use depots::read_depots;
pub use places::read_places;
pub use sensing_points::read_sensing_points;
pub use shifts::read_shifts;
pub use teams::read_teams;
