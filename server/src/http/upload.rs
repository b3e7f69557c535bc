//! A file over a poor line: so large, within so long, so many at once.

use super::Problem;
use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// Files on their way at once: each may lie in memory twice, as it came and as it is kept.
const AT_ONCE: usize = 16;
/// Of these, at most so many of one account: a phone sends its photos one after the other.
const OF_ONE: usize = 2;

/// A body that is being received.
pub struct Upload {
    frames: BodyDataStream,
    until: Instant,
    within: Duration,
    most: usize,
}

/// Why a file was not received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// It is larger than allowed.
    TooBig,
    /// It did not arrive whole, or not in time.
    Incomplete,
}

impl Upload {
    /// A body of at most `most` bytes, which has to be there `within` this time from now.
    pub fn new(body: Body, most: usize, within: Duration) -> Self {
        Self { frames: body.into_data_stream(), until: Instant::now() + within, within, most }
    }

    /// All of it.
    ///
    /// # Errors
    /// [`Cut`]: the largest size is passed, the time is over, or the connection broke.
    pub async fn whole(&mut self) -> Result<Vec<u8>, Cut> {
        let mut file = Vec::new();
        while let Some(frame) =
            timeout_at(self.until, self.frames.next()).await.map_err(|_| Cut::Incomplete)?
        {
            let frame = frame.map_err(|_| Cut::Incomplete)?;
            if file.len() + frame.len() > self.most {
                return Err(Cut::TooBig);
            }
            file.extend_from_slice(&frame);
        }
        Ok(file)
    }

    /// Reads on and keeps nothing. Who is refused while it still sends would see its connection break, take that for
    /// silence, and send the same again for ever.
    pub async fn read_to_its_end(&mut self) {
        let mut left = self.most;
        while let Ok(Some(Ok(frame))) = timeout_at(self.until, self.frames.next()).await {
            let Some(less) = left.checked_sub(frame.len()) else { return };
            left = less;
        }
    }

    /// The problem of a body that did not come, to be sent again as it is.
    pub fn incomplete(&self) -> Problem {
        incomplete(self.within)
    }
}

/// The problem of a body that was not there after this time, to be sent again as it is.
pub fn incomplete(within: Duration) -> Problem {
    Problem::new("body_incomplete").with("seconds", within.as_secs())
}

/// Whose files are on their way.
#[derive(Debug, Default)]
pub struct Uploads(Mutex<HashMap<String, usize>>);

/// A place for one file, given back when it is dropped.
pub struct Place<'a> {
    uploads: &'a Uploads,
    account: String,
}

impl Uploads {
    /// A place for a file of an account.
    ///
    /// # Errors
    /// `too_many_uploads` with the limit that is reached.
    pub fn enter(&self, account: &str) -> Result<Place<'_>, Problem> {
        let mut under_way = self.0.lock();
        let full = |limit: usize| Err(Problem::new("too_many_uploads").with("limit", limit));
        if under_way.get(account).is_some_and(|count| *count >= OF_ONE) {
            return full(OF_ONE);
        }
        if under_way.values().sum::<usize>() >= AT_ONCE {
            return full(AT_ONCE);
        }
        *under_way.entry(account.to_owned()).or_default() += 1;
        Ok(Place { uploads: self, account: account.to_owned() })
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut under_way = self.uploads.0.lock();
        if let Some(count) = under_way.get_mut(&self.account) {
            *count -= 1;
        }
        under_way.retain(|_, count| *count > 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Bytes;
    use futures_util::stream;
    use std::convert::Infallible;

    const SOON: Duration = Duration::from_millis(50);

    fn body(frames: &[&'static [u8]]) -> Body {
        let frames: Vec<_> =
            frames.iter().map(|frame| Ok::<_, Infallible>(Bytes::from_static(frame))).collect();
        Body::from_stream(stream::iter(frames))
    }

    /// Two bytes, and then nothing for ever.
    fn stalled() -> Body {
        Body::from_stream(
            stream::iter([Ok::<_, Infallible>(Bytes::from_static(b"ab"))]).chain(stream::pending()),
        )
    }

    #[tokio::test]
    async fn a_file_comes_whole_or_it_is_said_why_not() {
        assert_eq!(Upload::new(body(&[b"ab", b"c"]), 3, SOON).whole().await, Ok(b"abc".to_vec()));
        assert_eq!(Upload::new(body(&[]), 3, SOON).whole().await, Ok(Vec::new()));
        assert_eq!(Upload::new(body(&[b"ab", b"cd"]), 3, SOON).whole().await, Err(Cut::TooBig));
        assert_eq!(Upload::new(stalled(), 3, SOON).whole().await, Err(Cut::Incomplete));
        let broken = stream::iter([Ok(Bytes::from_static(b"ab")), Err(std::io::Error::other("reset"))]);
        assert_eq!(Upload::new(Body::from_stream(broken), 3, SOON).whole().await, Err(Cut::Incomplete));
    }

    /// However little comes, and however much: it ends.
    #[tokio::test]
    async fn what_is_refused_is_read_to_its_end_within_the_same_bounds() {
        for body in [
            stalled(),
            body(&[b"ab".as_slice(); 1000]),
            Body::from_stream(stream::repeat_with(|| Ok::<_, Infallible>(Bytes::from_static(b"ab")))),
        ] {
            Upload::new(body, 300, SOON).read_to_its_end().await;
        }
    }

    #[test]
    fn one_account_does_not_take_all_places_and_they_come_back() {
        let uploads = Uploads::default();
        let first = uploads.enter("team:A").unwrap();
        let _second = uploads.enter("team:A").unwrap();
        assert_eq!(uploads.enter("team:A").err().unwrap().code(), "too_many_uploads");
        let others: Vec<_> = (0..AT_ONCE - 2).map(|n| uploads.enter(&format!("team:{n}")).unwrap()).collect();
        assert!(uploads.enter("team:B").is_err(), "all places are taken");
        drop(first);
        uploads.enter("team:B").unwrap();
        drop(others);
        uploads.enter("team:A").unwrap();
    }
}
