"""Reusable blocks, file blocks and footnotes of the block editor."""

from __future__ import annotations

import json

import pytest

from tests.transfer.wxr import attachment, item

REPORT = "https://old.example/wp-content/uploads/2013/01/report.pdf"


def reusable(id: int, body: str) -> str:
    return item(f"Block {id}", body, id=id, kind="wp_block", slug=f"block-{id}")


def test_shortcodes_and_blocks_within_a_reusable_block_are_shown(import_parts, article):
    import_parts(
        item(body='<!-- wp:paragraph --><p>Start</p><!-- /wp:paragraph --><!-- wp:block {"ref":50} /-->'),
        reusable(50, '<!-- wp:paragraph --><p>Reused</p><!-- /wp:paragraph -->\n'
                     '<!-- wp:shortcode -->\n[vc_row]Wrapped[/vc_row]\n<!-- /wp:shortcode -->\n'
                     '<!-- wp:block {"ref":51} /-->'),
        reusable(51, "<!-- wp:paragraph --><p>Nested</p><!-- /wp:paragraph -->"),
    )  # fmt: skip
    words = ["Start", "Reused", "Wrapped", "Nested"]
    assert article().body.split("\n") == [f"<p>{word}</p>" for word in words]


def test_a_classic_reusable_block_has_paragraphs(import_parts, article):
    import_parts(item(body='<!-- wp:block {"ref":50} /-->'), reusable(50, "One.\n\nTwo."))
    assert article().body == "<p>One.</p>\n<p>Two.</p>"


def test_a_reusable_block_within_itself_ends(import_parts, article):
    report = import_parts(
        item(body='<!-- wp:block {"ref":50} /-->'),
        reusable(50, '<p>One</p><!-- wp:block {"ref":51} /-->'),
        reusable(51, '<p>Two</p><!-- wp:block {"ref":50} /-->'),
    )
    assert article().body == "<p>One</p>\n<p>Two</p>"
    assert report.remarks["a reusable block that contains itself is left out"] == 1


def test_reusable_blocks_that_multiply_are_bounded(import_parts, article):
    twice = '<!-- wp:block {{"ref":{0}}} /--><!-- wp:block {{"ref":{0}}} /-->'
    blocks = [reusable(n, twice.format(n + 1)) for n in range(50, 80)]
    import_parts(item(body='<!-- wp:block {"ref":50} /-->'), *blocks, reusable(80, "<p>End</p>"))
    assert article().body.count("End") < 200


def test_a_missing_reusable_block_is_reported(import_parts):
    report = import_parts(item(body='Text.<!-- wp:block {"ref":99} /-->'))
    assert report.remarks == {"a reusable block is not in the files and is left out": 1}


def test_a_file_block_names_its_file_once(import_parts, article):
    block = (
        f'<!-- wp:file {{"id":51}} --><div class="wp-block-file">'
        f'<object class="wp-block-file__embed" data="{REPORT}" type="application/pdf"></object>'
        f'<a id="x" href="{REPORT}">REPORT</a>'
        f'<a href="{REPORT}" class="wp-block-file__button wp-element-button" download>Download</a>'
        "</div><!-- /wp:file -->"
    )
    import_parts(item(body=block), attachment(51, REPORT))
    assert article().body == f'<p><a href="{REPORT}">REPORT</a></p>'


def test_a_file_block_with_a_button_alone_keeps_it(import_parts, article):
    block = f'<div class="wp-block-file"><a href="{REPORT}" class="wp-block-file__button">Download</a></div>'
    import_parts(item(body=block))
    assert "Download" in article().body


@pytest.mark.parametrize("notes", ["[]", "broken", json.dumps([{"content": "A note", "id": "n1"}])])
def test_footnotes_come_in(import_parts, article, notes):
    body = "<!-- wp:paragraph --><p>Text</p><!-- /wp:paragraph -->\n<!-- wp:footnotes /-->"
    import_parts(item(body=body, meta={"footnotes": notes}))
    assert ("A note" in article().body) == ("A note" in notes)
