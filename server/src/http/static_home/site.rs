//! What `make build` made, as it is served.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

use super::{
    ExportError,
    manifest::{Caching, Content, hexadecimal},
};

/// The folders whose names carry a hash or a version: what has such a name never changes.
const UNIQUE: [&str; 2] = ["pkg", "vendor"];

/// The page's files, and which of them the page begins with.
#[derive(Debug)]
pub(super) struct Site {
    /// All of them, those that were compressed with what they were compressed to.
    pub(super) files: Vec<Content>,
    /// The path of the program's JavaScript.
    pub(super) script: String,
    /// The path of the script that it imports, which loads what is loaded later.
    pub(super) loader: String,
    /// The path of the program.
    pub(super) program: String,
    /// The path of the style.
    pub(super) style: String,
}

impl Site {
    /// Those that were built with this program.
    pub(super) fn of_program(folder: &Path) -> Result<Self, ExportError> {
        let program = std::env::current_exe().map_err(|error| read_error(Path::new("."), error))?;
        Self::read(folder, &program.with_file_name("hash.txt"))
    }

    /// Those of a folder, with the list of the hashes in their names.
    pub(super) fn read(folder: &Path, hashes: &Path) -> Result<Self, ExportError> {
        let list = fs::read_to_string(hashes).map_err(|_| ExportError::Missing(hashes.to_owned()))?;
        let hashes: BTreeMap<_, _> = list
            .lines()
            .filter_map(|line| line.split_once(": "))
            .map(|(file, hash)| (file, hash.trim()))
            .collect();
        let named = |name: &str, kind: &str, ending: &str| {
            let hash = hashes.get(kind).copied().unwrap_or_default();
            let path = format!("pkg/{name}.{hash}.{ending}");
            if folder.join(&path).exists() { Ok(path) } else { Err(ExportError::Missing(folder.join(path))) }
        };
        let of_page = |kind: &str| named("streamdesk", kind, kind);
        let (script, program, style) = (of_page("js")?, of_page("wasm")?, of_page("css")?);
        let loader = named("__wasm_split", "split", "js")?;
        let streams = crate::public::streams_url();
        if !folder.join(&streams[1..]).exists() {
            return Err(ExportError::Missing(folder.join(&streams[1..])));
        }
        let mut files = BTreeMap::new();
        collect(folder, folder, &mut files)?;
        let compressed = |name: &str, files: &BTreeMap<String, Vec<u8>>| {
            [("br", "br"), ("gz", "gzip")].map(|(ending, encoding)| {
                files.get(&format!("{name}.{ending}")).map(|bytes| (ending, encoding, bytes.clone()))
            })
        };
        let is_whole = |name: &&String| {
            let ending = Path::new(name.as_str()).extension().and_then(|ending| ending.to_str());
            // Types are for who writes programs.
            !matches!(ending, Some("br" | "gz" | "ts"))
        };
        let contents = files.keys().filter(is_whole).map(|name| {
            let is_unique = UNIQUE.iter().any(|folder| name.starts_with(&format!("{folder}/")));
            let caching = if is_unique { Caching::Forever } else { Caching::Revalidated };
            let bytes = files.get(name).cloned().unwrap_or_default();
            Content::compressed(
                name,
                bytes,
                caching,
                compressed(name, &files).into_iter().flatten().collect(),
            )
        });
        Ok(Self { files: contents.collect(), script, loader, program, style })
    }

    /// What tells this build from others: two exports with the same one have the same program.
    pub(super) fn build(&self, version: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(version);
        for file in &self.files {
            hash.update(&file.name);
            hash.update(file.sha256());
        }
        hexadecimal(&hash.finalize())[..16].to_owned()
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> Result<(), ExportError> {
    let error = |path: &Path| {
        let path = path.to_owned();
        move |error| ExportError::Read { path, error }
    };
    for entry in fs::read_dir(folder).map_err(error(folder))? {
        let path = entry.map_err(error(folder))?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read(&path).map_err(error(&path))?);
        }
    }
    Ok(())
}

fn read_error(path: &Path, error: io::Error) -> ExportError {
    ExportError::Read { path: PathBuf::from(path), error }
}
