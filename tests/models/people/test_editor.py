from __future__ import annotations

from datetime import timedelta

import pytest

from portal.extensions import db
from portal.models import AuditAction, AuditEntry, DeskSession, Editor, Role, now
from portal.models.people.editor import DUMMY_HASH, LastAdmin, hasher, is_password

pytestmark = pytest.mark.both_databases


def admin(name: str, **values) -> Editor:
    editor = Editor.add(f"{name}@courier.example", Role.ADMIN, name=name)
    editor.password_hash = "chosen"
    for key, value in values.items():
        setattr(editor, key, value)
    db.session.flush()
    return editor


@pytest.mark.parametrize(
    "deed", [lambda each: each.set_role(Role.EDITOR), lambda each: each.deactivate()]
)
def test_the_last_admin_cannot_be_removed(app, deed):
    with app.app_context():
        mara = admin("mara")
        admin("gone", disabled_at=now())
        admin("invited", password_hash="")
        with pytest.raises(LastAdmin):
            deed(mara)
        assert (mara.role, mara.is_active) == ("admin", True)

        admin("tomas")
        deed(mara)
        assert (mara.role, mara.is_active) != ("admin", True)


def test_an_editor_who_is_no_admin_can_be_deactivated(app):
    with app.app_context():
        ada = Editor.add("ada@courier.example", Role.CONTRIBUTOR)
        db.session.flush()
        ada.deactivate()
        assert not ada.is_active


def test_expired_sessions_are_deleted_when_one_is_created(app):
    with app.app_context():
        mara = admin("mara")
        past, _ = DeskSession.create(mara.id, {})
        past.expires_at = now() - timedelta(seconds=1)
        db.session.flush()
        DeskSession.create(mara.id, {})
        db.session.commit()
        assert db.session.query(DeskSession).count() == 1


def test_signing_out_everywhere_can_spare_this_browser(app):
    with app.app_context():
        mara = admin("mara")
        sessions = [DeskSession.create(mara.id, {})[0] for _ in range(3)]
        db.session.flush()
        DeskSession.end_all(mara, except_id=sessions[1].id)
        assert db.session.scalars(DeskSession.select_for(mara)).all() == [sessions[1]]


def test_an_unknown_account_takes_as_long_as_a_known_one():
    assert not hasher.check_needs_rehash(DUMMY_HASH)
    assert not is_password("", "anything")


def test_an_action_that_is_rolled_back_is_not_in_the_log(app):
    with app.app_context():
        mara = admin("mara")
        db.session.commit()
        AuditEntry.record(mara, AuditAction.CHANGED, mara)
        db.session.rollback()
        assert db.session.query(AuditEntry).count() == 0


def test_the_log_describes_deleted_rows(app, newsroom):
    tag = newsroom.tag("Ferries")
    with app.app_context():
        mara = admin("mara")
        AuditEntry.record(mara, AuditAction.REMOVED, db.session.merge(tag), "Ferries")
        db.session.delete(db.session.merge(tag))
        db.session.commit()
        entry = db.session.query(AuditEntry).one()
        assert (entry.noun, entry.noun_id, entry.detail) == ("tag", tag.id, "Ferries")
