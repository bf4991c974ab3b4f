"""The lead picture of the article's form in Chromium, with and without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.models import Editor, Image
from portal.pictures.storage import store
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.desk.cast import an_editor
from tests.pictures.test_decode import encoded, photo

pytestmark = pytest.mark.filterwarnings("ignore:::PIL")


@pytest.fixture
def mara(app) -> Editor:
    return an_editor(app, "editor", name="Mara Ellwood")


@pytest.fixture
def tower(newsroom, media) -> Image:
    with newsroom.at_work():
        return store(encoded(photo(400, 800), "JPEG"), alt="A tower", caption="By the quay")


@pytest.fixture
def files(tmp_path) -> dict[str, Path]:
    contents = {
        "harbour.jpg": encoded(photo(300, 200), "JPEG"),
        "tide-map.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "school.png": encoded(photo(200, 300), "PNG"),
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    return {name: tmp_path / name for name in contents}


def panel(page: Page):
    return page.get_by_role("group", name="Lead picture")


def save(page: Page) -> None:
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Save", exact=True).click()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_lead_picture_is_chosen_in_the_library_and_described(
    app, at_the_desk, mara, newsroom, tower, width
):
    newsroom.image("A ferry at dawn")
    page = at_the_desk(mara, width)
    page.goto(f"/desk/articles/{newsroom.draft('Tower').id}")
    page.get_by_role("button", name="Choose a picture").click()
    dialog = page.get_by_role("dialog", name="Choose a picture")
    expect(dialog.locator(".library__item")).to_have_count(2)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    dialog.get_by_label("Search alt text, caption, credit or file name").press_sequentially("tower")
    expect(dialog.locator(".library__item")).to_have_count(1)
    dialog.locator(".library__item img").click(force=True)  # the whole picture is its button

    expect(dialog).to_be_hidden()
    expect(panel(page).get_by_label("Alt text")).to_have_value("A tower")
    expect(page.get_by_role("button", name="Choose another")).to_be_focused()
    expect(page.locator("#todo")).to_contain_text("Picture without credit")
    panel(page).get_by_label("Credit").fill("Jun Pascoe")
    panel(page).get_by_role("radio", name="middle", exact=True).focus()
    page.keyboard.press("ArrowUp")
    assert violations(page) == []
    save(page)
    expect(page.locator("#version")).to_have_value("2")
    article = newsroom.saved("Tower")
    assert article.image_id == tower.id
    assert (article.image.credit, article.image.focus) == ("Jun Pascoe", (50, 0))

    panel(page).get_by_role("button", name="Remove picture").click()
    expect(panel(page)).to_contain_text("No picture.")
    expect(page.get_by_role("button", name="Choose a picture")).to_be_focused()

    page.goto(f"/desk/articles/{article.id}/picture")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_same_dialog_puts_pictures_into_the_body(at_the_desk, mara, newsroom, tower):
    page = at_the_desk(mara)
    page.goto(f"/desk/articles/{newsroom.draft('Tower', body='<p>One</p>').id}")
    page.get_by_role("textbox", name="Body", exact=True).click()
    page.get_by_role("button", name="Insert a picture").click()
    page.get_by_role("dialog").get_by_role("button", name="Use").click()
    expect(page.locator(".editor__text figure img")).to_have_attribute("alt", "A tower")
    expect(panel(page)).to_contain_text("No picture.")
    save(page)
    expect(page.locator("#version")).to_have_value("2")
    assert 'alt="A tower"' in newsroom.saved("Tower").body


def test_one_of_several_pictures_uploaded_in_the_dialog_is_chosen(
    at_the_desk, mara, newsroom, media, files
):
    page = at_the_desk(mara)
    page.goto(f"/desk/articles/{newsroom.draft('Harbour').id}")
    page.get_by_role("button", name="Choose a picture").click()
    page.get_by_label("Pictures to upload").set_input_files([*files.values()])
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Save it as PNG.")
    dialog.locator(".upload [data-picture]", has_text="school.png").click()
    expect(panel(page).get_by_label("Alt text")).to_be_focused()
    page.keyboard.type("A school")
    save(page)
    expect(page.locator("#version")).to_have_value("2")
    image = newsroom.saved("Harbour").image
    assert (image.file_name, image.alt) == ("school.png", "A school")


def test_a_file_is_uploaded_at_once_and_a_refusal_shows_beside_its_field(
    at_the_desk, mara, newsroom, media, files
):
    page = at_the_desk(mara, PHONE)
    page.goto("/desk/articles/new")
    page.get_by_label("Headline", exact=True).fill("Typed before")
    expect(page.get_by_text("12 of 110")).to_be_visible()
    page.get_by_label("Upload a picture").set_input_files(files["tide-map.svg"])
    expect(panel(page)).to_contain_text("Save it as PNG.")
    assert violations(page) == []
    page.get_by_label("Upload a picture").set_input_files(files["harbour.jpg"])
    expect(panel(page).get_by_label("Alt text")).to_be_focused()
    expect(page.get_by_label("Headline", exact=True)).to_have_value("Typed before")
    page.keyboard.type("A harbour")
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("Published.")).to_be_visible()
    assert newsroom.saved("Typed before").image.alt == "A harbour"


def bring(page: Page, event: str, file: Path, to: str) -> None:
    """Drop or paste a file as a browser does."""
    page.locator(to).evaluate(
        """(target, [event, bytes]) => {
          const brought = new DataTransfer();
          brought.items.add(new File([new Uint8Array(bytes)], "harbour.jpg", {type: "image/jpeg"}));
          const init = {bubbles: true, cancelable: true};
          target.dispatchEvent(event === "paste"
            ? new ClipboardEvent(event, {...init, clipboardData: brought})
            : new DragEvent(event, {...init, dataTransfer: brought}));
        }""",
        [event, [*file.read_bytes()]],
    )


@pytest.mark.parametrize("event", ["drop", "paste"])
def test_a_dropped_or_pasted_picture_becomes_the_lead_picture_or_enters_the_text(
    at_the_desk, mara, media, files, event
):
    page = at_the_desk(mara)
    page.goto("/desk/articles/new")
    bring(page, event, files["harbour.jpg"], "h1")
    expect(panel(page).get_by_label("Alt text")).to_be_visible()
    bring(page, event, files["harbour.jpg"], ".editor__text")
    page.get_by_role("dialog").locator(".upload [data-picture]").click()
    expect(page.locator(".editor__text figure img")).to_have_count(1)


def test_without_scripts_a_file_goes_with_the_form(at_the_desk, mara, newsroom, media, files):
    page = at_the_desk(mara, PHONE, java_script_enabled=False)
    page.goto("/desk/articles/new")
    page.get_by_label("Headline", exact=True).fill("By hand")
    page.get_by_label("Upload a picture").set_input_files(files["tide-map.svg"])
    page.get_by_role("button", name="Save", exact=True).click()
    expect(panel(page)).to_contain_text("Save it as PNG.")
    expect(page.get_by_label("Headline", exact=True)).to_have_value("By hand")
    page.get_by_label("Upload a picture").set_input_files(files["harbour.jpg"])
    page.get_by_role("button", name="Save", exact=True).click()
    expect(panel(page).get_by_label("Alt text")).to_be_visible()
    assert newsroom.saved("By hand").image.file_name == "harbour.jpg"


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_without_scripts_the_library_is_a_page_that_returns_to_the_form(
    at_the_desk, mara, tower, width
):
    page = at_the_desk(mara, width, java_script_enabled=False)
    page.goto("/desk/articles/new")
    page.get_by_label("Headline", exact=True).fill("By hand")
    page.get_by_role("textbox", name="Body").fill("<p>Long work</p>")
    page.get_by_role("button", name="Choose a picture").click()
    expect(page.get_by_text("For “By hand”. What you typed there is saved.")).to_be_visible()
    page.get_by_label("Search alt text, caption, credit or file name").fill("tower")
    page.get_by_role("button", name="Search").click()
    page.locator("button", has_text="By the quay").click()
    expect(panel(page).get_by_label("Alt text")).to_have_value("A tower")
    expect(page.get_by_role("textbox", name="Body")).to_have_value("<p>Long work</p>")
