//! `muster demo`: a district from a seed goes in through the ordinary importers, and is served.

use super::founding::Named;
use super::import::Manner;
use super::rows::BadRows;
use super::{Data, Failure, Opened, Target, import_roads, import_rows};
use crate::desk::{Clock, SystemClock};
use crate::http::Language;
use crate::service;
use clap::Args;
use data::AreaOptions;
use data::demo::{DEMO_DISTRICT, DEMO_NAME, DemoDistrict, DemoSize, generate};
use geo_core::{AreaCode, Level};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use store::Access;
use world::Command;

/// Days of shifts that a demo begins with; each start adds what has run out.
const SHIFT_DAYS: u32 = 14;

/// Arguments of `muster demo`.
#[derive(Debug, Args)]
pub struct Demo {
    #[command(flatten)]
    data: Data,
    /// 种子: 同一种子得到同一个区 / the same seed gives the same district
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// 小演示区 (两个街道) / a small demo of two townships
    #[arg(long)]
    small: bool,
    /// 只写出文件, 不导入 / write the files into this folder instead
    #[arg(long, value_name = "DIR")]
    files: Option<PathBuf>,
    /// 生成后启动服务 / serve it
    #[arg(long)]
    serve: bool,
    /// 监听地址 / address to listen on
    #[arg(long, default_value = "127.0.0.1:7878")]
    listen: SocketAddr,
}

impl Demo {
    /// Makes the demo district where there is none yet, and serves it if asked.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn run(self, language: Language) -> Result<ExitCode, Failure> {
        let size = if self.small { DemoSize::Small } else { DemoSize::District };
        if let Some(folder) = &self.files {
            let files = generate(self.seed, size).files(SystemClock.now(), SHIFT_DAYS);
            std::fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
            for (name, bytes) in files {
                let path = folder.join(name);
                std::fs::write(&path, bytes).map_err(|error| Failure::file(&path, &error))?;
                println!("{}", path.display());
            }
            return Ok(ExitCode::SUCCESS);
        }
        {
            let target = Target::from(Opened::at(&self.data.data, Access::Create)?);
            let present = target.world().district().map(|district| district.code.clone());
            let demo = || generate(self.seed, size);
            match present {
                None => fill(&target, &demo(), language)?,
                Some(code) if code.as_str() == DEMO_DISTRICT => renew_shifts(&target, &demo(), language)?,
                Some(code) => return Err(Failure::new("not_a_demo").with("district", code)),
            }
        }
        if self.serve {
            service::run(service::Options {
                data: self.data.data,
                listen: self.listen,
                hosts: Vec::new(),
                demo: true,
                tls: None,
                language,
            })?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn manner(language: Language) -> Manner {
    let code = AreaCode::new(DEMO_DISTRICT).ok();
    Manner {
        bad_rows: BadRows::Reject,
        dry_run: false,
        crs: None,
        naming: data::Naming::default(),
        named: Named { code, name: Some(DEMO_NAME.to_owned()) },
        language,
    }
}

/// Imports every file of the demo, in its order.
fn fill(target: &Target, demo: &DemoDistrict, language: Language) -> Result<(), Failure> {
    let manner = manner(language);
    for (name, bytes) in demo.files(SystemClock.now(), SHIFT_DAYS) {
        let stem = name.split('.').next().unwrap_or_default();
        let level = stem
            .strip_prefix("areas-")
            .and_then(|level| Level::ALL.into_iter().find(|known| known.name() == level));
        let summary = match (stem, level) {
            ("roads", _) => import_roads::import(target, &bytes, &manner)?,
            (_, Some(level)) => import_rows::areas(target, &bytes, &AreaOptions::new(level), &manner)?,
            ("cameras", _) => import_rows::records(target, "sensing-points", &bytes, &manner)?,
            ("buildings", _) => import_rows::records(target, "places", &bytes, &manner)?,
            (register, _) => import_rows::records(target, register, &bytes, &manner)?,
        };
        println!("{name}: {summary}");
    }
    target.opened()?.submit(Command::SaveRunCards(data::sample_run_cards()))?;
    Ok(())
}

/// Shifts run out; a demo started weeks later has teams on duty all the same.
fn renew_shifts(target: &Target, demo: &DemoDistrict, language: Language) -> Result<(), Failure> {
    let now = SystemClock.now();
    let tomorrow = now.after(geo_core::Milliseconds::from_minutes(24 * 60));
    let world = target.world();
    if world.shift_register().iter().any(|shift| shift.ends > tomorrow) {
        return Ok(());
    }
    let shifts = data::writers::shifts_csv(&demo.shifts(now, SHIFT_DAYS));
    let summary = import_rows::records(target, "shifts", &shifts, &manner(language))?;
    println!("shifts.csv: {summary}");
    Ok(())
}
