//! The command line: `muster serve | demo | import | export | check | simulate | bench | user | openapi`.
//!
//! Every verb opens the store, works through the [`Desk`](crate::desk::Desk) like the service does, and
//! says what it did. `serve` and `demo --serve` hand over to [`crate::service`]. Chinese first, English
//! with `--lang en` or an English `LANG`.

mod bench;
mod check;
mod demo;
mod export;
mod failure;
mod fit;
mod founding;
mod import;
mod import_roads;
mod import_rows;
mod opened;
mod progress;
mod rows;
mod simulate;
mod source;
mod target;
mod user;

pub use failure::Failure;
pub use opened::Opened;
pub use target::Target;

use crate::http::Language;
use crate::service;
use crate::service::tls::TlsFiles;
use clap::{Args, Parser, Subcommand, ValueEnum};
use geo_core::Level;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

/// Muster 集结: 城市区县的一张图、网格与调度服务 / map, planning and dispatch for a city district.
#[derive(Debug, Parser)]
#[command(name = "muster", version, propagate_version = true)]
pub struct Arguments {
    /// 输出语言 / language of what is printed
    #[arg(long, global = true, value_enum)]
    pub lang: Option<Lang>,
    #[command(subcommand)]
    verb: Verb,
}

/// A language of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// 中文
    Zh,
    /// English
    En,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// 启动服务 / serve a district
    Serve(Serve),
    /// 生成演示区 / make the demo district (and serve it)
    Demo(demo::Demo),
    /// 导入道路、区域、队伍等文件 / bring files in
    Import(import::Import),
    /// 导出登记册为 CSV 或 GeoJSON / write a register out
    Export(export::Export),
    /// 复核存储: 哈希链、重放、不变量 / re-verify a store
    Check(check::Check),
    /// 推演: 重演过去一段时间, 或去掉一些队伍 / replay a time that is over, as it was or without some teams
    Simulate(simulate::Simulate),
    /// 在本机测量此区: 定位、检索、推荐 / measure this district on this machine
    Bench(bench::Bench),
    /// 管理账号 / manage accounts
    User(user::User),
    /// 输出接口描述 / print the OpenAPI document
    Openapi,
}

/// Where a store is.
#[derive(Debug, Clone, Args)]
pub struct Data {
    /// 数据目录 / folder of the store
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
}

#[derive(Debug, Args)]
struct Serve {
    #[command(flatten)]
    data: Data,
    /// 监听地址 / address to listen on
    #[arg(long, default_value = "127.0.0.1:7878")]
    listen: SocketAddr,
    /// 反向代理对外使用的主机名, 可多次给出 / name under which a proxy in front is addressed
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// 同时让巡逻队在路上行驶 (演练) / let patrols drive around (exercise)
    #[arg(long)]
    demo: bool,
    /// 以 HTTPS 提供服务的证书链, PEM / chain of certificates, PEM: serve over TLS
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// 该证书的私钥, PEM / private key of that certificate, PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
}

/// A level of areas, as the command line names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LevelArgument {
    /// 区县
    District,
    /// 街道/乡镇
    Township,
    /// 社区/村
    Community,
    /// 网格
    Grid,
    /// 小微区域
    #[value(name = "micro_area", alias = "micro-area")]
    MicroArea,
}

impl From<LevelArgument> for Level {
    fn from(argument: LevelArgument) -> Self {
        match argument {
            LevelArgument::District => Self::District,
            LevelArgument::Township => Self::Township,
            LevelArgument::Community => Self::Community,
            LevelArgument::Grid => Self::Grid,
            LevelArgument::MicroArea => Self::MicroArea,
        }
    }
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let language = language(arguments.lang);
    match run(arguments.verb, language) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("{}", failure.worded(language));
            ExitCode::FAILURE
        }
    }
}

fn run(verb: Verb, language: Language) -> Result<ExitCode, Failure> {
    match verb {
        Verb::Serve(serve) => {
            let options = service::Options {
                data: serve.data.data,
                listen: serve.listen,
                hosts: serve.host,
                demo: serve.demo,
                tls: serve
                    .tls_cert
                    .zip(serve.tls_key)
                    .map(|(certificate, key)| TlsFiles { certificate, key }),
                language,
            };
            service::run(options).map(|()| ExitCode::SUCCESS)
        }
        Verb::Demo(demo) => demo.run(language),
        Verb::Import(import) => import.run(language),
        Verb::Export(export) => export.run(language),
        Verb::Check(check) => check.run(language),
        Verb::Simulate(simulate) => simulate.run(language),
        Verb::Bench(bench) => bench.run(language),
        Verb::User(user) => user.run(language),
        Verb::Openapi => {
            let document = crate::http::router::document();
            println!(
                "{}",
                serde_json::to_string_pretty(&document).map_err(|error| Failure::internal(&error))?
            );
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The language asked for, else that of the environment, else Chinese.
fn language(given: Option<Lang>) -> Language {
    let environment = || {
        ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    };
    match given {
        Some(Lang::Zh) => Language::Chinese,
        Some(Lang::En) => Language::English,
        None if environment().is_some_and(|value| value.starts_with("en")) => Language::English,
        None => Language::Chinese,
    }
}
