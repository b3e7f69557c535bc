//! The store that an import works for; one that is not there yet is made only when something goes in.

use super::{Failure, Opened};
use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use store::Access;
use world::World;

/// A store, or the folder where one will be.
pub struct Target {
    dir: PathBuf,
    opened: OnceCell<Opened>,
}

impl Target {
    /// Opens the store in `dir`, if there is anything.
    ///
    /// # Errors
    /// What [`Opened::at`] says.
    pub fn at(dir: &Path) -> Result<Self, Failure> {
        let is_new = std::fs::read_dir(dir).map_or_else(
            |error| error.kind() == std::io::ErrorKind::NotFound,
            |mut names| names.next().is_none(),
        );
        let target = Self { dir: dir.to_owned(), opened: OnceCell::new() };
        if !is_new {
            target.opened()?;
        }
        Ok(target)
    }

    /// The store, made now if need be.
    ///
    /// # Errors
    /// What [`Opened::at`] says.
    pub fn opened(&self) -> Result<&Opened, Failure> {
        if let Some(opened) = self.opened.get() {
            return Ok(opened);
        }
        let opened = Opened::at(&self.dir, Access::Create)?;
        Ok(self.opened.get_or_init(|| opened))
    }

    /// The district as it is.
    pub fn world(&self) -> World {
        self.opened.get().map_or_else(World::default, Opened::world)
    }
}

impl From<Opened> for Target {
    fn from(opened: Opened) -> Self {
        Self { dir: PathBuf::new(), opened: OnceCell::from(opened) }
    }
}
