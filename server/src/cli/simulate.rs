//! `muster simulate`: a time that is over, as it was or without some teams, told in figures.

use super::progress::Bar;
use super::{Data, Failure};
use crate::app::App;
use crate::desk::{Clock, SystemClock};
use crate::http::origin::Hosts;
use crate::http::{Language, Problem};
use crate::simulation::forms::{AskSimulation, SimulationResult, SpreadView, YardstickView};
use crate::simulation::question::question;
use crate::simulation::run::run;
use clap::Args;
use dispatch::TeamId;
use geo_core::Milliseconds;
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use store::{Access, Store};
use world::{Actor, Role, Scope, Timestamp};

/// A day, unless something else is asked.
const DAY: Milliseconds = Milliseconds::from_minutes(24 * 60);
/// Time between two looks whether the roads are loaded.
const LOOK: Duration = Duration::from_millis(100);
/// Five minutes: roads that are not there then will not come.
const MOST_LOOKS: u32 = 3_000;

/// Arguments of `muster simulate`.
#[derive(Debug, Args)]
pub struct Simulate {
    #[command(flatten)]
    data: Data,
    /// 起始时刻 (RFC 3339), 缺省为 24 小时前 / the first instant; a day ago when absent
    #[arg(long, value_name = "TIME")]
    from: Option<Timestamp>,
    /// 截止时刻, 缺省为起始后 24 小时 / the first instant after it; a day later when absent
    #[arg(long, value_name = "TIME")]
    to: Option<Timestamp>,
    /// 去掉的队伍, 可多次给出 / a team that is not there
    #[arg(long, value_name = "TEAM")]
    without: Vec<TeamId>,
    /// 到场时限 (分钟) / late after this many minutes
    #[arg(long, default_value_t = 15)]
    deadline: u64,
}

impl Simulate {
    /// Runs it. Changes nothing; the service must not run on the same folder meanwhile.
    ///
    /// # Errors
    /// [`Failure`]: the store, the roads, what cannot be simulated.
    pub fn run(self, language: Language) -> Result<ExitCode, Failure> {
        let store = Store::open(&self.data.data, Access::Existing)?;
        let (app, _beside) = App::open(store, Arc::new(SystemClock), Hosts::Any)?;
        for _ in 0..MOST_LOOKS {
            if app.roads.ready(&app.desk.state()) {
                break;
            }
            std::thread::sleep(LOOK);
        }
        let now = SystemClock.now();
        let from = self.from.unwrap_or(Timestamp(now.0 - DAY.0 as i64));
        let asked = AskSimulation {
            name: None,
            from,
            until: self.to.unwrap_or_else(|| from.after(DAY)),
            without: self.without,
            posted: Vec::new(),
            added: Vec::new(),
            cards: None,
            closures: None,
            closed: Vec::new(),
            deadline_ms: Some(self.deadline.saturating_mul(60_000)),
        };
        let actor =
            Actor { account: "system:cli".to_owned(), role: Role::Administrator, scope: Scope::district() };
        let question = question(&app, &actor, &asked).map_err(failed)?;
        let mut bar = Bar::new(language, "推演", "simulating");
        let result = run(&question, &mut |progress| {
            bar.at(progress.answered as u64, progress.calls as u64);
            ControlFlow::Continue(())
        });
        bar.done();
        let result = result.map_err(|error| Failure::new(error.code()).with("reason", &error))?;
        tell(&result, language);
        app.desk.close();
        Ok(ExitCode::SUCCESS)
    }
}

fn failed(problem: Problem) -> Failure {
    let plain = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let params = problem.params().iter();
    params.fold(Failure::new(problem.code()), |failure, (name, value)| failure.with(name, plain(value)))
}

fn tell(result: &SimulationResult, language: Language) {
    let say = |zh: &str, en: &str, value: String| println!("{}: {value}", language.pick(zh, en));
    let spread = |spread: Option<SpreadView>| {
        spread.map_or_else(
            || "-".to_owned(),
            |spread| {
                let minutes = |ms: u64| format!("{:.1}", ms as f64 / 60_000.0);
                let (half, most, all) =
                    (minutes(spread.median_ms), minutes(spread.p90_ms), minutes(spread.max_ms));
                format!("{half} / {most} / {all} min ({})", spread.count)
            },
        )
    };
    say(
        "事件 / 所需队次 / 队伍",
        "incidents / needs / teams",
        format!("{} / {} / {}", result.incidents, result.needs, result.teams),
    );
    say(
        "首队到场 (中位数 / 九成以内 / 最长)",
        "first team there (median / nine in ten / longest)",
        spread(result.first),
    );
    say("全部到齐", "all there", spread(result.complete));
    say("当时实测", "as measured then", spread(result.measured));
    say(
        "迟到 / 无人到场 / 没有到齐",
        "late / nobody / not everybody",
        format!("{} / {} / {}", result.late, result.unanswered, result.incomplete),
    );
    let ratio = |ratio: Option<f64>| ratio.map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.3}"));
    let measure = match &result.yardstick {
        YardstickView::Optimum { ratio: found, proof, .. } => {
            format!("{} {} ({proof})", ratio(*found), language.pick("倍于最优", "times the best"))
        }
        YardstickView::AtLeast { ratio: found, .. } => {
            format!("{} {}", language.pick("最多", "at most"), ratio(*found))
                + language.pick(" 倍于最优", " times the best")
        }
        YardstickView::Unanswered => language.pick("有需要始终无人", "some needs were never met").to_owned(),
        YardstickView::TooMany => language.pick("队次过多", "too many needs").to_owned(),
    };
    say("总到场时间", "all arrival times together", measure);
    for area in &result.areas {
        if area.level <= geo_core::Level::Township {
            println!("{} {}: {} / {}", area.area, area.name, area.late, area.incidents);
        }
    }
}
