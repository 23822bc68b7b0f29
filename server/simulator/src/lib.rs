//! A simulated Amazon Connect instance.
//!
//! It stands behind the real, unmodified `amazon-connect-streams` library. The library runs in all three of its
//! places, the embedding page, the Contact Control Panel (CCP) frame and the shared worker, and speaks its own
//! protocol; what answers is this crate. So what works here is the library at work.
//!
//! # What is simulated
//!
//! * Signing in and out, tokens and their renewal, approved origins.
//! * The JSON service with its long poll: all 33 operations of the library's model, and `AddNewConnection` and
//!   `TransferContact`, which the library offers without having them in its model.
//! * A contact centre of many agents: routing profiles, queues, priorities, concurrency by channel; voice, callbacks,
//!   chat, tasks and e-mail; outbound calls; third parties, conferences, warm and cold transfer; supervisors who listen
//!   and barge in.
//! * Desk phones, and softphones with a media session of our own: microphone, mute, devices, ringtones, statistics,
//!   call reports and errors run through the library's softphone manager; the far end is a quiet tone.
//! * The worker's WebSocket, as far as heartbeats and subscriptions.
//! * The Amazon Connect SDK's message port of the CCP page, with every command and topic of the SDK's agent, contact,
//!   voice and activity clients.
//! * Chats: the participant service for `amazon-connect-chatjs`, across origins for those that are approved, with
//!   transcripts, receipts and typing; the customer writes by the control API.
//! * Voice ID behind the agent workspace's endpoint, and the task templates of `amazon-connect-taskjs`.
//! * The CCP's own services for the embedding page: quick responses, the start of screen sharing, media devices.
//! * Two regions for both kinds of global resiliency, each a program of its own: sign-in gate, discovery, failover that
//!   waits for calls or ends them, or that the page forces.
//! * Trouble by operation and agent: answers that fail, come late or break off, connections that break, snapshots that
//!   come twice or out of order, sockets that drop and stay away, tokens and sessions that expire, a service clock that
//!   is off.
//! * Traffic: customers who turn up by themselves at random moments, so many a minute, on any channel.
//!
//! Who works there is in an instance file; [`EXAMPLE`] is the one that is built in, and shows every key.
//!
//! # Scenarios
//!
//! A scenario is a file of steps that says what happens around an agent: who calls, who hangs up, what breaks.
//! `streamdesk-simulator play FILE` has a running instance play one; ten ship with the crate, and `SCENARIOS.md` beside
//! it is the reference. A step is a request of the control API by another name and is carried out by the same function.
//!
//! # What is our own choice
//!
//! Amazon publishes the library, not what is behind it. Ours are the look of the login page and the CCP, the names of
//! the error types that the library does not look at, and what follows.
//!
//! ## Contacts
//!
//! * The `type` of the state `AfterCallWork`, and the moment between accepting and being connected.
//! * Chats, tasks and e-mails leave the agent's state alone, missed or not, and are routed beside a call: each kind has
//!   the room that the routing profile gives it, whatever the others take. What is not cleared takes room, and so does
//!   a paused task.
//! * A contact that nobody takes goes back to its queue under the same identity and is not offered again to the agent
//!   who did not take it until they clear it. One that was put straight before an agent is over instead, and so is one
//!   that an agent was called into by name while the caller waits.
//! * An agent who has queued a status gets nothing new. The queued status comes when the last contact is cleared;
//!   queueing the status that is picked already takes it back.
//! * Whoever an agent calls within the instance gets a contact of their own, with the same initial contact, the
//!   caller's contact as the previous one, and a copy of the attributes. The customer is the other end of both; whether
//!   the caller has put them on hold does not show in the second. If the caller leaves, the second stays with the
//!   customer and takes everybody else along. If there is nobody within the instance to stay, the contact is over.
//! * An agent who is called by name is rung when free, and waited for until then.
//! * A call is over when the last customer or third party is gone, or when its agent is, or when the customer gives up
//!   while it rings (then it is missed). `CreateAdditionalConnection` sends a task or an e-mail to its destination for
//!   good, as `TransferContact` does; a call cannot be transferred in this way.
//! * What comes of calling a number is decided by how it ends (see the example's `dialling`), or ordered by the control
//!   API. Failed outbound calls end in `error`, with the agent in `LineEngagedCustomer`, `MissedCallCustomer`,
//!   `BadAddressCustomer` or `FailedConnectCustomer` until they pick a status.
//! * A supervisor's contact rings like a call and has after-call work like one.
//! * `ToggleActiveConnections` wants the connection that is on hold, and is refused if nobody is.
//! * A desk phone needs an `extension`. Name and routing profile in `UpdateAgentConfiguration` are not the agent's to
//!   set, and let pass.
//! * `AddNewConnection` and `TransferContact` take `contactId` and `endpoint`, and answer with nothing.
//!
//! ## The SDK's message port
//!
//! The voice enhancement mode and who may be taken off hold live in the page and are forgotten with it; whoever is on
//! hold may be resumed unless an event from outside says otherwise; an expiration warning comes from outside only,
//! goes with the next sign of activity, and signs the agent out if its moment passes; no contact is a preview; there
//! are no voice enhancement models, so the library falls back to the plain microphone. Error keys are
//! `handlerNotFound`, `noResult`, `invalidState`, `invalidRequest`, `timeout` and `commandFailed`.
//!
//! ## Quick responses
//!
//! A dozen built-in ones, five a page; every word has to occur, names come before texts; a search that another
//! overtakes within its delay gets the other's finds.
//!
//! ## Chats
//!
//! A token speaks for a day, as participant token and as connection token alike; the start position of a transcript
//! belongs to the page; the same client token says a thing once; who has left, or whose chat is over, is refused with
//! `AccessDeniedException`. A conversation belongs to the first contact of a chain of transfers, and so does the
//! customer's identity in it. `ConnectionAuthenticationToken` is the contact and the agent's line.
//!
//! ## Voice ID
//!
//! Whoever is enrolled is recognised at once.
//!
//! ## Task templates
//!
//! Field names are those of Amazon Connect's public operations, in capitals; a task without a quick connect goes to
//! the agent's default outbound queue. A task has its attributes from the contact that it has to do with, by a
//! template or not.
//!
//! ## Two regions
//!
//! The CCP page asks its own instance twice a second which region is active; before an instance has been told, it is
//! the one that the embedding page calls its first. The one that stops being active waits for calls unless told to
//! terminate them, and the other takes over after three seconds if it hears nothing. What an agent's page has done by
//! force, it tells both instances. At the presigned address the other instance is this one's identity in the other
//! region, unless the control API names another. A login opens the sign-in gate for every instance of the same host,
//! because cookies ignore ports.
//!
//! ## Trouble
//!
//! Several faults may be ordered; the first that says what becomes of an answer decides, and of latencies the longest
//! is felt. What is counted is what is felt. A cut answer announces its whole length and gives the first half. A
//! connection that breaks is reset before anything is answered. A duplicate snapshot comes to a poll that would wait,
//! a quarter of a second after it came or after the fault's latency, so that a client that asks again at once does not
//! spin; out of order, the snapshot before comes in the same way, once after each newer one, with the token it had, so
//! that the next poll gets the newer one again. Seen of the library: a duplicate is a refresh and nothing else; it
//! does not look at the order and takes every snapshot for the latest, so a contact that is not in the older one ends,
//! is destroyed and comes again, a connected one is connecting once more and then connected, and the clock skew is off
//! by the older one's age in between. A command whose answer is cut or whose connection breaks is repeated up to three
//! times, whatever it was, and then fails as a network failure; behind a cut answer it was obeyed each time. After
//! tokens have expired, polls fail quietly, and the first command brings `onAuthFail`, gets no callback, and has the
//! CCP sign in again. Expired tokens are bearers and tickets that were not used yet; open sockets and a chat's own
//! tokens stay good. Sockets that are refused for a while are answered with 503. Every time that leaves goes by the
//! service's clock, and what comes in is taken so, but the `Date` of an HTTP answer is the machine's.
//!
//! ## Traffic
//!
//! It is a Poisson process; patience and talking time are lognormal, two of three within a factor of 1.8 of the
//! median. Who is not answered in time is gone: calls and chats hang up, tasks and e-mails are withdrawn. Once an
//! agent has a task or an e-mail, it is over when they say so. After a stop nobody comes, and who is there stays as
//! long as they would have. The same seed brings the same customers, whatever the agents do.
//!
//! ## Scenarios
//!
//! What an agent does in a play is done by the person who is signed in with a browser as that agent when the play
//! begins, and waited for; for anybody else the play does it. A play that ends early takes back what it has begun, one
//! that comes to its end nothing; whom it made `ready` goes home either way. Two run at a time, twenty are remembered.
//!
//! # What is not simulated
//!
//! Flows, attachments, the bodies of e-mails, video. What is not simulated is answered with an error, never as if it had
//! worked.
//!
//! # Layout
//!
//! `instance` is who works there, `centre` the contact centre in plain Rust, `live` its one writer. Everything else is a
//! way in: `service` and `websocket` for the library, `pages` for people, `control` for tests and the console. `scenario`
//! and `traffic` let the outside world act by themselves, `faults` lies in front of the routes, `connections` and
//! `uploads` say how patient the instance is with its clients. [`headless`] and [`play()`] stand on the other side of the
//! wire: agents without browsers, and whoever watches a play.

mod agent_app;
mod centre;
mod chance;
mod chat;
mod connections;
mod control;
mod cors;
mod faults;
pub mod headless;
mod http;
mod instance;
mod limits;
mod live;
mod origin;
mod pages;
mod push;
mod quick_responses;
mod regions;
mod scenario;
mod serve;
mod service;
mod session;
mod simulator;
mod spectator;
mod task_templates;
mod tasks;
#[cfg(test)]
mod tests;
mod traffic;
mod uploads;
mod voice_id;
mod websocket;

pub use self::instance::{EXAMPLE, Instance, InstanceError};
pub use self::origin::{NotAnOrigin, Origin};
pub use self::serve::{Options, ServeError, serve, stop_signal};
pub use self::spectator::{PlayError, Script, play};
pub use self::traffic::{NotARate, Rate};
