//! The HTTP client. The only place that knows ureq and rustls; without the feature `pull` it only says that this build has
//! none ([`no_client`](super::no_client)).
//!
//! Certificates are verified by the platform, or against those that a source or `SSL_CERT_FILE` names. Redirects are
//! followed here and not by ureq, as a token must not leave the server it is for.

use std::io::Read as _;
use std::net::IpAddr;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use ureq::http::header::{HeaderMap, LOCATION};
use ureq::http::{Method, Request, Response, Uri};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, AsSendBody, Body, Proxy};

use super::call::{CallReply, HttpCall};
use super::connection::{Connection, Wire};
use super::failure::{Failure, fail};
use super::guarded::{is_guarded, is_metadata_name};
use super::refused::{GuardedHost, reason_of_error, status_failure};
use super::retry::wait_wanted;
use super::url::Address;

/// The most bytes of an answer.
const MOST_BYTES: u64 = 5 * 1024 * 1024;

/// The most redirects that are followed.
const MOST_REDIRECTS: usize = 5;

/// How often a wait looks whether anybody still waits.
const STEP: Duration = Duration::from_millis(20);

/// A request that begins so soon after the time was set is the first one.
const FIRST: Duration = Duration::from_millis(100);

/// The longest address that is sent; servers refuse longer ones.
const LONGEST_URL: usize = 32 * 1024;

/// A client for one source.
pub(super) struct HttpClient {
    agent: Agent,
    connection: Connection,
    has_proxy: bool,
}

impl HttpClient {
    /// Creates a client.
    ///
    /// # Errors
    /// The certificates or the proxy cannot be used.
    pub(super) fn new(connection: Connection) -> Result<Self, Failure> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let roots = match &connection.certificates {
            Some(certificates) => root_certificates(&certificates.bytes, &certificates.name)?,
            None => RootCerts::PlatformVerifier,
        };
        let tls = TlsConfig::builder().root_certs(roots).unversioned_rustls_crypto_provider(provider).build();
        let proxy = connection.proxy.as_ref().map(|url| proxy(url.expose(), &connection.no_proxy)).transpose()?;
        let own = Address::parse(&connection.server).map(|own| own.host.to_ascii_lowercase()).unwrap_or_default();
        let resolver = GuardedResolver {
            own,
            proxy: proxy.as_ref().map(|proxy| proxy.host().to_owned()),
            plain: DefaultResolver::default(),
        };
        let has_proxy = proxy.is_some();
        let config = Agent::config_builder()
            .tls_config(tls)
            .proxy(proxy)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(connection.timeout))
            .user_agent(concat!("goalpost/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self { agent: Agent::with_parts(config, DefaultConnector::default(), resolver), connection, has_proxy })
    }

    /// Sends a request, follows redirects and waits as the server asks, within the time limit.
    ///
    /// # Errors
    /// There is no answer with a status of success.
    pub(super) fn send(&self, call: &HttpCall, wire: &Wire<'_>) -> Result<CallReply, Failure> {
        let mut url = call.url.clone();
        let mut redirects = 0;
        loop {
            self.may_go_to(&url, wire)?;
            let mut response = self.send_once(call, &url, wire)?;
            let status = response.status().as_u16();
            if let (301 | 302 | 303 | 307 | 308, Some(location)) = (status, location(response.headers())) {
                redirects += 1;
                url = self.redirected(&url, &location, redirects, call, wire)?;
                continue;
            }
            let body = read_body(&mut response, &self.connection, wire)?;
            if (200..300).contains(&status) {
                let header =
                    |name: &str| response.headers().get(name).and_then(|it| it.to_str().ok()).map(str::to_owned);
                let next = header("link").and_then(|link| next_page(&link));
                return Ok(CallReply { body, total: header("x-total"), next });
            }
            let header = |name: &str| response.headers().get(name).and_then(|it| it.to_str().ok());
            let wanted = wait_wanted(status, &header);
            let left = wire.until.saturating_duration_since(Instant::now());
            match wanted {
                Some(wait) if wait < left => pause(wait, wire)?,
                _ => return Err(status_failure(status, wanted, &body, &self.connection, wire)),
            }
        }
    }

    /// Ensures that a request may go to an address: its own server, or where that one redirected to.
    fn may_go_to(&self, url: &str, wire: &Wire<'_>) -> Result<(), Failure> {
        let Some(address) = Address::parse(url) else {
            return fail(format!("{} is no address that can be asked", wire.excerpt(url)));
        };
        if url.len() > LONGEST_URL {
            return fail(format!("is asked too much at once: an address of {} bytes", url.len()));
        }
        // The address of a next page is the server's to write, and redirects have been judged.
        let is_own = Address::parse(&self.connection.server).is_some_and(|own| address.is_same_server(&own));
        if self.connection.authorization.is_some() && !is_own {
            return fail(format!("{} is another server, which is not to get the token", wire.excerpt(address.host)));
        }
        // A token in the clear is everybody's on the way. This machine is no way.
        if self.connection.authorization.is_some() && !address.is_encrypted() && !is_this_machine(address.host) {
            return fail(format!("a token is sent over https:// only, and {} is http://", wire.excerpt(address.host)));
        }
        // Behind a proxy no name is resolved here, but an address in numbers is known.
        let own = Address::parse(&self.connection.server).map(|own| own.host.to_ascii_lowercase()).unwrap_or_default();
        if self.has_proxy && !address.host.eq_ignore_ascii_case(&own) && is_guarded_host(address.host) {
            return fail(GuardedHost(address.host.to_owned()).to_string());
        }
        Ok(())
    }

    fn send_once(&self, call: &HttpCall, url: &str, wire: &Wire<'_>) -> Result<Response<Body>, Failure> {
        if (wire.is_cancelled)() {
            return fail("was cancelled");
        }
        let mut request = Request::builder().uri(url).header("accept", call.accept);
        if let Some(authorization) = &self.connection.authorization {
            request = request.header("authorization", authorization.expose());
        }
        let sent = match &call.body {
            None => request.method(Method::GET).body(()).map(|request| self.run(request, wire)),
            Some(body) => {
                let request = request.method(Method::POST).header("content-type", "application/json");
                request.body(body.as_str()).map(|request| self.run(request, wire))
            }
        };
        match sent {
            Ok(sent) => sent.map_err(|error| reason_of_error(&error, &self.connection, wire)),
            // The parts that a request is made of are checked before; what is left are tokens that no header can carry.
            Err(_) => {
                fail("the request cannot be written: the token or the address has characters that HTTP cannot send")
            }
        }
    }

    /// Runs a request in what is left of the time.
    fn run(&self, request: Request<impl AsSendBody>, wire: &Wire<'_>) -> Result<Response<Body>, ureq::Error> {
        let left = wire.until.saturating_duration_since(Instant::now());
        // A first request has all the time, and shares its preparations with others, which one with its own limit does not.
        if left + FIRST >= self.connection.timeout {
            return self.agent.run(request);
        }
        self.agent.run(self.agent.configure_request(request).timeout_global(Some(left)).build())
    }

    /// Where a redirect leads, if it may be followed.
    fn redirected(
        &self,
        url: &str,
        location: &str,
        redirects: usize,
        call: &HttpCall,
        wire: &Wire<'_>,
    ) -> Result<String, Failure> {
        let Some(from) = Address::parse(url) else { return fail("was redirected from nowhere") };
        let to = from.redirected(location);
        let shown = wire.excerpt(&to);
        if redirects > MOST_REDIRECTS {
            return fail(format!("was redirected more than {MOST_REDIRECTS} times, at last to {shown}"));
        }
        let Some(target) = Address::parse(&to) else {
            return fail(format!("was redirected to {shown}, which is no address"));
        };
        if self.connection.authorization.is_some() && !target.is_same_server(&from) {
            return fail(format!(
                "was redirected to another server, {shown}, which is not to get the token: name it in `sources`"
            ));
        }
        if from.is_encrypted() && !target.is_encrypted() {
            return fail(format!("was redirected from https:// to {shown}: name the address it has now in `sources`"));
        }
        if call.body.is_some() {
            return fail(format!("was redirected to {shown}: name the address it has now in `sources`"));
        }
        Ok(to)
    }
}

/// Resolves names as the system does, and refuses addresses that a source must name to reach them. It sees what is
/// connected to, so a name that first leads elsewhere does not pass.
#[derive(Debug)]
struct GuardedResolver {
    /// The host that the source names, in lower case.
    own: String,
    /// The host of the proxy, which the user names.
    proxy: Option<String>,
    plain: DefaultResolver,
}

impl Resolver for GuardedResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']).to_ascii_lowercase();
        let is_own = host == self.own && (is_metadata_name(&host) || host.parse::<IpAddr>().is_ok());
        let is_proxy = self.proxy.as_deref().is_some_and(|proxy| proxy.eq_ignore_ascii_case(&host));
        let is_named = is_own || is_proxy;
        if is_metadata_name(&host) && !is_named {
            return Err(ureq::Error::Other(Box::new(GuardedHost(host))));
        }
        let found = self.plain.resolve(uri, config, timeout)?;
        if found.iter().any(|address| is_guarded(address.ip())) && !is_named {
            return Err(ureq::Error::Other(Box::new(GuardedHost(host))));
        }
        Ok(found)
    }
}

/// Whether a host is guarded as far as its text tells, in any notation of addresses that resolvers take.
fn is_guarded_host(host: &str) -> bool {
    use std::net::ToSocketAddrs as _;

    let is_numeric = host.rsplit('.').next().is_some_and(|label| label.starts_with(|c: char| c.is_ascii_digit()));
    // Numeric addresses are resolved without asking anybody.
    let found = || (host, 80).to_socket_addrs().is_ok_and(|mut found| found.any(|it| is_guarded(it.ip())));
    is_metadata_name(host) || host.parse().is_ok_and(is_guarded) || is_numeric && found()
}

fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The certificates of a file, which alone are trusted then.
fn root_certificates(pem: &[u8], name: &str) -> Result<RootCerts, Failure> {
    let mut certificates: Vec<Certificate<'static>> = Vec::new();
    for item in parse_pem(pem) {
        match item {
            Ok(PemItem::Certificate(certificate)) => certificates.push(certificate),
            Ok(_) => {}
            Err(_) => return fail(format!("`{name}` is no file of certificates in PEM")),
        }
    }
    if certificates.is_empty() {
        return fail(format!("`{name}` has no certificate in PEM"));
    }
    Ok(RootCerts::new_with_certs(&certificates))
}

/// The proxy of an environment variable, except for the hosts of `NO_PROXY`. A host there stands for its subdomains too,
/// as in curl.
fn proxy(url: &str, no_proxy: &[String]) -> Result<Proxy, Failure> {
    let unusable = |_| {
        Failure::new("the proxy that the environment names cannot be used: write it like http://proxy.example:3128")
    };
    let named = Proxy::new(url).map_err(unusable)?;
    let mut builder = Proxy::builder(named.protocol()).host(named.host()).port(named.port());
    if let Some(user) = named.username() {
        builder = builder.username(user);
    }
    if let Some(password) = named.password() {
        builder = builder.password(password);
    }
    for host in no_proxy {
        builder = builder.no_proxy(host);
        if !host.starts_with(['.', '*']) {
            builder = builder.no_proxy(&format!(".{host}"));
        }
    }
    builder.build().map_err(unusable)
}

fn location(headers: &HeaderMap) -> Option<String> {
    headers.get(LOCATION).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// The address of the next page in a `Link` header: `<https://…>; rel="next"`.
fn next_page(link: &str) -> Option<String> {
    link.split(',').find_map(|entry| {
        let (address, relation) = entry.split_once('>')?;
        let is_next = relation.contains("rel=\"next\"") || relation.contains("rel=next");
        is_next.then(|| address.trim().trim_start_matches('<').to_owned())
    })
}

fn read_body(response: &mut Response<Body>, connection: &Connection, wire: &Wire<'_>) -> Result<Vec<u8>, Failure> {
    let too_large = || fail(format!("answered with more than {} MB", MOST_BYTES / 1024 / 1024));
    if response.body().content_length().is_some_and(|length| length > MOST_BYTES) {
        return too_large();
    }
    let mut body = Vec::new();
    match response.body_mut().as_reader().take(MOST_BYTES + 1).read_to_end(&mut body) {
        Ok(_) if body.len() as u64 > MOST_BYTES => too_large(),
        Ok(_) => Ok(body),
        Err(error) => Err(reason_of_error(&ureq::Error::from(error), connection, wire)),
    }
}

/// Waits, unless nobody does any longer.
fn pause(wait: Duration, wire: &Wire<'_>) -> Result<(), Failure> {
    let until = Instant::now() + wait;
    while Instant::now() < until {
        if (wire.is_cancelled)() {
            return fail("was cancelled");
        }
        thread::sleep(STEP.min(until.saturating_duration_since(Instant::now())));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_any_notation_is_known() {
        for host in ["169.254.169.254", "2852039166", "0xa9fea9fe", "fe80::1", "metadata.google.internal"] {
            assert!(is_guarded_host(host), "{host}");
        }
        assert!(!is_guarded_host("127.0.0.1") && !is_guarded_host("a.example"));
    }

    #[test]
    fn the_next_page_is_named_by_a_header() {
        let link = "<https://a/x?page=1>; rel=\"prev\", <https://a/x?page=3>; rel=\"next\"";
        assert_eq!(next_page(link), Some("https://a/x?page=3".to_owned()));
        assert_eq!(next_page("<https://a>; rel=\"last\""), None);
    }
}
