//! Says of a structure which key goes to which of its fields, and makes it one that serde can read.
//!
//! `record! { Queue { "name" => name, "queueARN" => queue_arn: Required, } }` stands beside the structure, which stays
//! plain Rust. What follows a colon is one of [`How`](super::place::How); without it a field may be missing or null.
//! `or "joinTimeStamp" => join_time` at the end gives an optional field a second key, `..others` takes what has no
//! field. A field that is not named does not compile.

macro_rules! record {
    ($name:ident $(<$parameter:ident: $bound:ident>)? {
        $($key:literal => $field:ident $(: $how:ident $(($with:literal))?)?,)+
        $(or $other_key:literal => $other_field:ident,)*
        $(..$others:ident)?
    }) => {
        impl $(<$parameter: $bound>)? $crate::data::place::Place for $name $(<$parameter>)? {
            fn empty() -> Self {
                Self {
                    $($field: $crate::data::place::Place::empty(),)+
                    $($others: $crate::data::place::Place::empty(),)?
                }
            }

            fn fields(&mut self) -> Option<&mut dyn $crate::data::place::Fields> {
                Some(self)
            }
        }

        impl $(<$parameter: $bound>)? $crate::data::place::Fields for $name $(<$parameter>)? {
            fn shape(&self) -> &'static $crate::data::place::Shape {
                &const { $crate::data::place::Shape::new(
                    &[$($key,)+ $($other_key,)*],
                    &[
                        $($crate::data::record!(@how $($how $(($with))?)?),)+
                        $($crate::data::record!(@or $other_key),)*
                    ],
                    $crate::data::record!(@open $($others)?),
                ) }
            }

            fn field(&mut self, index: usize) -> Option<&mut dyn $crate::data::place::Place> {
                let places: &[fn(&mut Self) -> &mut dyn $crate::data::place::Place] =
                    &[$(|record| &mut record.$field,)+ $(|record| &mut record.$other_field,)*];
                places.get(index).map(|place| place(self))
            }

            $(
                fn entry(&mut self, key: &str) -> Option<&mut dyn $crate::data::place::Place> {
                    $crate::data::place::Fields::entry(&mut self.$others, key)
                }
            )?
        }

        impl<'de $(, $parameter: $bound)?> serde::Deserialize<'de> for $name $(<$parameter>)? {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use $crate::data::{place::{Fields, Place}, reading::Reading};
                let mut record = <Self as Place>::empty();
                let keys = record.shape().keys;
                deserializer.deserialize_struct(stringify!($name), keys, Reading::into(&mut record))?;
                Ok(record)
            }
        }
    };
    (@how) => { $crate::data::place::How::Optional };
    (@how $how:ident) => { $crate::data::place::How::$how };
    (@how $how:ident ($with:literal)) => { $crate::data::place::How::$how($with) };
    (@or $key:literal) => { $crate::data::place::How::Optional };
    (@open) => { false };
    (@open $others:ident) => { true };
}
pub(crate) use record;
