//! The folder of an export: written beside its place, then put there in one step.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use super::{
    CONFIG_FILE, ExportError,
    manifest::{MANIFEST, Manifest, sha256},
};

/// Looks whether this folder may be replaced: it is not there, it is empty, or an earlier export wrote all that is in it.
pub(super) fn examine(folder: &Path, force: bool) -> Result<(), ExportError> {
    if !folder.exists() {
        return Ok(());
    }
    let mut found = Vec::new();
    list(folder, Path::new(""), &mut found).map_err(|error| read_error(folder, error))?;
    if found.is_empty() {
        return Ok(());
    }
    found.sort();
    let text = fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
    let before = serde_json::from_str::<Manifest>(&text).ok();
    let own: BTreeSet<&Path> =
        before.iter().flat_map(|manifest| &manifest.files).map(|file| Path::new(&file.path)).collect();
    let is_foreign = |file: &&PathBuf| {
        before.is_none() || !(own.contains(file.as_path()) || file.as_path() == Path::new(MANIFEST))
    };
    if let Some(file) = found.iter().find(is_foreign) {
        return Err(ExportError::Foreign { folder: folder.to_owned(), file: file.clone() });
    }
    let config = before.iter().flat_map(|manifest| &manifest.files).find(|file| file.path == CONFIG_FILE);
    if let (Some(config), false) = (config, force) {
        let path = folder.join(CONFIG_FILE);
        let is_changed = fs::read(&path).is_ok_and(|bytes| sha256(&bytes) != config.sha256);
        if is_changed {
            return Err(ExportError::Changed(path));
        }
    }
    Ok(())
}

fn list(root: &Path, below: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(below))? {
        let entry = entry?;
        let path = below.join(entry.file_name());
        // A link is a file of its own: what is behind it is not ours.
        if entry.file_type()?.is_dir() {
            list(root, &path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// Puts these files in the place of what is there. Until the last step, what is there stays whole.
pub(super) fn replace(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), ExportError> {
    let absolute = std::path::absolute(folder).map_err(|error| write_error(folder, error))?;
    let parent = absolute.parent().unwrap_or(Path::new("/"));
    let name = absolute.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = |what: &str| parent.join(format!(".{name}.{what}-{}", std::process::id()));
    let (new, old) = (beside("new"), beside("old"));
    // Whatever happens, what was not put in place goes again.
    let _leavings = Leavings(new.clone());
    for (name, bytes) in files {
        let path = new.join(name);
        write(&path, bytes).map_err(|error| write_error(&absolute.join(name), error))?;
    }
    let is_there = absolute.exists();
    if is_there {
        fs::rename(&absolute, &old).map_err(|error| write_error(&absolute, error))?;
    }
    fs::rename(&new, &absolute).map_err(|error| {
        if is_there {
            // It stood there a moment ago; that it cannot go back would be news to whoever reads the error.
            let _ = fs::rename(&old, &absolute);
        }
        write_error(&absolute, error)
    })?;
    // Nobody reads it any more; that it could not be removed changes nothing of what was exported.
    let _ = fs::remove_dir_all(old);
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = File::create(path)?;
    file.write_all(bytes)
}

/// A folder that is removed in the end, whatever happened.
struct Leavings(PathBuf);

impl Drop for Leavings {
    fn drop(&mut self) {
        // What is not there any more needs no removing.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn write_error(path: &Path, error: io::Error) -> ExportError {
    ExportError::Write { path: path.to_owned(), error }
}

fn read_error(path: &Path, error: io::Error) -> ExportError {
    ExportError::Read { path: path.to_owned(), error }
}
