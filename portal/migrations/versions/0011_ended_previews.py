"""Add the time at which preview links of a story were ended."""

import sqlalchemy as sa
from alembic import op

from portal.models.base.clock import UtcDateTime

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("article", sa.Column("previews_ended_at", UtcDateTime(), nullable=True))
