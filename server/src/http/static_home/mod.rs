//! The page as plain files, for a bucket behind a content delivery network or any other host of files: what the server would
//! draw, with the same program, and settings that are read when the page opens.
//!
//! Whatever a host must know stands in `manifest.json`: which file answers which path, and every header. Terraform, the upload
//! and the tests read it there, so there is one source.

mod document;
mod folder;
mod headers;
mod manifest;
mod not_found;
mod site;

use std::{collections::BTreeMap, io, path::PathBuf};

use app::{
    api::{ApiHome, PageConfig, PublicConfig},
    history::{HISTORY, history_page},
    origins::{DOCTOR, doctor_page},
    text::Language,
    ui::El,
};
use serde::Serialize;

use super::{help, style};
use crate::{config::Config, instances::InstanceName, origin::Origin, public::public_config};
use document::{Boot, draw};
use headers::Headers;
use manifest::{Caching, Content, Manifest};
use site::Site;

/// The version of the form of `config.json`. A page reads no other.
const FORMAT: u32 = 1;

/// What is exported, and where to.
#[derive(Clone, Debug)]
pub struct Export {
    /// The folder. It is new, empty, or one that an earlier export wrote.
    pub out: PathBuf,
    /// The origin of the API that takes the records; without one they stay in the browser.
    pub api: Option<Origin>,
    /// The origins whose pages may show the desktop in a frame.
    pub framed_by: Vec<Origin>,
    /// Whether a `config.json` there that was changed by hand may be replaced.
    pub force: bool,
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exported {
    /// How many files, with the compressed ones and the manifest.
    pub files: usize,
    /// How many bytes.
    pub bytes: usize,
}

/// Why nothing was exported. What was there is still there.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// For whoever built it.
    #[error("{} is missing; `make build` makes it, and http.site_dir must name its folder", .0.display())]
    Missing(PathBuf),
    /// For whoever chose the folder.
    #[error(
        "{} has files that no export wrote, {} for one; choose a folder that is new or empty, or the one of an earlier export",
        .folder.display(), .file.display()
    )]
    Foreign {
        /// The folder.
        folder: PathBuf,
        /// The first such file.
        file: PathBuf,
    },
    /// For whoever changed it.
    #[error("{} was changed since it was exported; keep a copy, then export with --force", .0.display())]
    Changed(PathBuf),
    /// For whoever looks after the machine.
    #[error("cannot write {}: {error}; nothing there was changed", .path.display())]
    Write {
        /// What could not be written.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// For whoever looks after the machine.
    #[error("cannot read {}: {error}", .path.display())]
    Read {
        /// What could not be read.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

/// `config.json`: what may be changed without an export. Everybody who opens the page can read it; there is no place in it for
/// a secret.
#[derive(Serialize)]
struct RuntimeConfig<'page> {
    format: u32,
    streamdesk: &'static str,
    build: &'page str,
    api: &'page str,
    page: &'page PublicConfig,
}

/// A page: the path it answers, its file, and what draws it.
type Drawn = (&'static str, &'static str, fn(&PageConfig) -> El);

/// The pages. `/` answers whatever has no page of its own.
const PAGES: [Drawn; 3] = [
    ("/", "index.html", app::page),
    (HISTORY, "history.html", history_page),
    (DOCTOR, "doctor.html", doctor_page),
];

/// Writes the page as plain files: all of it, or nothing.
///
/// # Errors
/// See [`ExportError`].
pub fn export(config: &Config, export: &Export) -> Result<Exported, ExportError> {
    let site = Site::of_program(&config.http.site_dir)?;
    write(config, export, &site)
}

fn write(config: &Config, export: &Export, site: &Site) -> Result<Exported, ExportError> {
    // Views may spawn while they are drawn; that it knows how already is as good.
    let _ = any_spawner::Executor::init_tokio();
    folder::examine(&export.out, export.force)?;

    let public = public_config(&InstanceName::default_one(), &config.connect, &config.settings.desk);
    // Until the settings are read; the language is the browser's to say.
    let page = public.clone().page(Language::English);
    let api = export.api.as_ref().map_or(ApiHome::Nowhere, |api| ApiHome::At(api.as_str().to_owned()));
    let build = site.build(env!("CARGO_PKG_VERSION"));
    let boot = Boot::new(site, &build, &config.connect, &api);
    let headers = Headers::new(config, export);

    let mut contents: Vec<Content> = site.files.clone();
    let mut pages = BTreeMap::new();
    for (path, file, drawn) in PAGES {
        pages.insert(path.to_owned(), file.to_owned());
        let html = draw(&page, drawn, site, &boot, headers.in_page());
        contents.push(Content::new(file, html.into_bytes(), Caching::Revalidated));
    }
    for page in &help::PAGES {
        let (path, file) = (format!("{}/{}", help::HELP, page.name), format!("help/{}.html", page.name));
        let html = help::plain_file(page, &format!("/{}", site.style), headers.in_page());
        contents.push(Content::new(&file, html.into_bytes(), Caching::Revalidated));
        pages.insert(path, file);
    }
    let first = help::plain_file(&help::PAGES[0], &format!("/{}", site.style), headers.in_page());
    contents.push(Content::new("help.html", first.into_bytes(), Caching::Revalidated));
    pages.insert(help::HELP.to_owned(), "help.html".to_owned());
    // Only the help has it here.
    contents.push(Content::new(&style::address()[1..], style::sheet().into(), Caching::Forever));
    let nothing = not_found::not_found(&format!("/{}", site.style), headers.in_page());
    contents.push(Content::new("404.html", nothing.into_bytes(), Caching::Revalidated));
    let runtime = RuntimeConfig {
        format: FORMAT,
        streamdesk: env!("CARGO_PKG_VERSION"),
        build: &build,
        api: api.word(),
        page: &public,
    };
    let text = serde_json::to_string_pretty(&runtime).unwrap_or_default() + "\n";
    contents.push(Content::new(CONFIG_FILE, text.into_bytes(), Caching::Never));

    let manifest = Manifest::new(&build, headers.on_every_answer(), pages, &contents);
    let files = manifest.with_contents(contents);
    folder::replace(&export.out, &files)?;
    Ok(Exported { files: files.len(), bytes: files.iter().map(|(_, bytes)| bytes.len()).sum() })
}

/// The file with the settings. It is edited by hand, so nothing stands beside it in another encoding.
const CONFIG_FILE: &str = "config.json";

#[cfg(test)]
mod tests;
