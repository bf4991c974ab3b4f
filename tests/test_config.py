"""Settings: their sources, their validation, and the instance folder."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_network

import pytest

from portal import config, instance_folder
from portal.errors import PortalError
from tests.server_process import portal


def load(instance, **environ):
    return config.load({"PORTAL_INSTANCE": str(instance)} | environ)


def test_the_environment_overrides_the_file_and_the_file_the_default(tmp_path):
    (tmp_path / "config.toml").write_text(
        'site_url = "https://file.example"\nfetch_allow = ["10.0.0.0/8"]\n'
    )

    values = load(tmp_path, PORTAL_SITE_URL="https://news.example/")

    assert values["SITE_URL"] == "https://news.example"
    assert values["FETCH_ALLOW"] == (ip_network("10.0.0.0/8"),)
    assert values["TRUSTED_PROXY"] is None


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("https://news.example/", "https://news.example"),
        ("https://NEWS.example:8443", "https://news.example:8443"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://[2001:db8::1]:8000", "http://[2001:db8::1]:8000"),
    ],
)
def test_a_site_url_is_normalised_as_browsers_send_it(tmp_path, typed, value):
    assert load(tmp_path, PORTAL_SITE_URL=typed)["SITE_URL"] == value


def test_an_empty_value_is_none(tmp_path):
    assert load(tmp_path, PORTAL_SITE_URL="")["SITE_URL"] is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_URL", "news.example"),
        ("SITE_URL", "ftp://news.example"),
        ("SITE_URL", "https://news.example/under/a/path"),
        ("SITE_URL", "https://news.example/?q=1"),
        ("SITE_URL", "https://reka@news.example/"),
        ("SITE_URL", "https://[news.example/"),
        ("SITE_URL", "https://news.example:port/"),
        ("MEDIA_URL", "media"),
        ("TRUSTED_PROXY", "*"),
        ("TRUSTED_PROXY", "10.0.0.0/8"),
        ("TRUSTED_PROXY", "proxy.example"),
        ("FETCH_ALLOW", "10.0.0.0/99"),
        ("FETCH_ALLOW", "everything"),
    ],
)
def test_an_invalid_value_is_an_error_in_one_line_that_names_it(tmp_path, name, value):
    with pytest.raises(PortalError) as error:
        load(tmp_path, **{f"PORTAL_{name}": value})
    assert str(error.value).startswith(f"PORTAL_{name} must be ")
    assert repr(value) in str(error.value)
    assert "\n" not in str(error.value)


def test_an_invalid_value_in_the_file_is_named_by_its_key_there(tmp_path):
    (tmp_path / "config.toml").write_text('trusted_proxy = "*"\n')
    with pytest.raises(PortalError, match=r"^trusted_proxy in config\.toml must be one IP address"):
        load(tmp_path)


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL"])
def test_a_secret_is_never_shown(tmp_path, name):
    with pytest.raises(PortalError) as error:
        load(tmp_path, **{f"PORTAL_{name}": "hush-hush"})
    assert "hush" not in str(error.value)


@pytest.mark.parametrize("text", ["site_url = ", "\xff\xfe", "site_url = 'a'\nsite_url = 'b'"])
def test_a_file_that_is_not_toml_is_an_error_in_one_line(tmp_path, text):
    (tmp_path / "config.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(PortalError, match=r"config\.toml cannot be read as TOML: .+\.$"):
        load(tmp_path)


def test_an_unknown_name_gets_a_warning_with_the_nearest_known_one(tmp_path, capsys):
    load(tmp_path, PORTAL_SITE_ULR="https://news.example", PORTAL_UMBRELLA="yes")
    assert capsys.readouterr().err == (
        "There is no setting PORTAL_SITE_ULR. Did you mean PORTAL_SITE_URL?\n"
        "There is no setting PORTAL_UMBRELLA.\n"
    )


def test_a_plain_postgresql_url_uses_psycopg(tmp_path):
    values = load(tmp_path, PORTAL_DATABASE_URL="postgresql://reka:hush@db.example/news")
    assert values["DATABASE_URL"] == "postgresql+psycopg://reka:hush@db.example/news"


def test_a_new_instance_gets_a_media_folder_a_database_and_a_secret(tmp_path):
    values = load(tmp_path / "new" / "instance")
    instance_folder.prepare_instance(values)

    assert (tmp_path / "new" / "instance" / "media").is_dir()
    assert values["DATABASE_URL"] == f"sqlite:///{tmp_path / 'new' / 'instance' / 'portal.db'}"
    assert len(values["SECRET_KEY"]) >= 32
    if os.name == "posix":
        mode = (tmp_path / "new" / "instance" / "secret_key").stat().st_mode
        assert stat.S_IMODE(mode) == 0o600


def test_the_secret_is_created_once_by_several_processes_at_once(tmp_path):
    path = tmp_path / "secret_key"
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(instance_folder.read_or_create_secret, [path] * 32))
    assert len(secrets) == 1
    assert list(tmp_path.iterdir()) == [path]


def test_a_truncated_secret_is_refused(tmp_path):
    (tmp_path / "secret_key").write_text("short")
    with pytest.raises(PortalError, match="must hold at least 32 characters"):
        instance_folder.prepare_instance(load(tmp_path))


@pytest.mark.parametrize("place", ["a file", "a file/within", "full"])
def test_an_instance_that_cannot_be_written_is_an_error_in_one_line(tmp_path, place):
    (tmp_path / "a file").touch()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "media").touch()

    ended = portal(tmp_path / place, "serve", "--port", "0")

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1
    assert "cannot be written: " in ended.stderr
    assert "PORTAL_INSTANCE" in ended.stderr
