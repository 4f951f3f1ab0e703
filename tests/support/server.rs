//! A small HTTPS server with a certificate authority of its own, which answers as a test says and keeps what it was asked.

use std::io::{BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// A request that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub method: String,
    /// Path and query, as sent.
    pub path: String,
    /// The headers, in lower case names.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// How long to wait before answering.
    pub wait: Duration,
    /// The bytes of the body after which the connection is closed.
    pub cut: Option<usize>,
    /// How long to wait before each byte of the body.
    pub drip: Duration,
    /// How many bytes to send without saying before how many.
    pub endless: Option<usize>,
}

impl Answer {
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
            wait: Duration::ZERO,
            drip: Duration::ZERO,
            cut: None,
            endless: None,
        }
    }

    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, body)
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn after(self, wait: Duration) -> Self {
        Self { wait, ..self }
    }
}

/// A running server. It ends with the test program.
pub struct Server {
    /// `https://localhost:PORT` or `http://localhost:PORT`.
    pub url: String,
    pub port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
    most: Arc<AtomicUsize>,
}

impl Server {
    /// Starts a server over TLS.
    pub fn start(answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        Self::begin(Some(Arc::clone(&authority().config)), answer)
    }

    /// Starts a server without TLS.
    pub fn plain(answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        Self::begin(None, answer)
    }

    fn begin(tls: Option<Arc<ServerConfig>>, answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let (asked, most) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicUsize::new(0)));
        let server =
            Self { url: format!("{scheme}://localhost:{port}"), port, asked: asked.clone(), most: most.clone() };
        let (answer, now) = (Arc::new(answer), Arc::new(AtomicUsize::new(0)));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, asked, tls) = (answer.clone(), asked.clone(), tls.clone());
                let (now, most) = (now.clone(), most.clone());
                thread::spawn(move || {
                    let answer = |request: &Asked| {
                        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        asked.lock().expect("a list").push(request.clone());
                        let answer = answer(request);
                        thread::sleep(answer.wait);
                        now.fetch_sub(1, Ordering::SeqCst);
                        answer
                    };
                    match tls {
                        Some(config) => {
                            let connection = ServerConnection::new(config).expect("a connection");
                            serve(StreamOwned::new(connection, stream), &answer);
                        }
                        None => serve(stream, &answer),
                    }
                });
            }
        });
        server
    }

    /// What it was asked, in order.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("a list").clone()
    }

    /// The most requests that it had at once.
    pub fn most_at_once(&self) -> usize {
        self.most.load(Ordering::SeqCst)
    }
}

/// The certificate of the authority that signed the server's, in PEM.
pub fn authority_pem() -> &'static str {
    &authority().pem
}

struct Authority {
    pem: String,
    config: Arc<ServerConfig>,
}

fn authority() -> &'static Authority {
    static AUTHORITY: OnceLock<Authority> = OnceLock::new();
    AUTHORITY.get_or_init(|| {
        let mut params = CertificateParams::new(Vec::new()).expect("names");
        params.distinguished_name.push(DnType::OrganizationName, "Tests");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority");
        let key = KeyPair::generate().expect("a key");
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        let leaf = CertificateParams::new(names).expect("names").signed_by(&key, &issuer).expect("a certificate");
        let chain: Vec<CertificateDer<'static>> = vec![leaf.der().clone()];
        let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.expect("versions").with_no_client_auth().with_single_cert(chain, key).expect("a config");
        Authority { pem: issuer.pem(), config: Arc::new(config) }
    })
}

/// Answers one request after the other on a connection, and closes it after the first that is not whole.
fn serve(stream: impl Read + Write, answer: &dyn Fn(&Asked) -> Answer) {
    let mut stream = BufReader::new(stream);
    while let Some(request) = read_request(&mut stream) {
        let answer = answer(&request);
        let length = answer.body.len();
        let mut head = format!("HTTP/1.1 {} Status\r\n", answer.status);
        for (name, value) in &answer.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let is_whole = answer.endless.is_none() && answer.cut.is_none();
        if answer.endless.is_none() {
            head.push_str(&format!("Content-Length: {length}\r\n"));
        }
        if !is_whole {
            head.push_str("Connection: close\r\n");
        }
        head.push_str("\r\n");
        let out = stream.get_mut();
        let sent = out.write_all(head.as_bytes()).and_then(|()| match answer.endless {
            Some(bytes) => (0..bytes.div_ceil(4096)).try_for_each(|_| out.write_all(&[b' '; 4096])),
            None if !answer.drip.is_zero() => answer.body.iter().try_for_each(|byte| {
                thread::sleep(answer.drip);
                out.write_all(&[*byte])?;
                out.flush()
            }),
            None => out.write_all(&answer.body[..answer.cut.unwrap_or(length)]),
        });
        if sent.and_then(|()| out.flush()).is_err() || !is_whole {
            return;
        }
    }
}

fn read_request(stream: &mut impl std::io::BufRead) -> Option<Asked> {
    let mut line = String::new();
    stream.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut parts = line.split_ascii_whitespace().map(str::to_owned);
    let (method, path) = (parts.next()?, parts.next()?);
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, it)| it.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).ok()?;
    Some(Asked { method, path, headers, body: String::from_utf8_lossy(&body).into_owned() })
}

/// Starts a proxy that tunnels what it is asked to connect to. Returns its port, and the hosts that it was asked for.
pub fn proxy() -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let kept = Arc::clone(&kept);
            thread::spawn(move || tunnel(stream, &kept));
        }
    });
    (port, asked)
}

fn tunnel(stream: TcpStream, kept: &Mutex<Vec<String>>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let request = read_request(&mut reader)?;
    let authorization = request.header("proxy-authorization").unwrap_or("nobody").to_owned();
    kept.lock().expect("a list").push(format!("{} {} by {authorization}", request.method, request.path));
    let target = TcpStream::connect(&request.path).ok()?;
    let (mut up, mut down) = (stream.try_clone().ok()?, target.try_clone().ok()?);
    up.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").ok()?;
    let (mut from_client, mut to_target) = (stream, target);
    thread::spawn(move || {
        let _ = std::io::copy(&mut down, &mut up);
        let _ = up.shutdown(Shutdown::Both);
    });
    let _ = std::io::copy(&mut from_client, &mut to_target);
    let _ = to_target.shutdown(Shutdown::Both);
    Some(())
}
