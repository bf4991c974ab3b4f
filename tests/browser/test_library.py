"""The picture library in Chromium: uploads, the focal point, deletion."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal.extensions import db
from portal.models import Editor, Image
from portal.pictures.storage import store
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.desk.cast import an_editor
from tests.pictures.test_decode import encoded, photo, png_that_claims

pytestmark = pytest.mark.filterwarnings("ignore:::PIL")


@pytest.fixture
def mara(app) -> Editor:
    return an_editor(app, "editor", name="Mara Ellwood")


@pytest.fixture
def files(tmp_path) -> list[Path]:
    """Five files, two of them good pictures."""
    contents = {
        "harbour.jpg": encoded(photo(300, 200), "JPEG"),
        "tide-map.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "panorama.png": png_that_claims(8000, 8000),
        "notes.txt": b"Not a picture",
        "school.png": encoded(photo(200, 300), "PNG"),
    }
    folder = tmp_path / "from the camera"
    folder.mkdir()
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in contents]


@pytest.fixture
def tall(newsroom, media) -> Image:
    """A tall picture; its crop in lists shows less than half of it."""
    with newsroom.at_work():
        return store(encoded(photo(400, 800), "JPEG"), file_name="tower.jpg", alt="A tower")


def kept(app) -> list[Image]:
    with app.app_context():
        return list(db.session.scalars(select(Image).order_by(Image.id)))


def row(page: Page, name: str):
    return page.locator(".upload").filter(has=page.get_by_text(name, exact=True))


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_each_file_of_a_batch_gets_its_own_result(app, at_the_desk, mara, media, files, width):
    page = at_the_desk(mara, width)
    page.goto("/desk/images/")
    page.get_by_label("Pictures to upload").set_input_files(files)

    expect(row(page, "harbour.jpg")).to_contain_text("Added.")
    expect(row(page, "tide-map.svg")).to_contain_text("Save it as PNG.")
    expect(row(page, "panorama.png")).to_contain_text("more than 40 megapixels")
    expect(row(page, "notes.txt")).to_contain_text("This is not a picture")
    expect(row(page, "school.png")).to_contain_text("Added.")
    expect(page.get_by_role("heading", name="Describe 2 new pictures")).to_be_visible()
    expect(page.locator("#upload-announcer")).to_contain_text("school.png: Added.")

    row(page, "notes.txt").get_by_role("button", name="Dismiss").click()
    expect(row(page, "notes.txt")).to_have_count(0)
    page.get_by_label("Alt text of harbour.jpg").fill("A harbour")
    page.get_by_label("Alt text of school.png").fill("A school")
    page.get_by_role("button", name="Save descriptions").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert [image.alt for image in kept(app)] == ["A harbour", "A school"]


def test_typed_alt_text_stays_while_more_pictures_are_uploaded(at_the_desk, mara, media, files):
    page = at_the_desk(mara)
    page.goto("/desk/images/")
    upload = page.get_by_label("Pictures to upload")
    upload.set_input_files(files[0])
    page.get_by_label("Alt text of harbour.jpg").fill("A harbour wall")
    upload.set_input_files(files[4])
    expect(row(page, "school.png")).to_contain_text("Added.")
    expect(page.get_by_label("Alt text of harbour.jpg")).to_have_value("A harbour wall")

    upload.set_input_files(files[0])
    expect(row(page, "harbour.jpg").last).to_contain_text("Already in the library since")


def test_without_scripts_the_form_uploads_the_whole_batch(app, at_the_desk, mara, media, files):
    page = at_the_desk(mara, java_script_enabled=False)
    page.goto("/desk/images/")
    page.get_by_label("Pictures to upload").set_input_files(files)
    page.get_by_role("button", name="Upload", exact=True).click()

    expect(row(page, "tide-map.svg")).to_contain_text("Save it as PNG.")
    expect(row(page, "harbour.jpg")).to_contain_text("Added.")
    assert [image.file_name for image in kept(app)] == ["harbour.jpg", "school.png"]


def drag(page: Page, event: str, files: list[Path]) -> None:
    """Drop or paste files as a browser does."""
    named = [[path.name, [*path.read_bytes()]] for path in files]
    page.evaluate(
        """([event, named]) => {
          const brought = new DataTransfer();
          for (const [name, bytes] of named)
            brought.items.add(new File([new Uint8Array(bytes)], name, {type: "image/jpeg"}));
          const init = {bubbles: true, cancelable: true};
          document.querySelector("main h1").dispatchEvent(event === "paste"
            ? new ClipboardEvent(event, {...init, clipboardData: brought})
            : new DragEvent(event, {...init, dataTransfer: brought}));
        }""",
        [event, named],
    )


@pytest.mark.parametrize("event", ["drop", "paste"])
def test_files_may_be_dropped_or_pasted(app, at_the_desk, mara, media, files, event):
    page = at_the_desk(mara)
    page.goto("/desk/images/")
    drag(page, event, [files[0], files[4]])
    expect(row(page, "harbour.jpg")).to_contain_text("Added.")
    expect(row(page, "school.png")).to_contain_text("Added.")
    assert len(kept(app)) == 2


def test_an_upload_can_be_repeated_after_a_network_failure(app, at_the_desk, mara, media, files):
    page = at_the_desk(mara)
    page.goto("/desk/images/")
    page.context.set_offline(True)
    page.get_by_label("Pictures to upload").set_input_files(files[0])
    expect(row(page, "harbour.jpg")).to_contain_text("Upload failed.")

    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(row(page, "harbour.jpg")).to_contain_text("Added.")
    assert len(kept(app)) == 1


def test_the_focal_point_is_set_by_keys(app, at_the_desk, mara, tall):
    page = at_the_desk(mara)
    page.goto(f"/desk/images/{tall.id}")
    cut = page.locator("[data-whole]")
    position = lambda: cut.evaluate("image => image.style.objectPosition")  # noqa: E731
    assert position() == "50% 50%"

    page.get_by_role("radio", name="middle", exact=True).focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("radio", name="top", exact=True)).to_be_checked()
    expect(page.get_by_role("radio", name="top", exact=True)).to_be_focused()
    assert position() == "50% 0%"
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("radio", name="top", exact=True)).to_be_checked()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_role("radio", name="51 % from the left, 1 % from the top")).to_be_focused()
    for _ in range(29):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("Saved.")).to_be_visible()
    assert kept(app)[0].focus == (51, 30)
    expect(page.get_by_role("radio", name="51 % from the left, 30 % from the top")).to_be_checked()
    page.get_by_role("radio", name="51 % from the left").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="middle", exact=True)).to_be_checked()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_focal_point_is_set_by_a_click(app, at_the_desk, mara, tall, width):
    page = at_the_desk(mara, width)
    page.goto(f"/desk/images/{tall.id}")
    box = page.locator(".focal__picture").bounding_box()
    page.locator(".focal__picture").click(
        position={"x": box["width"] * 0.2, "y": box["height"] * 0.9}, force=True
    )
    expect(page.get_by_role("radio", name="20 % from the left, 90 % from the top")).to_be_checked()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert kept(app)[0].focus == (20, 90)


def test_the_preview_shows_the_same_crop_as_the_server_makes(app, at_the_desk, mara, tall):
    page = at_the_desk(mara)
    page.goto(f"/desk/images/{tall.id}")
    page.get_by_role("radio", name="middle", exact=True).focus()
    for _ in range(20):
        page.keyboard.press("Shift+ArrowUp")
    shown = page.locator("[data-whole]").evaluate("image => image.style.objectPosition")

    tall.focal_y = 0.3
    _, top, _, bottom = tall.cut_box
    free = tall.height - (bottom - top)
    assert float(re.findall(r"([\d.]+)%", shown)[1]) == pytest.approx(100 * top / free, abs=0.5)


def test_without_scripts_nine_places_can_be_chosen(app, at_the_desk, mara, tall):
    page = at_the_desk(mara, java_script_enabled=False)
    page.goto(f"/desk/images/{tall.id}")
    page.get_by_role("radio", name="bottom", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert kept(app)[0].focus == (50, 100)


def test_a_picture_is_deleted_after_a_confirmation(app, at_the_desk, mara, tall):
    page = at_the_desk(mara)
    page.goto("/desk/images/")
    page.get_by_role("link", name="A tower").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("button", name="Cancel").click()
    assert len(kept(app)) == 1
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Removed: A tower")).to_be_visible()
    assert kept(app) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_axe_finds_nothing_and_no_page_is_wider_than_the_window(
    at_the_desk, mara, newsroom, tall, files, width, scheme
):
    newsroom.article("Sails again", image=tall)
    newsroom.image("", file_name="asked.jpg", created_by_id=mara.id)
    page = at_the_desk(mara, width, color_scheme=scheme)
    seen = {}
    for path in ("/desk/images/", f"/desk/images/?image={tall.id}", f"/desk/images/{tall.id}"):
        page.goto(path)
        seen[path] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.get_by_label("Alt text").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".error-summary")).to_be_focused()
    seen["a form to mend"] = violations(page)
    page.goto("/desk/images/")
    page.get_by_label("Pictures to upload").set_input_files(files)
    expect(row(page, "school.png")).to_contain_text("Added.")
    seen["a batch"] = violations(page)
    page.goto("/desk/images/?q=zeppelin")
    seen["nothing found"] = violations(page)
    assert {where: found for where, found in seen.items() if found} == {}
