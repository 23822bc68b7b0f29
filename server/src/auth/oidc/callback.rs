//! What a browser comes back with.

/// Where the provider sends people back to, below the server's own address.
pub const CALLBACK: &str = "/sign-in/callback";

/// What a browser comes back with. Whatever it is: it was read, and nothing more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Callback {
    /// `code`
    pub code: Option<String>,
    /// `state`
    pub state: Option<String>,
    /// `iss`
    pub issuer: Option<String>,
    /// `error`
    pub error: Option<String>,
}
