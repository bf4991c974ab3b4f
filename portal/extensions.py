"""The Flask extensions, and sessions for reading and writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from flask import Flask
from flask_babel import Babel
from flask_sqlalchemy import SQLAlchemy
from htmx_flask import Htmx
from sqlalchemy import MetaData, Table, make_url
from sqlalchemy.orm import DeclarativeBase, Session

from portal.database_connections import (
    configure_postgresql,
    configure_sqlite,
    pysqlite3,
    require_safe_sqlite,
)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:

    class Model(Base):
        """The base class of all models, as type checkers see it."""

        __abstract__ = True
        __table__: ClassVar[Table]
else:
    Model = db.Model

babel = Babel()
htmx = Htmx()


def init_database(app: Flask) -> None:
    """Bind the database of DATABASE_URL, and set the PRAGMAs and transaction modes of its connections."""
    app.config["SQLALCHEMY_DATABASE_URI"] = app.config["DATABASE_URL"]
    if is_sqlite(app.config["DATABASE_URL"]):
        require_safe_sqlite(pysqlite3)
        options = {"module": pysqlite3, "connect_args": {"timeout": 10}}
    else:
        options = {"pool_pre_ping": True, "connect_args": {"connect_timeout": 10}}
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    with app.app_context():
        configure = {"sqlite": configure_sqlite, "postgresql": configure_postgresql}
        configure[db.engine.dialect.name](db.engine)


def is_sqlite(database_url: str) -> bool:
    """True if the database is SQLite, which runs within this process."""
    return make_url(database_url).get_backend_name() == "sqlite"


def read_session() -> Session:
    """Return a new session that only reads. The objects that it loads are detached when it is closed."""
    return Session(db.engine.execution_options(reads=True))


def write_session(waits: bool = True) -> Session:
    """Return a new session that may write, also during a GET request. The caller commits it.

    With `waits=False` the first statement raises OperationalError at once if SQLite has another writer.
    """
    return Session(db.engine.execution_options(reads=False, waits=waits))


def make_session_read_only() -> None:
    """Let the session of the current app context only read, outside of a request."""
    db.session.connection(execution_options={"reads": True})
