from __future__ import annotations

import re

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from portal.cli import main
from portal.demo import bulk, newspaper, sign_in, written
from portal.extensions import db
from portal.models import Article, Editor, Page, SiteVersion, now


def portal(instance, *arguments: str):
    return CliRunner().invoke(main, ["demo", *arguments], env={"PORTAL_INSTANCE": str(instance)})


@pytest.fixture
def filled(app):
    """An app whose database has the demo newspaper and 60 generated stories."""
    with app.app_context():
        newspaper.fill(60)
    return app


@pytest.mark.both_databases
def test_every_kind_of_page_has_content(filled, reader):
    with filled.app_context():
        paths = set(db.session.scalars(select(Article).where(Article.is_live)).all())
        addresses = [article.path for article in paths]
        day = max(article.day for article in paths)
    assert len(addresses) == len(written.stories()) + 60
    for address in [
        "/", "/latest/", "/archive/", "/authors/", "/categories/", "/about/", "/about/style/",
        "/privacy/", "/category/europe/danube/", "/tag/rivers/", "/author/jolan-halasz/", "/feed/",
        f"/{day:%Y/}", f"/{day:%Y/%m/}", f"/{day:%Y/%m/%d/}", *addresses,
    ]:  # fmt: skip
        assert reader.get(address).status_code == 200, address


def test_the_front_page_leads_with_the_written_lead(filled, reader):
    lead = written.cast()["front"]["lead"]
    headline = next(story.headline for story in written.stories() if story.slug == lead)
    assert headline in reader.get("/").text


def test_a_syndicated_story_credits_its_source_and_a_corrected_one_says_so(filled, reader):
    with filled.app_context():
        corrected = next(story for story in written.stories() if story.corrections)
        translated = next(story for story in written.stories() if story.source)
        paths = dict(db.session.execute(select(Article.slug, Article)).all())
        addresses = paths[corrected.slug].path, paths[translated.slug].path
    assert corrected.corrections[0]["text"][:40] in reader.get(addresses[0]).text
    assert translated.source["name"] in reader.get(addresses[1]).text


def test_links_between_stories_lead_to_them(filled, reader):
    with filled.app_context():
        bodies = db.session.scalars(select(Article.body))
        links = {link for body in bodies for link in re.findall(r'href="(/[^"]*)"', body)}
    assert links
    for link in links:
        assert reader.get(link).status_code == 200, link


@pytest.mark.both_databases
def test_generated_stories_are_linked_as_the_orm_would_link_them(filled):
    with filled.app_context():
        generated = select(Article).order_by(Article.id.desc()).limit(60)
        for article in db.session.scalars(generated):
            parts = [*article.category_links, *article.taggings, *article.bylines]
            assert {part.live_from for part in parts} == {article.published_at}
            linked = {
                each.id
                for link in article.category_links
                if link.is_direct
                for each in link.category.lineage
            }
            assert {link.category_id for link in article.category_links} == linked
            assert article.category_id in linked
            assert article.word_count > 100
            assert article.updated_at == article.published_at <= now()
            assert [byline.position for byline in article.bylines] == [*range(len(article.bylines))]


def test_generated_stories_raise_the_site_version(app, newsroom):
    with app.app_context():
        newspaper.fill(0)
        before = SiteVersion.current()
        newspaper.fill(1)
        assert SiteVersion.current() > before


def test_batches_do_not_share_an_address(app, monkeypatch):
    monkeypatch.setattr(bulk, "BATCH_STORIES", 50)
    with app.app_context():
        newspaper.fill(130)
        addresses = db.session.execute(select(Article.day, Article.slug)).all()
    assert len(set(addresses)) == len(addresses) == len(written.stories()) + 130


def test_the_command_fills_an_empty_instance_and_says_how_to_sign_in(tmp_path):
    result = portal(tmp_path, "--articles", "5")

    assert result.exit_code == 0, result.output
    password = re.search(
        rf"Sign in at /desk/ as {sign_in.EMAIL} with the password (\S+)", result.output
    )[1]
    again = portal(tmp_path, "--if-empty")
    assert again.exit_code == 0
    assert again.stdout == result.stdout
    assert len(password) >= 12


def test_the_password_is_random(app, tmp_path):
    with app.app_context():
        sign_in.add_editor()
        first = sign_in.how_to_sign_in()
        db.session.delete(Editor.by_email(sign_in.EMAIL))
        sign_in.add_editor()
        assert sign_in.how_to_sign_in() != first


def test_a_changed_password_is_not_printed(app):
    with app.app_context():
        sign_in.add_editor()
        Editor.by_email(sign_in.EMAIL).set_password("another password")
        assert sign_in.how_to_sign_in().endswith("with the password that you gave it")


def test_only_the_owner_can_read_the_password(app):
    with app.app_context():
        sign_in.add_editor()
        assert sign_in.password_file().stat().st_mode & 0o077 == 0


def test_an_instance_with_stories_is_refused(tmp_path):
    portal(tmp_path, "--articles", "0")
    result = portal(tmp_path, "--articles", "0")
    assert result.exit_code == 1
    assert "--force" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_an_instance_with_stories_is_not_empty(app, newsroom):
    newsroom.article("Mine")
    with app.app_context():
        assert not newspaper.is_empty()
        assert newspaper.contents()[-1].endswith("pictures.")


def test_force_adds_stories_without_duplicates(app, newsroom):
    newsroom.article("Mine")
    with app.app_context():
        newspaper.fill(10)
        pages = db.session.scalar(select(func.count()).select_from(Page))
        newspaper.fill(10)
        assert db.session.scalar(select(func.count(Article.id))) == len(written.stories()) + 21
        assert db.session.scalar(select(func.count()).select_from(Page)) == pages
        headlines = db.session.scalars(select(Article.headline)).all()
        assert len(set(headlines)) == len(headlines)


def test_force_keeps_the_choices_of_an_editor(app, newsroom, reader):
    mine = newsroom.article("Mine")
    newsroom.settings(name="The River Post", time_zone="Asia/Baku")
    newsroom.pin("lead", mine)
    with app.app_context():
        newspaper.fill(0)
    front = reader.get("/").text
    assert "The River Post" in front
    assert "Europ Info" not in front.split("</title>")[0]
    assert front.index("Mine") < front.index(written.stories()[-1].headline)


@pytest.mark.parametrize("number", ["-1", "many"])
def test_an_invalid_number_is_a_usage_error(tmp_path, number):
    assert portal(tmp_path, "--articles", number).exit_code == 2
