//! Which contact records are meant, and the one place where that becomes SQL: every value is bound, every database gets
//! the same conditions, and only what its index of words is asked differs.

use app::api::{ContactRecord, Direction, Outcome};
use connect_streams::EpochMs;
use sqlx::{Database, Encode, Pool, QueryBuilder, Type};

use super::{StoreError, changes::Watched, group::Keeper, words::Words};
use crate::auth::Reach;

/// The fewest digits by whose end a number is searched for; fewer are compared with the whole.
const FEWEST_DIGITS: usize = 4;

/// Which contact records are meant. What is not given is not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// This agent's.
    pub agent: Option<String>,
    /// Those that began at this moment or later.
    pub since: Option<EpochMs>,
    /// Those that began before this moment.
    pub until: Option<EpochMs>,
    /// Those of this queue.
    pub queue: Option<String>,
    /// Those of this channel, as on the wire.
    pub channel: Option<String>,
    /// Those that this side began.
    pub direction: Option<Direction>,
    /// Those that went like this.
    pub outcome: Option<Outcome>,
    /// Those with this disposition, with that of its detail behind a slash.
    pub disposition: Option<String>,
    /// Those of this customer: the whole number or address, or at least four digits that it ends with.
    pub number: Option<String>,
    /// Those in whose notes all of this stands.
    pub text: Option<Words>,
    /// Those of supervisors who listened, instead of all others.
    pub monitoring: bool,
    /// Of those, the ones that whoever asks may see.
    pub reach: Reach,
}

impl Filter {
    /// The one whose records alone can be meant, if there is one.
    pub(super) fn agent(&self) -> Option<&str> {
        match (&self.agent, &self.reach) {
            (Some(agent), _) | (None, Reach::Own(agent)) => Some(agent),
            (None, Reach::All | Reach::Team(_)) => None,
        }
    }

    /// The words that are asked of the index.
    pub(super) fn words(&self) -> Option<Words> {
        self.text.as_ref().map(|words| words.by(self.agent()))
    }
}

/// A place in the list, newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// When the record there began.
    pub started_at: EpochMs,
    /// Which of those it is.
    pub id: i64,
}

/// A part of the list.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The records, newest first.
    pub records: Vec<ContactRecord>,
    /// Where the next part begins, if there is one.
    pub next: Option<Position>,
}

/// What can be bound to a query of a database.
pub(super) trait Bind<DB: Database>: for<'e> Encode<'e, DB> + Type<DB> {}
impl<DB: Database, T: for<'e> Encode<'e, DB> + Type<DB>> Bind<DB> for T {}

/// What each database says in words of its own.
pub(super) trait Dialect: Watched {
    /// Keeps what is to be kept.
    type Keeper: Keeper;

    /// Stands before a column by whose index nothing is to be looked up, because that of another means fewer records.
    /// Empty where the database knows that by itself.
    const ASIDE: &'static str;

    /// Whether the words of a contact's notes are in its index.
    const HAS_WORDS: &'static str;

    /// What it finds wrong with its own files, one line each.
    fn integrity(pool: &Pool<Self>) -> impl Future<Output = Result<Vec<String>, StoreError>> + Send;

    /// Asks its index of words.
    fn push_words(query: &mut QueryBuilder<Self>, words: &Words);

    /// The first of a part of the list of which the filter asks for these words, among others.
    fn by_words(
        pool: &Pool<Self>,
        words: &Words,
        filter: &Filter,
        after: Option<Position>,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send;
}

/// Of a record in a list its id, when it began, and all of it as it is stored.
pub(super) type Row = (i64, i64, String);

/// Asks for the [`Row`]s of a part of the list, newest first.
pub(super) fn list<DB: Dialect>(filter: &Filter, after: Option<Position>, limit: u32) -> QueryBuilder<DB>
where
    String: Bind<DB>,
    i64: Bind<DB>,
{
    const ORDER: &str = " ORDER BY started_at DESC, id DESC LIMIT ";
    let mut query = QueryBuilder::new("SELECT id, started_at, body FROM contact_record WHERE ");
    // Those whose number ends alike are not in the order of the list. They are put in order as they stand in the index, and
    // only those that are first then are read.
    let by_end = end_of_number(filter).is_some();
    if by_end {
        query.push("id IN (SELECT id FROM contact_record WHERE ");
    }
    push_conditions(&mut query, filter);
    push_after(&mut query, after);
    if by_end {
        query.push(ORDER).push_bind(i64::from(limit)).push(")");
    }
    query.push(ORDER).push_bind(i64::from(limit));
    query
}

/// Asks for the sums of all that are meant, in the order of [`SUMS`].
pub(super) fn totals<DB: Dialect>(filter: &Filter) -> QueryBuilder<DB>
where
    String: Bind<DB>,
    i64: Bind<DB>,
{
    let mut query = QueryBuilder::new(SUMS);
    push_conditions(&mut query, filter);
    query
}

/// A duration of more than a year, 366 days, is nobody's: it counts as one, so that no record can make the sums overflow. Of
/// what is not known nothing is counted.
const SUMS: &str = "
    SELECT
        count(*), count(*) FILTER (WHERE outcome = 'handled'), count(*) FILTER (WHERE outcome = 'missed'),
        count(*) FILTER (WHERE outcome = 'rejected'), count(*) FILTER (WHERE outcome = 'failed'),
        CAST(coalesce(sum(CASE WHEN talk_ms > 31622400000 THEN 31622400000 ELSE talk_ms END), 0) AS bigint),
        CAST(coalesce(sum(CASE WHEN hold_ms > 31622400000 THEN 31622400000 ELSE hold_ms END), 0) AS bigint),
        CAST(coalesce(sum(CASE WHEN wrap_up_ms > 31622400000 THEN 31622400000 ELSE wrap_up_ms END), 0) AS bigint)
    FROM contact_record WHERE ";

/// Where a record must stand in the list, if it goes on.
pub(super) fn push_after<DB: Dialect>(query: &mut QueryBuilder<DB>, after: Option<Position>)
where
    i64: Bind<DB>,
{
    if let Some(after) = after {
        query.push(" AND (started_at, id) < (").push_bind(after.started_at.get());
        query.push(", ").push_bind(after.id).push(")");
    }
}

/// What a record must be to be meant.
pub(super) fn push_conditions<DB: Dialect>(query: &mut QueryBuilder<DB>, filter: &Filter)
where
    String: Bind<DB>,
    i64: Bind<DB>,
{
    // The indexes are of the one or of the other; as a value that is bound, they could not be chosen by it.
    query.push(if filter.monitoring { "monitoring" } else { "NOT monitoring" });
    let end = end_of_number(filter);
    let whole = filter.number.as_deref().map(reversed).filter(|_| end.is_none());
    // Those that mean the fewest records stand first.
    let equal = [
        ("customer_reversed", whole),
        ("agent", filter.agent.clone()),
        ("disposition", filter.disposition.clone()),
        ("queue", filter.queue.clone()),
        ("outcome", filter.outcome.map(|outcome| outcome.as_str().to_owned())),
        ("channel", filter.channel.clone()),
        ("direction", filter.direction.map(|direction| direction.as_str().to_owned())),
    ];
    // Fewer numbers end alike than anything else is alike.
    let mut aside = if end.is_some() { DB::ASIDE } else { "" };
    for (column, value) in equal {
        if let Some(value) = value {
            query.push(" AND ").push(aside).push(column).push(" = ").push_bind(value);
            aside = DB::ASIDE;
        }
    }
    push_reach(query, &filter.reach);
    if let Some(since) = filter.since {
        query.push(" AND started_at >= ").push_bind(since.get());
    }
    if let Some(until) = filter.until {
        query.push(" AND started_at < ").push_bind(until.get());
    }
    if let Some(end) = end {
        query.push(" AND customer_reversed >= ").push_bind(end.clone());
        query.push(" AND customer_reversed < ").push_bind(after_all_that_begin_with(&end));
    }
    if let Some(words) = filter.words() {
        query.push(" AND ");
        DB::push_words(query, &words);
    }
}

/// Whose records may be seen. Who is in a team is asked when the records are.
fn push_reach<DB: Dialect>(query: &mut QueryBuilder<DB>, reach: &Reach)
where
    String: Bind<DB>,
{
    match reach {
        Reach::All => {}
        Reach::Own(agent) => {
            query.push(" AND agent = ").push_bind(agent.clone());
        }
        Reach::Team(team) => {
            query.push(" AND agent IN (SELECT agent FROM account WHERE team = ");
            query.push_bind(team.clone()).push(")");
        }
    }
}

/// A number or an address from its end to its beginning, as it is stored.
pub(super) fn reversed(text: &str) -> String {
    text.chars().rev().collect()
}

/// The end of a number that is asked for, from its end to its beginning; none where the whole is asked for.
fn end_of_number(filter: &Filter) -> Option<String> {
    filter.number.as_deref().map(reversed).filter(|number| is_end(number))
}

/// What comes after every text that begins with these digits.
fn after_all_that_begin_with(digits: &str) -> String {
    let mut letters: Vec<char> = digits.chars().collect();
    if let Some(last) = letters.last_mut() {
        // ':' comes next after '9'.
        *last = char::from_u32(u32::from(*last) + 1).unwrap_or(':');
    }
    letters.into_iter().collect()
}

/// Whether it is the end of a number and not the whole.
fn is_end(number: &str) -> bool {
    number.len() >= FEWEST_DIGITS && number.bytes().all(|byte| byte.is_ascii_digit())
}
