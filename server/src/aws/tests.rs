//! What becomes of each answer of Amazon Connect, against a server that verifies every signature.

use app::api::{InstanceSettings, ListTrouble};
use aws_credential_types::Credentials;
use rstest::rstest;

use super::{
    Aws,
    testing::{Amazon, ID, KEY, Mood, REGION, SECRET, TOKEN},
};
use crate::{instances::Instance, origin::Origin};

const DESK: &str = "https://desk.example.com";

fn instance(id: &str) -> Instance {
    let settings = InstanceSettings {
        ccp_url: "https://example.my.connect.aws/ccp-v2/".to_owned(),
        region: REGION.to_owned(),
        instance_arn: format!("arn:aws:connect:{REGION}:123456789012:instance/{id}"),
        ..InstanceSettings::default()
    };
    Instance::check(&settings).unwrap()
}

fn credentials(key: &str, secret: &str, token: Option<&str>) -> Credentials {
    Credentials::new(key, secret, token.map(ToOwned::to_owned), None, "test")
}

fn aws(amazon: &Amazon) -> Aws {
    Aws::at(&amazon.url, Some(credentials(KEY, SECRET, Some(TOKEN))))
}

#[tokio::test]
async fn the_whole_list_is_told_however_many_parts_it_has() {
    let all = ["https://a.example", "https://b.example", "https://c.example", "https://d.example", DESK];
    let amazon = Amazon::start(&all).await;
    let told = aws(&amazon).approved(&instance(ID)).await.unwrap().unwrap();
    assert_eq!(told[..], all);
    assert_eq!(amazon.asked().len(), 3);
}

#[tokio::test]
async fn an_origin_is_added_and_is_on_the_list_that_is_told_then() {
    let amazon = Amazon::start(&[]).await;
    let (aws, instance, desk) = (aws(&amazon), instance(ID), Origin::parse(DESK).unwrap());
    assert!(aws.approved(&instance).await.unwrap().unwrap().is_empty());
    assert_eq!(aws.approve(&instance, &desk).await, Some(Ok(())));
    assert_eq!(aws.approved(&instance).await.unwrap().unwrap()[..], [DESK]);
    amazon.is(Mood::Conflict);
    assert_eq!(aws.approve(&instance, &desk).await, Some(Ok(())), "it is there, as was wanted");
    assert_eq!(amazon.origins(), [DESK]);
}

#[tokio::test]
async fn who_asks_again_at_once_is_told_the_same_and_amazon_is_asked_once() {
    let amazon = Amazon::start(&[DESK]).await;
    let (aws, instance) = (aws(&amazon), instance(ID));
    let asking = (0..5).map(|_| aws.approved(&instance));
    for told in futures_util::future::join_all(asking).await {
        assert_eq!(told.unwrap().unwrap()[..], [DESK]);
    }
    assert_eq!(amazon.asked().len(), 1);
}

#[rstest]
#[case(Mood::Denied, ListTrouble::MayNotList, ListTrouble::MayNotAdd)]
#[case(Mood::Throttled, ListTrouble::Throttled, ListTrouble::Throttled)]
#[case(Mood::Failing, ListTrouble::Failing, ListTrouble::Failing)]
#[tokio::test]
async fn a_refusal_is_a_trouble_with_a_name(
    #[case] mood: Mood,
    #[case] listing: ListTrouble,
    #[case] adding: ListTrouble,
) {
    let amazon = Amazon::start(&[]).await;
    amazon.is(mood);
    let (aws, instance) = (aws(&amazon), instance(ID));
    assert_eq!(aws.approved(&instance).await, Some(Err(listing)));
    assert_eq!(aws.approve(&instance, &Origin::parse(DESK).unwrap()).await, Some(Err(adding)));
}

#[rstest]
#[case(Mood::ReadOnly, ListTrouble::MayNotAdd)]
#[case(Mood::Full, ListTrouble::Full)]
#[tokio::test]
async fn what_may_be_read_may_not_be_changed(#[case] mood: Mood, #[case] adding: ListTrouble) {
    let amazon = Amazon::start(&[]).await;
    amazon.is(mood);
    let (aws, instance) = (aws(&amazon), instance(ID));
    assert!(aws.approved(&instance).await.unwrap().is_ok());
    assert_eq!(aws.approve(&instance, &Origin::parse(DESK).unwrap()).await, Some(Err(adding)));
    assert!(amazon.origins().is_empty());
}

#[rstest]
#[case(Mood::NoJson)]
#[case(Mood::Endless)]
#[tokio::test]
async fn nonsense_is_no_list(#[case] mood: Mood) {
    let amazon = Amazon::start(&[DESK]).await;
    amazon.is(mood);
    assert_eq!(aws(&amazon).approved(&instance(ID)).await, Some(Err(ListTrouble::Failing)));
}

#[rstest]
#[case::of_nobody("AKIDOTHER", SECRET, None)]
#[case::with_another_secret(KEY, "another", None)]
#[case::of_another_session(KEY, SECRET, Some("another"))]
#[tokio::test]
async fn wrong_credentials_are_told(#[case] key: &str, #[case] secret: &str, #[case] token: Option<&str>) {
    let amazon = Amazon::start(&[]).await;
    let aws = Aws::at(&amazon.url, Some(credentials(key, secret, token)));
    assert_eq!(aws.approved(&instance(ID)).await, Some(Err(ListTrouble::WrongCredentials)));
}

#[tokio::test]
async fn what_is_missing_is_told() {
    let amazon = Amazon::start(&[]).await;
    let nobody = Aws::at(&amazon.url, None);
    assert_eq!(nobody.approved(&instance(ID)).await, Some(Err(ListTrouble::NoCredentials)));
    let unnamed = Instance { arn: None, ..instance(ID) };
    assert_eq!(aws(&amazon).approved(&unnamed).await, Some(Err(ListTrouble::NoArn)));
    let other = instance("00000000-0000-4000-8000-000000000000");
    assert_eq!(aws(&amazon).approved(&other).await, Some(Err(ListTrouble::NoInstance)));
    let elsewhere = Instance { region: "us-east-1".to_owned(), ..instance(ID) };
    assert_eq!(aws(&amazon).approved(&elsewhere).await, Some(Err(ListTrouble::WrongCredentials)));
}

#[tokio::test]
async fn where_nothing_answers_nobody_waits_for_long() {
    let (amazon, began) = (Amazon::start(&[]).await, std::time::Instant::now());
    amazon.is(Mood::Silent);
    let (silent, instance) = (aws(&amazon), instance(ID));
    let nowhere = Aws::at("http://127.0.0.1:9", Some(credentials(KEY, SECRET, None)));
    let (first, second, third) = futures_util::join!(
        silent.approved(&instance),
        silent.approved(&instance),
        nowhere.approved(&instance)
    );
    for told in [first, second, third] {
        assert_eq!(told, Some(Err(ListTrouble::Silent)));
    }
    assert!(began.elapsed().as_secs() < 12, "{:?}", began.elapsed());
}

#[test]
fn nothing_of_credentials_is_shown() {
    let shown = format!("{:?}", Aws::at("http://127.0.0.1:9", Some(credentials(KEY, SECRET, Some(TOKEN)))));
    assert_eq!(shown, "Aws { .. }");
}
