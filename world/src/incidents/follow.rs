//! Where an incident stands follows from how far its teams are, once it is a case.

use super::{Incident, IncidentState, Task, TaskState};
use dispatch::TeamId;

impl Incident {
    /// The state that the tasks give: 处置 while a team is on the scene, 派单 while any is under
    /// way, 反馈 when none is and at least one reported done, otherwise 立案 (all came back, were
    /// called back, or none was ever sent).
    pub fn state_by_tasks(&self) -> IncidentState {
        let any = |state: fn(&Task) -> bool| self.tasks.iter().any(state);
        if any(|task| task.state == TaskState::OnScene) {
            IncidentState::Handling
        } else if any(|task| task.state.is_active()) {
            IncidentState::Dispatched
        } else if any(|task| task.state == TaskState::Done) {
            IncidentState::Feedback
        } else {
            IncidentState::Opened
        }
    }

    /// The task that binds a team to this incident.
    pub fn active_task(&self, team: &TeamId) -> Option<&Task> {
        self.tasks.iter().find(|task| task.team == *team && task.state.is_active())
    }

    /// A team's last task on this incident, bound or ended.
    pub fn last_task(&self, team: &TeamId) -> Option<&Task> {
        self.tasks.iter().rev().find(|task| task.team == *team)
    }

    /// The teams that are bound to this incident.
    pub fn bound_teams(&self) -> impl Iterator<Item = &TeamId> {
        self.tasks.iter().filter(|task| task.state.is_active()).map(|task| &task.team)
    }
}
