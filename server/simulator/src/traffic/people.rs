//! Who a customer is: the number they call from, their name, what they want.
//!
//! Numbers are from the range that is kept free for fiction, addresses from the domain that is.

use super::customers::Customer;
use crate::centre::{Channel, Command, Details, Endpoint, NewContact, PhoneNumber, QueueKey};

const AREAS: [u16; 10] = [206, 212, 303, 312, 404, 415, 503, 617, 702, 808];
const NAMES: [&str; 12] = [
    "Ada Moreau",
    "Bruno Keller",
    "Carmen Ortiz",
    "Dmitri Volkov",
    "Esra Yıldız",
    "Femi Adeyemi",
    "Grace Kim",
    "Hugo Silva",
    "Ines Laurent",
    "Jonas Lind",
    "Kavya Rao",
    "Liam Byrne",
];
const SUBJECTS: [&str; 6] = [
    "A question about my invoice",
    "My order has not come",
    "I want to change my address",
    "The password does not work",
    "A refund, please",
    "When do you open?",
];

/// The customer turns up.
pub(super) fn command(customer: &Customer) -> Command {
    let Customer { channel, queue, who, .. } = *customer;
    let name = NAMES[who % NAMES.len()];
    let subject = SUBJECTS[who / NAMES.len() % SUBJECTS.len()];
    let endpoint = match channel {
        Channel::Voice | Channel::QueueCallback => phone(who).map(Endpoint::Phone),
        Channel::Email => {
            let address = format!("customer-{}@example.com", who % 10_000);
            Some(Endpoint::Email { address, display_name: Some(name.to_owned()) })
        }
        Channel::Chat | Channel::Task => None,
    };
    let details = Details {
        customer: endpoint,
        customer_name: (channel != Channel::Voice).then(|| name.to_owned()),
        name: (!channel.is_for_several()).then(|| subject.to_owned()),
        multi_party: channel.is_for_several(),
        ..Details::of(channel)
    };
    NewContact::of(channel, QueueKey::Standard(queue), details).into()
}

fn phone(who: usize) -> Option<PhoneNumber> {
    let area = AREAS[who % AREAS.len()];
    PhoneNumber::parse(&format!("+1{area}55501{:02}", who / AREAS.len() % 100)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_customer_has_a_number_kept_for_fiction() {
        for who in (0..5_000).chain([usize::MAX, usize::MAX - 7]) {
            let number = String::from(phone(who).unwrap());
            assert!(number.len() == 12 && &number[5..10] == "55501", "{number}");
        }
    }
}
