//! What this server makes of what a provider tells: by the groups a role and a team, by the claims the rest.

use app::api::Role;

use super::claims::Claims;
use crate::{
    auth::oidc::{Identity, Refusal},
    config::{OidcConfig, Secret},
};

/// By what is configured.
///
/// # Errors
/// When none of their groups has a role, or something is missing that they need.
pub(super) fn identity(
    config: &OidcConfig,
    subject: String,
    claims: &Claims,
    id_token: Secret,
) -> Result<Identity, Refusal> {
    let names = &config.claims;
    let groups = claims.texts(&names.groups);
    let in_any = |of_role: &[String]| of_role.iter().any(|group| groups.contains(&group.as_str()));
    // The role that may most stands first.
    let role = config.groups.iter().find(|(_, of_role)| in_any(of_role)).map(|(role, _)| *role);
    let role = role.ok_or(Refusal::NoRole)?;
    let needed = |name: &str| claims.text(name).ok_or_else(|| Refusal::NoClaim(name.to_owned()));
    let name = needed(&names.name)?;
    let agent = match (role, claims.text(&names.agent)) {
        (_, Some(agent)) => agent,
        (Role::Agent, None) => return Err(Refusal::NoClaim(names.agent.clone())),
        (Role::Supervisor | Role::Auditor | Role::Admin, None) => "",
    };
    let by_group = config.teams.iter().find(|(group, _)| groups.contains(&group.as_str()));
    let team = match by_group {
        Some((_, team)) => team,
        // That is every team, which the configuration alone may say: people can write some claims themselves.
        None => names
            .team
            .as_deref()
            .and_then(|team| claims.text(team))
            .filter(|team| *team != "*")
            .unwrap_or_default(),
    };
    Ok(Identity {
        issuer: config.issuer_text.clone(),
        subject,
        name: name.to_lowercase(),
        display_name: claims.text(&names.display_name).unwrap_or(name).to_owned(),
        agent: agent.to_owned(),
        team: team.to_owned(),
        role,
        id_token,
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::{super::testing, *};

    fn told(claims: &Value) -> Result<Identity, Refusal> {
        let config = testing::config("https://login.example.com");
        let claims = Claims::of_json(claims.to_string().as_bytes()).unwrap();
        identity(&config, "1".to_owned(), &claims, Secret::new("token"))
    }

    #[test]
    fn people_are_what_the_provider_tells() {
        let claims = json!({
            "preferred_username": "Anna", "name": "Anna Example", "groups": ["staff", "desk-agents"],
            "connect_user": "anna.connect", "department": "Billing",
        });
        let identity = told(&claims).unwrap();
        assert_eq!((identity.name.as_str(), identity.display_name.as_str()), ("anna", "Anna Example"));
        assert_eq!((identity.agent.as_str(), identity.team.as_str()), ("anna.connect", "Billing"));
        assert_eq!((identity.role, identity.subject.as_str()), (Role::Agent, "1"));
        assert!(!format!("{identity:?}").contains("token\""), "{identity:?}");
    }

    #[rstest]
    #[case(&["desk-agents"], Some(Role::Agent))]
    #[case(&["desk-agents", "desk-admins"], Some(Role::Admin))]
    #[case(&["desk-leads", "desk-agents"], Some(Role::Supervisor))]
    #[case(&["desk-audit", "desk-leads"], Some(Role::Auditor))]
    #[case(&["Desk-Admins", "desk-admins ", "staff"], None)]
    #[case(&[], None)]
    fn the_group_that_may_most_counts(#[case] groups: &[&str], #[case] role: Option<Role>) {
        let claims = json!({"preferred_username": "anna", "connect_user": "anna", "groups": groups});
        let found = told(&claims);
        assert_eq!(found.as_ref().ok().map(|identity| identity.role), role);
        assert!(role.is_some() || found == Err(Refusal::NoRole));
    }

    #[rstest]
    #[case(json!({"groups": ["desk-agents"], "connect_user": "anna"}), "preferred_username")]
    #[case(json!({"groups": ["desk-agents"], "preferred_username": "anna"}), "connect_user")]
    #[case(
        json!({"groups": ["desk-agents"], "preferred_username": ["anna"], "connect_user": "anna"}),
        "preferred_username"
    )]
    #[case(
        json!({"groups": ["desk-agents"], "preferred_username": "an\nna", "connect_user": "anna"}),
        "preferred_username"
    )]
    fn an_agent_without_a_name_is_refused(#[case] claims: Value, #[case] missing: &str) {
        assert_eq!(told(&claims), Err(Refusal::NoClaim(missing.to_owned())));
    }

    #[test]
    fn whoever_works_no_contacts_needs_no_user_in_connect() {
        let claims = json!({"preferred_username": "olga", "groups": ["desk-admins"]});
        let identity = told(&claims).unwrap();
        assert_eq!((identity.agent.as_str(), identity.display_name.as_str()), ("", "olga"));
    }

    #[test]
    fn a_group_says_the_team_before_a_claim_does() {
        let claims = json!({
            "preferred_username": "sam", "groups": ["all-leads", "desk-leads"], "department": "Billing",
        });
        assert_eq!(told(&claims).unwrap().team, "*");
    }

    #[test]
    fn nobody_claims_to_see_every_team() {
        let claims = json!({"preferred_username": "sam", "groups": ["desk-leads"], "department": "*"});
        assert_eq!(told(&claims).unwrap().team, "");
    }
}
