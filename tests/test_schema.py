"""The schema: migrations, their locks, and unusable databases."""

from __future__ import annotations

import subprocess
import sys
from threading import Barrier, Thread
from uuid import UUID

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Integer, text

from portal import create_app, schema
from portal.errors import PortalError
from portal.extensions import db
from portal.models import Article, Image, Usage
from portal.models.search import count_due
from portal.paths import package_folder
from tests.server_process import environment, portal

pytestmark = pytest.mark.both_databases

# The full text index and SQLite's tables for it, which the models do not describe.
FULL_TEXT = "search_words"


@pytest.fixture
def new_app(database, tmp_path, empty_database):
    """Return a function that creates apps on one database, which has not been migrated."""
    made = []

    def make():
        url = empty_database(database)
        overrides = {"DATABASE_URL": url} if url else {}
        made.append(create_app(INSTANCE=tmp_path, TESTING=True, **overrides))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


def test_the_migrated_schema_matches_the_models(new_app):
    with new_app().app_context():
        schema.upgrade()
        with db.engine.connect() as connection:
            options = {"compare_type": True, "include_name": include_name}
            context = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(context, db.metadata) == []


def test_the_id_of_a_migration_is_the_number_of_its_file(new_app):
    scripts = ScriptDirectory(str(package_folder("migrations")))

    found = [script.revision for script in scripts.walk_revisions()]

    assert found == schema.versions()[::-1]


def test_an_up_to_date_database_needs_no_alembic(tmp_path):
    portal(tmp_path, "editor", "list")
    script = (
        "import sys; from portal import create_app, schema\n"
        "with create_app().app_context(): schema.upgrade()\n"
        "print('alembic' in sys.modules)"
    )
    process = subprocess.run(
        [sys.executable, "-c", script], env=environment(tmp_path), capture_output=True, text=True
    )

    assert process.stdout.strip() == "False", process.stderr


def include_name(name, kind, _parents) -> bool:
    return not (kind == "table" and name.startswith(FULL_TEXT))


def test_one_of_several_processes_migrates_and_the_others_wait(new_app, monkeypatch):
    apps = [new_app() for _ in range(4)]
    together = Barrier(len(apps))
    migrated, failed = [], []
    migrate = command.upgrade

    def count(config, revision):
        migrated.append(revision)
        migrate(config, revision)

    def start(app):
        with app.app_context():
            together.wait()
            try:
                schema.upgrade()
            except Exception as error:
                failed.append(error)

    monkeypatch.setattr(command, "upgrade", count)
    threads = [Thread(target=start, args=[app]) for app in apps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert migrated == ["head"]


def test_a_failed_migration_changes_nothing(new_app, monkeypatch):
    def fail_half_way(config, _revision):
        config.attributes["connection"].execute(text("CREATE TABLE half (id INTEGER)"))
        raise PortalError("The press stopped.")

    with new_app().app_context():
        monkeypatch.setattr(command, "upgrade", fail_half_way)
        with pytest.raises(PortalError):
            schema.upgrade()
        with db.engine.connect() as connection:
            assert not connection.dialect.has_table(connection, "half")


def test_a_table_that_is_copied_keeps_its_references(app, newsroom, monkeypatch):
    """Alembic changes a table of SQLite by copying it and dropping the old one."""
    article = newsroom.article("River rises", tags=[newsroom.tag("Climate")])

    def add_a_column(config, _revision):
        operations = Operations(MigrationContext.configure(config.attributes["connection"]))
        with operations.batch_alter_table("article", recreate="auto") as table:
            table.add_column(Column("pages", Integer()))
            table.alter_column("headline", nullable=True)

    def drop_it_again(config, _revision):
        operations = Operations(MigrationContext.configure(config.attributes["connection"]))
        with operations.batch_alter_table("article", recreate="auto") as table:
            table.drop_column("pages")
            table.alter_column("headline", nullable=False)

    with app.app_context():
        monkeypatch.setattr(schema, "has_every_migration", lambda _connection: False)
        for step in (add_a_column, drop_it_again):
            monkeypatch.setattr(command, "upgrade", step)
            schema.upgrade()
        assert [tag.name for tag in db.session.get(Article, article.id).tags] == ["Climate"]
        if db.engine.dialect.name == "sqlite":
            assert db.session.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_pictures_of_an_older_database_become_searchable_and_their_uses_are_found(
    new_app, monkeypatch
):
    migrate = command.upgrade
    with new_app().app_context():
        with monkeypatch.context() as older:
            older.setattr(command, "upgrade", lambda config, _head: migrate(config, "0006"))
            schema.upgrade()
        with db.engine.begin() as connection:
            for statement in (
                "INSERT INTO image (id, digest, format, width, height, bytes, file_name, alt,"
                " caption, credit, source_address, focal_x, focal_y, created_at) VALUES (1,"
                f" '{'ab' * 32}', 'jpeg', 9, 6, 0, 'x.jpg', 'Bakı', '', '', '', 0, 0, '2026-01-01')",
                "INSERT INTO article (id, headline, standfirst, kicker, slug, body, words,"
                " meta_title, meta_description, source_address, original_headline,"
                " original_language, created_at, updated_at) VALUES (1, 'h', '', '', 's',"
                f""" '<img src="/media/ab/{"ab" * 8}-9.jpg"><img src="/media/ab/{"ab" * 8}-9.jpg">',"""
                " 0, '', '', '', '', '', '2026-01-01', '2026-01-01')",
            ):
                connection.execute(text(statement))

        schema.upgrade()

        image = db.session.get(Image, 1)
        assert image.folded == "baki x jpg xjpg"
        assert Usage.of(image).articles == 1


def test_index_of_an_older_folding_is_made_anew(new_app, newsroom, monkeypatch):
    migrate = command.upgrade
    with new_app().app_context():
        with monkeypatch.context() as older:
            older.setattr(command, "upgrade", lambda config, _head: migrate(config, "0015"))
            schema.upgrade()
        with db.engine.begin() as connection:
            connection.execute(
                text("INSERT INTO search_entry (article_id, key, is_due) VALUES (1, 1, false)")
            )

        schema.upgrade()

        assert count_due() == 1


@pytest.mark.parametrize("site", ["https://paper.example", None])
def test_stories_of_an_older_database_keep_the_ids_that_their_feed_sent(new_app, monkeypatch, site):
    migrate, app = command.upgrade, new_app()
    app.config["SITE_URL"] = site
    with app.app_context():
        with monkeypatch.context() as older:
            older.setattr(command, "upgrade", lambda config, _head: migrate(config, "0012"))
            schema.upgrade()
        with db.engine.begin() as connection:
            for id, day in ((1, "'2026-01-02'"), (2, "NULL"), (3, "NULL")):
                connection.execute(text(
                    "INSERT INTO article (id, headline, folded, standfirst, kicker, slug, day, body,"
                    " word_count, meta_title, meta_description, source_address, original_headline,"
                    " original_language, created_at, updated_at, sort_at, version)"
                    f" VALUES ({id}, 'h', 'h', '', '', 'river', {day}, '', 0, '', '', '', '', '',"
                    " '2026-01-01', '2026-01-01', '2026-01-01', 1)"
                ))  # fmt: skip

        schema.upgrade()

        published, *drafts = [db.session.get(Article, id).feed_id for id in (1, 2, 3)]
        assert published == f"{site or ''}/2026/01/02/river/"
        assert len({UUID(each) for each in drafts}) == 2


def test_the_database_of_a_newer_portal_is_refused(new_app):
    with new_app().app_context():
        schema.upgrade()
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

        with pytest.raises(PortalError, match=r"^The database is from a newer Portal .*9999"):
            schema.upgrade()


def test_it_is_ready_when_every_migration_has_been_run(new_app):
    app = new_app()
    reader = app.test_client()

    assert reader.get("/readyz").status_code == 503
    with app.app_context():
        schema.upgrade()
    assert reader.get("/readyz").status_code == 200
    assert reader.get("/readyz").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgresql://reka:hush-hush@127.0.0.1:1/news", "Connection refused"),
        ("postgresql://reka:hush-hush@nowhere.invalid/news", "failed to resolve host"),
        ("postgresql://127.0.0.1:1/news?user=reka&password=hush-hush", "Connection refused"),
        ("mysql://reka:hush-hush@127.0.0.1/news", "must be an address of SQLite or PostgreSQL"),
        ("postgresql://reka:hush-hush@127.0.0.1:port/news", "must be an address such as"),
        ("sqlite:////nowhere/at/all/portal.db", "unable to open database file"),
        ("hush-hush", "must be an address such as"),
    ],
)
def test_a_wrong_address_is_an_error_in_one_line_without_the_password(tmp_path, url, reason):
    ended = portal(tmp_path, "serve", "--port", "0", DATABASE_URL=url)

    assert_one_line(ended, reason)
    assert "hush" not in ended.stderr


def test_a_file_that_is_not_a_database_is_an_error_in_one_line(tmp_path):
    (tmp_path / "portal.db").write_text("Dear diary, today I was mistaken for a database. " * 9)
    assert_one_line(portal(tmp_path, "serve", "--port", "0"), "file is not a database")


def test_a_newer_database_is_an_error_in_one_line(tmp_path):
    assert portal(tmp_path, "editor", "list").returncode == 0
    app = create_app(INSTANCE=tmp_path)
    with app.app_context():
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        db.engine.dispose()

    assert_one_line(portal(tmp_path, "serve", "--port", "0"), "from a newer Portal")


def assert_one_line(ended, reason: str) -> None:
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    assert reason in ended.stderr
