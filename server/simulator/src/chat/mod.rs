//! Chats: the conversations, the tokens by which their participants speak, and how agents hear of what is said.
//!
//! The rules of a conversation are in [`conversation`], which knows no clock, lock or socket. This module keeps all
//! conversations behind one lock and pushes each piece of news while it holds it, so that nobody hears things out of
//! order. [`participant`] is the service that `amazon-connect-chatjs` speaks to.

mod conversation;
mod errors;
mod item;
pub(crate) mod participant;
mod seats;
mod transcript;

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) use self::conversation::{ChatRefusal, Conversation, News, Participant, Presence};
pub(crate) use self::item::Role;
pub(crate) use self::seats::{customer_in, exists, follow, token};
use crate::centre::{ConnectionId, ContactId, EpochMs, Username};
use crate::push::Pushes;

/// The topic to which the library's chat sessions listen.
const TOPIC: &str = "aws/chat";

/// As long as the real service's.
const TOKEN_LIFETIME_MS: i64 = 24 * 3_600_000;

/// By which a participant is known to the participant service.
#[derive(Debug, Clone)]
pub(crate) struct ChatToken {
    pub(crate) value: String,
    pub(crate) expires: EpochMs,
}

/// Whose token it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Holder {
    /// The first contact of the conversation.
    pub(crate) initial: ContactId,
    pub(crate) participant: ConnectionId,
}

#[derive(Debug, Default)]
struct Records {
    /// By the first contact of each.
    conversations: HashMap<ContactId, Conversation>,
    /// From each contact to the first of its conversation.
    initial: HashMap<ContactId, ContactId>,
    tokens: HashMap<String, (Holder, EpochMs)>,
    /// How many there may be before it is worth looking for those that nobody can ask for any more.
    looked_at: usize,
}

impl Records {
    /// Forgets the conversations of contacts that the centre has forgotten. It does so when their number has doubled,
    /// so a chat costs the same however many there were.
    fn tidy(&mut self, is_known: impl Fn(ContactId) -> bool) {
        if self.initial.len() < self.looked_at.max(FEW) {
            return;
        }
        self.initial.retain(|contact, _| is_known(*contact));
        let Self { conversations, initial, tokens, .. } = self;
        let kept: HashSet<_> = initial.values().collect();
        conversations.retain(|first, _| kept.contains(first));
        tokens.retain(|_, (holder, _)| conversations.contains_key(&holder.initial));
        self.looked_at = self.initial.len() * 2;
    }
}

/// Not worth tidying.
const FEW: usize = 64;

#[derive(Debug, Default)]
pub(crate) struct Chats(Mutex<Records>);

impl Chats {
    /// Makes a conversation, or makes room in it for those who are not in it yet.
    pub(crate) fn open(
        &self,
        contact: ContactId,
        initial: ContactId,
        participants: impl IntoIterator<Item = Participant>,
        is_known: impl Fn(ContactId) -> bool,
    ) {
        let mut records = self.lock();
        records.tidy(is_known);
        records.initial.insert(contact, initial);
        let chat = records.conversations.entry(initial).or_insert_with(|| Conversation::new(initial));
        participants.into_iter().for_each(|participant| chat.invite(participant));
    }

    /// A token for somebody who has a place in the contact's conversation.
    pub(crate) fn issue(
        &self,
        contact: ContactId,
        participant: ConnectionId,
        now: EpochMs,
    ) -> Option<ChatToken> {
        let mut records = self.lock();
        records.tokens.retain(|_, (_, expires)| *expires > now);
        let initial = *records.initial.get(&contact)?;
        records.conversations.get(&initial)?.participant(participant)?;
        let token =
            ChatToken { value: Uuid::new_v4().simple().to_string(), expires: now.plus(TOKEN_LIFETIME_MS) };
        records.tokens.insert(token.value.clone(), (Holder { initial, participant }, token.expires));
        Some(token)
    }

    pub(crate) fn holder(&self, token: &str, now: EpochMs) -> Option<Holder> {
        self.lock().tokens.get(token).filter(|(_, expires)| *expires > now).map(|(holder, _)| *holder)
    }

    /// The agent whose token it is.
    pub(crate) fn agent_of(&self, token: &str, now: EpochMs) -> Option<Username> {
        let Holder { initial, participant } = self.holder(token, now)?;
        self.read(initial, |chat| chat.participant(participant)?.agent.clone())?
    }

    /// Looks at the conversation to which a contact belongs.
    pub(crate) fn read<T>(&self, contact: ContactId, look: impl FnOnce(&Conversation) -> T) -> Option<T> {
        let records = self.lock();
        let initial = records.initial.get(&contact)?;
        records.conversations.get(initial).map(look)
    }

    /// Changes a conversation and tells its agents the news.
    pub(crate) fn change<T>(
        &self,
        contact: ContactId,
        pushes: &Pushes,
        skew_ms: i64,
        change: impl FnOnce(&mut Conversation) -> Result<(T, Vec<News>), ChatRefusal>,
    ) -> Result<T, ChatRefusal> {
        let mut records = self.lock();
        let initial = *records.initial.get(&contact).ok_or(ChatRefusal::NotPresent)?;
        let chat = records.conversations.get_mut(&initial).ok_or(ChatRefusal::NotPresent)?;
        // Who leaves hears of that last.
        let mut listeners = chat.listeners();
        let (outcome, news) = change(chat)?;
        listeners.extend(chat.listeners());
        listeners.sort();
        listeners.dedup();
        for item in &news {
            let content = match item {
                News::Item(item) => item.json(initial, skew_ms),
                News::Receipt(item) => item.receipt_json(initial, skew_ms),
            };
            // The library wants the line as a text within the frame.
            let content = json!(content.to_string());
            for agent in &listeners {
                pushes.push(agent, TOPIC, &content);
            }
        }
        Ok(outcome)
    }

    /// The whole transcript of a contact's conversation, the earliest line first.
    pub(crate) fn transcript(&self, contact: ContactId, skew_ms: i64) -> Vec<Value> {
        let lines = |chat: &Conversation| {
            chat.items().iter().map(|item| item.json(chat.initial, skew_ms)).collect::<Vec<_>>()
        };
        self.read(contact, lines).unwrap_or_default()
    }

    fn lock(&self) -> MutexGuard<'_, Records> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
