//! An origin of the web: scheme, host and port, exactly.

use std::fmt;

use app::text::{Language, Text};
use unicode_security::MixedScript;
use url::{Host, ParseError, Url};

/// An origin that may call this server from a page, and show its page in a frame.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin(String);

/// Why a text is no origin that can be allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginError {
    /// It cannot be read as an address at all.
    NotAnAddress,
    /// `null` and the like stand for every page that has no origin of its own.
    Opaque,
    /// A pattern would allow more than anybody means.
    Wildcard,
    /// Only https can be trusted across a network.
    NotSecure,
    /// A user name or a password stands before the host.
    Credentials,
    /// There is more than scheme, host and port.
    TooMuch,
    /// No server listens at such a port.
    Port,
    /// The host is written so that a reader takes it for another.
    Disguised,
    /// The host ends in a dot: to a browser, that is another host.
    TrailingDot,
    /// The host has letters of scripts that no word has both of.
    MixedScripts,
    /// No host has so long a name.
    TooLong,
}

impl OriginError {
    /// What is wrong and what would be right, to stand behind "The origin".
    pub fn text(self) -> Text {
        match self {
            Self::NotAnAddress => Text::new(
                "is not an address; write scheme, host and port, for example https://desk.example.com",
                "アドレスではありません。スキーム・ホスト・ポートを書いてください（例: https://desk.example.com）",
            ),
            Self::Opaque => Text::new(
                "stands for pages without an origin of their own, which anybody can make; write scheme, host and port",
                "固有のオリジンを持たないページを表し、誰でも作れてしまいます。スキーム・ホスト・ポートを書いてください",
            ),
            Self::Wildcard => Text::new(
                "contains a wildcard; each origin is listed by itself",
                "ワイルドカードは使えません。オリジンは 1 つずつ登録してください",
            ),
            Self::NotSecure => Text::new(
                "must use https; http is allowed on localhost only",
                "https が必要です。http は localhost だけで使えます",
            ),
            Self::Credentials => Text::new(
                "has a user name or a password in it; write scheme, host and port alone",
                "ユーザー名やパスワードが含まれています。スキーム・ホスト・ポートだけを書いてください",
            ),
            Self::TooMuch => Text::new(
                "has more than scheme, host and port; write it without path, query and trailing slash",
                "余分な部分があります。パス・クエリ・末尾のスラッシュを除いてください",
            ),
            Self::Port => Text::new(
                "has a port that does not exist; ports are 1 to 65535",
                "ポート番号が正しくありません。1～65535 を指定してください",
            ),
            Self::Disguised => Text::new(
                "writes its host in an unusual way; write the name, or an address in its usual form",
                "ホストの書き方が通常と異なります。ホスト名か、通常の形式の IP アドレスを書いてください",
            ),
            Self::TrailingDot => Text::new(
                "has a host that ends in a dot, which browsers take for another host; leave the dot out",
                "ホストの末尾にドットがあり、ブラウザーは別のホストとみなします。ドットを除いてください",
            ),
            Self::MixedScripts => Text::new(
                "mixes letters of several scripts in its host, which look alike; write the name as its owner does",
                "ホスト名に、見分けにくい複数の文字体系の文字が混ざっています。正しい名前を書いてください",
            ),
            Self::TooLong => Text::new(
                "has a longer host than any: at most 253 characters, 63 between two dots",
                "ホスト名が長すぎます。全体で 253 文字、ドットの間は 63 文字までです",
            ),
        }
    }
}

impl fmt::Display for OriginError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.text().of(Language::English))
    }
}

impl std::error::Error for OriginError {}

impl Origin {
    /// The one way to an origin. Upper case, a default port and a name in another script are put right as browsers do;
    /// everything else must be exact.
    ///
    /// # Errors
    /// See [`OriginError`].
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        if text.contains('*') {
            return Err(OriginError::Wildcard);
        }
        if text.eq_ignore_ascii_case("null") {
            return Err(OriginError::Opaque);
        }
        let url = Url::parse(text).map_err(|error| match error {
            ParseError::InvalidPort => OriginError::Port,
            _ => OriginError::NotAnAddress,
        })?;
        if !url.origin().is_tuple() {
            return Err(if url.has_host() { OriginError::NotSecure } else { OriginError::Opaque });
        }
        let Some(host) = url.host() else { return Err(OriginError::NotAnAddress) };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(OriginError::Credentials);
        }
        let local = match &host {
            Host::Domain(name) => *name == "localhost",
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        };
        match url.scheme() {
            "https" => {}
            "http" if local => {}
            _ => return Err(OriginError::NotSecure),
        }
        if url.port() == Some(0) {
            return Err(OriginError::Port);
        }
        let name = match host {
            Host::Domain(name) => Some(sound_name(name)?),
            // As a host it is another than the address that it stands for.
            Host::Ipv6(address) if address.to_ipv4_mapped().is_some() => return Err(OriginError::Disguised),
            Host::Ipv4(_) | Host::Ipv6(_) => None,
        };
        let serialized = url.origin().ascii_serialization();
        let default_port = if url.scheme() == "https" { ":443" } else { ":80" };
        let written = text.to_lowercase();
        let is = |exact: &str| written == exact || written == format!("{exact}{default_port}");
        // A name in another script is the one thing that browsers rewrite for a good reason.
        if is(&serialized)
            || name.is_some_and(|name| is(&url.origin().unicode_serialization()) && !name.is_ascii())
        {
            return Ok(Self(serialized));
        }
        let after_scheme = written.split_once("://").map_or("", |(_, rest)| rest);
        if after_scheme.contains('@') {
            return Err(OriginError::Credentials);
        }
        if after_scheme.contains(['/', '?', '#', '\\']) {
            return Err(OriginError::TooMuch);
        }
        Err(OriginError::Disguised)
    }

    /// Whether it is this machine.
    pub fn is_local(&self) -> bool {
        Url::parse(&self.0).ok().is_some_and(|url| match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        })
    }

    /// Whether nobody on the way can read along or change anything.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }

    /// The origin as browsers send it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name of a host as people read it, unless it is one that nobody has or that is made to deceive.
fn sound_name(name: &str) -> Result<String, OriginError> {
    if name.ends_with('.') {
        return Err(OriginError::TrailingDot);
    }
    if name.len() > 253 || name.split('.').any(|label| label.len() > 63) {
        return Err(OriginError::TooLong);
    }
    if name.split('.').any(str::is_empty) {
        return Err(OriginError::NotAnAddress);
    }
    let (read, valid) = idna::domain_to_unicode(name);
    if valid.is_err() {
        return Err(OriginError::Disguised);
    }
    if !read.split('.').all(MixedScript::is_single_script) {
        return Err(OriginError::MixedScripts);
    }
    Ok(read)
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://desk.example.com", "https://desk.example.com")]
    #[case("https://Desk.Example.COM:443", "https://desk.example.com")]
    #[case("https://desk.example.com:8443", "https://desk.example.com:8443")]
    #[case("http://localhost:3000", "http://localhost:3000")]
    #[case("http://127.0.0.1:3000", "http://127.0.0.1:3000")]
    #[case("http://[::1]:3000", "http://[::1]:3000")]
    #[case("https://日本語.jp", "https://xn--wgv71a119e.jp")]
    #[case("https://xn--wgv71a119e.jp", "https://xn--wgv71a119e.jp")]
    #[case("https://ニュースの窓.jp:8443", "https://xn--u9j4h1btf1eo820c.jp:8443")]
    #[case("https://192.0.2.7", "https://192.0.2.7")]
    #[case("https://[2001:db8::7]:65535", "https://[2001:db8::7]:65535")]
    fn scheme_host_and_port(#[case] text: &str, #[case] origin: &str) {
        assert_eq!(Origin::parse(text).unwrap().as_str(), origin);
    }

    #[rstest]
    #[case("", OriginError::NotAnAddress)]
    #[case("desk.example.com", OriginError::NotAnAddress)]
    #[case("https://", OriginError::NotAnAddress)]
    #[case("https://desk..example.com", OriginError::NotAnAddress)]
    #[case("null", OriginError::Opaque)]
    #[case("NULL", OriginError::Opaque)]
    #[case("data:text/html,x", OriginError::Opaque)]
    #[case("about:blank", OriginError::Opaque)]
    #[case("javascript:alert(1)", OriginError::Opaque)]
    #[case("*", OriginError::Wildcard)]
    #[case("https://*.example.com", OriginError::Wildcard)]
    #[case("http://desk.example.com", OriginError::NotSecure)]
    #[case("http://192.0.2.7", OriginError::NotSecure)]
    #[case("ftp://desk.example.com", OriginError::NotSecure)]
    #[case("chrome-extension://abcdefgh", OriginError::NotSecure)]
    #[case("http://localhost.example.com", OriginError::NotSecure)]
    #[case("https://desk.example.com/", OriginError::TooMuch)]
    #[case("https://desk.example.com/path", OriginError::TooMuch)]
    #[case("https://desk.example.com\\path", OriginError::TooMuch)]
    #[case("https://desk.example.com?x", OriginError::TooMuch)]
    #[case("https://desk.example.com#x", OriginError::TooMuch)]
    #[case("https://user@desk.example.com", OriginError::Credentials)]
    #[case("https://user:secret@desk.example.com", OriginError::Credentials)]
    #[case("https://@desk.example.com", OriginError::Credentials)]
    #[case("https://desk.example.com:65536", OriginError::Port)]
    #[case("https://desk.example.com:-1", OriginError::Port)]
    #[case("https://desk.example.com:x", OriginError::Port)]
    #[case("https://desk.example.com:0", OriginError::Port)]
    #[case("https://0x7f.1", OriginError::Disguised)]
    #[case("https://0x7f000001", OriginError::Disguised)]
    #[case("https://0177.0.0.1", OriginError::Disguised)]
    #[case("https://127.1", OriginError::Disguised)]
    #[case("http://2130706433:3000", OriginError::Disguised)]
    #[case("https://１２７.0.0.1", OriginError::Disguised)]
    #[case("https://[::ffff:127.0.0.1]", OriginError::Disguised)]
    #[case("https://[::ffff:7f00:1]", OriginError::Disguised)]
    #[case("https://[0:0:0:0:0:0:0:1]", OriginError::Disguised)]
    #[case(" https://desk.example.com", OriginError::Disguised)]
    #[case("https://desk.exa\tmple.com", OriginError::Disguised)]
    #[case("https:desk.example.com", OriginError::Disguised)]
    #[case("https://desk%2eexample.com", OriginError::Disguised)]
    #[case("https://ｄｅｓｋ.example.com", OriginError::Disguised)]
    #[case("https://desk\u{ad}.example.com", OriginError::Disguised)]
    #[case("https://desk。example.com", OriginError::Disguised)]
    #[case("https://desk.example.com:08443", OriginError::Disguised)]
    #[case("https://desk.example.com.", OriginError::TrailingDot)]
    #[case("https://dеsk.example.com", OriginError::MixedScripts)]
    #[case("https://xn--dsk-qdd.example.com", OriginError::MixedScripts)]
    #[case(&format!("https://{}.com", "d".repeat(64)), OriginError::TooLong)]
    #[case(&format!("https://{}com", "desk.".repeat(51)), OriginError::TooLong)]
    fn anything_else_is_refused_with_the_reason(#[case] text: &str, #[case] reason: OriginError) {
        assert_eq!(Origin::parse(text), Err(reason));
    }

    #[test]
    fn what_was_normalised_is_its_own_normal_form() {
        for text in ["https://Desk.Example.COM:443", "https://日本語.jp", "http://LOCALHOST:80"] {
            let once = Origin::parse(text).unwrap();
            assert_eq!(Origin::parse(once.as_str()).unwrap(), once);
        }
    }
}
