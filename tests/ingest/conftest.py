"""A paper that follows feeds of a publisher on this machine."""

from __future__ import annotations

import socket
from ipaddress import ip_network

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.ingest.fetch_source import fetch_source
from portal.ingest.outcome import Outcome, save_states
from portal.models import Article, FeedState, Source, WireItem
from tests.ingest.feeds import RSS_TYPE
from tests.publisher import Publisher, publishing


@pytest.fixture
def publisher():
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def wire(app, newsroom, publisher, monkeypatch):
    """The wire of a paper whose operator allows the loopback network."""
    monkeypatch.setitem(app.config, "FETCH_ALLOW", (ip_network("127.0.0.0/8"),))
    return Wire(newsroom, publisher)


@pytest.fixture
def hosts(monkeypatch):
    """All names of `.example` lead to this machine."""
    real = socket.getaddrinfo

    def look_up(host, *rest, **more):
        return real("127.0.0.1" if str(host).endswith(".example") else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


class Wire:
    """Follows and fetches feeds; what it returns is as the database has it."""

    def __init__(self, newsroom, publisher: Publisher) -> None:
        self.newsroom = newsroom
        self.publisher = publisher

    def serves(self, body: bytes, path: str = "/feed", **headers: str) -> str:
        return self.publisher.serves(path, body, **{"Content_Type": RSS_TYPE, **headers})

    def follow(self, path: str = "/feed", name: str = "Pannon Wire", **rules) -> Source:
        rules.setdefault("feed_address", self.publisher.address(path))
        return self.newsroom.source(name, **rules)

    def fetch(self, source: Source) -> Outcome:
        with self.newsroom.app.app_context():
            outcome = fetch_source(source.id)
            assert outcome
            save_states([outcome])
        return outcome

    def state(self, source: Source) -> FeedState:
        with self.newsroom.at_work() as session:
            return session.get(FeedState, source.id)

    def source(self, source: Source) -> Source:
        with self.newsroom.at_work() as session:
            return session.get(Source, source.id)

    def items(self) -> list[WireItem]:
        with self.newsroom.at_work() as session:
            return list(session.scalars(select(WireItem).order_by(WireItem.id)))

    def articles(self) -> list[Article]:
        with self.newsroom.at_work() as session:
            return list(session.scalars(select(Article).order_by(Article.id)))

    def headlines(self) -> list[str]:
        return [each.headline for each in self.articles()]

    def change(self, noun: type[db.Model], id: int, **values) -> None:
        with self.newsroom.at_work() as session:
            for name, value in values.items():
                setattr(session.get(noun, id), name, value)
