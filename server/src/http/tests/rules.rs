//! Who may call what.

use app::api::Role;

use super::{
    access::{Access, Rule, TABLE},
    folk::{Shows, signed_in_desk},
    *,
};
use crate::auth::Scope;

/// Somebody who may call or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Nobody,
    Person(Role),
    Machine(Scope),
}

impl Who {
    fn all() -> Vec<Self> {
        let people = Role::ALL.map(Self::Person);
        [Self::Nobody].into_iter().chain(people).chain(Scope::ALL.map(Self::Machine)).collect()
    }

    fn name(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Person(role) => role.as_str(),
            Self::Machine(scope) => scope.as_str(),
        }
    }

    /// What the table says, in the words of this test.
    fn may(self, access: Access) -> bool {
        match (access, self) {
            (Access::Open, _)
            | (Access::Anybody, Self::Person(_) | Self::Machine(_))
            | (Access::SignedIn, Self::Person(_)) => true,
            (_, Self::Nobody) | (Access::SignedIn | Access::People(_), Self::Machine(_)) => false,
            (Access::People(roles) | Access::Of(roles, _), Self::Person(role)) => roles.contains(&role),
            (Access::Of(_, scope), Self::Machine(own)) => scope == own,
        }
    }
}

fn address(path: &str) -> String {
    path.replace("{contact_id}", "none").replace("{id}", "none")
}

/// Whether the answer is that somebody may not, or must sign in first.
fn is_refused(answer: &Answer) -> bool {
    let to_sign_in = answer.header("location").is_some_and(|to| to.starts_with("/sign-in?to="));
    matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) || to_sign_in
}

#[tokio::test]
async fn without_a_sign_in_everything_that_is_routed_has_a_rule_and_nothing_else_has() {
    let desk = Desk::open().await;
    for (method, path, _) in TABLE {
        let answer = desk.call(method.as_str(), &address(path), &None).await;
        assert_ne!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        let nothing = "There is no resource of that name.";
        assert!(!String::from_utf8_lossy(&answer.body).contains(nothing), "{method} {path}");
        assert!(!is_refused(&answer), "{method} {path}");
    }
    for (path, _) in resources() {
        assert!(TABLE.iter().any(|(_, its_path, _)| *its_path == path), "{path}");
    }
}

#[tokio::test]
async fn every_route_is_open_to_whom_the_table_says_and_to_nobody_else() {
    let desk = signed_in_desk().await;
    let mut accounts = Vec::new();
    for role in Role::ALL {
        accounts.push((role, desk.account(role.as_str(), role, "", None).await));
    }
    let mut machines = Vec::new();
    for scope in Scope::ALL {
        machines.push((scope, desk.machine(&[scope], 60_000).await.1));
    }
    let all = Who::all();
    let mut matrix = Vec::new();
    for rule in TABLE {
        let (method, path, _): &Rule = rule;
        let mut may = Vec::new();
        for who in &all {
            let shows: Shows = match who {
                Who::Nobody => None,
                // A session of its own each time: one of the routes ends it.
                Who::Person(role) => {
                    let (_, account) = accounts.iter().find(|(its_role, _)| its_role == role).unwrap();
                    desk.session(account).await
                }
                Who::Machine(scope) => machines.iter().find(|(own, _)| own == scope).unwrap().1.clone(),
            };
            let answer = desk.call(method.as_str(), &address(path), &shows).await;
            let allowed = !is_refused(&answer);
            assert_eq!(allowed, who.may(rule.2), "{method} {path} as {}: {}", who.name(), answer.status);
            assert!(!answer.status.is_server_error(), "{method} {path} as {}: {}", who.name(), answer.status);
            if allowed {
                may.push(who.name());
            }
        }
        let may = if may.len() == all.len() { "everybody".to_owned() } else { may.join(" ") };
        matrix.push(format!("{:6} {path:36} {may}", method.as_str()));
    }
    insta::assert_snapshot!("who_may_call_what", matrix.join("\n"));
}

#[tokio::test]
async fn programs_are_told_and_people_are_led_to_the_sign_in() {
    let desk = signed_in_desk().await;
    let refused = desk.get(CONTACT_RECORDS).await;
    assert_eq!(refused.refusal(), (401, "not_signed_in".to_owned()));
    for (path, to) in [
        ("/", "/sign-in?to=%2F"),
        ("/history?agent=anna", "/sign-in?to=%2Fhistory%3Fagent%3Danna"),
        ("/admin/accounts", "/sign-in?to=%2Fadmin%2Faccounts"),
    ] {
        let answer = desk.get(path).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, Some(to)));
    }
    let (_, agent) = desk.person("anna", Role::Agent, "").await;
    let answer = desk.call("GET", "/admin/accounts", &agent).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text().contains("This page is not for you"));
    assert_eq!(desk.call("GET", people::ACCOUNTS, &agent).await.refusal(), (403, "forbidden".to_owned()));
}
