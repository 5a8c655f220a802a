"""Statements that every turn needs, compiled once for the database at hand: compiling costs more than running them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Executable, Table, Update
from sqlalchemy.dialects import postgresql, sqlite

from bridge.journal.schema import Json

INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""Databases that can insert or update in one statement, in the same words."""


class Prepared:
    """One statement. Its values are given by name."""

    def __init__(self, make: Callable[[str], Executable], json: Sequence[str] = ()) -> None:
        """Take what makes the statement for a database by name, and which values are JSON."""
        self._make = make
        self._json = frozenset(json)
        self._compiled: dict[str, tuple[str, Sequence[str] | None, Mapping[str, Any]]] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """Run it by the driver alone, and return how many rows it has changed."""
        sql, order, constants = self._compiled.get(connection.dialect.name) or self._compile(connection.dialect)
        written = {name: Json.written(value) if name in self._json else value for name, value in values.items()}
        given = {**constants, **written}
        raw: Any = connection.connection.driver_connection
        return raw.execute(sql, given if order is None else tuple(given[name] for name in order)).rowcount

    def _compile(self, dialect: Dialect) -> tuple[str, Sequence[str] | None, Mapping[str, Any]]:
        compiled: Any = self._make(dialect.name).compile(dialect=dialect)  # pyright: ignore[reportAttributeAccessIssue]
        self._compiled[dialect.name] = str(compiled), compiled.positiontup, compiled.params
        return self._compiled[dialect.name]


def upsert(table: Table, *, keeps: Sequence[str] = ()) -> Prepared:
    """Insert a row, or replace the one with its key, but for the columns that it `keeps`."""

    def make(name: str) -> Executable:
        insert: Any = INSERTS[name](table).values({column.name: None for column in table.columns})
        keys = [column.name for column in table.primary_key]
        changed = {c.name: insert.excluded[c.name] for c in table.columns if c.name not in (*keys, *keeps)}
        return insert.on_conflict_do_update(index_elements=keys, set_=changed)

    return Prepared(make, _json(table))


def insert_new(table: Table) -> Prepared:
    """Insert a row unless there is one with its key: the number of rows tells."""

    def make(name: str) -> Executable:
        insert: Any = INSERTS[name](table).values({column.name: None for column in table.columns})
        return insert.on_conflict_do_nothing(index_elements=[column.name for column in table.primary_key])

    return Prepared(make, _json(table))


def change(statement: Update) -> Prepared:
    return Prepared(lambda _: statement)


def _json(table: Table) -> list[str]:
    return [column.name for column in table.columns if isinstance(column.type, Json)]
