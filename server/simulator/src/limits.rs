//! How many sockets the machine lets a process have.
//!
//! A thousand is what a shell usually gives, and two thousand agents need more on either side. A process may raise its
//! own share up to a limit that it cannot pass, so it does.

#[cfg(unix)]
pub(crate) use self::unix::raise;

#[cfg(unix)]
mod unix {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    /// Some systems say there is no limit and then refuse to be taken at their word.
    const ENOUGH: u64 = 65_536;

    /// Asks for as many open files as this process may have.
    pub(crate) fn raise() {
        let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
        let wanted = maximum.map_or(ENOUGH, |maximum| maximum.min(ENOUGH));
        if current.is_some_and(|current| current < wanted)
            && let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum })
        {
            tracing::debug!(%error, "The limit of open files stays where it was");
        }
    }
}

/// Elsewhere there is no such limit to raise.
#[cfg(not(unix))]
pub(crate) fn raise() {}
