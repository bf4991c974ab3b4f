"""Which addresses of the net may be fetched from: those of the public internet, and no others."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network

# IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890), and what leads back into IPv4:
# `is_global` alone lets some of these through.
NEVER = tuple(
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
# All of IPv6 that is given out to the public lies here; NAT64, fc00::/7, fec0::/10 do not.
GIVEN_OUT = IPv6Network("2000::/3")


def may_reach(address: str, allowed: Collection[Network] = ()) -> bool:
    """Whether an IP address is public, or in a network that the operator has allowed."""
    where = ip_address(address.partition("%")[0])
    if isinstance(where, IPv6Address) and where.ipv4_mapped:
        where = where.ipv4_mapped
    if is_allowed(where, allowed):
        return True
    if isinstance(where, IPv6Address) and where not in GIVEN_OUT:
        return False
    return not any(where.version == each.version and where in each for each in NEVER)


def is_allowed(where: IPv4Address | IPv6Address, allowed: Collection[Network]) -> bool:
    return any(where.version == each.version and where in each for each in allowed)
