//! Accounts, sessions and tokens, as administrators and programs have them.

use app::api::Role;

use super::{
    folk::{PASSWORD, local, showing, signed_in_desk},
    *,
};
use crate::auth::Scope;

#[tokio::test]
async fn an_account_is_made_changed_disabled_and_enabled_in_the_page() {
    let desk = signed_in_desk().await;
    let (_, admin) = desk.person("admin", Role::Admin, "").await;
    let fields = [
        ("name", "Anna"),
        ("display_name", "Anna Lindqvist"),
        ("agent", ""),
        ("team", "Billing"),
        ("role", "agent"),
    ];
    let made = desk.form("/admin/accounts", &admin, &fields).await;
    let place = made.header("location").unwrap().to_owned();
    let path = place.strip_suffix("?done=added").unwrap();
    let page = desk.call("GET", &place, &admin).await.text();
    assert!(page.contains("Now make a link") && page.contains("value=\"Billing\""), "{page}");
    let again = desk.form("/admin/accounts", &admin, &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("There is an account of that name already."));

    let link = desk.form(&format!("{path}/link"), &admin, &[]).await.text();
    let (_, link) = link.split_once("http://localhost:3000/new-password?link=").unwrap();
    let secret = &link[..64];
    desk.form(people::NEW_PASSWORD, &None, &[("link", secret), ("password", PASSWORD)]).await;
    let anna = desk.sign_in("anna", PASSWORD).await.session();
    assert_eq!(desk.call("GET", people::ME, &anna).await.json()["person"]["display_name"], "Anna Lindqvist");

    let changed = [("display_name", "Anna L"), ("agent", "Anna.L"), ("team", "*"), ("role", "supervisor")];
    desk.form(path, &admin, &changed).await;
    let me = desk.call("GET", people::ME, &anna).await.json()["person"].clone();
    assert_eq!((&me["agent"], &me["role"]), (&json!("Anna.L"), &json!("supervisor")), "it holds at once");
    let wrong = desk.form(path, &admin, &[("display_name", ""), ("role", "supervisor")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("id=\"display_name-error\""));

    desk.form(&format!("{path}/disable"), &admin, &[]).await;
    assert_eq!(desk.call("GET", people::ME, &anna).await.status, StatusCode::UNAUTHORIZED, "at once");
    assert_eq!(desk.sign_in("anna", PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    desk.form(&format!("{path}/enable"), &admin, &[]).await;
    assert_eq!(desk.sign_in("anna", PASSWORD).await.status, StatusCode::SEE_OTHER);

    let deeds = desk.audited().await;
    let deeds: Vec<_> = deeds.iter().map(|(_, what, target)| format!("{what} {target}")).collect();
    for deed in [
        "account.added anna",
        "account.link_made anna",
        "account.password_set anna",
        "account.changed anna",
        "account.disabled anna",
        "account.enabled anna",
    ] {
        assert!(deeds.iter().any(|one| one == deed), "{deed} in {deeds:?}");
    }
    let kept = desk.everything_kept().await;
    assert!(kept.contains("\"team\":\"billing\"") && kept.contains("\"team\":\"*\""), "old and new: {kept}");
    assert!(!kept.contains(secret) && !kept.contains("argon2") && !kept.contains(PASSWORD));
}

#[tokio::test]
async fn administrators_are_made_and_let_in_by_people_alone() {
    let desk = signed_in_desk().await;
    let (chief, _) = desk.person("chief", Role::Admin, "").await;
    let (_, machine) = desk.machine(&[Scope::AccountsWrite, Scope::AccountsRead], 60_000).await;
    let wanted = |role: &str| json!({"name": format!("new-{role}"), "display_name": "New", "role": role});
    let made = desk.tell("POST", people::ACCOUNTS, &machine, &wanted("admin")).await;
    assert_eq!(made.status, StatusCode::FORBIDDEN);
    let made = desk.tell("POST", people::ACCOUNTS, &machine, &wanted("agent")).await.json();
    let path = format!("{}/{}", people::ACCOUNTS, made["account"]["id"].as_str().unwrap());
    let link = desk.tell("POST", &format!("{path}/link"), &machine, &json!({})).await;
    assert_eq!(link.status, StatusCode::CREATED);
    let profile =
        |role: &str| json!({"display_name": "New", "agent": "", "team": "", "role": role, "disabled": false});
    let path_of_chief = format!("{}/{}", people::ACCOUNTS, chief.id);
    for (method, path, body) in [
        ("PUT", path.clone(), profile("admin")),
        ("PUT", path_of_chief.clone(), profile("agent")),
        ("POST", format!("{path_of_chief}/link"), json!({})),
    ] {
        let answer = desk.tell(method, &path, &machine, &body).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {path}");
    }
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let desk = signed_in_desk().await;
    let admin = desk.account("admin", Role::Admin, "", Some(PASSWORD)).await;
    // Without a password nobody can take over from the last.
    desk.account("other", Role::Admin, "", None).await;
    let session = desk.session(&admin).await;
    let path = format!("/admin/accounts/{}", admin.id);
    let disabled = desk.form(&format!("{path}/disable"), &session, &[]).await;
    assert_eq!(disabled.status, StatusCode::CONFLICT);
    assert!(disabled.text().contains("This is the last account that may administer."));
    let demoted = desk.form(&path, &session, &[("display_name", "A"), ("role", "agent")]).await;
    assert_eq!(demoted.status, StatusCode::CONFLICT);
    let one = people::ACCOUNT.replace("{id}", &admin.id);
    let body = json!({"display_name": "A", "agent": "", "team": "", "role": "auditor", "disabled": false});
    assert_eq!(
        desk.tell("PUT", &one, &session, &body).await.refusal(),
        (409, "last_administrator".to_owned())
    );
    assert_eq!(desk.call("GET", "/admin/accounts", &session).await.status, StatusCode::OK);
    let second = desk.account("second", Role::Admin, "", Some(PASSWORD)).await;
    let demoted = desk.form(&path, &session, &[("display_name", "A"), ("role", "agent")]).await;
    assert_eq!(demoted.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.call("GET", "/admin/accounts", &session).await.status, StatusCode::FORBIDDEN, "at once");
    assert!(desk.store.account(&second.id).await.unwrap().is_some());
}

#[tokio::test]
async fn a_token_is_shown_once_and_is_good_for_its_scopes_until_it_is_taken_back() {
    let desk = signed_in_desk().await;
    let (_, admin) = desk.person("admin", Role::Admin, "").await;
    let none = desk.form("/admin/tokens", &admin, &[("name", "Export"), ("days", "30")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("Choose at least one."));
    let fields = [("name", "Export"), ("scope", "records:read"), ("scope", "audit:read"), ("days", "30")];
    let made = desk.form("/admin/tokens", &admin, &fields).await;
    let text = made.text();
    let (_, secret) = text.split_once("value=\"sd_").unwrap();
    let secret = &secret[..64];
    let shows = Some(("authorization", format!("Bearer sd_{secret}")));
    assert_eq!(desk.call("GET", CONTACT_RECORDS, &shows).await.status, StatusCode::OK);
    assert_eq!(desk.call("GET", ORIGINS, &shows).await.status, StatusCode::FORBIDDEN);
    let me = desk.call("GET", people::ME, &shows).await.json();
    assert_eq!(me, json!({"person": null, "token": "Export", "scopes": ["audit:read", "records:read"]}));
    let list = desk.call("GET", "/admin/tokens", &admin).await.text();
    assert!(
        list.contains("Export") && !list.contains(secret) && !desk.everything_kept().await.contains(secret)
    );
    let tokens = desk.call("GET", people::TOKENS, &admin).await.json();
    assert!(tokens["tokens"][0]["last_used_at"].is_string(), "{tokens}");
    let id = tokens["tokens"][0]["id"].as_str().unwrap();
    desk.form(&format!("/admin/tokens/{id}/revoke"), &admin, &[]).await;
    assert_eq!(desk.call("GET", CONTACT_RECORDS, &shows).await.refusal(), (401, "not_signed_in".to_owned()));
    let answer = desk.call("DELETE", &people::TOKEN.replace("{id}", id), &admin).await;
    assert_eq!(answer.refusal(), (404, "not_found".to_owned()), "it is good for nothing already");
}

#[tokio::test]
async fn a_token_is_over_when_its_time_is_up_and_a_wrong_one_falls_back_on_no_cookie() {
    let desk = signed_in_desk().await;
    let (_, over) = desk.machine(&[Scope::RecordsRead], -1).await;
    assert_eq!(desk.call("GET", CONTACT_RECORDS, &over).await.refusal(), (401, "not_signed_in".to_owned()));
    let (_, admin) = desk.person("admin", Role::Admin, "").await;
    let both = request("GET", CONTACT_RECORDS)
        .header("cookie", admin.unwrap().1)
        .header("authorization", "Bearer sd_wrong")
        .body(Body::empty())
        .unwrap();
    assert_eq!(desk.send(both).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn administrators_put_others_out() {
    let desk = signed_in_desk().await;
    let (_, admin) = desk.person("admin", Role::Admin, "").await;
    let (anna, session) = desk.person("anna", Role::Agent, "").await;
    let page = desk.call("GET", "/admin/sessions", &admin).await.text();
    let id = desk.store.sessions(Some(&anna.id)).await.unwrap()[0].id.clone();
    assert!(page.contains(&format!("/admin/sessions/{id}/end")) && page.contains("this one"));
    desk.form(&format!("/admin/sessions/{id}/end"), &admin, &[]).await;
    assert_eq!(desk.call("GET", people::ME, &session).await.status, StatusCode::UNAUTHORIZED);
    let (ben, session) = desk.person("ben", Role::Agent, "").await;
    let id = desk.store.sessions(Some(&ben.id)).await.unwrap()[0].id.clone();
    let ended = desk.call("DELETE", &people::SESSION.replace("{id}", &id), &admin).await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT);
    assert_eq!(desk.call("GET", people::ME, &session).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn an_auditor_sees_all_of_it_and_changes_nothing() {
    let desk = signed_in_desk().await;
    let (_, auditor) = desk.person("auditor", Role::Auditor, "").await;
    let (anna, _) = desk.person("anna", Role::Agent, "").await;
    for path in [
        "/admin/accounts".to_owned(),
        format!("/admin/accounts/{}", anna.id),
        "/admin/sessions".to_owned(),
        "/admin/tokens".to_owned(),
    ] {
        let page = desk.call("GET", &path, &auditor).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let forms = page.text().matches("<form").count();
        assert_eq!(forms, 1, "{path}: but for the one to sign out");
    }
}

#[tokio::test]
async fn nothing_that_was_filled_in_breaks_out_of_a_page() {
    let desk = signed_in_desk().await;
    let (_, admin) = desk.person("admin", Role::Admin, "").await;
    let evil = "\"'><img src=x onerror=alert(1)>{{7*7}}</title>";
    let body = json!({"name": "anna", "display_name": evil, "agent": evil, "team": evil, "role": "agent"});
    let made = desk.tell("POST", people::ACCOUNTS, &admin, &body).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let id = made.json()["account"]["id"].as_str().unwrap().to_owned();
    let token = desk
        .tell(
            "POST",
            people::TOKENS,
            &admin,
            &json!({"name": evil, "scopes": ["audit:read"], "expires_in_days": 1}),
        )
        .await;
    assert_eq!(token.status, StatusCode::CREATED);
    let anna = desk.store.account(&id).await.unwrap().unwrap();
    let sessions = Sessions::new(desk.store.clone(), crate::auth::Cookie::Local, &local());
    let visit =
        crate::auth::Visit { actor: crate::audit::Actor::system(), browser: evil.to_owned(), before: None };
    let secret = sessions.open(&anna, visit, None).await.unwrap();
    let own = Some(("cookie", format!("streamdesk={}", secret.reveal())));
    let fields = [
        ("name", evil),
        ("display_name", evil),
        ("agent", evil),
        ("team", evil),
        ("role", evil),
        ("days", evil),
        ("old", evil),
        ("new", evil),
        ("scope", evil),
    ];
    let mut pages = vec![desk.call("GET", "/", &own).await, desk.call("GET", people::OWN, &own).await];
    for path in ["/admin/accounts".to_owned(), format!("/admin/accounts/{id}"), "/admin/tokens".to_owned()] {
        pages.push(desk.call("GET", &path, &admin).await);
        pages.push(desk.form(&path, &admin, &fields).await);
    }
    pages.push(desk.call("GET", "/admin/sessions", &admin).await);
    pages.push(desk.form(people::OWN_PASSWORD, &own, &fields).await);
    for page in pages {
        let text = page.text();
        assert!(!text.contains("<img") && !text.contains("\"\"'>"), "{text}");
    }
}

#[tokio::test]
async fn what_a_page_cannot_read_is_refused_with_a_page() {
    let desk = signed_in_desk().await;
    let admin = desk.person("admin", Role::Admin, "").await.1;
    for (method, path) in [
        ("GET", "/admin/instances/nowhere"),
        ("GET", "/admin/instances/%FF"),
        ("GET", "/admin/settings/versions/x"),
        ("GET", "/admin/audit?actor=anna&actor=olga"),
        ("POST", "/admin/accounts"),
        ("POST", "/admin/tokens"),
    ] {
        let request = showing(request(method, path), &admin).header("origin", "http://localhost:3000");
        let request = request.header("content-type", "text/plain").header("accept-language", "ja");
        let answer = desk.send(request.body(Body::from("{")).unwrap()).await;
        let said = format!("{method} {path}: {} {}", answer.status, answer.text());
        assert!(answer.status.is_client_error(), "{said}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"), "{said}");
        assert!(answer.text().contains("<h1>処理できませんでした</h1>"), "{said}");
    }
}
