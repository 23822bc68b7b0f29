//! Bytes that nobody can guess, for what every answer needs anew. They are the system's, fetched for several answers at a
//! time: a way to the kernel for each would be a good part of what a page costs.

use std::cell::RefCell;

/// So many are fetched at a time.
const STORE: usize = 512;

thread_local! {
    /// What was fetched, and how much of it is used.
    static FETCHED: RefCell<([u8; STORE], usize)> = const { RefCell::new(([0; STORE], STORE)) };
}

/// So many bytes that nobody had before, 512 at most. None where the system has no randomness.
pub(super) fn fresh<const N: usize>() -> Option<[u8; N]> {
    FETCHED.with_borrow_mut(|(store, used)| {
        if STORE - *used < N {
            getrandom::fill(store).ok()?;
            *used = 0;
        }
        let end = used.checked_add(N)?;
        let given = store.get_mut(*used..end)?;
        let bytes = <[u8; N]>::try_from(&*given).ok()?;
        // What was given away is nobody else's to find.
        given.fill(0);
        *used = end;
        Some(bytes)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn nothing_comes_twice() {
        let mut seen = HashSet::new();
        for _ in 0..1_000 {
            assert!(seen.insert(fresh::<16>().unwrap()));
        }
        let short: HashSet<_> = (0..1_000).map(|_| fresh::<8>().unwrap()).collect();
        assert_eq!(short.len(), 1_000);
        assert!(!seen.contains(&[0; 16]));
        assert_eq!(fresh::<1_000>(), None, "more than there is");
    }
}
