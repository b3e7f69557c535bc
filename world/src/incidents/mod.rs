//! Incidents (事件/案卷): from the call to the closed case.

mod incident;
mod task;

pub use incident::{Incident, IncidentState, Severity, SourceChannel, Step};
pub use task::{Dispatched, Task, TaskState};
