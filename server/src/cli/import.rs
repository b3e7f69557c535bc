//! `muster import`: files of a real district go in, all rows or (asked for) exactly the good ones.

use super::founding::Named;
use super::rows::BadRows;
use super::source::{self, Holds};
use super::{Data, Failure, LevelArgument, Opened, Target, import_roads, import_rows};
use crate::http::Language;
use clap::{Args, Subcommand};
use data::{AreaOptions, Crs, Naming};
use geo_core::AreaCode;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use world::Hash;

/// Arguments of `muster import`.
#[derive(Debug, Args)]
pub struct Import {
    #[command(flatten)]
    data: Data,
    /// 跳过有误的行, 只导入正确的行 / import exactly the good rows
    #[arg(long, global = true)]
    skip_bad: bool,
    /// 只检查, 不导入 / check only, import nothing
    #[arg(long, global = true)]
    dry_run: bool,
    /// 文件坐标系: wgs84, gcj02, bd09, epsg:4544 … / coordinates of the file
    #[arg(long, global = true, value_name = "CRS")]
    crs: Option<Crs>,
    /// 哪一列表示哪一项, 可多次给出, 如 code=TAZID / which column holds a field, may be repeated
    #[arg(long, global = true, value_name = "FIELD=COLUMN", value_parser = pair)]
    column: Vec<(String, String)>,
    /// 文件没有的一项取什么值, 可多次给出, 如 kind=摄像头 / what a field is where the file says nothing
    #[arg(long, global = true, value_name = "FIELD=VALUE", value_parser = pair)]
    value: Vec<(String, String)>,
    /// 行政区划代码(六位), 缺省取自首次导入的区域 / division code of the district
    #[arg(long, global = true, value_name = "CODE")]
    district: Option<AreaCode>,
    /// 区名 / name of the district
    #[arg(long, global = true)]
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
    /// What the command line says about columns.
    pub naming: Naming,
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
            naming: Naming { columns: self.column, values: self.value },
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
        // Read before the store is touched: a wrong path leaves no trace.
        let holds = if what == "roads" { Holds::Roads } else { Holds::Rows };
        let bytes = source::read(&path, holds)?;
        let target = Target::at(&self.data.data)?;
        let summary = match self.what {
            What::Roads { .. } => import_roads::import(&target, &bytes, &manner)?,
            What::Areas { level, code_field, name_field, parent_field, .. } => {
                let mut naming = manner.naming.clone();
                let fields = [("code", code_field), ("name", name_field), ("parent", parent_field)];
                naming.columns.extend(
                    fields.into_iter().filter_map(|(field, column)| Some((field.to_owned(), column?))),
                );
                let options =
                    AreaOptions { crs: manner.crs.clone(), naming, ..AreaOptions::new(level.into()) };
                import_rows::areas(&target, &bytes, &options, &manner)?
            }
            _ => import_rows::records(&target, what, &bytes, &manner)?,
        };
        println!("{}: {summary}", shown(&path));
        if manner.dry_run {
            println!("{}", language.pick("仅检查, 未导入", "checked only, nothing was imported"));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Keeps the file as it came; durable when it returns.
pub fn keep(opened: &Opened, bytes: &[u8]) -> Result<Hash, Failure> {
    Ok(opened.attachments.put(&mut &bytes[..])?)
}

/// A path as the summary shows it: the file's name is enough.
fn shown(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// `FIELD=TEXT`, both sides named.
fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((field, what)) if !field.trim().is_empty() && !what.trim().is_empty() => {
            Ok((field.trim().to_owned(), what.trim().to_owned()))
        }
        _ => Err("FIELD=TEXT, for example code=TAZID / 例如 code=TAZID".to_owned()),
    }
}
