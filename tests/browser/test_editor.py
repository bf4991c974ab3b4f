"""The rich-text editor: it writes exactly the HTML that the cleaner allows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from portal.cleaning import clean
from portal.demo.markdown import to_html
from portal.demo.written import stories
from tests.browser.axe import violations
from tests.browser.desk import signed_in
from tests.cleaning.test_cleaning import SHAPES, SOUP, TREES
from tests.desk.cast import an_editor


@pytest.fixture
def desk(open_page, app):
    """Open pages in which an editor is signed in."""
    mara = an_editor(app, "admin", name="Mara Ellwood")
    return lambda width=1280, **options: signed_in(open_page(width, **options), app, mara)


@pytest.fixture
def writing(desk) -> Page:
    page = desk()
    page.goto("/desk/articles/new")
    return page


def through_the_editor(page: Page, body: str) -> str:
    """Return the body as the editor sends it, cleaned as it is on saving."""
    box = page.locator("[data-body-editor]")
    return clean(box.evaluate("(box, body) => (box.editor.load(body), box.editor.html)", body))


def test_the_editor_changes_no_kind_of_body(writing):
    bodies = {name: clean(source) for name, (source, _) in SHAPES.items()}
    back = {name: through_the_editor(writing, body) for name, body in bodies.items()}
    assert back == bodies


def test_the_editor_changes_no_story_of_the_demo(writing):
    def figure(file: str, caption: str) -> str:
        return f'<figure><img src="/media/{file}"><figcaption>{caption}</figcaption></figure>'

    bodies = {story.slug: to_html(story.text, figure, "/{}/".format) for story in stories()}
    assert len(bodies) > 40
    back = {slug: through_the_editor(writing, body) for slug, body in bodies.items()}
    assert back == bodies


def test_the_editor_changes_no_cleaned_html(writing):
    @settings(max_examples=250, deadline=None, database=None)
    @given(st.one_of(SOUP, TREES))
    def comes_back(source: str) -> None:
        body = clean(source)
        assert through_the_editor(writing, body) == body

    comes_back()


def test_axe_finds_nothing_in_the_form(desk, newsroom):
    article = newsroom.draft("River rises", body="<table><tr><th>a</th><td>b</td></tr></table>")
    for width in (360, 1280):
        for scheme in ("light", "dark"):
            page = desk(width, color_scheme=scheme)
            page.goto(f"/desk/articles/{article.id}")
            page.get_by_role("textbox", name="Body").get_by_text("b", exact=True).click()
            assert violations(page) == [], (width, scheme)


def text_of(page: Page):
    return page.get_by_role("textbox", name="Body", exact=True)


def tool(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def body_sent(page: Page) -> str:
    return clean(page.locator("[data-body-editor]").evaluate("box => box.editor.html"))


def test_writing_with_keys_and_tools(writing):
    text_of(writing).click()
    keys = writing.keyboard
    keys.type("## Sailings")
    keys.press("Enter")
    keys.type("The ferry is ")
    keys.press("Control+b")
    keys.type("back")
    expect(tool(writing, "Bold")).to_have_attribute("aria-pressed", "true")
    keys.press("Control+b")
    keys.type(".")
    keys.press("Enter")
    tool(writing, "List").click()
    keys.type("one")
    keys.press("Enter")
    keys.type("two")
    keys.press("Enter")
    keys.press("Enter")
    tool(writing, "Quote").click()
    keys.type("We waited.")
    tool(writing, "Attribution").click()
    keys.type("Ines Harrow")
    keys.press("Enter")
    keys.type("End.")
    assert body_sent(writing) == (
        "<h2>Sailings</h2>\n<p>The ferry is <strong>back</strong>.</p>\n"
        "<ul><li>one</li><li>two</li></ul>\n"
        "<blockquote><p>We waited.</p><footer>Ines Harrow</footer></blockquote>\n<p>End.</p>"
    )


def test_a_table_is_made_with_its_header_and_its_caption(writing):
    text_of(writing).click()
    tool(writing, "Table").click()
    for word in ("From", "To", "Days", "6.10", "7.00", "all"):
        writing.keyboard.type(word)
        writing.keyboard.press("Tab")
    tool(writing, "Caption").click()
    writing.keyboard.type("Sailings")
    writing.keyboard.press("Enter")
    tool(writing, "Header column").click()
    assert body_sent(writing) == (
        "<table><caption>Sailings</caption>"
        '<thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">Days</th></tr></thead>'
        '<tbody><tr><th scope="row">6.10</th><td>7.00</td><td>all</td></tr></tbody></table>'
    )


def test_a_link_is_set_changed_and_removed_by_keys(writing):
    text_of(writing).click()
    writing.keyboard.type("The survey")
    writing.keyboard.press("Control+Shift+ArrowLeft")
    wait_for_selection(writing)
    writing.keyboard.press("Control+k")
    address = writing.get_by_label("Address", exact=True)
    address.fill("nonsense")
    writing.keyboard.press("Enter")
    expect(writing.get_by_text("Enter a full address")).to_be_visible()
    address.fill("example.org/survey")
    writing.keyboard.press("Enter")
    assert body_sent(writing) == '<p>The <a href="https://example.org/survey">survey</a></p>'
    writing.keyboard.press("ArrowLeft")
    writing.keyboard.press("Control+k")
    writing.get_by_role("button", name="Remove link").click()
    assert body_sent(writing) == "<p>The survey</p>"


def test_text_typed_right_after_a_link_follows_it(writing):
    body, keys = text_of(writing), writing.keyboard
    for _ in range(6):
        writing.locator("[data-body-editor]").evaluate("box => box.editor.load('')")
        body.click()
        keys.type("The survey")
        keys.press("Control+Shift+ArrowLeft")
        wait_for_selection(writing)
        keys.press("Control+k")
        writing.get_by_label("Address", exact=True).fill("example.org/survey")
        keys.press("Enter")
        keys.press("ArrowRight")
        keys.type(" is out.")
        expect(body).to_have_text("The survey is out.")


def wait_for_selection(page: Page) -> None:
    """Wait until the editor knows the selection; the browser reports it a moment after the key."""
    box = page.locator("[data-body-editor]")
    while box.evaluate("box => box.editor.view.state.selection.empty"):
        pass


def test_an_embed_is_inserted_by_its_address_and_other_addresses_are_refused(writing):
    text_of(writing).click()
    tool(writing, "Embed").click()
    address = writing.get_by_label("Address of the video, audio or post")
    address.fill("https://evil.example/")
    writing.keyboard.press("Enter")
    expect(writing.get_by_text("cannot be embedded")).to_be_visible()
    address.fill("https://youtu.be/dQw4w9WgXcQ")
    writing.keyboard.press("Enter")
    expect(writing.locator(".editor__embed")).to_be_visible()
    embed = '<portal-embed address="https://www.youtube.com/watch?v=dQw4w9WgXcQ"></portal-embed>'
    assert body_sent(writing) == embed


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head>
<body lang=EN-GB><!--StartFragment--><h1 style='margin:0'>Report<o:p></o:p></h1>
<p class=MsoNormal style='mso-margin-top-alt:auto'><b style='mso-bidi-font-weight:normal'>Bold</b> and <span style='font-style:italic'>slanted</span><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times"'>&nbsp;&nbsp;</span></span><![endif]>First</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o</span>Within</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Second</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.</span>Number one</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.</span>Number two</p>
<table border=1 style='border-collapse:collapse'><tr><td width=100 style='width:75pt'><p class=MsoNormal>a</p></td><td><p class=MsoNormal>b</p></td></tr></table>
<img src="file:///C:/x.png"><!--EndFragment--></body></html>"""
DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr" style="line-height:1.38"><span style="font-size:16pt;font-weight:400">Minutes</span></h2>
<p dir="ltr" style="line-height:1.38"><span style="font-weight:700">Strong</span><span style="font-weight:400"> and </span><a href="https://www.google.com/url?q=https://example.org/&sa=D" style="text-decoration:none"><span style="color:#1155cc;text-decoration:underline">a link</span></a></p>
<ul style="margin:0"><li dir="ltr" style="list-style-type:disc" aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400">entry</span></p></li></ul></b>"""
PASTED = {
    "Word": (
        WORD,
        "<h2>Report</h2>\n<p><strong>Bold</strong> and <em>slanted</em></p>\n"
        "<ul><li>First<ul><li>Within</li></ul></li><li>Second</li></ul>\n"
        "<ol><li>Number one</li><li>Number two</li></ol>\n<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
    ),
    "Google Docs": (
        DOCS,
        '<h2>Minutes</h2>\n<p><strong>Strong</strong> and <a href="https://example.org/">a link</a></p>\n'
        "<ul><li>entry</li></ul>",
    ),
}  # fmt: skip


def paste(page: Page, html: str) -> None:
    text_of(page).evaluate(
        """(text, html) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", html);
            text.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        html,
    )


@pytest.mark.parametrize(("pasted", "expected"), PASTED.values(), ids=PASTED.keys())
def test_pasted_html_is_cleaned(writing, pasted, expected):
    text_of(writing).click()
    paste(writing, pasted)
    assert body_sent(writing) == expected
    told = writing.get_by_text("The pictures were not pasted.")
    expect(told).to_be_visible(visible="<img" in pasted)


LIST = "<ul><li>One</li><li>Two</li></ul>"
QUOTE = "<blockquote><p>Quoted</p></blockquote>"
WHOLE = {
    "at the end": ("<p>Buy: </p>", 5, LIST, f"<p>Buy:</p>\n{LIST}"),
    "in the middle": ("<p>left right</p>", 5, LIST, f"<p>left</p>\n{LIST}\n<p>right</p>"),
    "at the beginning": ("<p>text</p>", 0, LIST, f"{LIST}\n<p>text</p>"),
    "in an empty one": ("<p></p>", 0, LIST, LIST),
    "a quotation": ("<p>text</p>", 4, QUOTE, f"<p>text</p>\n{QUOTE}"),
    "a heading and a paragraph": (
        "<p>left right</p>", 5, "<h2>H</h2><p>p</p>", "<p>left</p>\n<h2>H</h2>\n<p>pright</p>",
    ),
    "a paragraph and a list": (
        "<p>left right</p>", 5, f"<p>p</p>{LIST}", f"<p>left p</p>\n{LIST}\n<p>right</p>",
    ),
    "paragraphs join": ("<p>left right</p>", 5, "<p>a</p><p>b</p>", "<p>left a</p>\n<p>bright</p>"),
    "in a heading": ("<h2>left right</h2>", 5, LIST, f"<h2>left</h2>\n{LIST}\n<h2>right</h2>"),
    "in a quotation": (
        "<blockquote><p>text</p></blockquote>", 4, LIST, f"<blockquote><p>text</p>{LIST}</blockquote>",
    ),
    "in an item": ("<ul><li>text</li></ul>", 4, LIST, f"<ul><li>text{LIST}</li></ul>"),
    "in a cell": (
        "<table><tbody><tr><td>text</td></tr></tbody></table>", 4, LIST,
        f"<table><tbody><tr><td>text{LIST}</td></tr></tbody></table>",
    ),
    "in a caption": (
        '<figure><img src="/media/a.jpg"><figcaption>text</figcaption></figure>', 4, "<h2>H</h2>",
        '<figure><img src="/media/a.jpg" alt=""><figcaption>textH</figcaption></figure>',
    ),
    "notes": (
        "<p>text</p>", 4,
        '<p>a<a href="file:///C:/x.htm#_ftn1" name="_ref1">[1]</a></p><p><a href="#_ref1" name="_ftn1">[1]</a> N</p>',
        '<p>texta<a href="#at__ftn1"><span id="at__ref1"></span>[1]</a></p>\n'
        '<p><a href="#at__ref1"><span id="at__ftn1"></span>[1]</a> N</p>',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "offset", "pasted", "expected"), WHOLE.values(), ids=WHOLE.keys())
def test_pasted_blocks_stay_whole_and_paragraphs_join(writing, body, offset, pasted, expected):
    writing.locator("[data-body-editor]").evaluate(
        """(box, [body, offset]) => {
            box.editor.load(body);
            const { view } = box.editor;
            view.focus();
            let start = 1;
            view.state.doc.descendants((node, pos) => { if (node.isText && start === 1) start = pos; });
            const place = view.state.doc.resolve(start + offset);
            view.dispatch(view.state.tr.setSelection(view.state.selection.constructor.near(place)));
        }""",
        [body, offset],
    )
    paste(writing, pasted)
    assert body_sent(writing) == expected


def test_the_toolbar_is_one_tab_stop_and_arrows_move_within_it(writing):
    text_of(writing).click()
    writing.keyboard.press("Alt+F10")
    expect(writing.get_by_label("Paragraph style")).to_be_focused()
    writing.keyboard.press("ArrowRight")
    expect(tool(writing, "Bold")).to_be_focused()
    writing.keyboard.press("End")
    expect(tool(writing, "Redo")).to_be_focused()
    writing.keyboard.press("Tab")
    expect(text_of(writing)).to_be_focused()


def test_an_unchanged_body_is_sent_as_the_server_wrote_it(desk, newsroom):
    body = (
        "<p>One</p>\n<table><tbody><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></tbody></table>"
    )
    article = newsroom.draft("Uneven rows", body=body)
    page = desk()
    page.goto(f"/desk/articles/{article.id}")
    page.get_by_label("Standfirst").fill("Now with one")
    tool(page, "Save").click()
    expect(page.get_by_label("Standfirst")).to_have_value("Now with one")
    assert newsroom.saved("Uneven rows").body == body
