//! `muster export`: registers as the files that `muster import` reads.

use super::{Data, Failure, LevelArgument, Opened};
use crate::desk::{Clock, SystemClock};
use crate::http::Language;
use clap::{Args, ValueEnum};
use data::writers;
use geo_core::Level;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use store::{Access, Audit, Deed};
use world::records::{SensingKind, SensingPoint};
use world::{NewArea, Record, Register, World};

/// Arguments of `muster export`.
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    data: Data,
    /// 导出什么 / what to write out
    #[arg(value_enum)]
    what: What,
    /// 区域层级 / level, for areas
    #[arg(long, value_enum)]
    level: Option<LevelArgument>,
    /// 导出监控点位须说明用途, 并记入审计 / purpose; camera points are exported with one only, and logged
    #[arg(long)]
    purpose: Option<String>,
    /// 写到文件, 缺省为标准输出 / file to write to
    #[arg(long, short)]
    output: Option<PathBuf>,
}

/// What can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// 区域 (GeoJSON)
    Areas,
    /// 区域负责人 (CSV)
    AreaStaff,
    /// 队伍 (CSV)
    Teams,
    /// 班次 (CSV)
    Shifts,
    /// 储备库 (CSV)
    Depots,
    /// 感知源点位 (CSV)
    SensingPoints,
    /// 场所 (CSV)
    Places,
    /// 场所与建筑轮廓 (GeoJSON)
    Buildings,
}

impl Export {
    /// Writes the register out.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn run(self, _: Language) -> Result<ExitCode, Failure> {
        let (opened, audit) = Opened::with_audit(&self.data.data, Access::Existing)?;
        let world = opened.world();
        let bytes = match self.what {
            What::Areas => {
                let level = self.level.ok_or_else(|| Failure::new("level_missing"))?;
                writers::areas_geojson(&areas(&world, level.into()))
            }
            What::AreaStaff => writers::area_staff_csv(&all(world.area_register())),
            What::Teams => writers::teams_csv(&all(world.team_register())),
            What::Shifts => writers::shifts_csv(&all(world.shift_register())),
            What::Depots => writers::depots_csv(&all(world.depot_register())),
            What::SensingPoints => writers::sensing_points_csv(&self.sensing_points(&world, &*audit)?),
            What::Places => writers::places_csv(&all(world.place_register())),
            What::Buildings => writers::places_geojson(&all(world.place_register())),
        };
        match self.output {
            Some(path) => std::fs::write(&path, bytes).map_err(|error| Failure::file(&path, &error))?,
            None => {
                use std::io::Write;
                std::io::stdout().write_all(&bytes).map_err(|error| Failure::internal(&error))?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Camera points only with a purpose, which is logged before anything is written.
    fn sensing_points(&self, world: &World, audit: &dyn Audit) -> Result<Vec<SensingPoint>, Failure> {
        let mut points = all(world.sensing_point_register());
        match self.purpose.as_deref().map(str::trim).filter(|purpose| !purpose.is_empty()) {
            Some(purpose) => {
                let cameras = points.iter().filter(|point| point.kind == SensingKind::Camera).count();
                let deed = Deed {
                    at: SystemClock.now(),
                    who: "system:cli".to_owned(),
                    what: "camera_points_exported".to_owned(),
                    target: Some("sensing-points".to_owned()),
                    purpose: Some(purpose.to_owned()),
                    detail: Some(format!("{cameras}")),
                };
                audit.append(deed).map_err(|error| Failure::new(error.code()).with("reason", &error))?;
            }
            None => points.retain(|point| point.kind != SensingKind::Camera),
        }
        Ok(points)
    }
}

fn all<R: Record + Clone>(register: &Register<R>) -> Vec<R> {
    register.iter().map(|record: &Arc<R>| (**record).clone()).collect()
}

fn areas(world: &World, level: Level) -> Vec<NewArea> {
    let whole = world::Scope::district();
    world
        .areas_of_level(&whole, level)
        .filter_map(|area| {
            let outline = world.outline(&whole, &area.code)?.clone();
            Some(NewArea { area: (**area).clone(), outline })
        })
        .collect()
}
