//! `muster user`: accounts and their one-time links.

use super::{Data, Failure};
use crate::desk::{Clock, SystemClock};
use crate::http::Language;
use clap::{Args, Subcommand, ValueEnum};
use dispatch::TeamId;
use geo_core::{AreaCode, Milliseconds};
use std::process::ExitCode;
use store::accounts::{AccountName, NewAccount, Standing};
use store::{Access, Store};
use world::{Role, Scope};

/// How long a link from the command line is good for.
const LINK_LIFE: Milliseconds = Milliseconds::from_minutes(24 * 60);

/// Arguments of `muster user`.
#[derive(Debug, Args)]
pub struct User {
    #[command(flatten)]
    data: Data,
    /// 服务地址, 用于打印登录链接 / address of the service, for the link
    #[arg(long, default_value = "http://127.0.0.1:7878", global = true)]
    url: String,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// 新建账号并打印一次性登录链接 / add an account and print a one-time link
    Add {
        /// 登录名 / sign-in name
        name: AccountName,
        /// 角色 / role
        #[arg(long, value_enum)]
        role: RoleArgument,
        /// 显示名 / display name
        #[arg(long)]
        display_name: Option<String>,
        /// 只管这个区域及其下级 / reach: one area and everything below
        #[arg(long, value_name = "AREA")]
        scope: Option<AreaCode>,
        /// 终端所属队伍 / team of a device
        #[arg(long)]
        team: Option<TeamId>,
    },
    /// 重新打印一次性登录链接 / print a new one-time link
    Link {
        /// 登录名 / sign-in name
        name: AccountName,
    },
    /// 列出账号 / list accounts
    List,
    /// 停用账号 / disable an account
    Disable {
        /// 登录名 / sign-in name
        name: AccountName,
    },
}

/// A role, as the command line names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RoleArgument {
    /// 只看
    Viewer,
    /// 队伍终端
    Device,
    /// 网格规划员
    Planner,
    /// 值班员
    #[value(name = "duty_officer", alias = "duty-officer")]
    DutyOfficer,
    /// 管理员
    Administrator,
}

impl From<RoleArgument> for Role {
    fn from(argument: RoleArgument) -> Self {
        match argument {
            RoleArgument::Viewer => Self::Viewer,
            RoleArgument::Device => Self::Device,
            RoleArgument::Planner => Self::Planner,
            RoleArgument::DutyOfficer => Self::DutyOfficer,
            RoleArgument::Administrator => Self::Administrator,
        }
    }
}

impl User {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`]; nothing has changed then.
    pub fn run(self, language: Language) -> Result<ExitCode, Failure> {
        let store = Store::open(&self.data.data, Access::Existing)?;
        let now = SystemClock.now();
        match self.act {
            Act::Add { name, role, display_name, scope, team } => {
                let account = NewAccount {
                    display_name: display_name.unwrap_or_else(|| name.to_string()),
                    name: name.clone(),
                    role: role.into(),
                    scope: scope.map_or_else(Scope::district, Scope::area),
                    team,
                };
                store.accounts.create(account, now)?;
                let link = store.accounts.create_link(&name, LINK_LIFE, now)?;
                print_link(&self.url, link.reveal(), language);
            }
            Act::Link { name } => {
                let link = store.accounts.create_link(&name, LINK_LIFE, now)?;
                print_link(&self.url, link.reveal(), language);
            }
            Act::List => {
                for account in store.accounts.accounts()? {
                    let scope = account.scope.root().map_or("*", AreaCode::as_str);
                    println!(
                        "{}\t{:?}\t{scope}\t{:?}\t{}",
                        account.name, account.role, account.standing, account.display_name
                    );
                }
            }
            Act::Disable { name } => {
                store.accounts.set_standing(&name, Standing::Disabled)?;
                println!("{} {name}", language.pick("已停用", "disabled"));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn print_link(url: &str, token: &str, language: Language) {
    println!(
        "{}",
        language.pick("一次性登录链接 (24 小时内有效):", "one-time sign-in link (good for 24 hours):")
    );
    println!("{}/link/{token}", url.trim_end_matches('/'));
}

impl From<store::accounts::AccountError> for Failure {
    fn from(error: store::accounts::AccountError) -> Self {
        Self::new(error.code()).with("reason", &error)
    }
}
