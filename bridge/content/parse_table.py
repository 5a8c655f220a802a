"""Tables: columns and rows in every spelling, squared so that each row has a cell for each column.

No cell is lost: a row that is too long gets further columns without a header, one that is too short missing values.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from bridge.content.items import Cell, Column, Table
from bridge.content.raw import Raw, as_cell, as_object, as_text


def read_table(raw: Raw, folder: Path) -> Table:
    """`data.columns` or `data.headers`, and `data.rows` as objects or lists; `data` may also be the rows themselves."""
    data = raw.at("data")
    rows = data if isinstance(data.value, list | tuple) else data.at("rows")
    spelled = data.at("columns", "headers")
    if not rows.given and not spelled.given:
        raise data.misfit("columns (or headers) and rows")
    members = [member.value for member in rows.each()]
    columns = _columns(spelled) if spelled.given else _columns_of(members)
    cells = [_cells(member, columns) for member in members]
    width = max([len(columns), *map(len, cells)])
    columns += [Column("", f"column {index + 1}") for index in range(len(columns), width)]
    return Table(columns=tuple(columns), rows=tuple(row + (None,) * (width - len(row)) for row in cells))


def _columns(spelled: Raw) -> list[Column]:
    columns: list[Column] = []
    for raw in spelled.each():
        if as_object(raw.value):
            header = raw.at("header", "label", "title", "field")
            columns.append(Column(header.text(), raw.at("field", "key", "header").text()))
        else:
            columns.append(Column(raw.text(), raw.text()))
    return columns


def _columns_of(members: Sequence[object]) -> list[Column]:
    """Without columns, the keys of the rows in the order they first appear."""
    keys = dict.fromkeys(as_text(key) for member in members for key in as_object(member))
    return [Column(key, key) for key in keys]


def _cells(member: object, columns: Sequence[Column]) -> tuple[Cell, ...]:
    if isinstance(member, list | tuple):
        return tuple(as_cell(value) for value in cast("list[object]", member))
    if fields := as_object(member):
        return tuple(as_cell(fields.get(column.field, fields.get(column.header))) for column in columns)
    return (as_cell(member),) if member is not None else ()
