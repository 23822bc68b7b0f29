//! What the page says when the CCP is not ready: what happened, and what to do next.

use super::CcpStatus;

/// A notice in the place of the CCP, or above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CcpNotice {
    /// A word for tests and styles.
    pub kind: &'static str,
    /// What happened.
    pub title: &'static str,
    /// What it means and what to do.
    pub text: String,
    /// Whether the agent can do something by signing in now.
    pub offers_sign_in: bool,
    /// Whether it is a fault, which is announced at once, or only a step on the way.
    pub is_fault: bool,
}

impl CcpStatus {
    /// The notice for this status; none when all is well. `page_origin` is where this page came from, `ccp_url` where
    /// the CCP should be.
    pub fn notice(&self, page_origin: &str, ccp_url: &str) -> Option<CcpNotice> {
        let notice = |kind, title, text: String| CcpNotice {
            kind,
            title,
            text,
            offers_sign_in: false,
            is_fault: true,
        };
        let sign_in = |kind, title, text: &str| CcpNotice {
            offers_sign_in: true,
            is_fault: false,
            ..notice(kind, title, text.to_owned())
        };
        Some(match self {
            Self::Ready => return None,
            Self::Loading => CcpNotice {
                is_fault: false,
                ..notice("loading", "Loading the Contact Control Panel", "This takes a few seconds.".to_owned())
            },
            Self::Stopped => notice(
                "stopped",
                "The panel has stopped answering",
                "It is being loaded anew. Calls go on meanwhile, and nothing that was recorded is lost.".to_owned(),
            ),
            Self::SignInNeeded => sign_in(
                "sign-in",
                "Sign in to Amazon Connect",
                "A window opens for it and closes by itself when you are signed in.",
            ),
            Self::SignInExpired => sign_in(
                "sign-in-expired",
                "Your sign-in has expired",
                "Sign in again to go on. Open contacts are still yours, and nothing that was recorded is lost.",
            ),
            Self::LoggedOut => sign_in("logged-out", "You are logged out", "Sign in to take contacts again."),
            Self::AccessDenied => sign_in(
                "access-denied",
                "You are signed in, but may not use the Contact Control Panel",
                "Ask an administrator for a security profile with access to it, or sign in as somebody else.",
            ),
            Self::NotApproved => CcpNotice {
                // Some instances name no page at all before somebody has signed in.
                offers_sign_in: true,
                ..notice(
                    "not-approved",
                    "Amazon Connect does not allow this page to show the Contact Control Panel",
                    format!(
                        "The address of this page, {page_origin}, is not on the instance's list of approved origins. \
                         An administrator adds exactly this address in the Amazon Connect console under Application \
                         integration, Approved origins; the panel then appears here by itself. If it is on the list \
                         already, sign in.",
                    ),
                )
            },
            Self::Unreachable => notice(
                "unreachable",
                "Amazon Connect does not answer",
                format!(
                    "Nothing answers at {ccp_url}. Check the network; if other pages work, the instance may be down \
                     or the address in the configuration wrong. The panel comes back by itself.",
                ),
            ),
            Self::Failing(status) => notice(
                "failing",
                "Amazon Connect reports errors",
                format!("It answers with error {status}. There is nothing to do but wait: the panel comes back by itself."),
            ),
            Self::Slow => CcpNotice {
                offers_sign_in: true,
                ..notice(
                    "slow",
                    "Amazon Connect is slow",
                    "Answers take several seconds. Give each click its time; this notice goes when it is over.".to_owned(),
                )
            },
            Self::Unreadable(what) => notice(
                "unreadable",
                "This desktop does not understand the Contact Control Panel",
                format!("{what}. What is shown here may be out of date; go on in the panel, and tell an administrator this."),
            ),
            Self::LibraryMissing(reason) => notice("library-missing", "The desktop could not start", reason.clone()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_not_approved_names_its_own_address() {
        let notice = CcpStatus::NotApproved
            .notice("https://desk.example.com", "https://x.my.connect.aws/ccp-v2/")
            .unwrap();
        assert!(
            notice
                .text
                .contains("https://desk.example.com, is not on the instance's list of approved origins")
        );
        assert!(notice.is_fault);
    }

    #[test]
    fn nothing_is_said_when_all_is_well() {
        assert_eq!(CcpStatus::Ready.notice("", ""), None);
    }

    #[test]
    fn who_must_sign_in_gets_the_button() {
        for status in [CcpStatus::SignInNeeded, CcpStatus::SignInExpired, CcpStatus::LoggedOut] {
            assert!(status.notice("", "").unwrap().offers_sign_in);
        }
    }
}
