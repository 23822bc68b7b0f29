//! Which files there are, and what a host says with each.

use std::{collections::BTreeMap, io::Write as _};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::{Compression, write::GzEncoder};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The manifest's own file. A host need not serve it.
pub(super) const MANIFEST: &str = "manifest.json";

/// How long whoever has an answer may keep it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caching {
    /// For ever: another content has another name.
    Forever,
    /// Until the next time, when it is asked whether it is still the same.
    Revalidated,
    /// Not at all.
    Never,
}

impl Caching {
    fn header(self) -> &'static str {
        match self {
            Self::Forever => "public, max-age=31536000, immutable",
            Self::Revalidated => "no-cache",
            Self::Never => "no-store",
        }
    }

    /// What is uploaded first is there when what names it comes.
    fn turn(self) -> u8 {
        match self {
            Self::Forever => 1,
            Self::Revalidated => 2,
            Self::Never => 3,
        }
    }
}

/// One file, and what it is in other encodings.
#[derive(Clone, Debug)]
pub(super) struct Content {
    pub(super) name: String,
    bytes: Vec<u8>,
    caching: Caching,
    encoded: Vec<Encoded>,
}

/// The ending, the name of the encoding, and the bytes.
type Encoded = (&'static str, &'static str, Vec<u8>);

impl Content {
    /// A file that was just made. What a person edits has no other encodings: they would be stale at once.
    pub(super) fn new(name: &str, bytes: Vec<u8>, caching: Caching) -> Self {
        let encoded = if caching == Caching::Never {
            Vec::new()
        } else {
            vec![("br", "br", brotli(&bytes)), ("gz", "gzip", gzip(&bytes))]
        };
        Self { name: name.to_owned(), bytes, caching, encoded }
    }

    /// A file that was built, with the encodings that were built with it.
    pub(super) fn compressed(name: &str, bytes: Vec<u8>, caching: Caching, encoded: Vec<Encoded>) -> Self {
        if encoded.len() == 2 {
            return Self { name: name.to_owned(), bytes, caching, encoded };
        }
        Self::new(name, bytes, caching)
    }

    pub(super) fn sha256(&self) -> String {
        sha256(&self.bytes)
    }
}

/// The manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The version of the program.
    pub(super) streamdesk: String,
    /// Tells builds apart.
    pub(super) build: String,
    /// What every answer has.
    pub(super) headers: BTreeMap<String, String>,
    /// Which file answers which path. Whatever is no file and stands not here is answered with the file of `/`.
    pub(super) pages: BTreeMap<String, String>,
    /// Every file, in the order in which they are to be uploaded.
    pub(super) files: Vec<Entry>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Where it is, from the folder.
    pub(super) path: String,
    /// For a file that is another in an encoding: which.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) encodes: Option<String>,
    /// What its answer has besides.
    pub(super) headers: BTreeMap<String, String>,
    /// What it has to be, in hexadecimal.
    pub(super) sha256: String,
    /// How long it is.
    pub(super) bytes: usize,
    /// Files of a higher turn are uploaded after all of a lower one.
    pub(super) turn: u8,
}

impl Manifest {
    pub(super) fn new(
        build: &str,
        headers: BTreeMap<String, String>,
        pages: BTreeMap<String, String>,
        contents: &[Content],
    ) -> Self {
        let mut files: Vec<_> = contents.iter().flat_map(entries).collect();
        files.sort_by(|one, other| (one.turn, &one.path).cmp(&(other.turn, &other.path)));
        Self {
            streamdesk: env!("CARGO_PKG_VERSION").to_owned(),
            build: build.to_owned(),
            headers,
            pages,
            files,
        }
    }

    /// Every file with its bytes, and the manifest.
    pub(super) fn with_contents(&self, contents: Vec<Content>) -> Vec<(String, Vec<u8>)> {
        let text = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        let mut files = vec![(MANIFEST.to_owned(), text.into_bytes())];
        for Content { name, bytes, encoded, .. } in contents {
            files.extend(encoded.into_iter().map(|(ending, _, bytes)| (format!("{name}.{ending}"), bytes)));
            files.push((name, bytes));
        }
        files
    }
}

fn entries(content: &Content) -> Vec<Entry> {
    let whole = (content.name.clone(), None, &content.bytes);
    let encoded = content
        .encoded
        .iter()
        .map(|(ending, encoding, bytes)| (format!("{}.{ending}", content.name), Some(*encoding), bytes));
    std::iter::once(whole)
        .chain(encoded)
        .map(|(path, encoding, bytes)| {
            let mut headers = BTreeMap::from([
                ("cache-control".to_owned(), content.caching.header().to_owned()),
                ("content-type".to_owned(), content_type(&content.name).to_owned()),
            ]);
            headers.extend(encoding.map(|encoding| ("content-encoding".to_owned(), encoding.to_owned())));
            let of = encoding.map(|_| content.name.clone());
            let turn = content.caching.turn();
            Entry { path, encodes: of, headers, sha256: sha256(bytes), bytes: bytes.len(), turn }
        })
        .collect()
}

/// Says what a file is by its ending, as browsers must hear it: a program of another type is not run.
fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

/// A script's hash as a source of a `Content-Security-Policy`.
pub(super) fn policy_hash(script: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script)))
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut written = Vec::new();
    {
        // Writing to memory does not fail. 9: nearly as small as 11, in a tenth of the time.
        let mut writer = brotli::CompressorWriter::new(&mut written, 64 * 1024, 9, 22);
        let _ = writer.write_all(bytes);
    }
    written
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    let _ = writer.write_all(bytes);
    writer.finish().unwrap_or_default()
}
