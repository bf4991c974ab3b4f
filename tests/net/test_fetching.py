"""Fetching reaches only allowed addresses, and is limited in size and time."""

from __future__ import annotations

import gzip
import socket
import ssl
from ipaddress import ip_network
from threading import Event

import pytest

from portal.net import connection
from portal.net.errors import AddressRefused, FetchError
from portal.net.fetching import fetch
from tests.publisher import CERTIFICATE, publishing


@pytest.fixture
def publisher():
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def fetcher(app):
    """`fetch` on a site that allows the loopback network, where the test publisher is."""
    allowed = app.config["FETCH_ALLOW"]
    app.config["FETCH_ALLOW"] = (ip_network("127.0.0.0/8"),)
    with app.app_context():
        yield fetch
    app.config["FETCH_ALLOW"] = allowed


@pytest.fixture
def names(monkeypatch):
    """A fake DNS: host → its addresses. `asked` lists the names that were looked up."""

    class Names(dict):
        asked: list[str] = []

    names = Names()
    names.asked = []
    real = socket.getaddrinfo

    def look_up(host, port, *rest, **more):
        if host not in names:
            return real(host, port, *rest, **more)
        names.asked.append(host)
        return [entry for each in names[host] for entry in real(each, port, *rest, **more)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return names


def test_it_fetches_an_address(fetcher, publisher):
    address = publisher.serves("/feed", b"News", Content_Type="text/plain")

    answer = fetcher(address)

    assert (answer.status, answer.body, answer.address) == (200, b"News", address)
    assert answer.headers["content-type"] == "text/plain"
    assert publisher.requests[0]["user-agent"].startswith("Portal/")


def test_a_conditional_request_gets_a_304(fetcher, publisher):
    publisher.serves("/feed", b"News", ETag='"1"', Last_Modified="Thu, 19 Nov 2026 06:00:00 GMT")
    first = fetcher(publisher.address("/feed"))
    publisher.serves("/feed", b"", 304, ETag='"1"')

    second = fetcher(first.address, etag=first.etag, last_modified=first.last_modified)

    assert (second.status, second.body) == (304, b"")
    assert publisher.requests[1]["if-none-match"] == '"1"'
    assert publisher.requests[1]["if-modified-since"] == "Thu, 19 Nov 2026 06:00:00 GMT"


def test_it_decompresses_the_body(fetcher, publisher):
    address = publisher.serves("/feed", gzip.compress(b"News"), Content_Encoding="gzip")

    assert fetcher(address).body == b"News"


def test_it_follows_five_redirects_but_not_a_sixth(fetcher, publisher):
    publisher.serves("/5", b"News")
    for number in range(5):
        publisher.redirects(f"/{number}", f"/{number + 1}")
    publisher.redirects("/before", "/0")

    assert fetcher(publisher.address("/0")).address == publisher.address("/5")
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetcher(publisher.address("/before"))


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "//192.168.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "ftp://ftp.example/x",
        "gopher://127.0.0.1:70/",
    ],
)
def test_a_redirect_to_a_refused_address_is_refused(fetcher, publisher, target: str):
    address = publisher.redirects("/feed", target)

    with pytest.raises(AddressRefused):
        fetcher(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/feed",
        "feed.xml",
        "file:///etc/passwd",
        "ftp://news.example/",
        "http://",
        "http:///feed",
        "http://user:secret@93.184.216.34/",
        "http://[::1",
        "http://93.184.216.34:22/",
        "http://93.184.216.34:99999/",
        "https://93.184.216.34:8443/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://0/",
        "http://localhost/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1%25eth0]/",
    ],
)
def test_a_bad_address_is_refused_before_anything_is_sent(app, address: str):
    with app.app_context(), pytest.raises(AddressRefused):
        fetch(address)


def test_a_host_with_one_private_address_among_its_public_ones_is_refused(app, names):
    names["news.example"] = ["93.184.216.34", "10.0.0.1"]

    with app.app_context(), pytest.raises(AddressRefused, match=r"news\.example is 10\.0\.0\.1"):
        fetch("http://news.example/")


def test_a_name_is_looked_up_once_so_that_it_cannot_be_rebound(fetcher, publisher, names):
    publisher.serves("/feed", b"News")
    names["news.example"] = ["127.0.0.1"]

    answer = fetcher(publisher.address("/feed", "news.example"))

    assert answer.body == b"News"
    assert names.asked == ["news.example"]
    assert publisher.requests[0]["host"] == f"news.example:{publisher.port}"


def test_each_redirect_is_looked_up_again(fetcher, publisher, names):
    names["news.example"] = ["127.0.0.1"]
    names["rebound.example"] = ["10.0.0.1"]
    publisher.redirects("/feed", "http://rebound.example/")

    with pytest.raises(AddressRefused, match=r"rebound\.example is 10\.0\.0\.1"):
        fetcher(publisher.address("/feed", "news.example"))


def test_an_international_name_is_encoded_as_idna(fetcher, publisher, names):
    publisher.serves("/feed", b"News")
    names["xn--zrich-kva.example"] = ["127.0.0.1"]

    assert fetcher(publisher.address("/feed", "zürich.example")).body == b"News"


def test_a_proxy_in_the_environment_is_not_used(fetcher, publisher, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1/")

    assert fetcher(publisher.serves("/feed", b"News")).body == b"News"


def test_the_certificate_is_checked_against_the_host_name(fetcher, names, monkeypatch):
    trusting = ssl.create_default_context(cafile=str(CERTIFICATE))
    names["news.example"] = names["other.example"] = ["127.0.0.1"]
    with publishing(encrypted=True) as publisher:
        publisher.serves("/feed", b"News")
        with pytest.raises(FetchError, match=r"(?i)certificate.verify.failed"):
            fetcher(publisher.address("/feed", "news.example", "https"))

        monkeypatch.setattr(connection.ssl, "create_default_context", lambda: trusting)

        assert fetcher(publisher.address("/feed", "news.example", "https")).body == b"News"
        with pytest.raises(FetchError, match=r"other\.example"):
            fetcher(publisher.address("/feed", "other.example", "https"))


@pytest.mark.parametrize("compressed", [False, True], ids=["plain", "a gzip bomb"])
def test_a_body_above_the_limit_is_refused(fetcher, publisher, compressed: bool):
    body = b"\0" * 3_000_000
    headers = {"Content_Encoding": "gzip"} if compressed else {}
    address = publisher.serves("/feed", gzip.compress(body) if compressed else body, **headers)

    with pytest.raises(FetchError, match="more than 1,000,000 bytes"):
        fetcher(address, max_bytes=1_000_000)


@pytest.mark.parametrize("part", ["header", "body", "chunk"])
def test_a_server_that_sends_too_slowly_is_cut_off(fetcher, publisher, part: str):
    gone = Event()

    def drip(handler) -> None:
        start = {
            "header": b"HTTP/1.1 200 OK\r\nX-Slow: ",
            "body": b"HTTP/1.1 200 OK\r\n\r\n",
            "chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;",
        }[part]
        handler.close_connection = True
        try:
            handler.wfile.write(start)
            while not gone.wait(0.02):
                handler.wfile.write(b"x")
        except OSError:
            pass

    publisher.pages["/feed"] = drip
    try:
        with pytest.raises(FetchError, match="takes too long"):
            fetcher(publisher.address("/feed"), timeout_seconds=0.3)
    finally:
        gone.set()


@pytest.mark.parametrize(
    "answer",
    [b"", b"no http at all\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
     b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nthis is no gzip"],
    ids=["nothing", "nonsense", "less than promised", "badly packed"],
)  # fmt: skip
def test_a_broken_response_is_an_error_in_one_line(fetcher, publisher, answer: bytes):
    def page(handler) -> None:
        handler.close_connection = True
        handler.wfile.write(answer)

    publisher.pages["/feed"] = page

    with pytest.raises(FetchError) as caught:
        fetcher(publisher.address("/feed"))
    assert "\n" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


def test_a_closed_port_and_an_unknown_host_are_errors_in_one_line(fetcher):
    with socket.socket() as closed_port:
        closed_port.bind(("127.0.0.1", 0))
        with pytest.raises(FetchError, match="accepts no connection"):
            fetcher(f"http://127.0.0.1:{closed_port.getsockname()[1]}/")
    with pytest.raises(FetchError, match="There is no host"):
        fetcher("http://no-such-host.invalid/")


def test_permanent_redirects_name_the_address_to_use_from_now_on(fetcher, publisher):
    publisher.serves("/new", b"News")
    publisher.redirects("/later", publisher.address("/new"), 302)
    publisher.redirects("/old", publisher.address("/later"), 308)
    publisher.redirects("/oldest", publisher.address("/old"), 301)

    assert fetcher(publisher.address("/oldest")).moved_to == publisher.address("/later")
    assert fetcher(publisher.address("/later")).moved_to == ""
    assert fetcher(publisher.address("/new")).moved_to == ""


def test_a_redirect_to_no_address_is_refused(fetcher, publisher):
    address = publisher.redirects("/feed", "http://[broken/")

    with pytest.raises(AddressRefused):
        fetcher(address)
