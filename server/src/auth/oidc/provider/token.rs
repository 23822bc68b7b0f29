//! Whether an ID token is one to trust: signed by the provider, with a key of two halves; made by it, for this server, for
//! this sign-in; valid now.

use chrono::{DateTime, Utc};
use connect_streams::EpochMs;
use openidconnect::{
    AccessToken, AccessTokenHash, ClaimsVerificationError, ClientId, IdTokenVerifier, Nonce,
    SignatureVerificationError,
    core::{CoreIdToken, CoreIdTokenVerifier, CoreJwsSigningAlgorithm},
};

use super::{super::Doubt, claims::Claims, directory::Metadata};

/// So far two clocks may be apart.
const LEEWAY_MS: i64 = 60_000;

/// Whoever verifies these cannot make them. With the others, whoever knows what verifies could sign.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Who a token is about, and what it tells of them.
pub(super) struct Told {
    pub(super) subject: String,
    pub(super) claims: Claims,
}

/// Verifies a token by what is known of the provider.
pub(super) fn verify(
    token: &CoreIdToken,
    access_token: &AccessToken,
    metadata: &Metadata,
    client_id: &ClientId,
    nonce: &Nonce,
    now: EpochMs,
) -> Result<Told, Doubt> {
    let verifier: CoreIdTokenVerifier = IdTokenVerifier::new_public_client(
        client_id.clone(),
        metadata.issuer().clone(),
        metadata.jwks().clone(),
    );
    let early = moment(EpochMs::new(now.get() - LEEWAY_MS));
    let verifier = verifier.set_allowed_algs(ALGORITHMS).set_time_fn(move || early);
    let sound = token.claims(&verifier, nonce).map_err(|error| doubt(&error))?;
    let late = EpochMs::new(now.get().saturating_add(LEEWAY_MS));
    if sound.issue_time() > moment(late) {
        return Err(Doubt::Future);
    }
    // The library leaves this one to us: whom the token was given to, where it says so.
    if sound.authorized_party().is_some_and(|party| party != client_id) {
        return Err(Doubt::Audience);
    }
    if let Some(hash) = sound.access_token_hash() {
        let algorithm = token.signing_alg().map_err(|_| Doubt::Algorithm)?;
        let key = token.signing_key(&verifier).map_err(|_| Doubt::Key)?;
        if AccessTokenHash::from_token(access_token, algorithm, key).as_ref() != Ok(hash) {
            return Err(Doubt::Signature);
        }
    }
    let claims = Claims::of_verified(&token.to_string()).ok_or(Doubt::Shape)?;
    #[expect(clippy::cast_precision_loss, reason = "milliseconds are far below 2^53")]
    if claims.moment("nbf").is_some_and(|begins| begins > late.get() as f64) {
        return Err(Doubt::Future);
    }
    let subject = sound.subject().to_string();
    if claims.text("sub") != Some(&subject) {
        return Err(Doubt::Subject);
    }
    Ok(Told { subject, claims })
}

fn moment(at: EpochMs) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.get()).unwrap_or_default()
}

fn doubt(error: &ClaimsVerificationError) -> Doubt {
    use SignatureVerificationError as Signature;
    match error {
        ClaimsVerificationError::Expired(_) => Doubt::Expired,
        ClaimsVerificationError::InvalidAudience(_) => Doubt::Audience,
        ClaimsVerificationError::InvalidIssuer(_) => Doubt::Issuer,
        ClaimsVerificationError::InvalidNonce(_) => Doubt::Nonce,
        ClaimsVerificationError::InvalidSubject(_) => Doubt::Subject,
        ClaimsVerificationError::SignatureVerification(error) => match error {
            Signature::NoSignature | Signature::DisallowedAlg(_) | Signature::UnsupportedAlg(_) => {
                Doubt::Algorithm
            }
            Signature::NoMatchingKey | Signature::AmbiguousKeyId(_) | Signature::InvalidKey(_) => Doubt::Key,
            _ => Doubt::Signature,
        },
        _ => Doubt::Shape,
    }
}
