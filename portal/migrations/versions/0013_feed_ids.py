"""Add a constant id of each story for feed readers."""

import sqlalchemy as sa
from alembic import op
from flask import current_app

revision = "0013"
down_revision = "0012"

# The id that feeds have sent until now: the address. Without a public address of the site it starts
# with a slash, and the feeds complete it as they did. A story that was never published gets a UUID.
ADDRESS = {
    "sqlite": "replace(day, '-', '/')",
    "postgresql": "to_char(day, 'YYYY/MM/DD')",
}
HEX = "lower(hex(randomblob({})))"
UUID = {
    "sqlite": f"{HEX.format(4)} || '-' || {HEX.format(2)} || '-4' || substr({HEX.format(2)}, 2)"
    f" || '-a' || substr({HEX.format(2)}, 2) || '-' || {HEX.format(6)}",
    "postgresql": "gen_random_uuid()",
}


def upgrade() -> None:
    kind = op.get_bind().dialect.name
    op.add_column(
        "article", sa.Column("feed_id", sa.String(1000), nullable=False, server_default="")
    )
    fill = sa.text(
        f"UPDATE article SET feed_id = CASE WHEN day IS NULL THEN 'urn:uuid:' || {UUID[kind]}"  # noqa: S608
        f" ELSE :site || '/' || {ADDRESS[kind]} || '/' || slug || '/' END"
    )
    op.execute(fill.bindparams(site=current_app.config["SITE_URL"] or ""))
