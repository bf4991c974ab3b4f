"""Every response is in the access log and in the figures of `/metrics`."""

from __future__ import annotations

import re
import signal
from operator import itemgetter

import pytest

from portal.metrics import Metrics, prometheus_text
from portal.serving.access_log import AccessLog, Line, escape
from portal.serving.request_accounting import RequestAccounting
from tests.server_process import Running, portal, serving

COMBINED = re.compile(
    r'(\S+) - - \[\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "(.*?)" (\d{3}) (\d+) "(.*?)" "(.*?)"'
)
HEAD = (
    b"GET /latest/ HTTP/1.1\r\nHost: news.example\r\nReferer: https://search.example/\r\n"
    b"User-Agent: A browser\r\nx-forwarded-for: 203.0.113.9, 192.0.2.7\r\n\r\n"
)


def logged(path) -> list[tuple[str, ...]]:
    return [COMBINED.fullmatch(line).groups() for line in path.read_text().splitlines()]


def figures(page: str) -> dict[str, float]:
    lines = [line for line in page.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def requests(way: str, method: str, status: str) -> str:
    return f'portal_requests_total{{way="{way}",method="{method}",status="{status}"}}'


def test_every_response_is_in_the_log_and_in_the_figures(tmp_path):
    log = tmp_path / "access.log"
    settings = {"ACCESS_LOG": str(log), "METRICS": "127.0.0.0/8"}
    with serving(tmp_path, workers=2, **settings) as server:
        page = server.get(
            "/robots.txt", "User-Agent: A browser", "Referer: https://search.example/"
        )
        server.get("/nothing/")
        for _ in range(3):
            server.get("/feed/")
        server.ask("HEAD /robots.txt HTTP/1.1", "Host: localhost", "Connection: close")
        server.ask("what is this")
        figured = settled_figures(server)
        server.process.send_signal(signal.SIGTERM)
        assert server.end() == (0, "")

    body = len(page.partition(b"\r\n\r\n")[2])
    assert figured['portal_sent_bytes_total{way="ordinary"}'] >= body
    assert figured[requests("ordinary", "GET", "2xx")] >= 1
    looked = figured["portal_kept_hits_total"] + figured["portal_kept_misses_total"]
    assert looked == 1 + 1 + 3 + 1  # robots.txt twice, once by its head
    assert figured["portal_kept_hits_total"] >= 1
    assert figured["portal_kept_answers"] >= 2
    assert figured["portal_kept_bytes"] > body
    lines = [line[1:] for line in sorted(logged(log), key=itemgetter(1)) if line[0] == "127.0.0.1"]
    asked = [line for line in lines if "/metrics" not in line[0] and "/feed/" not in line[0]]
    assert asked == [
        ("GET /nothing/ HTTP/1.1", "404", lines[-4][2], "-", "-"),
        (
            "GET /robots.txt HTTP/1.1", "200", str(body), "https://search.example/", "A browser",
        ),
        ("HEAD /robots.txt HTTP/1.1", "200", "0", "-", "-"),
        ("what is this", "400", lines[-1][2], "-", "-"),
    ]  # fmt: skip


def settled_figures(server: Running) -> dict[str, float]:
    """Return the figures once both workers have started and have counted the last responses."""
    settled = {
        requests("ordinary", "GET", "4xx"): 1,
        requests("ordinary", "other", "4xx"): 1,
        "portal_workers": 2,
    }
    for _ in range(1000):
        figured = figures(server.get("/metrics").decode().partition("\r\n\r\n")[2])
        if settled.items() <= figured.items():
            return figured
    raise AssertionError(figured)


def test_a_response_of_the_fast_path_is_in_both_too(tmp_path):
    metrics = Metrics(rows=1)
    log = AccessLog(str(tmp_path / "access.log"))
    accounting = RequestAccounting(log, metrics.worker(0), trusted_proxy="127.0.0.1")

    accounting.record_fast("127.0.0.1", HEAD, 200, 5120)
    accounting.record_fast("198.51.100.3", HEAD, 304, 0)
    accounting.close()

    asked, referrer, agent = "GET /latest/ HTTP/1.1", "https://search.example/", "A browser"
    assert logged(tmp_path / "access.log") == [
        ("192.0.2.7", asked, "200", "5120", referrer, agent),
        ("198.51.100.3", asked, "304", "0", referrer, agent),
    ]
    figured = figures(prometheus_text(metrics, 3))
    assert figured[requests("fast", "GET", "2xx")] == 1
    assert figured[requests("fast", "GET", "3xx")] == 1
    assert figured['portal_sent_bytes_total{way="fast"}'] == 5120
    assert figured["portal_site_version"] == 3


def test_the_figures_include_workers_that_have_ended():
    metrics = Metrics(rows=3)
    for number in range(2):
        worker = metrics.worker(number)
        worker.mark_started()
        worker.count_response("ordinary", "GET", 200, 100)
        worker.observe_seconds(0.004)
    metrics.worker(0).mark_ended()

    figured = figures(prometheus_text(metrics, 0))
    assert figured["portal_workers"] == 1
    assert figured[requests("ordinary", "GET", "2xx")] == 2
    assert figured['portal_ordinary_seconds_bucket{le="0.0025"}'] == 0
    assert figured['portal_ordinary_seconds_bucket{le="0.005"}'] == 2
    assert figured['portal_ordinary_seconds_bucket{le="+Inf"}'] == 2
    assert figured["portal_ordinary_seconds_sum"] == pytest.approx(0.008)


def test_a_log_that_was_rotated_away_is_created_again(tmp_path):
    path = tmp_path / "access.log"
    first, second = AccessLog(str(path)), AccessLog(str(path))
    line = Line(0, "192.0.2.7", "GET / HTTP/1.1", 200, 5, "", "")
    first.add(line)
    first.close()
    path.rename(tmp_path / "access.log.1")
    second.add(line)
    second.close()

    assert len(logged(path)) == len(logged(tmp_path / "access.log.1")) == 1


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ('say "this"', r"say \x22this\x22"),
        ("two\nlines\x1b[1m", r"two\x0Alines\x1B[1m"),
        ("back\\slash é", r"back\x5Cslash \xE9"),
        ("", "-"),
        ("a" * 5000, "a" * 1000),
    ],
)
def test_nobody_can_forge_a_line(field, written):
    assert escape(field) == written


def test_a_log_that_cannot_be_written_stops_the_start(tmp_path):
    ended = portal(tmp_path, "serve", "--port", "0", ACCESS_LOG=str(tmp_path / "no" / "access.log"))
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"The access log {tmp_path}/no/access.log cannot be written: ")
    assert len(set(ended.stderr.splitlines())) == 1


def test_a_disk_that_fails_drops_lines_with_one_message(tmp_path, capfd):
    folder = tmp_path / "log"
    folder.mkdir()
    log = AccessLog(str(folder / "access.log"))
    (folder / "access.log").unlink()
    folder.rmdir()
    log.add(Line(0, "192.0.2.7", "GET / HTTP/1.1", 200, 5, "", ""))
    log.close()
    assert capfd.readouterr().err == "The access log drops lines: No such file or directory.\n"


@pytest.mark.parametrize(
    ("networks", "asked_from", "status"),
    [
        ("10.0.0.0/8,192.0.2.7/32", "192.0.2.7", 200),
        ("192.0.2.0/24", "::ffff:192.0.2.7", 200),
        ("10.0.0.0/8", "192.0.2.7", 404),
        ("10.0.0.0/8", "unknown", 404),
    ],
)
def test_only_the_configured_networks_may_read_the_figures(
    app, reader, monkeypatch, networks, asked_from, status
):
    from portal.setting_parsers import parse_networks

    monkeypatch.setitem(app.config, "METRICS", parse_networks(networks))
    monkeypatch.setitem(app.extensions, "metrics", Metrics(rows=1))
    answer = reader.get("/metrics", environ_base={"REMOTE_ADDR": asked_from})
    assert answer.status_code == status
    if status == 200:
        assert answer.headers["Cache-Control"] == "no-store"


def test_without_the_setting_there_are_no_figures(reader):
    assert reader.get("/metrics").status_code == 404
