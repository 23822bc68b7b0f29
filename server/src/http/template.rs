//! A text in which only the nonce is another each time, and the body of an answer that is made of it. What is long and has no
//! nonce in it is sent from where it is.

use std::{
    convert::Infallible,
    mem::take,
    pin::Pin,
    task::{Context, Poll},
    vec,
};

use axum::body::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// How long a nonce is.
pub(super) const NONCE: usize = 32;

/// What is shorter is copied: each piece of an answer is a little work by itself.
const LONG: usize = 4_096;

/// The text.
#[derive(Debug)]
pub(super) struct Template {
    pieces: Vec<Piece>,
}

#[derive(Debug)]
enum Piece {
    /// Never another.
    Same(Bytes),
    /// With room for the nonce at these places.
    Filled { text: Vec<u8>, at: Vec<usize> },
}

impl Template {
    /// A text that was made with this nonce.
    pub(super) fn new(whole: &str, nonce: &str) -> Self {
        let (mut pieces, mut text, mut at) = (Vec::new(), Vec::new(), Vec::new());
        for (index, part) in whole.split(nonce).enumerate() {
            if index > 0 {
                at.push(text.len());
                text.extend_from_slice(&[b'0'; NONCE]);
            }
            if part.len() < LONG {
                text.extend_from_slice(part.as_bytes());
                continue;
            }
            if !text.is_empty() {
                pieces.push(Piece::Filled { text: take(&mut text), at: take(&mut at) });
            }
            pieces.push(Piece::Same(Bytes::copy_from_slice(part.as_bytes())));
        }
        if !text.is_empty() {
            pieces.push(Piece::Filled { text, at });
        }
        Self { pieces }
    }

    /// The text with this nonce.
    pub(super) fn with(&self, nonce: &[u8; NONCE]) -> Pieces {
        let fill = |piece: &Piece| match piece {
            Piece::Same(bytes) => bytes.clone(),
            Piece::Filled { text, at } => {
                let mut text = text.clone();
                for &start in at {
                    text[start..start + NONCE].copy_from_slice(nonce);
                }
                Bytes::from(text)
            }
        };
        let pieces: Vec<_> = self.pieces.iter().map(fill).collect();
        Pieces { left: pieces.iter().map(Bytes::len).sum(), pieces: pieces.into_iter() }
    }
}

/// A text in pieces, as the body of an answer.
#[derive(Debug)]
pub(super) struct Pieces {
    pieces: vec::IntoIter<Bytes>,
    left: usize,
}

impl Pieces {
    /// All of it in one.
    pub(super) fn whole(mut self) -> Bytes {
        if self.pieces.len() == 1 {
            return self.pieces.next().unwrap_or_default();
        }
        self.pieces.flatten().collect()
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let piece = self.pieces.next();
        self.left -= piece.as_ref().map_or(0, Bytes::len);
        Poll::Ready(piece.map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(u64::try_from(self.left).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use axum::body::{Body as AnyBody, to_bytes};
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(&[0], 0)]
    #[case(&[3, 5], 1)]
    #[case(&[LONG], 1)]
    #[case(&[LONG, LONG, 0, 9], 4)]
    #[case(&[1, 2, LONG, 4, 5, LONG + 1], 4)]
    #[tokio::test]
    async fn it_is_the_text_with_another_nonce(#[case] lengths: &[usize], #[case] pieces: usize) {
        let parts: Vec<_> = lengths.iter().map(|length| "x".repeat(*length)).collect();
        let template = Template::new(&parts.join("the one it was made with"), "the one it was made with");
        let nonce = [b'n'; NONCE];
        let whole = parts.join(std::str::from_utf8(&nonce).unwrap());
        let body = template.with(&nonce);
        assert_eq!(body.pieces.len(), pieces);
        assert_eq!(body.size_hint().exact(), Some(whole.len() as u64));
        assert_eq!(body.is_end_stream(), whole.is_empty());
        assert_eq!(to_bytes(AnyBody::new(body), usize::MAX).await.unwrap(), whole);
        assert_eq!(template.with(&nonce).whole(), whole);
    }
}
