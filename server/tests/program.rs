//! The program's commands, as an administrator calls them.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::{
    path::Path,
    process::{Command, Output},
};

use server::{
    audit::Actor,
    auth::{AccountName, Profile},
    store::{Change, Changed, NewAccount},
};

/// Calls the program on the database of a folder.
fn streamdesk(folder: &Path, arguments: &[&str]) -> Output {
    streamdesk_on(&format!("sqlite://{}", folder.join("desk.db").display()), folder, arguments)
}

fn streamdesk_on(url: &str, folder: &Path, arguments: &[&str]) -> Output {
    let config = folder.join("streamdesk.toml");
    let text = format!(
        "[connect]\nccp_url = \"https://example.my.connect.aws/ccp-v2/\"\nregion = \"x\"\n[storage]\nurl = \"{url}\"\n"
    );
    std::fs::write(&config, text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_streamdesk"));
    command.args(arguments).arg("--config").arg(config).current_dir(folder).output().unwrap()
}

/// The one line with which the program refuses.
fn refusal(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
    said
}

#[tokio::test]
async fn a_database_is_checked_copied_and_put_back() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["check"][..], &["reset-link", "anna"]] {
        let mistyped = refusal(&streamdesk(folder.path(), arguments));
        assert!(mistyped.contains("desk.db: there is no such file"), "{mistyped}");
    }
    let url = format!("sqlite://{}", folder.path().join("desk.db").display());
    server::store::open(&url).await.unwrap().close().await;
    let checked = streamdesk(folder.path(), &["check"]);
    assert!(checked.status.success() && checked.stdout.is_empty(), "{checked:?}");
    assert!(streamdesk(folder.path(), &["backup", "copy.db"]).status.success());
    let again = refusal(&streamdesk(folder.path(), &["backup", "copy.db"]));
    assert!(again.contains("copy.db is there already"), "{again}");
    assert!(
        streamdesk(folder.path(), &["restore", "copy.db"]).status.success(),
        "what is empty may be replaced"
    );
    assert!(streamdesk(folder.path(), &["restore", "copy.db", "--force"]).status.success());
    let missing = refusal(&streamdesk(folder.path(), &["restore", "missing.db"]));
    assert!(missing.contains("missing.db is no database that can be read"), "{missing}");
    std::fs::write(folder.path().join("copy.db"), "a shopping list").unwrap();
    refusal(&streamdesk(folder.path(), &["restore", "copy.db"]));
    assert!(streamdesk(folder.path(), &["check"]).status.success());
}

#[test]
fn postgresql_has_tools_of_its_own_and_no_password_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let url = "postgres://desk:secret@127.0.0.1:9/desk?application_name=secret";
    for (arguments, expected) in [
        (&["backup", "copy"][..], "pg_dump"),
        (&["restore", "copy"][..], "pg_restore"),
        (&["check"][..], "cannot open postgres://desk:***@127.0.0.1:9/desk"),
        (&["serve"][..], "cannot open postgres://desk:***@127.0.0.1:9/desk"),
    ] {
        let said = refusal(&streamdesk_on(url, folder.path(), arguments));
        assert!(said.contains(expected) && !said.contains("secret"), "{said}");
    }
}

#[tokio::test]
async fn a_link_for_a_new_password_is_made_for_who_may_come_in() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("desk.db").display());
    let store = server::store::open(&url).await.unwrap();
    let nobody = refusal(&streamdesk(folder.path(), &["reset-link", "anna"]));
    assert!(nobody.contains("there is no account anna"), "{nobody}");
    let name = AccountName::parse("anna").unwrap();
    let profile = Profile::new(&name, "Anna", "", "", "agent").unwrap();
    let (id, created_at) = ("a".to_owned(), server::audit::now());
    let account = NewAccount { id, name, profile, password: None, provider: None, created_at };
    assert!(store.add_account(&account, &Actor::system().did("account.added", "anna")).await.unwrap());
    let made = streamdesk(folder.path(), &["reset-link", "Anna"]);
    let link = String::from_utf8(made.stdout).unwrap();
    assert!(link.starts_with("http://localhost:3000/new-password?link="), "{link}");
    let deed = Actor::system().did("account.disabled", "anna");
    let shut = Change::Disable(server::audit::now());
    assert!(matches!(store.change_account("a", &shut, &deed).await.unwrap(), Changed::Done(_)));
    let disabled = refusal(&streamdesk(folder.path(), &["reset-link", "anna"]));
    assert!(disabled.contains("the account anna is disabled"), "{disabled}");
    store.close().await;
}
