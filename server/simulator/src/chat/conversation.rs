//! A conversation: who takes part, what was said, and what of it concerns whom.
//!
//! Plain Rust; time and identities come in as values. It spans all contacts of one chat, from the first on through
//! every transfer. A refusal changes nothing.

use std::collections::HashMap;

use thiserror::Error;
use uuid::Uuid;

use super::item::{Author, Body, Event, Item, Receipt, Role};
use crate::centre::{ConnectionId, ContactId, EpochMs, Username};

/// The service's own limit, in characters.
const LONGEST_MESSAGE: usize = 16_384;

const MESSAGE_TYPES: [&str; 5] = [
    "text/plain",
    "text/markdown",
    "application/json",
    "application/vnd.amazonaws.connect.message.interactive",
    "application/vnd.amazonaws.connect.message.interactive.response",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    /// May speak and hears everything, yet has not said that they are there.
    Invited,
    Joined,
    Left,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Participant {
    pub(crate) id: ConnectionId,
    pub(crate) contact: ContactId,
    pub(crate) role: Role,
    pub(crate) name: String,
    /// Whose browsers hear the conversation.
    pub(crate) agent: Option<Username>,
    pub(crate) presence: Presence,
}

/// Why a participant is refused. Whoever asked can mend it, except that what is over stays over.
#[derive(Debug, Error, PartialEq, Eq)]
pub(crate) enum ChatRefusal {
    #[error("the participant is no part of the conversation any more")]
    NotPresent,
    #[error("the conversation is over")]
    Ended,
    #[error("a message has from 1 to {LONGEST_MESSAGE} characters")]
    Length,
    #[error("a message cannot be of type `{0}`")]
    ContentType(String),
    #[error("there is no such message")]
    UnknownMessage,
}

/// Something for a page to hear: an item, or news of its receipts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum News {
    Item(Item),
    Receipt(Item),
}

#[derive(Debug)]
pub(crate) struct Conversation {
    pub(crate) initial: ContactId,
    participants: Vec<Participant>,
    items: Vec<Item>,
    /// What was sent under which name, so that sending it twice says it once.
    sent: HashMap<(ConnectionId, String), usize>,
    ended: bool,
}

impl Conversation {
    pub(crate) fn new(initial: ContactId) -> Self {
        let (participants, items, sent) = (Vec::new(), Vec::new(), HashMap::new());
        Self { initial, participants, items, sent, ended: false }
    }

    pub(crate) fn items(&self) -> &[Item] {
        &self.items
    }

    pub(crate) fn participant(&self, id: ConnectionId) -> Option<&Participant> {
        self.participants.iter().find(|participant| participant.id == id)
    }

    /// The agents whose browsers are told, each once.
    pub(crate) fn listeners(&self) -> Vec<Username> {
        let mut agents: Vec<_> = self
            .participants
            .iter()
            .filter(|participant| participant.presence != Presence::Left)
            .filter_map(|participant| participant.agent.clone())
            .collect();
        agents.sort();
        agents.dedup();
        agents
    }

    /// Makes room for somebody. Who has a place keeps it.
    pub(crate) fn invite(&mut self, participant: Participant) {
        if self.participant(participant.id).is_none() {
            self.participants.push(participant);
        }
    }

    pub(crate) fn join(
        &mut self,
        who: ConnectionId,
        id: Uuid,
        now: EpochMs,
    ) -> Result<Option<News>, ChatRefusal> {
        if self.present(who)?.presence == Presence::Joined {
            return Ok(None);
        }
        self.place(who, Presence::Joined);
        let item = self.record(who, Body::Event(Event::Joined), id, now)?;
        Ok(Some(News::Item(item)))
    }

    pub(crate) fn leave(&mut self, who: ConnectionId, id: Uuid, now: EpochMs) -> Result<News, ChatRefusal> {
        let item = self.record(who, Body::Event(Event::Left), id, now)?;
        self.place(who, Presence::Left);
        Ok(News::Item(item))
    }

    /// Everybody leaves and nothing more is said.
    pub(crate) fn end(&mut self, contact: ContactId, id: Uuid, now: EpochMs) -> Option<News> {
        if self.ended {
            return None;
        }
        self.ended = true;
        let item = Item {
            id,
            at: now,
            contact,
            author: None,
            body: Body::Event(Event::Ended),
            receipts: Vec::new(),
        };
        self.items.push(item.clone());
        Some(News::Item(item))
    }

    /// Says something. The same client token again gives what it gave the first time, and no news.
    pub(crate) fn say(
        &mut self,
        who: ConnectionId,
        content: String,
        content_type: &str,
        client_token: Option<String>,
        id: Uuid,
        now: EpochMs,
    ) -> Result<(Item, Option<News>), ChatRefusal> {
        self.present(who)?;
        if let Some(known) = client_token.clone().and_then(|token| self.sent.get(&(who, token))) {
            return Ok((self.items[*known].clone(), None));
        }
        if !(1..=LONGEST_MESSAGE).contains(&content.chars().count()) {
            return Err(ChatRefusal::Length);
        }
        if !MESSAGE_TYPES.contains(&content_type) {
            return Err(ChatRefusal::ContentType(content_type.to_owned()));
        }
        let body = Body::Message { content, content_type: content_type.to_owned() };
        let item = self.record(who, body, id, now)?;
        if let Some(token) = client_token {
            self.sent.insert((who, token), self.items.len() - 1);
        }
        Ok((item.clone(), Some(News::Item(item))))
    }

    /// Typing is news and never part of the transcript.
    pub(crate) fn type_on(&self, who: ConnectionId, id: Uuid, now: EpochMs) -> Result<News, ChatRefusal> {
        let participant = self.present(who)?;
        Ok(News::Item(line(participant, Body::Event(Event::Typing), id, now)))
    }

    /// Notes that somebody has a message, or has read it. What is known already is no news.
    pub(crate) fn acknowledge(
        &mut self,
        who: ConnectionId,
        message: Uuid,
        read: bool,
        now: EpochMs,
    ) -> Result<Option<News>, ChatRefusal> {
        self.present(who)?;
        let item = self
            .items
            .iter_mut()
            .find(|item| item.id == message && item.is_message())
            .ok_or(ChatRefusal::UnknownMessage)?;
        let known = item.receipts.iter().position(|receipt| receipt.by == who);
        let index = known.unwrap_or_else(|| {
            item.receipts.push(Receipt { by: who, delivered_at: None, read_at: None });
            item.receipts.len() - 1
        });
        let receipt = &mut item.receipts[index];
        let before = *receipt;
        receipt.delivered_at.get_or_insert(now);
        if read {
            receipt.read_at.get_or_insert(now);
        }
        Ok((*receipt != before).then(|| News::Receipt(item.clone())))
    }

    /// The messages of others that somebody has not read yet.
    pub(crate) fn unread_by(&self, who: ConnectionId) -> Vec<Uuid> {
        let by_others = |item: &&Item| item.author.as_ref().is_some_and(|author| author.id != Some(who));
        let read =
            |item: &Item| item.receipts.iter().any(|receipt| receipt.by == who && receipt.read_at.is_some());
        self.items
            .iter()
            .filter(|item| item.is_message())
            .filter(by_others)
            .filter(|item| !read(item))
            .map(|item| item.id)
            .collect()
    }

    fn present(&self, who: ConnectionId) -> Result<&Participant, ChatRefusal> {
        if self.ended {
            return Err(ChatRefusal::Ended);
        }
        self.participant(who)
            .filter(|participant| participant.presence != Presence::Left)
            .ok_or(ChatRefusal::NotPresent)
    }

    fn place(&mut self, who: ConnectionId, presence: Presence) {
        if let Some(participant) = self.participants.iter_mut().find(|participant| participant.id == who) {
            participant.presence = presence;
        }
    }

    fn record(&mut self, who: ConnectionId, body: Body, id: Uuid, now: EpochMs) -> Result<Item, ChatRefusal> {
        let item = line(self.present(who)?, body, id, now);
        self.items.push(item.clone());
        Ok(item)
    }
}

fn line(participant: &Participant, body: Body, id: Uuid, at: EpochMs) -> Item {
    let author = Author { id: Some(participant.id), role: participant.role, name: participant.name.clone() };
    Item { id, at, contact: participant.contact, author: Some(author), body, receipts: Vec::new() }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const NOW: EpochMs = EpochMs(1_000);

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    const fn connection(n: u128) -> ConnectionId {
        ConnectionId(Uuid::from_u128(n))
    }

    const ANNA: ConnectionId = connection(1);
    const CUSTOMER: ConnectionId = connection(2);

    fn participant(id: ConnectionId, agent: Option<&str>) -> Participant {
        Participant {
            id,
            contact: ContactId(Uuid::from_u128(9)),
            role: if agent.is_some() { Role::Agent } else { Role::Customer },
            name: agent.unwrap_or("Customer").to_owned(),
            agent: agent.map(Username::new),
            presence: Presence::Invited,
        }
    }

    fn of_two() -> Conversation {
        let mut chat = Conversation::new(ContactId(id(9)));
        chat.invite(participant(ANNA, Some("anna")));
        chat.invite(participant(CUSTOMER, None));
        chat
    }

    fn say(chat: &mut Conversation, who: ConnectionId, text: &str, n: u128) -> Result<Item, ChatRefusal> {
        chat.say(who, text.to_owned(), "text/plain", None, id(n), NOW).map(|(item, _)| item)
    }

    #[test]
    fn what_is_said_is_written_down_in_the_speakers_name() {
        let mut chat = of_two();
        let item = say(&mut chat, CUSTOMER, "Hello", 20).unwrap();
        assert_eq!(chat.items(), &[item]);
        let json = chat.items()[0].json(chat.initial, 500);
        assert_eq!(json["AbsoluteTime"], "1970-01-01T00:00:01.500Z");
        assert_eq!((&json["Type"], &json["Content"]), (&"MESSAGE".into(), &"Hello".into()));
        assert_eq!(
            (&json["ParticipantRole"], &json["DisplayName"]),
            (&"CUSTOMER".into(), &"Customer".into())
        );
    }

    #[test]
    fn saying_the_same_thing_twice_says_it_once() {
        let mut chat = of_two();
        let mut say = |n| {
            chat.say(ANNA, "Hello".to_owned(), "text/plain", Some("token".to_owned()), id(n), NOW).unwrap()
        };
        let (first, news) = say(20);
        assert!(news.is_some());
        assert_eq!(say(21), (first, None));
        assert_eq!(chat.items().len(), 1);
    }

    #[rstest]
    #[case::nothing("", "text/plain", ChatRefusal::Length)]
    #[case::too_much(&"ä".repeat(LONGEST_MESSAGE + 1), "text/plain", ChatRefusal::Length)]
    #[case::a_picture("x", "image/png", ChatRefusal::ContentType("image/png".to_owned()))]
    fn not_everything_can_be_said(#[case] text: &str, #[case] kind: &str, #[case] refusal: ChatRefusal) {
        let mut chat = of_two();
        assert_eq!(chat.say(ANNA, text.to_owned(), kind, None, id(20), NOW), Err(refusal));
        assert_eq!(chat.items(), &[]);
    }

    #[test]
    fn joining_is_announced_once() {
        let mut chat = of_two();
        assert!(chat.join(ANNA, id(20), NOW).unwrap().is_some());
        assert!(chat.join(ANNA, id(21), NOW).unwrap().is_none());
        assert_eq!(chat.items().len(), 1);
    }

    #[test]
    fn whoever_has_left_is_heard_no_more_and_hears_no_more() {
        let mut chat = of_two();
        assert_eq!(chat.listeners(), vec![Username::new("anna")]);
        chat.leave(ANNA, id(20), NOW).unwrap();
        assert_eq!(chat.listeners(), Vec::new());
        assert_eq!(say(&mut chat, ANNA, "x", 21), Err(ChatRefusal::NotPresent));
        assert_eq!(say(&mut chat, connection(7), "x", 21), Err(ChatRefusal::NotPresent));
        // The others go on.
        assert!(say(&mut chat, CUSTOMER, "Hello?", 22).is_ok());
    }

    #[test]
    fn a_conversation_ends_once_and_for_all() {
        let mut chat = of_two();
        assert!(chat.end(ContactId(id(9)), id(20), NOW).is_some());
        assert!(chat.end(ContactId(id(9)), id(21), NOW).is_none());
        assert_eq!(say(&mut chat, CUSTOMER, "x", 22), Err(ChatRefusal::Ended));
        assert_eq!(chat.type_on(CUSTOMER, id(23), NOW), Err(ChatRefusal::Ended));
        assert_eq!(chat.items().len(), 1);
    }

    #[test]
    fn receipts_are_news_once() {
        let mut chat = of_two();
        say(&mut chat, ANNA, "Hello", 20).unwrap();
        assert_eq!(chat.unread_by(CUSTOMER), vec![id(20)]);
        assert_eq!(chat.unread_by(ANNA), Vec::<Uuid>::new());
        assert!(chat.acknowledge(CUSTOMER, id(20), false, NOW).unwrap().is_some());
        assert!(chat.acknowledge(CUSTOMER, id(20), true, NOW).unwrap().is_some());
        assert!(chat.acknowledge(CUSTOMER, id(20), true, NOW.plus(5)).unwrap().is_none());
        assert_eq!(chat.unread_by(CUSTOMER), Vec::<Uuid>::new());
        let receipt = chat.items()[0].json(chat.initial, 0)["MessageMetadata"]["Receipts"][0].clone();
        assert_eq!(receipt["ReadTimestamp"], "1970-01-01T00:00:01.000Z");
        assert_eq!(chat.acknowledge(ANNA, id(99), true, NOW), Err(ChatRefusal::UnknownMessage));
    }

    #[test]
    fn typing_leaves_no_trace() {
        let chat = of_two();
        assert!(matches!(chat.type_on(CUSTOMER, id(20), NOW), Ok(News::Item(_))));
        assert_eq!(chat.items(), &[]);
    }
}
