//! 吹哨报到: whistles, who came, and what is told when somebody did not.

pub mod forms;
pub mod routes;
pub mod view;
pub mod watch;
