"""Drafts, feedback, what is chosen in place; inbox and outbox by their own keys: a turn writes to fewer pages."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INBOX = ("id", "thread", "turn", "at", "kind", "body", "status", "attempts", "received")
OUTBOX = ("turn", "part", "thread", "channel", "message", "digest", "posted")


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("question", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("touched", sa.Float, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "views",
        sa.Column("turn", sa.String(64), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("chosen", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "feedback",
        sa.Column("turn", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("good", sa.Boolean, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sqlite_with_rowid=False,
    )
    op.add_column("runs", sa.Column("concluded", sa.Text))
    for index, table in (("inbox_of_thread", "inbox"), ("inbox_by_status", "inbox"), ("ix_outbox_turn", "outbox")):
        op.drop_index(index, table)
    _outbox()
    _inbox()


def _outbox() -> None:
    op.rename_table("outbox", "outbox_before")
    op.create_table(
        "outbox",
        sa.Column("turn", sa.String(64)),
        sa.Column("part", sa.String(16)),
        sa.Column("thread", sa.String(255), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("message", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("posted", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("turn", "part", name="outbox_key"),
        sqlite_with_rowid=False,
    )
    _move("outbox", OUTBOX)


def _inbox() -> None:
    op.rename_table("inbox", "inbox_before")
    op.create_table(
        "inbox",
        sa.Column("id", sa.String(255)),
        sa.Column("thread", sa.String(255), nullable=False),
        sa.Column("turn", sa.String(64), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("received", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id", name="inbox_key"),
        sqlite_with_rowid=False,
    )
    waiting = sa.text("status = 'accepted'")
    op.create_index("inbox_waiting", "inbox", ["thread", "received"], sqlite_where=waiting, postgresql_where=waiting)
    _move("inbox", INBOX)


def _move(table: str, columns: tuple[str, ...]) -> None:
    """The names of the columns are ours: nothing of a person is in this statement."""
    names = ", ".join(columns)
    op.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {table}_before")  # noqa: S608
    op.drop_table(f"{table}_before")
