//! Chance that repeats: the same seed gives the same draws, in every version and on every machine.
//!
//! `SplitMix64` and two textbook transformations, forty lines that never change; a crate for it is free to draw
//! otherwise with its next release, and a seed in a bug report would be worth nothing.

/// Draws of one seed, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chance(u64);

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// `SplitMix64`'s last step: one to one, and without visible pattern.
pub(crate) fn mix(n: u64) -> u64 {
    let n = n.wrapping_add(STEP);
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn draw(&mut self) -> u64 {
        let drawn = mix(self.0);
        self.0 = self.0.wrapping_add(STEP);
        drawn
    }

    /// Evenly from what lies between nought and one, without either.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double exactly")]
    pub(crate) fn unit(&mut self) -> f64 {
        ((self.draw() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// One of so many, each as likely. Of none it is the first.
    pub(crate) fn below(&mut self, many: usize) -> usize {
        let many = many.max(1) as u128;
        // The wide product's upper half: even to one part in 2^64 / many.
        usize::try_from((u128::from(self.draw()) * many) >> 64).unwrap_or(0)
    }

    /// Milliseconds until the next of what comes independently, so often on average.
    pub(crate) fn exponential(&mut self, mean_ms: f64) -> f64 {
        -mean_ms * self.unit().ln()
    }

    /// Milliseconds that half of all people need less than, and few need much more. `spread` is the standard deviation
    /// of the logarithm.
    pub(crate) fn lognormal(&mut self, median_ms: u32, spread: f64) -> u32 {
        let radius = (-2.0 * self.unit().ln()).sqrt();
        let normal = radius * (std::f64::consts::TAU * self.unit()).cos();
        whole(f64::from(median_ms) * (spread * normal).exp())
    }
}

/// To the nearest whole number; what does not fit is the largest that does.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
pub(crate) fn whole(number: f64) -> u32 {
    number.round().clamp(0.0, f64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANY: u32 = 20_000;

    #[test]
    fn the_same_seed_gives_the_same_draws_for_ever() {
        // The published first draws of SplitMix64 for this seed; whoever changes them breaks every seed on record.
        let mut chance = Chance::new(1_234_567);
        let drawn = [chance.draw(), chance.draw(), chance.draw()];
        assert_eq!(drawn, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn the_exponential_has_its_mean_and_forgets() {
        let mut chance = Chance::new(7);
        let drawn: Vec<_> = (0..MANY).map(|_| chance.exponential(2_000.0)).collect();
        let mean = drawn.iter().sum::<f64>() / f64::from(MANY);
        assert!((1_950.0..2_050.0).contains(&mean), "{mean}");
        // Of those who have waited a while, as many wait as long again as of all.
        let longer_than = |least: f64| drawn.iter().filter(|wait| **wait > least).count();
        let (one, two) = (longer_than(1_000.0), longer_than(2_000.0));
        let (of_all, of_those) = (share(one, drawn.len()), share(two, one));
        assert!((of_all - of_those).abs() < 0.02 && (of_all - (-0.5_f64).exp()).abs() < 0.02);
    }

    #[test]
    fn the_lognormal_has_its_median_and_its_spread() {
        let mut chance = Chance::new(7);
        let mut drawn: Vec<_> = (0..MANY).map(|_| chance.lognormal(60_000, 0.5)).collect();
        drawn.sort_unstable();
        let at = |share: usize| f64::from(drawn[drawn.len() * share / 1000]);
        assert!((58_500.0..61_500.0).contains(&at(500)), "{}", at(500));
        // One standard deviation of the logarithm to either side of the median.
        assert!((at(841) / at(500) - 0.5_f64.exp()).abs() < 0.05);
        assert!((at(500) / at(159) - 0.5_f64.exp()).abs() < 0.05);
        assert_eq!(chance.lognormal(1_000, 0.0), 1_000);
    }

    #[test]
    fn each_of_so_many_comes_as_often() {
        let mut chance = Chance::new(7);
        let mut drawn = [0_usize; 5];
        (0..MANY).for_each(|_| drawn[chance.below(5)] += 1);
        assert!(drawn.iter().all(|times| (3_800..4_200).contains(times)), "{drawn:?}");
        assert_eq!(chance.below(0), 0);
    }

    fn share(part: usize, whole: usize) -> f64 {
        f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(whole).unwrap())
    }
}
