"""Endless lists and stories, the calendar, the latest stories, light and dark mode."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from portal.models import now

LONG = "".join(
    f"<p>Paragraph {n} of a story that fills more than one screen.</p>" for n in range(40)
)


@pytest.fixture
def long_list(newsroom):
    newsroom.settings(stories_per_page=6)
    for number in range(60):
        newsroom.article(f"Story {number}", standfirst="A line that says a little more.")


def cards(page: Page) -> int:
    return page.locator(".listing .card").count()


def main_part(page: Page):
    return page.get_by_role("main")


def scroll_to_end(page: Page) -> None:
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")


def switch_endless_reading_off(page: Page) -> None:
    page.goto("/archive/")
    page.get_by_label("Load older stories automatically").uncheck()


def test_a_list_loads_older_stories_three_times_then_shows_a_button(page, long_list):
    page.goto("/latest/")
    for _ in range(6):
        scroll_to_end(page)
        page.wait_for_load_state("networkidle")
    expect(page.locator(".listing .card")).to_have_count(24)
    scroll_to_end(page)
    page.wait_for_load_state("networkidle")
    assert cards(page) == 24
    expect(page.get_by_role("contentinfo")).to_be_in_viewport()
    page.get_by_role("link", name="Older stories").click()
    expect(page.locator(".listing .card")).to_have_count(30)
    assert page.url.endswith("/latest/")


def test_loaded_stories_are_announced_and_focused(page, long_list):
    switch_endless_reading_off(page)
    page.goto("/latest/")
    older = page.get_by_role("link", name="Older stories")
    older.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".listing .card")).to_have_count(12)
    expect(page.locator("#announcer")).to_have_text("6 more stories")
    expect(main_part(page).get_by_role("link", name="Story 53", exact=True)).to_be_focused()


def test_nothing_loads_automatically_when_switched_off(page, long_list):
    switch_endless_reading_off(page)
    page.goto("/latest/")
    scroll_to_end(page)
    page.wait_for_load_state("networkidle")
    assert cards(page) == 6


def test_back_returns_to_the_same_place_of_a_list(page, long_list):
    page.goto("/latest/")
    scroll_to_end(page)
    link = page.locator(".listing .card__headline a").nth(9)
    headline = link.text_content()
    link.click()
    expect(page.locator("h1.article__headline")).to_have_text(headline)
    page.go_back()
    expect(page.locator(".listing .card").nth(9)).to_be_in_viewport()


def test_list_has_plain_links_without_scripts(page_without_scripts, long_list):
    page = page_without_scripts
    page.goto("/latest/")
    page.get_by_role("link", name="Older stories").click()
    expect(main_part(page).get_by_role("link", name="Story 53", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Story 59", exact=True).first).to_be_visible()


def test_next_older_story_loads_below_with_its_own_address_and_title(page, newsroom):
    older = newsroom.article("Older story", body=LONG)
    newer = newsroom.article("Newer story", body=LONG)
    page.goto(newer.path)
    scroll_to_end(page)
    following = page.get_by_role("heading", name="Older story", level=2)
    expect(following).to_be_attached()
    page.locator(".following .prose").scroll_into_view_if_needed()
    page.mouse.wheel(0, 900)
    expect(page).to_have_url(f"{older.path}")
    expect(page).to_have_title("Older story – Portal")
    page.evaluate("scrollTo(0, 0)")
    expect(page).to_have_url(f"{newer.path}")
    expect(page).to_have_title("Newer story – Portal")


def test_only_the_story_being_read_is_printed(page, newsroom):
    newsroom.article("Older story", body=LONG)
    page.goto(newsroom.article("Newer story", body=LONG).path)
    newer, older = (page.get_by_role("heading", name=f"{age} story") for age in ("Newer", "Older"))
    scroll_to_end(page)
    expect(page.locator(".following")).to_be_attached()
    page.evaluate("scrollTo(0, 0)")
    expect(page).to_have_title("Newer story – Portal")
    page.emulate_media(media="print")
    expect(newer.first).to_be_visible()
    expect(older).to_be_hidden()
    page.emulate_media(media="screen")
    page.locator(".following .prose").scroll_into_view_if_needed()
    page.mouse.wheel(0, 900)
    expect(page).to_have_title("Older story – Portal")
    page.emulate_media(media="print")
    expect(older).to_be_visible()
    expect(newer.first).to_be_hidden()


def test_following_stories_add_no_history_entries(page, newsroom):
    newsroom.article("Older story", body=LONG)
    newer = newsroom.article("Newer story", body=LONG)
    page.goto("/archive/")
    page.goto(newer.path)
    scroll_to_end(page)
    page.locator(".following .prose").scroll_into_view_if_needed()
    page.mouse.wheel(0, 900)
    expect(page).to_have_title("Older story – Portal")
    page.go_back()
    expect(page).to_have_url("/archive/")


def test_back_and_reload_return_to_the_same_place_of_a_following_story(page, newsroom):
    for headline in ("Oldest", "Older", "Newer"):
        newest = newsroom.article(headline, body=LONG)
    page.goto(newest.path)
    for headline in ("Older", "Oldest"):
        scroll_to_end(page)
        expect(page.get_by_role("heading", name=headline, level=2)).to_be_attached()
    page.locator(".following .prose p").nth(20).scroll_into_view_if_needed()
    expect(page).to_have_title("Older – Portal")
    read = page.locator(".prose p").nth(20)
    page.get_by_role("link", name="Portal", exact=True).first.evaluate("link => link.click()")
    expect(page).to_have_url("/")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Older")
    expect(read).to_be_in_viewport()
    page.reload()
    expect(read).to_be_in_viewport()


def test_back_returns_to_stories_loaded_on_demand(page, long_list):
    switch_endless_reading_off(page)
    page.goto("/latest/")
    page.get_by_role("link", name="Older stories").click()
    card = page.locator(".listing .card__headline a").nth(11)
    card.click()
    expect(page.locator("h1.article__headline")).to_have_text("Story 48")
    page.go_back()
    expect(card).to_be_in_viewport()


def test_calendar_changes_its_month_in_place_and_keeps_the_focus(page, newsroom):
    newsroom.article("In October", published_at=datetime(2025, 10, 2, 9, tzinfo=UTC))
    newsroom.article("In January", published_at=datetime(2026, 1, 19, 9, tzinfo=UTC))
    page.goto("/")
    page.get_by_role("link", name="« Oct").click()
    expect(page.locator("#calendar caption")).to_have_text("October 2025")
    expect(page).to_have_url("/")
    page.get_by_role("link", name="Jan »").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#calendar caption")).to_have_text("January 2026")
    page.get_by_role("combobox", name="Year").select_option("2025")
    page.get_by_role("combobox", name="Month").select_option("October")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#calendar caption")).to_have_text("October 2025")


def test_calendar_links_the_month_without_scripts(page_without_scripts, newsroom):
    page = page_without_scripts
    newsroom.article("In October", published_at=datetime(2025, 10, 2, 9, tzinfo=UTC))
    newsroom.article("In January", published_at=datetime(2026, 1, 19, 9, tzinfo=UTC))
    page.goto("/")
    page.get_by_role("link", name="« Oct").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("October 2025")


def test_long_site_name_covers_neither_menu_nor_search_on_a_phone(newsroom, open_page):
    newsroom.settings(name="Süddeutsche Nachrichten am Abend")
    page = open_page(360)
    for path in ("/", "/latest/"):
        page.goto(path)
        menu, name, find = (
            page.locator(each).bounding_box()
            for each in (".drawer", ".masthead__name", ".masthead__find")
        )
        assert menu["x"] + menu["width"] <= name["x"]
        assert name["x"] + name["width"] <= find["x"]
        assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_new_story_arrives_in_the_sidebar_without_reload_or_jump(page, newsroom):
    for number in range(9):
        newsroom.article(f"Story {number}", published_at=now() - timedelta(hours=9 - number))
    page.goto("/archive/")
    page.evaluate("window.stayed = true")
    before = page.locator("#calendar").bounding_box()
    newsroom.article("Just in")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".latest__list li").first).to_contain_text("Just in")
    expect(page.locator(".latest [role=status]")).to_have_text("1 new story")
    assert page.locator("#calendar").bounding_box() == before
    assert page.evaluate("window.stayed")


def test_dark_mode_applies_from_the_first_paint(page, newsroom):
    newsroom.article()
    page.goto("/")
    page.get_by_label("Dark").check()
    page.goto("/archive/")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.get_by_label("Dark").is_checked()
    page.get_by_label("System default").check()
    assert page.evaluate("localStorage.length") == 0


def test_marks_are_visible_in_forced_colours(open_page, newsroom):
    article = newsroom.article("River rises", category=newsroom.category("Europe"))
    newsroom.category("Sport")
    page = open_page(forced_colors="active")
    page.goto(article.path)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    menu = page.locator(".nav__list a")
    expect(menu.get_by_text("Europe")).not_to_have_css("border-bottom-color", ground)
    expect(menu.get_by_text("Sport")).to_have_css("border-bottom-color", ground)
    expect(page.locator(".calendar [aria-current]")).not_to_have_css("background-color", ground)
    page.goto("/search/?q=river")
    mark = page.locator(".listing mark").first
    expect(mark).not_to_have_css("background-color", ground)
    expect(mark).to_have_css("text-decoration-line", "none")


def test_more_contrast_means_black_on_white(open_page, newsroom):
    page = open_page(contrast="more")
    page.goto(newsroom.article().path)
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator(".byline")).to_have_css("color", "rgb(0, 0, 0)")


def test_contents_follow_the_reading_position(page, newsroom):
    article = newsroom.article(body=f"<h2>First</h2>{LONG}<h2>Second</h2>{LONG}")
    page.goto(article.path)
    page.locator("#second").scroll_into_view_if_needed()
    page.mouse.wheel(0, 500)
    expect(page.locator(".toc [aria-current]")).to_have_text("Second")


def test_layout_does_not_shift_while_a_reader_reads(page, newsroom):
    for number in range(30):
        newsroom.article(f"Story {number}", body=LONG, standfirst="A line.")
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => { for (const e of list.getEntries())"
        " if (!e.hadRecentInput) window.shift += e.value }).observe({type: 'layout-shift', buffered: true})"
    )
    for path in ("/", "/latest/", "/archive/"):
        page.goto(path)
        for _ in range(6):
            page.mouse.wheel(0, 400)
            page.wait_for_load_state("networkidle")
        assert page.evaluate("window.shift") == 0, path


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920])
def test_no_page_is_wider_than_the_window(open_page, newsroom, width):
    europe = newsroom.category("Europe")
    article = newsroom.article(
        "Donaudampfschifffahrtsgesellschaften fordern Niedrigwasserentschädigung",
        language="de",
        category=europe,
        authors=[newsroom.author("Johanna Weiß-Oberländer-Niedrigwasserentschädigung")],
        tags=[newsroom.tag("Wasserstraßenverwaltungsvorschriftenänderung")],
        body="<h2>Kraftwerksbetreibergesellschaftenverzeichnis</h2><p>Kraftwerksbetreibergesellschaftenverzeichnis</p>"
        "<table><tr>" + "<td>Zelle mit Text</td>" * 12 + "</tr></table><h2>Zwei</h2>",
    )
    page = open_page(width)
    for path in (
        "/",
        article.path,
        "/category/europe/",
        f"{article.path[:9]}",
        "/archive/",
        "/nope/",
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
