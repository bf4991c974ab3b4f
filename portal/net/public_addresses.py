"""Allow fetching from addresses of the public internet, and refuse all others."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network

# IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890), and the IPv6 ranges that lead into
# IPv4: Python's `is_global` accepts some of these.
SPECIAL_NETWORKS = tuple(
    ip_network(each)
    for each in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "2001::/23",  # Teredo, ORCHID, benchmarking
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
# All public IPv6 addresses are in this range; NAT64, fc00::/7 and fec0::/10 are not.
GLOBAL_UNICAST = IPv6Network("2000::/3")


def may_fetch_from(address: str, allowed: Collection[Network] = ()) -> bool:
    """True if an IP address is public, or in one of the `allowed` networks."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return is_in(ip, allowed) or is_public_address(ip)


def is_public_address(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv6Address) and ip not in GLOBAL_UNICAST:
        return False
    return not is_in(ip, SPECIAL_NETWORKS)


def is_in(ip: IPv4Address | IPv6Address, networks: Collection[Network]) -> bool:
    return any(ip.version == each.version and ip in each for each in networks)
