"""A kept article: Portal beside bare waitress and nginx, which send the very same bytes."""

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
# One worker and one core for wrk; then two workers, who share the machine with it.
WORKERS = (1, 2)


def figures(sizes: list[int]) -> Iterator[Figure]:
    folder = instance(sizes[-1])
    path = newest_article(folder)
    for workers in WORKERS:
        yield from beside_the_others(folder, path, workers)
    yield from with_logs(folder, path)


def newest_article(folder) -> str:
    query = "SELECT day, slug FROM article WHERE published_at < datetime('now') ORDER BY id LIMIT 1"
    day, slug = rows(folder, query)[0]
    return f"/{day.replace('-', '/')}/{slug}/"


def beside_the_others(folder, path: str, workers: int) -> Iterator[Figure]:
    part = f"A kept article, {workers} worker{'s' if workers > 1 else ''}"
    with ExitStack() as stack:
        ours = stack.enter_context(portal(folder, workers, "Portal"))
        warm(ours, path)
        answer = ours.ask(path)
        ordinary = stack.enter_context(portal(folder, workers, "the ordinary way", FAST_WAY="no"))
        warm(ordinary, path)
        bare = stack.enter_context(bare_waitress(answer, FOLDER / "waitress"))
        other = stack.enter_context(nginx(answer, path, FOLDER / "nginx", workers))
        same(answer.body, bare.ask(path).body, other.ask(path).body, ordinary.ask(path).body)
        known = {"If-None-Match": answer.header("etag") or ""}
        theirs = {"If-None-Match": other.ask(path).header("etag") or ""}
        asked = {
            "Portal": (ours, None),
            "ordinary": (ordinary, None),
            "bare": (bare, None),
            "nginx": (other, None),
            "Portal 304": (ours, known),
            "nginx 304": (other, theirs),
        }
        seen = in_turn(asked, path)
    yield Figure(part, "bytes of the body, as they are sent", len(answer.body), "B")
    rates = {name: [each.rate for each in loads] for name, loads in seen.items()}
    names = {
        "bare": "bare waitress, on one core",
        "nginx": "nginx, the bytes as a file",
        "ordinary": "Portal, the ordinary way",
        "Portal": "Portal, the fast way",
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


def with_logs(folder, path: str) -> Iterator[Figure]:
    part = "A kept article, 1 worker, both with an access log"
    log = FOLDER / "access.log"
    with portal(folder, 1, "Portal", ACCESS_LOG=str(log)) as ours:
        warm(ours, path)
        with nginx(ours.ask(path), path, FOLDER / "nginx", log=True) as other:
            seen = in_turn({"Portal": (ours, None), "nginx": (other, None)}, path)
    log.unlink(missing_ok=True)
    rates = {name: [each.rate for each in loads] for name, loads in seen.items()}
    yield Figure(part, "nginx", median(rates["nginx"]), "/s")
    yield Figure(part, "Portal, the fast way", median(rates["Portal"]), "/s")
    yield Figure(part, "Portal to nginx", median_ratio(rates["Portal"], rates["nginx"]), "×", 1.0, True)  # fmt: skip


def in_turn(asked: dict[str, tuple[Server, dict | None]], path: str) -> dict[str, list[Load]]:
    """Each in turn, so many rounds: what else the machine does in a round weighs on all alike."""
    seen: dict[str, list[Load]] = {name: [] for name in asked}
    for number in range(ROUNDS):
        for name, (server, head) in asked.items():
            seen[name].append(load(server.address, [path], CONNECTIONS, SECONDS, head))
            print(f"  round {number + 1}: {name:<12} {seen[name][-1].rate:>9,.0f}/s", flush=True)
    return seen


def warm(server: Server, path: str) -> None:
    """Ask often enough that each worker has the page."""
    load(server.address, [path], 16, 1)


def same(body: bytes, *others: bytes) -> None:
    if any(other != body for other in others):
        raise SystemExit("The servers do not send the same bytes: nothing can be compared.")


def configuration() -> str:
    """nginx's, as it is used, for the document."""
    from tests.bench.servers import Answer

    headers = [(name, "…") for name in ("Content-Encoding", "Content-Security-Policy", "Vary")]
    return nginx_configuration(Answer(200, headers, b""), "…", 8080).strip()
