"""A cached article: Portal compared with bare waitress and nginx, which send the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median

from tests.bench.figure import Figure, median_ratio
from tests.bench.instances import FOLDER, instance, rows
from tests.bench.servers import Server, bare_waitress, nginx, nginx_configuration, portal
from tests.bench.wrk import Load, load

ROUNDS = 3
SECONDS = 2
CONNECTIONS = 64
# One worker and one core for wrk; then two workers, which share the machine with wrk.
WORKERS = (1, 2)


def figures(sizes: list[int]) -> Iterator[Figure]:
    folder = instance(sizes[-1])
    path = newest_article(folder)
    for workers in WORKERS:
        yield from compare_servers(folder, path, workers)
    yield from compare_with_access_log(folder, path)


def newest_article(folder) -> str:
    query = "SELECT day, slug FROM article WHERE published_at < datetime('now') ORDER BY id LIMIT 1"
    day, slug = rows(folder, query)[0]
    return f"/{day.replace('-', '/')}/{slug}/"


def compare_servers(folder, path: str, workers: int) -> Iterator[Figure]:
    part = f"A cached article, {workers} worker{'s' if workers > 1 else ''}"
    with ExitStack() as stack:
        ours = stack.enter_context(portal(folder, workers, "Portal"))
        warm(ours, path)
        response = ours.ask(path)
        ordinary = stack.enter_context(
            portal(folder, workers, "without the fast path", FAST_WAY="no")
        )
        warm(ordinary, path)
        bare = stack.enter_context(bare_waitress(response, FOLDER / "waitress"))
        other = stack.enter_context(nginx(response, path, FOLDER / "nginx", workers))
        require_same(
            response.body, bare.ask(path).body, other.ask(path).body, ordinary.ask(path).body
        )
        known = {"If-None-Match": response.header("etag") or ""}
        theirs = {"If-None-Match": other.ask(path).header("etag") or ""}
        asked = {
            "Portal": (ours, None),
            "ordinary": (ordinary, None),
            "bare": (bare, None),
            "nginx": (other, None),
            "Portal 304": (ours, known),
            "nginx 304": (other, theirs),
        }
        seen = run_rounds(asked, path)
    yield Figure(part, "bytes of the body, as sent", len(response.body), "B")
    rates = {name: [each.rate for each in loads] for name, loads in seen.items()}
    names = {
        "bare": "bare waitress, on one core",
        "nginx": "nginx, the bytes as a file",
        "ordinary": "Portal, without the fast path",
        "Portal": "Portal, with the fast path",
        "nginx 304": "nginx, 304 for a known ETag",
        "Portal 304": "Portal, 304 for a known ETag",
    }
    for name, what in names.items():
        yield Figure(part, what, median(rates[name]), "/s")
    bare_bar = 5.0 if workers == 1 else None
    yield Figure(part, "Portal to bare waitress", median_ratio(rates["Portal"], rates["bare"]), "×", bare_bar, True)  # fmt: skip
    yield Figure(part, "Portal to nginx", median_ratio(rates["Portal"], rates["nginx"]), "×", 1.0, True)  # fmt: skip
    yield Figure(part, "Portal's 304 to its 200", median_ratio(rates["Portal 304"], rates["Portal"]), "×", 1.0, True)  # fmt: skip
    late = {name: [each.p99 for each in seen[name]] for name in ("Portal", "nginx")}
    yield Figure(part, "nginx, 99th percentile of 64 connections", median(late["nginx"]), "ms")
    yield Figure(part, "Portal, 99th percentile of 64 connections", median(late["Portal"]), "ms")
    yield Figure(part, "Portal's 99th percentile to nginx's", median_ratio(late["Portal"], late["nginx"]), "×", 2.0)  # fmt: skip
    yield Figure(part, "failed requests", sum(each.failed for all in seen.values() for each in all), "", 0)  # fmt: skip


def compare_with_access_log(folder, path: str) -> Iterator[Figure]:
    part = "A cached article, 1 worker, both with an access log"
    log = FOLDER / "access.log"
    with portal(folder, 1, "Portal", ACCESS_LOG=str(log)) as ours:
        warm(ours, path)
        with nginx(ours.ask(path), path, FOLDER / "nginx", log=True) as other:
            seen = run_rounds({"Portal": (ours, None), "nginx": (other, None)}, path)
    log.unlink(missing_ok=True)
    rates = {name: [each.rate for each in loads] for name, loads in seen.items()}
    yield Figure(part, "nginx", median(rates["nginx"]), "/s")
    yield Figure(part, "Portal, with the fast path", median(rates["Portal"]), "/s")
    yield Figure(part, "Portal to nginx", median_ratio(rates["Portal"], rates["nginx"]), "×", 1.0, True)  # fmt: skip


def run_rounds(asked: dict[str, tuple[Server, dict | None]], path: str) -> dict[str, list[Load]]:
    """Load each server once in every round, so that other load on the machine affects all alike."""
    seen: dict[str, list[Load]] = {name: [] for name in asked}
    for number in range(ROUNDS):
        for name, (server, head) in asked.items():
            seen[name].append(load(server.address, [path], CONNECTIONS, SECONDS, head))
            print(f"  round {number + 1}: {name:<12} {seen[name][-1].rate:>9,.0f}/s", flush=True)
    return seen


def warm(server: Server, path: str) -> None:
    """Send enough requests that each worker has the page in its cache."""
    load(server.address, [path], 16, 1)


def require_same(body: bytes, *others: bytes) -> None:
    if any(other != body for other in others):
        raise SystemExit("The servers do not send the same bytes, so they cannot be compared.")


def configuration() -> str:
    """Return the configuration of nginx for the document."""
    from tests.bench.servers import Response

    headers = [(name, "…") for name in ("Content-Encoding", "Content-Security-Policy", "Vary")]
    return nginx_configuration(Response(200, headers, b""), "…", 8080).strip()
