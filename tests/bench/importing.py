"""The speed and the memory of a WordPress import."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, sleep

from tests.bench.figure import Figure
from tests.server_process import COMMAND

MEGABYTES = int(os.environ.get("PORTAL_TEST_BENCH_MEGABYTES", "300"))
WORDS = (
    "river border council minister harbour strike wheat winter signal bridge treaty engine ferry "
    "ballot region drought market museum railway mayor verdict delta orchard canal the of and to in "
    "a that was for on with as it by from at which were their this had not but be are after said"
).split()


def figures(_sizes: list[int]) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "export.xml"
        count = write_export(file, MEGABYTES * 1_000_000)
        part = f"Import of a WordPress export, {file.stat().st_size / 1e6:,.0f} MB, {count:,} items"
        for name in ("first", "again, nothing new"):
            seconds, peak_bytes = run_import(file, Path(folder) / "instance")
            yield Figure(part, f"{name}: items", count / seconds, "/s", 1_000, at_least=True)
            yield Figure(part, f"{name}: memory at most", peak_bytes / 1e6, "MB", 150)


def run_import(file: Path, instance: Path) -> tuple[float, int]:
    """Return the seconds, and the peak memory of all its processes together, in bytes."""
    command = [*COMMAND, "import", "wordpress", str(file)]
    environment = os.environ | {"PORTAL_INSTANCE": str(instance)}
    started = perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(map(memory_bytes, process_tree(process.pid))))
        sleep(0.1)
    if process.returncode:
        sys.exit("the import failed")
    return perf_counter() - started, peak


def process_tree(pid: int) -> Iterator[int]:
    """Yield a process and all its descendants."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in children.read_text().split():
                yield from process_tree(int(child))


def memory_bytes(pid: int) -> int:
    """Return the proportional set size (Pss): shared pages are divided among the processes."""
    with suppress(OSError):
        found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
        return int(found[1]) * 1024 if found else 0
    return 0


def write_export(path: Path, size: int) -> int:
    """Write an export of about `size` bytes, always the same one. Return its number of items."""
    rng = random.Random(1)
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(head())
        while file.tell() < size:
            count += 1
            file.write(attachment(count) if count % 10 == 0 else story(count, rng))
        file.write("</channel></rss>\n")
    return count


def head() -> str:
    people = "".join(
        f"<wp:author><wp:author_id>{n}</wp:author_id><wp:author_login>writer{n}</wp:author_login>"
        f"<wp:author_email>writer{n}@news.example</wp:author_email>"
        f"<wp:author_display_name><![CDATA[Writer {n}]]></wp:author_display_name></wp:author>\n"
        for n in range(40)
    )
    categories = "".join(
        f"<wp:category><wp:term_id>{n + 1}</wp:term_id>"
        f"<wp:category_nicename>section-{n}</wp:category_nicename>"
        f"<wp:category_parent>{f'section-{n % 12}' if n >= 12 else ''}</wp:category_parent>"
        f"<wp:cat_name><![CDATA[Section {n}]]></wp:cat_name></wp:category>\n"
        for n in range(60)
    )
    tags = "".join(
        f"<wp:tag><wp:term_id>{n + 1000}</wp:term_id><wp:tag_slug>topic-{n}</wp:tag_slug>"
        f"<wp:tag_name><![CDATA[Topic {n}]]></wp:tag_name></wp:tag>\n"
        for n in range(2000)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>The Bench</title><link>https://news.example</link><description>Daily</description>
<language>en-GB</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://news.example</wp:base_site_url>
<wp:base_blog_url>https://news.example</wp:base_blog_url>
{people}{categories}{tags}"""


def sentence(rng: random.Random, length: int) -> str:
    return " ".join(rng.choices(WORDS, k=length)).capitalize() + "."


def paragraph(rng: random.Random) -> str:
    text = " ".join(sentence(rng, rng.randint(8, 22)) for _ in range(4))
    if rng.random() < 0.25:
        text += f' <a href="https://other.example/{rng.randint(1, 999)}">{sentence(rng, 4)}</a>'
    if rng.random() < 0.15:
        text += f' <a href="https://news.example/?p={rng.randint(1, 9000)}">Read more</a>'
    return text + (f" <em>{sentence(rng, 3)}</em>" if rng.random() < 0.2 else "")


def body(number: int, rng: random.Random) -> str:
    """Return 400 to 700 words, alternately as from the classic editor and from the block editor."""
    paragraphs = [paragraph(rng) for _ in range(rng.randint(6, 10))]
    picture = (
        f'<img class="wp-image-{number // 10 * 10}" alt="" width="300" height="200" '
        f'src="https://news.example/wp-content/uploads/2020/01/p{number // 10 * 10}-300x200.jpg" />'
    )
    if number % 2:
        paragraphs.insert(2, f'[caption id="a" width="300"]{picture} {sentence(rng, 6)}[/caption]')
        paragraphs.insert(4, f"<h2>{sentence(rng, 5)}</h2>")
        return "\n\n".join(paragraphs)
    blocks = [
        f"<!-- wp:paragraph -->\n<p>{each}</p>\n<!-- /wp:paragraph -->" for each in paragraphs
    ]
    items = "".join(f"<li>{sentence(rng, 6)}</li>" for _ in range(4))
    blocks.insert(3, f"<!-- wp:heading -->\n<h2>{sentence(rng, 5)}</h2>\n<!-- /wp:heading -->")
    blocks.insert(5, f"<!-- wp:list -->\n<ul>{items}</ul>\n<!-- /wp:list -->")
    blocks.insert(
        2, f'<!-- wp:image {{"id":1}} -->\n<figure class="wp-block-image">{picture}<figcaption>'
        f"{sentence(rng, 6)}</figcaption></figure>\n<!-- /wp:image -->"
    )  # fmt: skip
    return "\n\n".join(blocks)


def story(number: int, rng: random.Random) -> str:
    moment = datetime(2008, 1, 1) + timedelta(minutes=97 * number)
    terms = f'<category domain="category" nicename="section-{number % 60}"><![CDATA[S]]></category>'
    terms += "".join(
        f'<category domain="post_tag" nicename="topic-{n}"><![CDATA[Topic {n}]]></category>'
        for n in rng.sample(range(2000), 3)
    )
    meta = "".join(
        f"<wp:postmeta><wp:meta_key>{name}</wp:meta_key><wp:meta_value><![CDATA[{value}]]>"
        "</wp:meta_value></wp:postmeta>\n"
        for name, value in (
            ("_edit_last", "1"),
            ("_thumbnail_id", number // 10 * 10 + 10),
            ("_yoast_wpseo_metadesc", sentence(rng, 18)),
            ("_yoast_wpseo_focuskw", "river"),
            ("post_views_count", rng.randint(1, 9999)),
        )
    )
    title = sentence(rng, 8).rstrip(".")
    slug = title.lower().replace(" ", "-")
    return f"""<item><title><![CDATA[{title}]]></title>
<link>https://news.example/{moment:%Y/%m/%d}/{slug}/</link>
<dc:creator><![CDATA[writer{number % 40}]]></dc:creator>
<guid isPermaLink="false">https://news.example/?p={number}</guid><description></description>
<content:encoded><![CDATA[{body(number, rng)}]]></content:encoded>
<excerpt:encoded><![CDATA[{sentence(rng, 20) if number % 3 == 0 else ""}]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date>{moment}</wp:post_date>
<wp:post_date_gmt>{moment}</wp:post_date_gmt><wp:post_modified_gmt>{moment}</wp:post_modified_gmt>
<wp:post_name>{slug}</wp:post_name><wp:status>publish</wp:status><wp:post_parent>0</wp:post_parent>
<wp:menu_order>0</wp:menu_order><wp:post_type>post</wp:post_type><wp:post_password></wp:post_password>
<wp:is_sticky>0</wp:is_sticky>{terms}
{meta}</item>
"""


def attachment(number: int) -> str:
    return f"""<item><title>p{number}</title><link>https://news.example/p{number}/</link>
<dc:creator>writer1</dc:creator><content:encoded></content:encoded>
<excerpt:encoded><![CDATA[A picture of the harbour]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date>2020-01-01 08:00:00</wp:post_date>
<wp:post_date_gmt>2020-01-01 08:00:00</wp:post_date_gmt><wp:post_name>p{number}</wp:post_name>
<wp:status>inherit</wp:status><wp:post_parent>{number - 1}</wp:post_parent>
<wp:post_type>attachment</wp:post_type>
<wp:attachment_url>https://news.example/wp-content/uploads/2020/01/p{number}.jpg</wp:attachment_url>
</item>
"""
