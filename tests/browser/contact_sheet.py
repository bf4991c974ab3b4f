"""Take a screenshot of every kind of page, for people to look at.

    python -m tests.browser.contact_sheet http://127.0.0.1:8000

writes docs/front.png and docs/contact-sheet.webp from a site that serves the demo newspaper.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import QUIET

DOCS = Path(__file__).parents[2] / "docs"
WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")
# Each picture shows the top of a page, this many times as high as wide, this many pixels wide.
SHAPE, THUMB, GAP = 1.6, 240, 8


def main(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(QUIET)
        )
        pages = kinds_of_page(browser, address)
        rows = [list(row(browser, address, path)) for path in pages]
        take(browser, address + "/", 1280, "light", 1000).save(DOCS / "front.png", optimize=True)
        browser.close()
    sheet = Image.new(
        "RGB", (len(rows[0]) * (THUMB + GAP), len(rows) * (int(THUMB * SHAPE) + GAP)), "#888"
    )
    for y, pictures in enumerate(rows):
        for x, picture in enumerate(pictures):
            sheet.paste(picture, (x * (THUMB + GAP), y * (int(THUMB * SHAPE) + GAP)))
    sheet.save(DOCS / "contact-sheet.webp", quality=72, method=6)


def kinds_of_page(browser: Browser, address: str) -> list[str]:
    """Return the path of one page of each kind, found by following links from the front page."""
    page = browser.new_page(base_url=address)
    page.goto("/")
    story = first(page, r"/\d{4}/\d\d/\d\d/[^/]+/")
    day = re.match(r"/\d{4}/\d\d/\d\d/", story)[0]  # type: ignore[index]
    paths = ["/", story, first(page, r"/category/[^/]+/"), first(page, r"/author/[^/]+/")]
    page.goto(story)
    paths += [first(page, r"/tag/[^/]+/"), day, day[:9], day[:6], "/archive/", "/authors/"]
    paths += ["/categories/", "/search/?q=river", "/about/", "/nothing/here/", f"{story}?lite=1"]
    page.close()
    return paths


def first(page: Page, pattern: str) -> str:
    links = page.eval_on_selector_all("main a", "all => all.map(a => a.getAttribute('href'))")
    return next(link for link in links if re.fullmatch(pattern, link))


def row(browser: Browser, address: str, path: str) -> Iterator[Image.Image]:
    for scheme in SCHEMES:
        for width in WIDTHS:
            picture = take(browser, address + path, width, scheme, int(width * SHAPE))
            yield ImageOps.fit(picture, (THUMB, int(THUMB * SHAPE)), centering=(0.5, 0))


def take(browser: Browser, address: str, width: int, scheme: str, height: int) -> Image.Image:
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.goto(address, wait_until="networkidle")
    shot = page.screenshot()
    page.close()
    return Image.open(BytesIO(shot)).convert("RGB")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
