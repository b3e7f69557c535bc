//! `muster import`: files of a real district go in, all rows or (asked for) exactly the good ones.

use super::founding::{self, Named};
use super::import_roads;
use super::rows::{BadRows, sift};
use super::{Data, Failure, LevelArgument, Opened};
use crate::http::Language;
use clap::{Args, Subcommand};
use data::{AreaOptions, Crs, Outcome, ReadOptions};
use geo_core::AreaCode;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use store::Access;
use world::{Actor, Command, Context, Hash, NewArea, Records, Role, RowProblem, Scope};

/// Arguments of `muster import`.
#[derive(Debug, Args)]
pub struct Import {
    #[command(flatten)]
    data: Data,
    /// 跳过有误的行, 只导入正确的行 / import exactly the good rows
    #[arg(long)]
    skip_bad: bool,
    /// 只检查, 不导入 / check only, import nothing
    #[arg(long)]
    dry_run: bool,
    /// 文件坐标系: wgs84, gcj02, bd09, epsg:4544 … / coordinates of the file
    #[arg(long, value_name = "CRS")]
    crs: Option<Crs>,
    /// 行政区划代码(六位), 缺省取自首次导入的区域 / division code of the district
    #[arg(long, value_name = "CODE")]
    district: Option<AreaCode>,
    /// 区名 / name of the district
    #[arg(long)]
    name: Option<String>,
    #[command(subcommand)]
    what: What,
}

/// What a file holds.
#[derive(Debug, Subcommand)]
enum What {
    /// 道路: OpenStreetMap PBF / roads
    Roads {
        /// 文件 / the file
        file: PathBuf,
    },
    /// 区域: GeoJSON 或压缩的 Shapefile / areas of one level
    Areas {
        /// 层级 / level
        #[arg(long, value_enum)]
        level: LevelArgument,
        /// 编码字段 / column of the code
        #[arg(long)]
        code_field: Option<String>,
        /// 名称字段 / column of the name
        #[arg(long)]
        name_field: Option<String>,
        /// 上级编码字段 / column of the parent's code
        #[arg(long)]
        parent_field: Option<String>,
        /// 文件 / the file
        file: PathBuf,
    },
    /// 区域负责人: CSV / leaders and telephones of areas
    AreaStaff {
        /// 文件 / the file
        file: PathBuf,
    },
    /// 队伍 / teams
    Teams {
        /// 文件 / the file
        file: PathBuf,
    },
    /// 班次 / shifts
    Shifts {
        /// 文件 / the file
        file: PathBuf,
    },
    /// 储备库 / depots
    Depots {
        /// 文件 / the file
        file: PathBuf,
    },
    /// 感知源点位 / sensing points
    SensingPoints {
        /// 文件 / the file
        file: PathBuf,
    },
    /// 场所、建筑 / places and buildings
    Places {
        /// 文件 / the file
        file: PathBuf,
    },
}

/// How imports of rows are done.
#[derive(Debug, Clone)]
pub struct Manner {
    /// What bad rows do.
    pub bad_rows: BadRows,
    /// Whether to stop before anything changes.
    pub dry_run: bool,
    /// Coordinates of the file.
    pub crs: Option<Crs>,
    /// What the command line says about the district.
    pub named: Named,
    /// Language of the words.
    pub language: Language,
}

impl Import {
    /// Does the import.
    ///
    /// # Errors
    /// [`Failure`]; the store is as it was.
    pub fn run(self, language: Language) -> Result<ExitCode, Failure> {
        let manner = Manner {
            bad_rows: if self.skip_bad { BadRows::Skip } else { BadRows::Reject },
            dry_run: self.dry_run,
            crs: self.crs,
            named: Named { code: self.district, name: self.name },
            language,
        };
        let (path, what) = match &self.what {
            What::Areas { file, .. } => (file, "areas"),
            What::Roads { file } => (file, "roads"),
            What::AreaStaff { file } => (file, "area-staff"),
            What::Teams { file } => (file, "teams"),
            What::Shifts { file } => (file, "shifts"),
            What::Depots { file } => (file, "depots"),
            What::SensingPoints { file } => (file, "sensing-points"),
            What::Places { file } => (file, "places"),
        };
        let path = path.clone();
        // Read before the store is made: a wrong path leaves no trace.
        let bytes = std::fs::read(&path).map_err(|error| Failure::file(&path, &error))?;
        let opened = Opened::at(&self.data.data, Access::Create)?;
        let summary = match self.what {
            What::Roads { .. } => import_roads::import(&opened, &bytes, &manner)?,
            What::Areas { level, code_field, name_field, parent_field, .. } => {
                let options = AreaOptions {
                    crs: manner.crs.clone(),
                    code_field,
                    name_field,
                    parent_field,
                    ..AreaOptions::new(level.into())
                };
                areas(&opened, &bytes, &options, &manner)?
            }
            _ => records(&opened, what, &bytes, &manner)?,
        };
        println!("{}: {summary}", shown(&path));
        if manner.dry_run {
            println!("{}", language.pick("仅检查, 未导入", "checked only, nothing was imported"));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Imports areas of one level; returns a summary in words.
///
/// # Errors
/// [`Failure`]; nothing of the file is in the store then.
pub fn areas(
    opened: &Opened,
    bytes: &[u8],
    options: &AreaOptions,
    manner: &Manner,
) -> Result<String, Failure> {
    let world = opened.world();
    let known = |code: &AreaCode| world.area_register().get(code).is_some();
    let outcome = data::read_areas(bytes, options, &known)?;
    let level = options.level;
    let rows: Vec<NewArea> =
        sift(outcome, manner.bad_rows, manner.language, |rows| world.check_areas(level, rows))?;
    let summary = manner
        .language
        .pick(&format!("{} 个区域 ({level})", rows.len()), &format!("{} areas ({level})", rows.len()))
        .to_owned();
    if manner.dry_run {
        return Ok(summary);
    }
    founding::found(opened, &manner.named, &rows)?;
    let input = keep(opened, bytes)?;
    opened.submit(Command::ImportAreas { level, input, areas: rows })?;
    Ok(summary)
}

/// Imports rows of a register, named as on the command line; returns a summary in words.
///
/// # Errors
/// [`Failure`]; nothing of the file is in the store then.
pub fn records(opened: &Opened, what: &str, bytes: &[u8], manner: &Manner) -> Result<String, Failure> {
    if !manner.dry_run {
        founding::found(opened, &manner.named, &[])?;
    }
    let options = ReadOptions { crs: manner.crs.clone(), ..ReadOptions::default() };
    let rows = match what {
        "teams" => sifted(opened, data::read_teams(bytes, &options)?, manner, Records::Teams)?,
        "shifts" => sifted(opened, data::read_shifts(bytes, &options)?, manner, Records::Shifts)?,
        "depots" => sifted(opened, data::read_depots(bytes, &options)?, manner, Records::Depots)?,
        "sensing-points" => {
            sifted(opened, data::read_sensing_points(bytes, &options)?, manner, Records::SensingPoints)?
        }
        "places" => sifted(opened, data::read_places(bytes, &options)?, manner, Records::Places)?,
        "area-staff" => {
            let world = opened.world();
            let known = |code: &AreaCode| world.area_register().get(code).map(|area| (**area).clone());
            sifted(opened, data::read_area_staff(bytes, &options, &known)?, manner, Records::Areas)?
        }
        other => return Err(Failure::new("unknown_register").with("register", other)),
    };
    let summary =
        manner.language.pick(&format!("{} 行", rows.len()), &format!("{} rows", rows.len())).to_owned();
    if !manner.dry_run {
        let input = keep(opened, bytes)?;
        opened.submit(Command::ImportRecords { input, records: rows })?;
    }
    Ok(summary)
}

fn sifted<T: Clone>(
    opened: &Opened,
    outcome: Outcome<T>,
    manner: &Manner,
    records: impl Fn(Vec<T>) -> Records,
) -> Result<Records, Failure> {
    let world = opened.world();
    let actor =
        Actor { account: "system:cli".to_owned(), role: Role::Administrator, scope: Scope::district() };
    let context = Context { now: opened.desk.now(), actor };
    let judge = |rows: &[T]| -> Vec<RowProblem> { world.check_records(&context, &records(rows.to_vec())) };
    Ok(records(sift(outcome, manner.bad_rows, manner.language, judge)?))
}

/// Keeps the file as it came; durable when it returns.
pub fn keep(opened: &Opened, bytes: &[u8]) -> Result<Hash, Failure> {
    Ok(opened.attachments.put(&mut &bytes[..])?)
}

/// A path as the summary shows it: the file's name is enough.
fn shown(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
