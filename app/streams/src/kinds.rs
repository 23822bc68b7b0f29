//! The words of the service as types. Amazon adds words without notice, so each type keeps one it does not know.

/// Declares an enumeration of the service's words with `Other` for those that came later.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $word:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(from = "String", into = "String")]
        pub enum $name {
            $($(#[$word_doc])* $word,)+
            /// A word that this version does not know, as the service wrote it.
            Other(String),
        }

        impl $name {
            /// The word as the service writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$word => $text,)+
                    Self::Other(text) => text,
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                match text.as_str() {
                    $($text => Self::$word,)+
                    _ => Self::Other(text),
                }
            }
        }

        impl From<$name> for String {
            fn from(word: $name) -> Self {
                match word {
                    $($name::$word => $text.to_owned(),)+
                    $name::Other(text) => text,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// What an agent's state means for routing (`connect.AgentStateType`).
    AgentStateType {
        /// Contacts are offered.
        Routable = "routable",
        /// At work, but nothing is offered.
        NotRoutable = "not_routable",
        /// Not at work.
        Offline = "offline",
        /// Handling a contact, set by the service.
        System = "system",
        /// Needs the agent: a missed contact, a failed call.
        Error = "error",
    }
}

words! {
    /// Where a contact stands (`connect.ContactStateType`).
    ContactState {
        /// A callback is offered.
        Incoming = "incoming",
        /// Waiting for something outside.
        Pending = "pending",
        /// Ringing at the agent, or at the other end of an outbound call.
        Connecting = "connecting",
        /// Agent and customer are connected.
        Connected = "connected",
        /// A task was put aside.
        Paused = "paused",
        /// Nobody answered in time, or the customer left before.
        Missed = "missed",
        /// The agent declined.
        Rejected = "rejected",
        /// It could not be connected.
        Error = "error",
        /// Over; the agent wraps up.
        Ended = "ended",
    }
}

words! {
    /// The channel of a contact (`connect.ContactType`).
    ContactType {
        /// A telephone call.
        Voice = "voice",
        /// A call back to a customer who asked for it.
        QueueCallback = "queue_callback",
        /// A chat.
        Chat = "chat",
        /// A task.
        Task = "task",
        /// An e-mail.
        Email = "email",
    }
}

words! {
    /// Where one participant stands (`connect.ConnectionStateType`).
    ConnectionState {
        /// Being called.
        Connecting = "connecting",
        /// On the line.
        Connected = "connected",
        /// Put on hold.
        Hold = "hold",
        /// Gone.
        Disconnected = "disconnected",
        /// A supervisor listens.
        SilentMonitor = "silent_monitor",
        /// A supervisor talks.
        Barge = "barge",
    }
}

words! {
    /// Who a participant is (`connect.ConnectionType`).
    ConnectionType {
        /// The agent.
        Agent = "agent",
        /// Who called us.
        Inbound = "inbound",
        /// Whom we called.
        Outbound = "outbound",
        /// A supervisor.
        Monitoring = "monitoring",
    }
}
