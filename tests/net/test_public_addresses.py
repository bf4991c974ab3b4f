"""Only public addresses may be fetched from, in whichever notation."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from portal.net.public_addresses import may_fetch_from

PUBLIC = ("8.8.8.8", "93.184.216.34", "100.128.0.1", "2606:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8")  # fmt: skip

NOT_PUBLIC = (
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.255.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_allowed(address: str):
    assert may_fetch_from(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_other_addresses_are_refused(address: str):
    assert not may_fetch_from(address)


def test_a_configured_network_is_allowed_but_not_its_neighbour():
    allowed = (ip_network("10.1.0.0/16"), ip_network("fd00::/8"))

    assert may_fetch_from("10.1.2.3", allowed)
    assert may_fetch_from("::ffff:10.1.2.3", allowed)
    assert may_fetch_from("fd00::1", allowed)
    assert not may_fetch_from("10.2.0.1", allowed)
    assert not may_fetch_from("fc00::1", allowed)
