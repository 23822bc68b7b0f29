//! What goes into the session and what comes out of it.

use connect_streams::{CcpEvent, ContactType, Endpoint, StreamsError};

use super::{
    Order,
    command::Command,
    waiting::{Step, Ticket},
};
use crate::{
    agent::Day,
    api::{AfterMissed, CallError, CcpCheck},
    contact::WrapUp,
    records::{Answer, Item, ItemKey, NotKept, Remembered, StoredTimeline},
};

/// One thing that happened.
#[derive(Clone, Debug)]
pub enum Input {
    /// The CCP was started.
    CcpStarted,
    /// The CCP could not be started, with a sentence that says why.
    CcpNotStarted(String),
    /// Streams reported something.
    Ccp(CcpEvent),
    /// A second has passed.
    Tick,
    /// How the CCP answers our server; none if our server did not answer.
    Checked(Option<CcpCheck>),
    /// What came of sending records.
    Sent(Sent),
    /// What came of writing a revision of a record to the browser's storage.
    Kept {
        /// Which record.
        key: ItemKey,
        /// Which revision.
        revision: u64,
        /// What came of it.
        outcome: Result<(), NotKept>,
    },
    /// Something else could not be written to the browser's storage.
    NotKept(NotKept),
    /// The page goes, or is put aside.
    Leaving,
    /// The agent wants what waits as a file.
    SaveWaiting,
    /// The agent wants these revisions of records out of this browser, now that a file has them.
    Remove(Vec<(ItemKey, u64)>),
    /// The agent opened the sign-in window.
    SignInOpened,
    /// The sign-in window is gone.
    SignInClosed,
    /// The agent looks at the page again.
    LookedAt,
    /// The browser has a network again.
    Online,
    /// The browser has no network.
    Offline,
    /// No other page of this browser leads: this one does from now on, and goes on with what they left.
    Leads(Remembered),
    /// Another page of this browser leads.
    Follows,
    /// The agent wants something done.
    Ask(Box<Command>),
    /// What the service said to a step of a command.
    Answered {
        /// Which command.
        ticket: Ticket,
        /// What it said.
        answer: Result<(), StreamsError>,
    },
    /// The agent wants the list of quick connects anew.
    QuickConnectsWanted,
    /// The quick connects of the agent's queues.
    QuickConnects(Result<Vec<Endpoint>, StreamsError>),
    /// The agent turned to a contact.
    Focus(String),
    /// The agent noted something about a contact.
    Noted {
        /// Which contact.
        contact_id: String,
        /// What is noted about it now.
        wrap_up: WrapUp,
    },
    /// The agent had a covered attribute of a contact shown.
    Revealed {
        /// Which contact.
        contact_id: String,
        /// The attribute's key.
        key: String,
    },
    /// What the agent prefers to be done after a missed contact.
    AfterMissed(AfterMissed),
    /// The agent wants to be available again after a contact that was missed or declined: it is cleared first.
    AvailableAgain,
    /// Where contacts are to ring, by the device's name; where the CCP's calls sound if there is none.
    Ringer(Option<String>),
    /// The agent wants to choose where contacts ring.
    RingersWanted,
    /// The names of the devices on which contacts can ring.
    Ringers(Vec<String>),
    /// The agent wants to start anew after the page gave up.
    Restart,
    /// The agent wants to go to the region to which the instance moves, without waiting for the end of the call.
    MoveNow,
    /// The agent wants the support file.
    SaveSupportFile,
    /// The agent wants to leave.
    LogOut,
}

/// One thing to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// For the CCP.
    Ccp(Order),
    /// One step of a command.
    Command(Box<Step>),
    /// Ask for the quick connects of these queues.
    LoadQuickConnects(Vec<String>),
    /// Show a contact in the CCP too.
    View(String),
    /// A contact is offered: tell the agent, wherever they look.
    Announce {
        /// Which contact.
        contact_id: String,
        /// On which channel.
        channel: ContactType,
        /// From which queue.
        queue: Option<String>,
    },
    /// Let contacts ring on the device of this name; where calls sound if there is none.
    Ring(Option<String>),
    /// Ask which devices there are to ring on.
    ListRingers,
    /// Go to the region to which the instance moves.
    MoveNow,
    /// Save the support file.
    SaveSupportFile,
    /// Sign the agent out of Amazon Connect.
    LogOut,
    /// Remember a timeline across reloads.
    KeepTimeline(Box<StoredTimeline>),
    /// It need not be remembered any more.
    ForgetTimeline {
        /// Whose it was.
        agent: String,
        /// Of which contact.
        contact_id: String,
    },
    /// Remember the agent's day.
    KeepDay(Day),
    /// Remember a record until it is confirmed.
    KeepItem(Item),
    /// They are confirmed.
    ForgetItems(Vec<ItemKey>),
    /// Send records to the server.
    Send(Vec<Item>),
    /// Send records to the server for a page that goes: nobody hears the answer.
    SendLast(Vec<Item>),
    /// Save the records that wait as a file.
    SaveWaiting(Vec<Item>),
}

/// What came of sending records: a verdict on each revision, or why there is none.
pub type Sent = Result<Vec<(ItemKey, u64, Answer)>, CallError>;
