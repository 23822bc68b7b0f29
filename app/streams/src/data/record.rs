//! Says of a type how it is read: of a structure, which key goes to which of its fields; of an enumeration, which word is
//! which of its values. Both can then be read by serde.

/// Says of a structure which key goes to which of its fields, and makes it one that serde can read.
///
/// `record! { Queue { "name" => name, "queueARN" => queue_arn: Required, } }` stands beside the structure, which stays
/// plain Rust. What follows a colon is one of [`How`](crate::reading::How); without it a field may be missing or null.
/// `or "joinTimeStamp" => join_time` at the end gives an optional field a second key. A key that has no field is passed
/// over; `..others` at the end puts it there, and `!others` makes it an error that names it. A field that is not named
/// does not compile.
///
/// `record! { Settings = Settings::default { … } }` starts from that instead of from fields that are empty.
///
/// ```
/// use connect_streams::{reading, record};
///
/// struct Queue {
///     name: Option<String>,
///     waiting: u32,
/// }
///
/// record! { Queue {
///     "name" => name,
///     "waiting" => waiting: Required,
///     !others
/// } }
///
/// let queue: Queue = reading::decode(r#"{"waiting": 3}"#)?;
/// assert_eq!((queue.name, queue.waiting), (None, 3));
/// let unknown = reading::decode::<Queue>(r#"{"waiting": 3, "colour": "blue"}"#).err();
/// assert_eq!(unknown.map(|error| error.path), Some("colour".to_owned()));
/// # Ok::<_, connect_streams::DecodeError>(())
/// ```
#[macro_export]
macro_rules! record {
    ($name:ident $(<$parameter:ident: $bound:ident>)? $(= $start:path)? {
        $($key:literal => $field:ident $(: $how:ident $(($with:literal))?)?,)+
        $(or $other_key:literal => $other_field:ident,)*
        $(..$others:ident)?
        $(!$refused:ident)?
    }) => {
        impl $(<$parameter: $bound>)? $crate::reading::Place for $name $(<$parameter>)? {
            fn empty() -> Self {
                $crate::record!(@empty [$($start)?] $($field)+ $($others)?)
            }

            fn fields(&mut self) -> Option<&mut dyn $crate::reading::Fields> {
                Some(self)
            }
        }

        impl $(<$parameter: $bound>)? $crate::reading::Fields for $name $(<$parameter>)? {
            fn shape(&self) -> &'static $crate::reading::Shape {
                &const { $crate::reading::Shape::new(
                    &[$($key,)+ $($other_key,)*],
                    &[
                        $($crate::record!(@how $($how $(($with))?)?),)+
                        $($crate::record!(@or $other_key),)*
                    ],
                    $crate::record!(@others $(..$others)? $(!$refused)?),
                ) }
            }

            fn field(&mut self, index: usize) -> Option<&mut dyn $crate::reading::Place> {
                let places: &[fn(&mut Self) -> &mut dyn $crate::reading::Place] =
                    &[$(|record| &mut record.$field,)+ $(|record| &mut record.$other_field,)*];
                places.get(index).map(|place| place(self))
            }

            $(
                fn entry(&mut self, key: &str) -> Option<&mut dyn $crate::reading::Place> {
                    $crate::reading::Fields::entry(&mut self.$others, key)
                }
            )?
        }

        impl<'de $(, $parameter: $bound)?> $crate::reading::Deserialize<'de> for $name $(<$parameter>)? {
            fn deserialize<D: $crate::reading::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut record = <Self as $crate::reading::Place>::empty();
                let keys = $crate::reading::Fields::shape(&record).keys;
                let reading = $crate::reading::Reading::into(&mut record);
                deserializer.deserialize_struct(stringify!($name), keys, reading)?;
                Ok(record)
            }
        }
    };
    (@empty [] $($field:ident)+) => { Self { $($field: $crate::reading::Place::empty(),)+ } };
    (@empty [$start:path] $($field:ident)+) => { $start() };
    (@how) => { $crate::reading::How::Optional };
    (@how $how:ident) => { $crate::reading::How::$how };
    (@how $how:ident ($with:literal)) => { $crate::reading::How::$how($with) };
    (@or $key:literal) => { $crate::reading::How::Optional };
    (@others) => { $crate::reading::Others::PassedOver };
    (@others ..$others:ident) => { $crate::reading::Others::Entries };
    (@others !$others:ident) => { $crate::reading::Others::Refused };
}
pub(crate) use record;

/// Says of an enumeration without data which word is which of its values, all of them: no other word is read. Makes it
/// one that serde can read and write.
///
/// ```
/// use connect_streams::{choice, reading};
///
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// enum Side {
///     Left,
///     Right,
/// }
///
/// choice! { Side { Left = "left", Right = "right" } }
///
/// assert_eq!(reading::decode::<Side>("\"right\""), Ok(Side::Right));
/// assert!(reading::decode::<Side>("\"up\"").is_err());
/// assert_eq!(Side::ALL.map(Side::as_str), ["left", "right"]);
/// assert_eq!((Side::of("left"), Side::of("up")), (Some(Side::Left), None));
/// ```
#[macro_export]
macro_rules! choice {
    ($name:ident { $($value:ident = $word:literal),+ $(,)? }) => {
        impl $name {
            /// All of them, in the order in which they are defined.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$value),+];

            /// The word for it on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$value => $word,)+
                }
            }

            /// The one of this word.
            pub fn of(word: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|value| value.as_str() == word)
            }
        }

        impl $crate::reading::Place for $name {
            fn empty() -> Self {
                let [first, ..] = Self::ALL;
                first
            }

            fn text(&mut self, text: &str, _: $crate::reading::How) -> &'static $crate::reading::Fit {
                const WORDS: &[&str] = &[$($word),+];
                let known = $crate::reading::position(WORDS, text).and_then(|index| Self::ALL.get(index));
                let Some(value) = known else { return const { &$crate::reading::Fit::NoneOf(WORDS) } };
                *self = *value;
                &$crate::reading::Fit::Taken
            }
        }

        impl $crate::reading::Serialize for $name {
            fn serialize<S: $crate::reading::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::reading::Deserialize<'de> for $name {
            fn deserialize<D: $crate::reading::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut value = <Self as $crate::reading::Place>::empty();
                deserializer.deserialize_any($crate::reading::Reading::into(&mut value))?;
                Ok(value)
            }
        }
    };
}
