//! One sort for all lists.

use std::cmp::Ordering;

/// The items in their order; those that are alike stay as they were.
///
/// Their places are sorted, not they themselves: the standard library's sort is written out by the compiler for each type
/// of item, and is larger than most panels of the page.
pub fn sorted<T>(items: Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) -> Vec<T> {
    let order = order(items.len(), &|one, other| compare(&items[one], &items[other]));
    let mut items: Vec<_> = items.into_iter().map(Some).collect();
    order.into_iter().filter_map(|place| items.get_mut(place)?.take()).collect()
}

fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places = Vec::with_capacity(count);
    for next in 0..count {
        let place = places.partition_point(|&before| compare(before, next) != Ordering::Greater);
        places.insert(place, next);
    }
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(mut items in prop::collection::vec((0..9_u8, any::<u8>()), 0..40)) {
            let ours = sorted(items.clone(), &|one, other| one.0.cmp(&other.0));
            items.sort_by_key(|item| item.0);
            prop_assert_eq!(ours, items);
        }
    }
}
