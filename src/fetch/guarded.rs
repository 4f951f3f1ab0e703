//! Network addresses that a source reaches only if it names them: link-local ones, and those at which clouds hand out
//! credentials to whoever asks from inside (their metadata services).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Metadata services outside of the link-local ranges: Alibaba, Oracle, Azure's host.
const METADATA_V4: [Ipv4Addr; 3] =
    [Ipv4Addr::new(100, 100, 100, 200), Ipv4Addr::new(192, 0, 0, 192), Ipv4Addr::new(168, 63, 129, 16)];

/// Amazon's metadata services: of instances, and of pods.
const METADATA_V6: [Ipv6Addr; 2] =
    [Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254), Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23)];

/// The names of metadata services.
const NAMES: [&str; 4] = ["metadata.google.internal", "metadata.goog", "metadata", "instance-data.ec2.internal"];

/// Whether a source must name an address to reach it.
pub(super) fn is_guarded(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_guarded_v4(address),
        IpAddr::V6(address) => {
            let is_link_local = address.segments()[0] & 0xffc0 == 0xfe80;
            is_link_local || METADATA_V6.contains(&address) || inner_v4(address).is_some_and(is_guarded_v4)
        }
    }
}

/// Whether a host is the name of a metadata service.
pub(super) fn is_metadata_name(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    NAMES.iter().any(|name| name.eq_ignore_ascii_case(host))
}

fn is_guarded_v4(address: Ipv4Addr) -> bool {
    address.is_link_local() || METADATA_V4.contains(&address)
}

/// The IPv4 address that an IPv6 address leads to: mapped, compatible, behind NAT64 (RFC 6052) or 6to4 (RFC 3056).
fn inner_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let last = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    match address.segments() {
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            Some(last(high, low))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_a_metadata_service_is_known() {
        let guarded = |text: &str| is_guarded(text.parse().expect("an address"));
        for address in [
            "169.254.169.254",
            "169.254.0.1",
            "fe80::1",
            "febf::1",
            "fd00:ec2::254",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "2002:a9fe:a9fe::1",
            "100.100.100.200",
        ] {
            assert!(guarded(address), "{address}");
        }
        for address in
            ["127.0.0.1", "::1", "10.0.0.1", "192.168.1.1", "fd00::1", "169.253.1.1", "2001:db8::1", "fec0::1"]
        {
            assert!(!guarded(address), "{address}");
        }
        assert!(is_metadata_name("Metadata.Google.Internal."));
        assert!(!is_metadata_name("metadata.example"));
    }
}
