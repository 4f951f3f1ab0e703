//! How a source is connected to: what of it does not change from request to request.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::excerpt::excerpt;
use super::secret::{Secret, Secrets};
use super::url::Address;

/// How a source on a server is connected to.
#[derive(Debug)]
pub(super) struct Connection {
    /// The address of the server as the source names it.
    pub(super) server: String,
    /// The value of the `Authorization` header.
    pub(super) authorization: Option<Secret>,
    /// The name of the variable that holds the token.
    pub(super) token: Option<String>,
    /// The certificates to trust; those of the platform without.
    pub(super) certificates: Option<Certificates>,
    /// The address of the proxy, which may hold a password.
    pub(super) proxy: Option<Secret>,
    /// The hosts that are reached without it.
    pub(super) no_proxy: Vec<String>,
    /// The most time of an answer.
    pub(super) timeout: Duration,
}

/// Certificates in PEM, and where they are from.
#[derive(Debug)]
pub(super) struct Certificates {
    /// The name of the file, for messages.
    pub(super) name: String,
    /// What is in it.
    pub(super) bytes: Vec<u8>,
}

/// What every step of a request needs.
pub(super) struct Wire<'w> {
    /// What to remove from messages.
    pub(super) secrets: &'w Secrets,
    /// When the answer must be there, redirects and waits included.
    pub(super) until: Instant,
    /// Whether nobody waits any longer.
    pub(super) is_cancelled: &'w dyn Fn() -> bool,
}

impl Wire<'_> {
    /// An excerpt for a message.
    pub(super) fn excerpt(&self, text: &str) -> String {
        excerpt(text, self.secrets)
    }
}

/// The proxy for a server by the environment, in the names that curl knows. A lower-case name comes first.
pub(super) fn proxy_for(server: &str, environment: &BTreeMap<String, String>) -> Option<Secret> {
    let is_encrypted = Address::parse(server).is_none_or(|address| address.is_encrypted());
    let names = if is_encrypted { ["https_proxy", "HTTPS_PROXY"] } else { ["http_proxy", "HTTP_PROXY"] };
    let all = ["all_proxy", "ALL_PROXY"];
    let value = |name: &str| environment.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
    names.into_iter().chain(all).find_map(value).map(Secret::new)
}

/// The hosts that the environment takes from its proxy.
pub(super) fn no_proxy(environment: &BTreeMap<String, String>) -> Vec<String> {
    let value = ["no_proxy", "NO_PROXY"].into_iter().find_map(|name| environment.get(name));
    let hosts = value.map(String::as_str).unwrap_or_default().split([',', ' ']);
    hosts.map(|host| host.trim().to_owned()).filter(|host| !host.is_empty()).collect()
}

/// The password in the address of a proxy, which messages must not have.
pub(super) fn proxy_password(proxy: &Secret) -> Option<String> {
    let (_, behind) = proxy.expose().rsplit_once("://").unwrap_or(("", proxy.expose()));
    let (user, _) = behind.rsplit_once('@')?;
    Some(user.split_once(':').map_or(user, |(_, password)| password).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_names_a_proxy() {
        let environment: BTreeMap<String, String> = [
            ("HTTPS_PROXY", "http://ana:pass@proxy:3128"),
            ("http_proxy", "proxy:80"),
            ("ALL_PROXY", "socks5://all"),
            ("NO_PROXY", "localhost, .internal"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        let proxy = |server: &str| proxy_for(server, &environment).map(|it| it.expose().to_owned());
        assert_eq!(proxy("https://a").as_deref(), Some("http://ana:pass@proxy:3128"));
        assert_eq!(proxy("http://a").as_deref(), Some("proxy:80"));
        assert_eq!(no_proxy(&environment), ["localhost", ".internal"]);
        assert_eq!(proxy_password(&Secret::new("http://ana:pass@proxy:3128")).as_deref(), Some("pass"));
        assert_eq!(proxy_password(&Secret::new("proxy:80")), None);
        assert_eq!(proxy_for("https://a", &BTreeMap::new()), None);
    }
}
