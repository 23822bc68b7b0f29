//! The ringtone and the chime, computed rather than recorded: mono, sixteen bits, 8 kHz.

use std::f32::consts::TAU;
use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::header;
use axum::response::{IntoResponse, Response};

const RATE: u32 = 8000;
const LOUDNESS: f32 = 0.25;

/// Two tones together for a while, then silence; the library plays it over and over.
static RING: LazyLock<Bytes> = LazyLock::new(|| wave(&[(1000, [440.0, 480.0]), (2000, [0.0, 0.0])]));
static CHIME: LazyLock<Bytes> =
    LazyLock::new(|| wave(&[(180, [659.25, 1318.5]), (420, [523.25, 1046.5]), (3400, [0.0, 0.0])]));

pub(super) fn find(path: &str) -> Option<Response> {
    let tone = match path {
        "ring.wav" => RING.clone(),
        "chime.wav" => CHIME.clone(),
        _ => return None,
    };
    let headers = [(header::CONTENT_TYPE, "audio/wav"), (header::CACHE_CONTROL, "public, max-age=86400")];
    Some((headers, tone).into_response())
}

/// Parts, each as long as its milliseconds, fading in and out so that nothing clicks.
fn wave(parts: &[(u16, [f32; 2])]) -> Bytes {
    let mut samples = Vec::new();
    for &(milliseconds, frequencies) in parts {
        let count = u32::from(milliseconds) * RATE / 1000;
        for n in 0..count {
            let fade = seconds(n.min(count - n)) * 50.0;
            let sound: f32 = frequencies.iter().map(|hertz| (TAU * hertz * seconds(n)).sin()).sum();
            samples.extend(sample(sound / 2.0 * LOUDNESS * fade.min(1.0)).to_le_bytes());
        }
    }
    let length = u32::try_from(samples.len()).unwrap_or(u32::MAX);
    let mut file = Vec::with_capacity(samples.len() + 44);
    file.extend(b"RIFF");
    file.extend((length + 36).to_le_bytes());
    file.extend(b"WAVEfmt ");
    for field in [16_u32, 0x0001_0001, RATE, RATE * 2, 0x0010_0002] {
        file.extend(field.to_le_bytes());
    }
    file.extend(b"data");
    file.extend(length.to_le_bytes());
    file.extend(samples);
    file.into()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a few seconds have far fewer samples than a float tells apart"
)]
fn seconds(samples: u32) -> f32 {
    samples as f32 / RATE as f32
}

#[expect(clippy::cast_possible_truncation, reason = "the amplitude is below one")]
fn sample(amplitude: f32) -> i16 {
    (amplitude * f32::from(i16::MAX)) as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_is_a_wave_file_of_its_length() {
        let file = wave(&[(1000, [440.0, 480.0])]);
        assert_eq!(file.len(), 44 + 2 * 8000);
        assert_eq!((&file[..4], &file[8..12], &file[36..40]), (&b"RIFF"[..], &b"WAVE"[..], &b"data"[..]));
        let loudest = file[44..].chunks(2).map(|s| i16::from_le_bytes([s[0], s[1]]).unsigned_abs()).max();
        assert!((4000..=8200).contains(&loudest.unwrap()), "{loudest:?}");
    }
}
