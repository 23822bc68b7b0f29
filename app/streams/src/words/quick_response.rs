//! Words about quick responses, the prepared answers for chats.

use super::words;

words! {
    /// How a quick response is written (`QuickResponseContentType`). The service also sends media types, such as
    /// `application/x.quickresponse;format=markdown`; those are kept as they come.
    QuickResponseContentType as "QuickResponseContentType" {
        /// Markdown.
        Markdown = "markdown",
        /// Plain text.
        PlainText = "plainText",
    }
}

words! {
    /// Whether a quick response can be used (`QuickResponseStatusType`). The service also sends steps of its making,
    /// such as `CREATED`; those are kept as they come.
    QuickResponseStatus as "QuickResponseStatusType" {
        /// It can.
        Active = "active",
        /// It cannot.
        Inactive = "inactive",
    }
}

words! {
    /// Where a quick response can be used (`QuickResponseChannelType`).
    QuickResponseChannel as "QuickResponseChannelType" {
        /// In chats.
        Chat = "Chat",
        /// In e-mails.
        Email = "email",
        /// In calls.
        Voice = "voice",
        /// In tasks.
        Tasks = "tasks",
    }
}
