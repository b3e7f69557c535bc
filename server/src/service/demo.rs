//! The exercise inside the service, and the link that lets a newcomer in.

use crate::app::App;
use crate::cli::Failure;
use crate::demo::{Ground, Pace, Simulator};
use crate::positions::arrival::system;
use dispatch::roads::Router;
use geo_core::Milliseconds;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use store::accounts::{AccountError, AccountName, MustChange, NewAccount};
use world::{Fix, Role, Scope, Submission, Timestamp, View};

/// The account of the demo district.
const ACCOUNT: &str = "demo";
/// How long its link stays good.
const LINK_LIFE: Milliseconds = Milliseconds::from_minutes(24 * 60);
/// The exercise follows from this.
const SEED: u64 = 20_261_122;

/// The ground that the exercise runs on: the doors that devices and hotlines use.
struct House(App);

impl Ground for House {
    fn view(&self) -> Arc<View> {
        self.0.desk.state()
    }

    fn router(&self) -> Option<Arc<Router>> {
        self.0.roads.loaded().map(|loaded| loaded.router.clone())
    }

    fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    fn report(&self, fixes: Vec<Fix>) {
        let taken = self.0.positions.take(&self.view(), &system("system:demo"), fixes, self.now());
        for refused in taken.refused {
            tracing::debug!(code = refused.code, params = ?refused.params, "simulated fix refused");
        }
    }

    fn submit(&self, submission: Submission) {
        if let Err(error) = self.0.desk.submit_blocking(submission) {
            tracing::debug!(%error, "the exercise was refused");
        }
    }
}

/// Starts the exercise on a thread of its own; it ends when the service stops.
pub fn start(app: &App) -> JoinHandle<()> {
    let app = app.clone();
    let run = move || {
        let stop = app.stop.subscribe();
        let mut simulator = Simulator::new(House(app), Pace::LIFE, SEED);
        while !*stop.borrow() {
            simulator.tick();
            std::thread::sleep(Duration::from_secs(1));
        }
    };
    std::thread::Builder::new().name("exercise".to_owned()).spawn(run).expect("a thread can be started")
}

/// A one-time link for the demo account, which is made when missing. Its password is random and told to nobody.
///
/// # Errors
/// What the accounts say.
pub async fn link(app: &App, address: SocketAddr) -> Result<String, Failure> {
    let made = app.blocking(|app| -> Result<_, AccountError> {
        let (name, now) = (AccountName::new(ACCOUNT).expect("a constant name fits"), app.clock.now());
        if matches!(app.accounts.account(ACCOUNT), Err(AccountError::Unknown { .. })) {
            let account = NewAccount {
                name: name.clone(),
                display_name: "演示管理员".to_owned(),
                role: Role::Administrator,
                scope: Scope::district(),
                team: None,
            };
            app.accounts.create(account, now)?;
            let unknown = app.accounts.create_link(&name, LINK_LIFE, now)?;
            app.accounts.set_password(&name, unknown.reveal(), MustChange::No)?;
        }
        app.accounts.create_link(&name, LINK_LIFE, now)
    });
    let token = made.await.map_err(|problem| Failure::new(problem.code()))?;
    let token = token.map_err(|error| Failure::new(error.code()).with("reason", &error))?;
    Ok(format!("{}://{address}/link/{}", app.scheme(), token.reveal()))
}
