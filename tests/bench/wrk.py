"""Run wrk, with the request head that a browser sends."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass

# The headers that Chrome 142 on Linux sends for a typed address.
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
    """wrk's result: requests a second, the 99th percentile in ms, the number of failed requests."""

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
    """Request the paths one after the other, with Chrome's head, changed by `head`."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(lua(paths, CHROME | (head or {})))
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
        command += ["-s", script.name, address]
        process = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    result = parse(process.stdout)
    if not result.rate:
        raise SystemExit(f"{address} sent no response for {seconds} s: is the machine busy?")
    return result


def lua(paths: Iterable[str], head: dict[str, str]) -> str:
    """Return a script that composes each request once, before the load, so that only the server is measured."""
    headers = "\n".join(f"wrk.headers[{quoted(name)}] = {quoted(head[name])}" for name in head)
    return f"""{headers}
local paths = {{ {", ".join(map(quoted, paths))} }}
local requests, count = {{}}, 0
function init()
  for number, path in ipairs(paths) do requests[number] = wrk.format("GET", path) end
end
function request()
  count = count % #requests + 1
  return requests[count]
end
"""


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def parse(output: str) -> Load:
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s|m)\b", output)
    if rate is None or p99 is None:
        raise ValueError(f"Unexpected output of wrk:\n{output}")
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    errors = re.search(r"Socket errors: (.+)", output)
    failed = int(refused[1]) if refused else 0
    failed += sum(map(int, re.findall(r"\d+", errors[1]))) if errors else 0
    return Load(float(rate[1]), float(p99[1]) * MILLISECONDS[p99[2]], failed)


def version() -> str:
    output = subprocess.run(["wrk", "-v"], capture_output=True, text=True, check=False).stdout
    return output.split("[")[0].strip()
