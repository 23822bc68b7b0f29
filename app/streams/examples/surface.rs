//! Prints what this crate binds of the library, for the test that compares it with the library's declarations: the names
//! that its sources call (`api!("…")`), the keys that its types read and write, and the words of its enumerations.

use std::{collections::BTreeSet, fs, io, path::Path};

use connect_streams::surface;

#[expect(clippy::print_stdout, reason = "this is what the program is for")]
fn main() -> io::Result<()> {
    let mut api = BTreeSet::new();
    names_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut api)?;
    let surface = serde_json::json!({ "api": api, "data": surface::data(), "words": surface::words() });
    println!("{surface}");
    Ok(())
}

fn names_in(folder: &Path, names: &mut BTreeSet<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            names_in(&path, names)?;
        } else {
            let source = fs::read_to_string(&path)?;
            let calls = source.split("api!(\"").skip(1);
            names.extend(calls.filter_map(|rest| rest.split('"').next()).map(str::to_owned));
        }
    }
    Ok(())
}
