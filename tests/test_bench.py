"""The benchmark's arithmetic, its reading of wrk's output, its document and its chart."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.bench import document
from tests.bench.chart import Bar, Panel, draw
from tests.bench.figure import Figure, median_ratio
from tests.bench.servers import Response, nginx_configuration
from tests.bench.wrk import CHROME, lua, parse

WRK_OUTPUT = """\
Running 2s test @ http://127.0.0.1:8000
  1 threads and 64 connections
  Latency Distribution
     50%    1.20ms
     99%  {p99}
  71234 requests in 2.00s, 850.00MB read
{more}Requests/sec:  35617.42
Transfer/sec:    425.00MB
"""


def test_the_ratio_is_the_median_of_the_rounds_and_not_of_the_sums():
    assert median_ratio([10, 40, 90], [10, 20, 30]) == 2


@pytest.mark.parametrize(
    ("p99", "milliseconds"), [("870.00us", 0.87), ("2.50ms", 2.5), ("1.10s", 1100)]
)
def test_latency_is_read_in_every_unit_of_wrk(p99, milliseconds):
    seen = parse(WRK_OUTPUT.format(p99=p99, more=""))
    assert (seen.rate, seen.p99, seen.failed) == (35617.42, pytest.approx(milliseconds), 0)


def test_errors_and_broken_connections_are_failed_requests():
    more = "  Socket errors: connect 1, read 2, write 0, timeout 3\n  Non-2xx or 3xx responses: 4\n"
    assert parse(WRK_OUTPUT.format(p99="1.00ms", more=more)).failed == 10


def test_unexpected_output_of_wrk_is_an_error():
    with pytest.raises(ValueError, match="unable to connect"):
        parse("unable to connect to 127.0.0.1:1")


@pytest.mark.parametrize(
    ("value", "bar", "at_least", "is_reached"),
    [
        (1.3, 1.3, False, True),
        (1.31, 1.3, False, False),
        (500, 500, True, True),
        (499, 500, True, False),
        (7, None, False, None),
    ],
)
def test_a_bar_is_a_maximum_or_a_minimum(value, bar, at_least, is_reached):
    assert Figure("p", "w", value, "", bar, at_least).is_reached is is_reached


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(12345.6, "/s", "12,346/s"), (3.14159, "ms", "3.14 ms"), (31.4, "ms", "31.4 ms"), (0, "", "0")],
)  # fmt: skip
def test_a_figure_has_three_significant_digits(value, unit, shown):
    assert Figure("p", "w", value, unit).shown == shown


def test_every_request_has_chromes_head_with_changes():
    script = lua(["/a/", '/"b"/'], CHROME | {"If-None-Match": '"x"'})
    assert 'wrk.headers["Accept-Encoding"] = "gzip, deflate, br"' in script
    assert r'wrk.headers["If-None-Match"] = "\"x\""' in script
    assert r'{ "/a/", "/\"b\"/" }' in script


def test_nginx_sends_the_headers_of_our_response_except_its_own():
    response = Response(
        200, [("Server", "Portal"), ("ETag", '"x"'), ("Vary", "Accept-Encoding")], b""
    )
    text = nginx_configuration(response, "/folder", 8080)
    assert 'add_header Vary "Accept-Encoding";' in text
    assert "add_header Server" not in text
    assert "add_header ETag" not in text
    assert "access_log off;" in text


FIGURES = [
    Figure("A cached article, 1 worker", "nginx, the bytes as a file", 30_000, "/s"),
    Figure("A cached article, 1 worker", "Portal, with the fast path", 33_000, "/s"),
    Figure("A cached article, 1 worker", "Portal to nginx", 1.1, "×", 1.0, True),
    Figure("A cold article", "processor time, of 1,000 stories", 3.5, "ms"),
    Figure("A cold article", "its cost", 1.4, "×", 1.3),
]


def test_the_document_has_a_row_for_each_figure_and_names_missed_bars(tmp_path, monkeypatch):
    monkeypatch.setattr(document, "machine", lambda: "a machine")
    monkeypatch.setattr(document.wrk, "version", lambda: "wrk")
    document.write(FIGURES, tmp_path, [1_000])
    text = (tmp_path / "performance.md").read_text()
    assert "| Portal to nginx | 1.10 × | ≥ 1 × | yes |" in text
    assert "| its cost | 1.40 × | ≤ 1.30 × | **no** |" in text
    assert "1 of 2 bars are reached" in text
    assert "- A cold article: its cost: 1.40 ×" in text
    assert all(f"| {each.what} |" in text for each in FIGURES)


def test_the_chart_is_valid_xml_with_proportional_bars():
    panel = Panel("A & B", [Bar("<one>", 10, "10/s"), Bar("two", 40, "40/s", is_ours=True)])
    drawn = etree.fromstring(draw([panel], "Title").encode())
    bars = drawn.findall(".//{*}rect")
    assert float(bars[1].get("width")) == pytest.approx(4 * float(bars[0].get("width")), abs=4)
    assert bars[1].get("class") == "ours"
    assert "prefers-color-scheme: dark" in drawn.findtext("{*}style")
