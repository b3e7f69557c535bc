//! Where a request may come from: our own pages, under our own name.
//!
//! Three checks, each enough against most of what a foreign page can try: the `Host` must be a name we serve under
//! (against rebinding of names), a change must not come from another site, and it must bring the session's CSRF
//! token (see [`super::caller`]).

use super::Problem;
use crate::app::App;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The names under which the service may be addressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hosts {
    /// Loopback, and these names: those under which a proxy in front of it is addressed.
    Named(Vec<String>),
    /// Any name: the service listens on a network whose names it does not know.
    Any,
}

impl Hosts {
    fn allow(&self, host: &str) -> bool {
        let name = match host.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or(""),
            None => host.split(':').next().unwrap_or(""),
        };
        match self {
            Self::Any => true,
            Self::Named(names) => {
                matches!(name, "127.0.0.1" | "localhost" | "::1")
                    || names.iter().any(|known| known.eq_ignore_ascii_case(name))
            }
        }
    }
}

/// Lets through what may come from here.
pub async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    match judge(&app.hosts, request.method(), request.headers(), request.uri().host()) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

fn judge(
    hosts: &Hosts,
    method: &Method,
    headers: &HeaderMap,
    authority: Option<&str>,
) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST.as_str()).or(authority).unwrap_or("");
    if !hosts.allow(host) {
        return Err(Problem::new("foreign_host").with("host", host));
    }
    if matches!(*method, Method::GET | Method::HEAD) {
        return Ok(());
    }
    let foreign = |origin: &str| Problem::new("foreign_origin").with("origin", origin);
    match text("sec-fetch-site") {
        None | Some("same-origin" | "none") => {}
        Some(site) => return Err(foreign(site)),
    }
    match text(header::ORIGIN.as_str()) {
        Some(origin) if origin.split_once("://").is_none_or(|(_, from)| !from.eq_ignore_ascii_case(host)) => {
            Err(foreign(origin))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Hosts, judge};
    use axum::http::{HeaderMap, HeaderName, Method};

    fn code(hosts: &Hosts, method: Method, given: &[(&'static str, &str)]) -> Option<String> {
        let headers: HeaderMap = given
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
            .collect();
        judge(hosts, &method, &headers, None).err().map(|problem| problem.code().to_owned())
    }

    #[test]
    fn changes_from_other_sites_and_other_names_are_refused() {
        let own = ("host", "127.0.0.1:7878");
        let loopback = Hosts::Named(Vec::new());
        let named = Hosts::Named(vec!["muster.district.example".to_owned()]);
        let refused = |code: &str| Some(code.to_owned());
        assert_eq!(code(&loopback, Method::POST, &[own, ("origin", "http://127.0.0.1:7878")]), None);
        assert_eq!(code(&loopback, Method::POST, &[own]), None, "a program has no origin");
        assert_eq!(
            code(&loopback, Method::POST, &[own, ("origin", "http://evil.example")]),
            refused("foreign_origin")
        );
        assert_eq!(code(&loopback, Method::POST, &[own, ("origin", "null")]), refused("foreign_origin"));
        assert_eq!(
            code(&loopback, Method::POST, &[own, ("sec-fetch-site", "cross-site")]),
            refused("foreign_origin")
        );
        assert_eq!(
            code(&loopback, Method::GET, &[own, ("sec-fetch-site", "cross-site")]),
            None,
            "looking is harmless"
        );
        assert_eq!(code(&loopback, Method::GET, &[("host", "evil.example:7878")]), refused("foreign_host"));
        assert_eq!(code(&loopback, Method::GET, &[("host", "[::1]:7878")]), None);
        assert_eq!(code(&named, Method::GET, &[("host", "Muster.District.Example:443")]), None);
        assert_eq!(code(&Hosts::Any, Method::GET, &[("host", "muster.district.example")]), None);
    }
}
