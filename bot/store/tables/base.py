"""What every table of the bot derives from, and the types that their columns share."""

from enum import StrEnum

from sqlalchemy import BigInteger, Enum, Integer
from sqlmodel import SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraint names, the same on both databases, so that a migration can name what it changes."""

SQLModel.metadata.naming_convention = NAMES
SERIAL = BigInteger().with_variant(Integer, "sqlite")
"""A key that counts itself up: SQLite does so only for INTEGER, which holds 64 bits there anyway."""


def word(words: type[StrEnum]) -> Enum:
    """The column type of a closed set of words: text, stored by value, long enough for words to come."""
    return Enum(
        words,
        native_enum=False,
        create_constraint=False,
        length=16,
        values_callable=lambda members: [member.value for member in members],
    )


class Table(SQLModel):
    """What every table of the bot derives from."""
