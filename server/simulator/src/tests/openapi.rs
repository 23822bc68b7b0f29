//! The description of the control API, against the control API.

use super::*;

#[tokio::test(start_paused = true)]
async fn what_is_described_is_there() {
    let instance = Running::start();
    let document = instance.control(Method::GET, "/openapi.json", None).await.json();
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().unwrap();
    let described: Vec<_> = paths.keys().map(String::as_str).collect();
    for path in ["/contacts", "/contacts/{id}/customer-hangup", "/agents", "/faults", "/numbers/{number}"] {
        assert!(described.contains(&path), "{path}");
    }
    // A stream has no end; `live.rs` listens to it.
    for (path, item) in paths.iter().filter(|(path, _)| *path != "/live") {
        for (name, operation) in item.as_object().unwrap().iter().filter(|(name, _)| *name != "parameters") {
            let method = Method::from_bytes(name.to_uppercase().as_bytes()).unwrap();
            let there = path.replace("{number}", "+12065550100").replace(['{', '}'], "");
            let body = operation.get("requestBody").map(|_| json!("not what is described"));
            let answer = instance.control(method, &there, body.clone()).await;
            assert_ne!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{name} {path}");
            assert!(!answer.body.contains("nothing at this address"), "{name} {path}");
            // A body that does not fit its description is turned away; one that is not described is not asked for.
            assert_ne!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{name} {path}");
            assert!(body.is_none() || answer.status.is_client_error(), "{name} {path}: {}", answer.body);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_is_described_as_the_handler_takes_it() {
    let instance = Running::start();
    let document = instance.control(Method::GET, "/openapi.json", None).await.json();
    let body =
        &document["paths"]["/contacts"]["post"]["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(body["additionalProperties"], false);
    let properties = body["properties"].as_object().unwrap();
    assert!(properties["monitors"]["description"].as_str().unwrap().contains("listen"));
    // What is described is known: only its value can be wrong.
    for name in properties.keys() {
        let answer = instance.control(Method::POST, "/contacts", Some(json!({ name: {} }))).await;
        assert!(!answer.body.contains("unknown field"), "{name}: {}", answer.body);
    }
}
