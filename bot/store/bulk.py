"""Many new rows at once, handed to the driver as they are.

Messages come by the hundred, and through the Core a hundred of them cost 1.7 ms of the processor, so 1.0 to 1.3 ms
(SQLite, November 2026).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import JSON, Dialect, Table
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, SQLModel


class _Prepared(NamedTuple):
    """An insert as a driver takes it."""

    statement: str
    columns: tuple[tuple[str, Callable[[Any], Any] | None], ...]
    """The columns in order, each with what turns its values into the driver's."""


def table_of(model: type[SQLModel]) -> Table:
    """The table that a model stands for."""
    table: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel adds it to each
    return table


def insert(session: Session, table: Table, rows: Sequence[Mapping[str, Any]], conflict: str = "") -> None:
    """Insert rows, each of which names every column of the table; `conflict` is an ON CONFLICT clause of SQL."""
    if not rows:
        return
    prepared = _prepared(table, conflict, session.get_bind().dialect)
    values = (
        [row[name] for row in rows] if bind is None else [bind(row[name]) for row in rows]
        for name, bind in prepared.columns
    )
    session.connection().exec_driver_sql(prepared.statement, list(zip(*values, strict=True)))


@lru_cache(maxsize=32)
def _prepared(table: Table, conflict: str, dialect: Dialect) -> _Prepared:
    quote, holder = dialect.identifier_preparer.quote, "?" if dialect.paramstyle == "qmark" else "%s"
    names = ", ".join(quote(column.name) for column in table.columns)
    holders = ", ".join(holder for _ in table.columns)
    binds = (_bind(column.type, dialect) for column in table.columns)
    return _Prepared(
        f"INSERT INTO {quote(table.name)} ({names}) VALUES ({holders}) {conflict}",  # noqa: S608  # the names are our tables' own
        tuple((column.name, bind) for column, bind in zip(table.columns, binds, strict=True)),
    )


def _bind(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What turns a type's values into the driver's; of times, words and flags the same ones come again and again."""
    bind = kind.dialect_impl(dialect).bind_processor(dialect)
    return bind if bind is None or isinstance(kind, JSON) else lru_cache(maxsize=256)(bind)
