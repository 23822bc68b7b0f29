//! Who may call what.

use super::{access::TABLE, *};

#[tokio::test]
async fn without_a_sign_in_everything_that_is_routed_has_a_rule_and_nothing_else_has() {
    let desk = Desk::open().await;
    for (method, path, _) in TABLE {
        let path = path.replace("{contact_id}", "none").replace("{name}", "default").replace("{id}", "1");
        let answer = desk.send(request(method.as_str(), &path).body(Body::empty()).unwrap()).await;
        assert_ne!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        let missing = answer.status == StatusCode::NOT_FOUND
            && answer.json()["error"]["message"] == "There is no resource of that name.";
        assert!(!missing, "{method} {path}");
    }
    for (path, _) in resources() {
        assert!(TABLE.iter().any(|(_, its_path, _)| *its_path == path), "{path}");
    }
}
