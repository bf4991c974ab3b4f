"""The W3C's checker has nothing to say of any kind of page, but that it does not know htmx."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from portal.models import now

CHECKER = Path(__file__).parents[2] / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.fixture
def java() -> str:
    found = shutil.which("java")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have Java: install Debian's package default-jre-headless")
        pytest.skip("no Java on this machine, which the W3C's checker runs on")
    return found


@pytest.fixture
def pages(app, reader, newsroom, tmp_path, monkeypatch) -> Path:
    """One of each kind of page, as files; each list also while it is empty."""
    newsroom.settings(stories_per_page=2)
    lists = (
        "/", "/latest/", "/archive/", "/authors/", "/categories/", "/search/?q=none", "/gone/", "/?lite=1",
    )  # fmt: skip
    for path in lists:
        save(reader, path, tmp_path, "empty_")
    economy = newsroom.category("Economy", description="Money.")
    rail = newsroom.category("Rail", parent=economy)
    authors = [newsroom.author("Réka Halász"), newsroom.author("Dan Ionel")]
    for number in range(4):
        newsroom.article(f"Story {number}", category=rail, tags=[newsroom.tag(f"Tag {number}")])
    article = newsroom.article(
        "Donaudampfschifffahrtsgesellschaft & “Söhne”", language="de", kicker="Water",
        standfirst="By a hand.", category=rail, authors=authors, tags=[newsroom.tag("Danube")],
        source=newsroom.source(address="https://pannon.example/"), adaptation="translated",
        image=newsroom.image(),
        body="<p>One.</p><h2>First</h2><table><caption>Daily</caption><tbody><tr><td>1</td></tr></tbody></table>"
        "<portal-embed address='https://www.youtube-nocookie.com/embed/abcdefghijk' title='A film'></portal-embed>"
        "<h2>Second</h2><blockquote><p>Said.</p><footer>She</footer></blockquote>",
    )  # fmt: skip
    newsroom.page("About", body="<h2>Who</h2><p>We.</p>")
    gone = newsroom.article("Taken down", published_at=now() - timedelta(days=30))
    newsroom.bin(gone)
    day = f"/{article.day:%Y/%m/%d}/"
    for path in (
        "/", article.path, f"{article.path}?lite=1", f"{article.path}?lite=1&pictures=1", "/?lite=1",
        "/category/economy/", "/tag/danube/", "/author/reka-halasz/", "/authors/", "/categories/",
        "/latest/", "/archive/", day[:6], day[:9], day, f"/calendar{day[:9]}", "/search/",
        "/search/?q=story", "/search/?q=nothing+at+all", "/search/?q=nothing&category=economy", "/about/", "/nope/", gone.path,
        "/desk/sign-in",
    ):  # fmt: skip
        save(reader, path, tmp_path)
    monkeypatch.setattr("portal.models.SiteVersion.current", None)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    save(reader, "/latest/", tmp_path, "fault_")
    return tmp_path


def save(reader, path: str, folder: Path, prefix: str = "") -> None:
    name = prefix + (path.strip("/").replace("/", "_").replace("?", "_") or "front")
    (folder / f"{name}.html").write_text(reader.get(path).text, encoding="utf-8")


def test_w3c_checker_accepts_all_but_htmx_attributes(java, pages):
    command = [java, "-jar", str(CHECKER), "--format", "json", "--exit-zero-always", str(pages)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    complaints = [
        (Path(each["url"]).name, each["message"], each.get("extract"))
        for each in json.loads(said)["messages"]
        if each["type"] == "error" and not is_of_htmx(each["message"])
    ]
    assert not complaints


def is_of_htmx(message: str) -> bool:
    return message.startswith("Attribute “hx-") and "not allowed on element" in message
