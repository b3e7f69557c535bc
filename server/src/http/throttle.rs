//! How often somebody may try to sign in.

use geo_core::Milliseconds;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::net::IpAddr;
use world::Timestamp;

/// Tries at once: a shift that relieves another signs in from one address.
pub const BURST: u32 = 20;
/// Time after which one more try is allowed.
const REFILL: Milliseconds = Milliseconds::from_seconds(3);
/// Addresses remembered; the oldest are full again anyway.
const ROOM: usize = 10_000;

/// Tries left, by address.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<IpAddr, (u32, Timestamp)>>);

impl Throttle {
    /// Takes one try; `Err` says how long to wait.
    ///
    /// # Errors
    /// The time until the next try.
    pub fn take(&self, address: IpAddr, now: Timestamp) -> Result<(), Milliseconds> {
        let mut left = self.0.lock();
        if left.len() >= ROOM {
            left.retain(|_, (_, since)| now.since(*since).0 < REFILL.0 * u64::from(BURST));
        }
        let (tries, since) = left.entry(address).or_insert((BURST, now));
        let refilled = now.since(*since).0 / REFILL.0;
        if refilled > 0 {
            *tries = (*tries + u32::try_from(refilled).unwrap_or(BURST)).min(BURST);
            *since = since.after(Milliseconds(refilled * REFILL.0));
        }
        if *tries == 0 {
            return Err(Milliseconds(REFILL.0 - now.since(*since).0.min(REFILL.0)));
        }
        *tries -= 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{BURST, REFILL, Throttle};
    use world::Timestamp;

    #[test]
    fn twenty_tries_at_once_then_one_each_three_seconds() {
        let throttle = Throttle::default();
        let home = "127.0.0.1".parse().unwrap();
        let start = Timestamp(1_000_000);
        assert!((0..BURST).all(|_| throttle.take(home, start).is_ok()));
        assert_eq!(throttle.take(home, start), Err(REFILL));
        assert!(
            throttle.take("10.0.0.7".parse().unwrap(), start).is_ok(),
            "another address is not concerned"
        );
        assert!(throttle.take(home, start.after(REFILL)).is_ok());
        assert!(throttle.take(home, start.after(REFILL)).is_err());
    }
}
