//! The incidents room: incidents (事件/案卷) from the call to the closed case, and the teams sent.

mod hindsight;
mod incident;
mod task;

pub(crate) mod case;
pub(crate) mod close;
mod drafting;
mod follow;
pub(crate) mod merge;
mod needs;
mod obey;
pub(crate) mod open;
pub(crate) mod park;
mod past;
mod proposing;
mod queries;
pub(crate) mod send;
pub(crate) mod tasks;
mod teams;
mod together;

pub use needs::Needed;
pub use queries::{IncidentFilter, Standing};
pub(crate) use teams::team_kind_name;
pub use teams::{Binding, TeamNow, TeamStatus};

pub use hindsight::{Expected, Hindsight, Picked, hindsight};
pub use incident::{Incident, IncidentState, Severity, SourceChannel, Step};
pub use together::Together;

pub use past::{Past, PastCall, PastUnit, Stay, USUAL_STAY};
pub use task::{Dispatched, Task, TaskState};
