//! Whose records somebody sees, and whose they may send.

use app::api::Role;

use super::{
    folk::{Shows, signed_in_desk},
    *,
};
use crate::auth::Scope;

fn status(agent: &str) -> Value {
    json!({
        "instance": "i", "agent": agent, "kind": "status", "state": "Lunch", "state_kind": "not_routable",
        "started_at": "2026-11-21T09:00:00.000Z", "ended_at": null, "source": "service", "recovered": false, "revision": 3,
    })
}

/// A desk with a record and a status of each of three agents, two of whom are a team.
async fn with_records() -> (Desk, Shows) {
    let desk = signed_in_desk().await;
    for (name, team) in [("anna", "Billing"), ("ben", "Billing"), ("carla", "")] {
        desk.account(name, Role::Agent, team, None).await;
    }
    let (_, import) = desk.machine(&[Scope::RecordsWrite, Scope::RecordsRead], 60_000).await;
    let agents = ["anna", "ben", "carla"];
    let contacts = agents.map(|agent| record(&json!({"contact_id": format!("of-{agent}"), "agent": agent})));
    let batch = json!({"contacts": contacts, "activities": agents.map(status)});
    let answer = desk.tell("POST", RECORDS, &import, &batch).await.json();
    for verdict in
        [&answer["contacts"], &answer["activities"]].into_iter().flat_map(|all| all.as_array().unwrap())
    {
        assert_eq!(verdict["status"], "stored", "a machine may send everybody's");
    }
    (desk, import)
}

/// Whose records and statuses somebody sees, by whatever way there is.
async fn seen_by(desk: &Desk, shows: &Shows) -> Vec<String> {
    let list = desk.call("GET", CONTACT_RECORDS, shows).await.json();
    let agents = |records: &[Value]| {
        let mut agents: Vec<_> =
            records.iter().map(|one| one["agent"].as_str().unwrap().to_owned()).collect();
        agents.sort();
        agents
    };
    let seen = agents(list["records"].as_array().unwrap());
    let totals = desk.call("GET", CONTACT_TOTALS, shows).await.json();
    assert_eq!(totals["totals"]["count"], seen.len());
    let file = desk.call("GET", &format!("{CONTACT_EXPORT}?format=jsonl"), shows).await.text();
    let lines: Vec<Value> = file.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(agents(&lines), seen, "in a file");
    for agent in ["anna", "ben", "carla"] {
        let may = seen.iter().any(|one| one == agent);
        let one = desk.call("GET", &format!("{CONTACT_RECORDS}/of-{agent}"), shows).await;
        assert_eq!(one.status == StatusCode::OK, may, "one of {agent}");
        let named = desk.call("GET", &format!("{CONTACT_RECORDS}?agent={agent}"), shows).await.json();
        assert_eq!(named["records"].as_array().unwrap().len(), usize::from(may), "asked for {agent}");
        let statuses = desk.call("GET", &format!("{ACTIVITIES}?agent={agent}"), shows).await.json();
        assert_eq!(statuses["activities"].as_array().unwrap().len(), usize::from(may), "statuses of {agent}");
    }
    seen
}

#[rstest]
#[case("anna2", Role::Agent, "Billing", &[])]
#[case("chief", Role::Supervisor, "Billing", &["anna", "ben"])]
#[case("chief", Role::Supervisor, "Sales", &[])]
#[case("chief", Role::Supervisor, "", &[])]
#[case("chief", Role::Supervisor, "*", &["anna", "ben", "carla"])]
#[case("auditor", Role::Auditor, "", &["anna", "ben", "carla"])]
#[case("admin", Role::Admin, "", &["anna", "ben", "carla"])]
#[tokio::test]
async fn people_see_what_their_role_reaches(
    #[case] name: &str,
    #[case] role: Role,
    #[case] team: &str,
    #[case] seen: &[&str],
) {
    let (desk, _) = with_records().await;
    let (_, shows) = desk.person(name, role, team).await;
    assert_eq!(seen_by(&desk, &shows).await, seen);
}

#[tokio::test]
async fn agents_see_their_own_and_machines_all() {
    let (desk, import) = with_records().await;
    let (anna, _) = desk.store.account_named("anna").await.unwrap().unwrap();
    let shows = desk.session(&anna).await;
    assert_eq!(seen_by(&desk, &shows).await, ["anna"]);
    assert_eq!(seen_by(&desk, &import).await, ["anna", "ben", "carla"]);
}

#[tokio::test]
async fn an_agent_is_written_in_one_way_whatever_the_letters_case() {
    let (desk, _) = with_records().await;
    let (anna, _) = desk.store.account_named("anna").await.unwrap().unwrap();
    let shows = desk.session(&anna).await;
    let (_, chief) = desk.person("chief", Role::Supervisor, "Billing").await;
    let one = record(&json!({"contact_id": "shouted", "agent": "ANNA"}));
    assert_eq!(desk.tell("POST", CONTACT_RECORDS, &shows, &one).await.status, StatusCode::CREATED);
    let mixed = ["anNa", "Anna"].map(|agent| record(&json!({"contact_id": agent, "agent": agent})));
    let statuses = [status("aNNa")];
    let answer =
        desk.tell("POST", RECORDS, &shows, &json!({"contacts": mixed, "activities": statuses})).await;
    assert_eq!(answer.json()["activities"][0]["status"], "known", "it is the one that was there");
    for shows in [&shows, &chief] {
        let list = desk.call("GET", &format!("{CONTACT_RECORDS}?agent=anna"), shows).await.json();
        assert_eq!(list["records"].as_array().unwrap().len(), 4, "{list}");
    }
}

#[tokio::test]
async fn an_agent_of_whom_nothing_is_stored_is_written_as_it_comes() {
    let desk = signed_in_desk().await;
    let (_, shows) = desk.person("dora", Role::Agent, "").await;
    let one = record(&json!({"agent": "Dora"}));
    assert_eq!(desk.tell("POST", CONTACT_RECORDS, &shows, &one).await.status, StatusCode::CREATED);
    assert_eq!(desk.call("GET", people::ME, &shows).await.json()["person"]["agent"], "Dora");
    assert_eq!(desk.call("GET", CONTACT_RECORDS, &shows).await.json()["records"][0]["agent"], "Dora");
}

#[tokio::test]
async fn a_page_that_did_not_see_a_contact_begin_takes_nothing_from_the_record() {
    let desk = Desk::open().await;
    let whole = record(&json!({
        "offered_at": "2026-11-21T09:00:00.000Z", "connected_at": "2026-11-21T09:00:04.500Z",
        "ended_at": "2026-11-21T09:03:00.000Z", "cleared_at": null, "notes": "called about her invoice",
        "disposition": "refund", "revision": 5,
    }));
    let late = |revision: u64, notes: Value| {
        record(&json!({
            "offered_at": null, "connected_at": null, "ended_at": "2026-11-21T09:03:00.000Z",
            "cleared_at": null, "holds": [], "notes": notes, "disposition": null, "revision": revision,
        }))
    };
    desk.json("POST", CONTACT_RECORDS, &whole).await;
    desk.json("POST", CONTACT_RECORDS, &late(6, Value::Null)).await;
    let stored = async || desk.get(CONTACT_RECORDS).await.json()["records"][0].clone();
    let first = stored().await;
    assert_eq!(first["notes"], "called about her invoice");
    assert_eq!((&first["revision"], &first["recovered"]), (&json!(6), &json!(true)));
    assert_eq!(first["connected_at"], "2026-11-21T09:00:04.500Z");
    desk.json("POST", RECORDS, &json!({"contacts": [late(7, json!("and paid"))]})).await;
    let second = stored().await;
    assert_eq!((&second["notes"], &second["disposition"]), (&json!("and paid"), &json!("refund")));
}

#[tokio::test]
async fn a_machine_that_reads_records_may_say_which_covered_attribute_it_showed() {
    let desk = signed_in_desk().await;
    let shown = json!({"contact_id": "of-anna", "attribute": "taxNumber"});
    let (token, reads) = desk.machine(&[Scope::RecordsRead], 60_000).await;
    assert_eq!(desk.tell("POST", DISCLOSURES, &reads, &shown).await.status, StatusCode::NO_CONTENT);
    let (_, writes) = desk.machine(&[Scope::RecordsWrite], 60_000).await;
    assert_eq!(desk.tell("POST", DISCLOSURES, &writes, &shown).await.status, StatusCode::FORBIDDEN);
    let audited = desk.audited().await;
    let told: Vec<_> = audited.iter().filter(|(_, action, _)| action == "attribute.shown").collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].0.contains(&token.name), "{told:?}");
    assert_eq!(told[0].2, "of-anna");
}

#[tokio::test]
async fn who_is_in_a_team_counts_when_the_records_are_asked_for() {
    let (desk, _) = with_records().await;
    let (_, chief) = desk.person("chief", Role::Supervisor, "Billing").await;
    let (_, admin) = desk.person("admin", Role::Admin, "").await;
    let (carla, _) = desk.store.account_named("carla").await.unwrap().unwrap();
    let path = format!("/admin/accounts/{}", carla.id);
    desk.form(&path, &admin, &[("display_name", "Carla"), ("team", "Billing"), ("role", "agent")]).await;
    assert_eq!(seen_by(&desk, &chief).await, ["anna", "ben", "carla"]);
}

#[rstest]
#[case(Role::Agent)]
#[case(Role::Supervisor)]
#[case(Role::Admin)]
#[tokio::test]
async fn people_send_their_own_records_and_no_others(#[case] role: Role) {
    let desk = signed_in_desk().await;
    let (_, shows) = desk.person("anna", role, "*").await;
    let of = |contact_id: &str, agent: &str| record(&json!({"contact_id": contact_id, "agent": agent}));
    let batch = json!({
        "contacts": [of("1", "anna"), of("2", "ben"), {}, of("3", "anna")],
        "activities": [status("ben"), status("anna")],
    });
    let answer = desk.tell("POST", RECORDS, &shows, &batch).await.json();
    let words = |kind: &str| {
        let verdicts = answer[kind].as_array().unwrap().iter();
        verdicts.map(|one| one["status"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(words("contacts"), ["stored", "refused", "refused", "stored"]);
    assert_eq!(words("activities"), ["refused", "stored"]);
    let reason = "agent: is not yours; sign in as this agent to send it";
    assert_eq!(answer["contacts"][1]["reason"], reason);
    assert_eq!(answer["activities"][0]["reason"], reason);
    let one = desk.tell("POST", CONTACT_RECORDS, &shows, &of("4", "ben")).await;
    assert_eq!(one.refusal(), (403, "another_agent".to_owned()));
    assert_eq!(
        desk.tell("POST", CONTACT_RECORDS, &shows, &of("4", "anna")).await.status,
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn upper_and_lower_case_are_as_amazon_connect_writes_them() {
    let desk = signed_in_desk().await;
    let (anna, shows) = desk.person("anna", Role::Agent, "").await;
    let mine = record(&json!({"contact_id": "1", "agent": "Anna"}));
    let answer = desk.tell("POST", RECORDS, &shows, &json!({"contacts": [mine]})).await.json();
    assert_eq!(answer["contacts"][0]["status"], "stored");
    let list = desk.call("GET", CONTACT_RECORDS, &shows).await.json();
    assert_eq!(list["records"].as_array().unwrap().len(), 1, "what one sent, one sees");
    assert_eq!(desk.store.account(&anna.id).await.unwrap().unwrap().agent, "Anna");
}

#[tokio::test]
async fn agents_are_led_to_their_own_history() {
    let desk = signed_in_desk().await;
    let (_, anna) = desk.person("anna", Role::Agent, "").await;
    for (asked, led) in [
        ("/history", "/history?agent=anna"),
        ("/history?agent=ben&period=week&text=a+b", "/history?agent=anna&period=week&text=a+b"),
        ("/history?agent=anna&agent=ben", "/history?agent=anna"),
    ] {
        assert_eq!(desk.call("GET", asked, &anna).await.header("location"), Some(led));
    }
    assert_eq!(desk.call("GET", "/history?agent=anna&period=week", &anna).await.status, StatusCode::OK);
    let (_, chief) = desk.person("chief", Role::Supervisor, "Billing").await;
    assert_eq!(desk.call("GET", "/history?agent=ben", &chief).await.status, StatusCode::OK);
}
