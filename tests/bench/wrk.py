"""wrk, and the head that a browser sends."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass

# What Chrome 142 on Linux sends when an address is typed.
CHROME = {
    "Connection": "keep-alive",
    "Cache-Control": "max-age=0",
    "sec-ch-ua": '"Chromium";v="142", "Google Chrome";v="142", "Not_A Brand";v="99"',
    "sec-ch-ua-mobile": "?0",
    "sec-ch-ua-platform": '"Linux"',
    "Upgrade-Insecure-Requests": "1",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,"
    "image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7",
    "Sec-Fetch-Site": "none",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-User": "?1",
    "Sec-Fetch-Dest": "document",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "en-GB,en;q=0.9,de;q=0.8",
}
MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Load:
    """What wrk saw: answers a second, the 99th percentile in ms, how many failed."""

    rate: float
    p99: float
    failed: int


def load(
    address: str,
    paths: Iterable[str],
    connections: int,
    seconds: int,
    head: dict[str, str] | None = None,
) -> Load:
    """Ask for the paths in turn, each request with Chrome's head and what `head` changes of it."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(lua(paths, CHROME | (head or {})))
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
        command += ["-s", script.name, address]
        said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    seen = parse(said.stdout)
    if not seen.rate:
        raise SystemExit(f"{address} answered nothing for {seconds} s: is the machine busy?")
    return seen


def lua(paths: Iterable[str], head: dict[str, str]) -> str:
    """Each request is put together once, before the load: wrk is to measure the server alone."""
    headers = "\n".join(f"wrk.headers[{quoted(name)}] = {quoted(head[name])}" for name in head)
    return f"""{headers}
local paths = {{ {", ".join(map(quoted, paths))} }}
local requests, turn = {{}}, 0
function init()
  for number, path in ipairs(paths) do requests[number] = wrk.format("GET", path) end
end
function request()
  turn = turn % #requests + 1
  return requests[turn]
end
"""


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def parse(said: str) -> Load:
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s|m)\b", said)
    if rate is None or p99 is None:
        raise ValueError(f"wrk said something else:\n{said}")
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    errors = re.search(r"Socket errors: (.+)", said)
    failed = int(refused[1]) if refused else 0
    failed += sum(map(int, re.findall(r"\d+", errors[1]))) if errors else 0
    return Load(float(rate[1]), float(p99[1]) * MILLISECONDS[p99[2]], failed)


def version() -> str:
    said = subprocess.run(["wrk", "-v"], capture_output=True, text=True, check=False).stdout
    return said.split("[")[0].strip()
