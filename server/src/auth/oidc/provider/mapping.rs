//! What this server makes of what a provider tells: by the groups a role and a team, by the claims the rest.

use app::api::Role;

use super::claims::Claims;
use crate::{
    auth::{
        AccountName, Profile,
        oidc::{Doubt, Identity, Refusal},
    },
    config::{OidcConfig, Secret},
};

/// Longer is neither a name that is shown nor a team, in characters.
const LONGEST: usize = 80;

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
    let role = role.ok_or_else(|| Refusal::NoRole { subject: subject.clone() })?;
    let missing = |claim: &str| Refusal::NoClaim { claim: claim.to_owned(), subject: subject.clone() };
    let needed = |name: &str| claims.text(name).ok_or_else(|| missing(name));
    let name = AccountName::parse(needed(&names.name)?).map_err(|_| missing(&names.name))?;
    let agent = match (role, claims.text(&names.agent)) {
        (_, Some(agent)) => agent,
        (Role::Agent, None) => return Err(missing(&names.agent)),
        (Role::Supervisor | Role::Auditor | Role::Admin, None) => "",
    };
    let by_group = config.teams.iter().find(|(group, _)| groups.contains(&group.as_str()));
    let claimed = || claims.text(names.team.as_deref()?);
    let team = match by_group {
        Some((_, team)) => team,
        // `*` is every team, which the configuration alone may say: people can write some claims themselves.
        None => claimed().filter(|team| *team != "*" && team.chars().count() <= LONGEST).unwrap_or_default(),
    };
    let display_name = claims.text(&names.display_name).unwrap_or(name.as_str());
    let display_name: String = display_name.chars().take(LONGEST).collect();
    let profile = Profile::new(&name, &display_name, agent, team, role.as_str());
    let profile = profile.map_err(|_| Refusal::Untrusted(Doubt::Shape))?;
    Ok(Identity { issuer: config.issuer_text.clone(), subject, name, profile, id_token })
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
        assert_eq!(
            (identity.name.as_str(), identity.profile.display_name.as_str()),
            ("anna", "Anna Example")
        );
        assert_eq!(
            (identity.profile.agent.as_str(), identity.profile.team.as_str()),
            ("anna.connect", "Billing")
        );
        assert_eq!((identity.profile.role, identity.subject.as_str()), (Role::Agent, "1"));
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
        assert_eq!(found.as_ref().ok().map(|identity| identity.profile.role), role);
        assert!(role.is_some() || found == Err(Refusal::NoRole { subject: "1".to_owned() }));
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
    #[case(
        json!({"groups": ["desk-agents"], "preferred_username": "<b>anna</b>", "connect_user": "anna"}),
        "preferred_username"
    )]
    fn an_agent_without_a_name_is_refused(#[case] claims: Value, #[case] missing: &str) {
        assert_eq!(
            told(&claims),
            Err(Refusal::NoClaim { claim: missing.to_owned(), subject: "1".to_owned() })
        );
    }

    #[test]
    fn whoever_works_no_contacts_needs_no_user_in_connect() {
        let claims = json!({"preferred_username": "olga", "groups": ["desk-admins"]});
        let identity = told(&claims).unwrap();
        let Profile { agent, display_name, .. } = &identity.profile;
        assert_eq!((agent.as_str(), display_name.as_str()), ("olga", "olga"));
    }

    #[test]
    fn a_group_says_the_team_before_a_claim_does() {
        let claims = json!({
            "preferred_username": "sam", "groups": ["all-leads", "desk-leads"], "department": "Billing",
        });
        assert_eq!(told(&claims).unwrap().profile.team, "*");
    }

    #[test]
    fn nobody_claims_to_see_every_team() {
        let claims = json!({"preferred_username": "sam", "groups": ["desk-leads"], "department": "*"});
        assert_eq!(told(&claims).unwrap().profile.team, "");
    }
}
