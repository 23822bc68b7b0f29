//! `streamdesk doctor` with credentials of AWS, as each place hands them out: the environment, a profile, a container, a
//! machine. Amazon Connect is a server on this machine that verifies every signature.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

#[expect(dead_code, reason = "the tests of each answer, within the server, use all of it")]
mod amazon;

use std::{
    path::Path,
    process::{Command, Output},
};

use amazon::{Amazon, ID, KEY, Mood, REGION, SECRET, TOKEN};

/// Calls the program, which knows nothing of AWS but these variables, and says as much as it can.
async fn doctor(amazon: &Amazon, folder: &Path, variables: &[(&str, &str)]) -> Output {
    let config = folder.join("streamdesk.toml");
    let text = format!(
        "[connect]\nccp_url = \"{}/ccp-v2/\"\nregion = \"{REGION}\"\n\
         instance_arn = \"arn:aws:connect:{REGION}:123456789012:instance/{ID}\"\n[storage]\nurl = \"sqlite://{}\"\n",
        amazon.url.replace("127.0.0.1", "localhost"),
        folder.join("desk.db").display()
    );
    std::fs::write(&config, text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_streamdesk"));
    command.args(["doctor", &amazon.url, "--config"]).arg(config).env_clear().env("RUST_LOG", "trace");
    command.env("HOME", folder).env("AWS_ENDPOINT_URL_CONNECT", &amazon.url).envs(variables.iter().copied());
    if !variables.iter().any(|(name, _)| name.starts_with("AWS_EC2")) {
        command.env("AWS_EC2_METADATA_DISABLED", "true");
    }
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

/// What it says of this page's origin and of the list. Nowhere, in no log, is anything secret.
fn said(output: &Output) -> String {
    let (said, logged) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    for text in [&said, &logged] {
        assert!(!text.contains(SECRET) && !text.contains(TOKEN), "{text}");
    }
    said.lines()
        .filter(|line| line.starts_with("origin: ") || line.starts_with("list: ") || line.starts_with("  "))
        .collect()
}

#[tokio::test]
async fn credentials_are_taken_from_wherever_they_are_handed_out() {
    let (amazon, folder) = (Amazon::start(&["here"]).await, tempfile::tempdir().unwrap());
    let profile = format!("[desk]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n");
    let file = folder.path().join("credentials");
    std::fs::write(&file, profile).unwrap();
    let container = format!("{}/container", amazon.url);
    let process = folder.path().join("config");
    let printed = format!(
        r#"{{"Version":1,"AccessKeyId":"{KEY}","SecretAccessKey":"{SECRET}","SessionToken":"{TOKEN}"}}"#
    );
    std::fs::write(folder.path().join("printed"), printed).unwrap();
    let cat =
        format!("[default]\ncredential_process = /bin/cat {}\n", folder.path().join("printed").display());
    std::fs::write(&process, cat).unwrap();
    for (whence, variables) in [
        (
            "the environment",
            &[("AWS_ACCESS_KEY_ID", KEY), ("AWS_SECRET_ACCESS_KEY", SECRET), ("AWS_SESSION_TOKEN", TOKEN)][..],
        ),
        (
            "a profile",
            &[("AWS_SHARED_CREDENTIALS_FILE", file.to_str().unwrap()), ("AWS_PROFILE", "desk")][..],
        ),
        ("a program", &[("AWS_CONFIG_FILE", process.to_str().unwrap())][..]),
        ("a container", &[("AWS_CONTAINER_CREDENTIALS_FULL_URI", container.as_str())][..]),
        ("a machine", &[("AWS_EC2_METADATA_SERVICE_ENDPOINT", amazon.url.as_str())][..]),
    ] {
        let output = doctor(&amazon, folder.path(), variables).await;
        let expected =
            format!("origin: {}: here listed, by the instance approved by its own list", amazon.url);
        assert_eq!(said(&output), expected, "{whence}: {output:?}");
    }
}

#[tokio::test]
async fn what_is_missing_is_said_with_the_next_step() {
    let (amazon, folder) = (Amazon::start(&[]).await, tempfile::tempdir().unwrap());
    let credentials = [("AWS_ACCESS_KEY_ID", KEY), ("AWS_SECRET_ACCESS_KEY", SECRET)];
    let lacking = said(&doctor(&amazon, folder.path(), &credentials).await);
    assert!(lacking.contains("not approved by its own list"), "{lacking}");
    let command = format!("aws connect associate-approved-origin --instance-id {ID} --origin {}", amazon.url);
    assert!(lacking.contains(&command), "{lacking}");
    amazon.is(Mood::Denied);
    let denied = said(&doctor(&amazon, folder.path(), &credentials).await);
    assert!(
        denied.contains("connect:ListApprovedOrigins") && denied.contains("aws iam put-role-policy"),
        "{denied}"
    );
    let none = said(&doctor(&amazon, folder.path(), &[]).await);
    assert!(none.contains("no credentials of AWS") && none.contains("aws sts get-caller-identity"), "{none}");
    let missing = [("AWS_PROFILE", "nobody"), ("AWS_CONFIG_FILE", "/nowhere")];
    let missing = said(&doctor(&amazon, folder.path(), &missing).await);
    assert!(missing.contains("list: "), "{missing}");
}
