"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "threads",
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("platform", sa.String(64), nullable=False),
        sa.Column("team", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("root", sa.String(64)),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("thread", sa.String(255), sa.ForeignKey("threads.key"), nullable=False, index=True),
        sa.Column("agent", sa.String(255), nullable=False),
        sa.Column("starter", sa.String(64), nullable=False),
        sa.Column("starter_name", sa.Text, nullable=False),
        sa.Column("since", sa.Float, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("question", sa.String(64)),
        sa.Column("history", sa.Text, nullable=False),
        sa.Column("begun", sa.Float, nullable=False),
        sa.Column("touched", sa.Float, nullable=False),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("session", sa.String(64), sa.ForeignKey("sessions.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("function", sa.String(16), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("agent", sa.String(255), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("argument", sa.Text),
        sa.Column("inputs", sa.Text),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("failure", sa.Text),
        sa.Column("accepted", sa.Float, nullable=False),
        sa.Column("started", sa.Float, nullable=False),
        sa.Column("ended", sa.Float, nullable=False),
    )
    op.create_index("runs_of_session", "runs", ["session", "number"])
    op.create_table(
        "outbox",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("turn", sa.String(64), nullable=False, index=True),
        sa.Column("part", sa.String(16), nullable=False),
        sa.Column("thread", sa.String(255), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("message", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("posted", sa.Float, nullable=False),
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.String(255), primary_key=True),
        sa.Column("thread", sa.String(255), nullable=False),
        sa.Column("turn", sa.String(64), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("received", sa.Float, nullable=False),
    )
    op.create_index("inbox_of_thread", "inbox", ["thread", "status"])
    op.create_index("inbox_by_status", "inbox", ["status", "received"])
