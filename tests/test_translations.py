"""The catalogues of the readers' side are complete, and dates follow the language."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
LANGUAGES = ("az", "de", "fr")


def reader_texts() -> set[str]:
    """Return every translatable text of the readers' side, in its singular form."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = {
        texts(message)[0]
        for folder in ("portal", "templates")
        for _file, _line, message, *_ in extract_from_dir(
            ROOT / folder,
            [
                (pattern.removeprefix(f"{folder}/"), method)
                for pattern, method in methods
                if pattern.startswith(folder)
            ],
            options,
        )
    }
    assert len(found) > 100
    return found


def catalogue(language: str):
    path = ROOT / "portal" / "translations" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return [message for message in read_po(file, locale=language) if message.id]


def texts(value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_for_readers_is_translated(language):
    translated = {texts(each.id)[0] for each in catalogue(language) if all(texts(each.string))}
    assert reader_texts() - translated == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_placeholders_of_the_original(language):
    for message in catalogue(language):
        placeholders = {*re.findall(r"%\(\w+\)[sd]", texts(message.id)[-1])}
        for text in texts(message.string):
            assert {*re.findall(r"%\(\w+\)[sd]", text)} == placeholders, message.id
            assert "%" not in re.sub(r"%\(\w+\)[sd]", "", text), message.id


@pytest.mark.parametrize(
    ("language", "words", "month", "first_day"),
    [
        ("de", "Neueste Artikel", "Januar 2026", "Montag"),
        ("fr", "Derniers articles", "janvier 2026", "lundi"),
        ("az", "Son məqalələr", "yanvar 2026", "bazar ertəsi"),
        ("en-US", "Latest stories", "January 2026", "Sunday"),
        ("tlh", "Latest stories", "January 2026", None),
    ],
)
def test_a_site_is_in_its_language(reader, newsroom, language, words, month, first_day):
    newsroom.settings(language=language)
    newsroom.article("River rises", published_at=datetime(2026, 1, 19, 12, tzinfo=UTC))

    assert words in reader.get("/latest/").text
    page = reader.get("/2026/01/").text
    assert month.lower() in page.lower()
    if first_day:
        assert re.search(r"<th[^>]*>.*?</th>", page, re.DOTALL)[0].find(first_day) > 0


@pytest.mark.parametrize(
    ("language", "weekday", "day"),
    [
        ("en-GB", "Monday, 19 January", "19 Jan"),
        ("en-US", "Monday, January 19", "Jan 19"),
        ("de", "Montag, 19. Januar", "19. Jan."),
        ("az", "19 yanvar, bazar ertəsi", "19 yan"),
        ("pt", "segunda-feira, 19 de janeiro", "19 de jan."),
        ("lt", "sausio 19 d., pirmadienis", "01-19"),
        ("ja", "1月19日月曜日", "1月19日"),
    ],
)
def test_days_are_formatted_for_the_language(app, newsroom, language, weekday, day):
    from portal.web.date_formats import time_or_day, weekday_and_day

    newsroom.settings(language=language)
    with app.test_request_context("/"):
        assert weekday_and_day(date(2026, 1, 19)) == weekday
        assert time_or_day(datetime(2026, 1, 19, 12, tzinfo=UTC)) == day


def test_dates_are_formatted_for_the_language(app, newsroom):
    from portal.web.date_formats import day_and_month

    newsroom.settings(language="de")
    with app.test_request_context("/"):
        assert day_and_month(date(2026, 1, 19)) == "19. Januar 2026"
