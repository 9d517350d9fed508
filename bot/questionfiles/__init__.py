"""Question files: `questions/*.toml` to the plans of series, and back."""

from typing import Any

from bot.questionfiles.problems import Problem, Refused
from bot.questionfiles.reading import ids_in, load, read
from bot.questionfiles.shape import SeriesTable
from bot.questionfiles.told import Schema
from bot.questionfiles.writing import dump

__all__ = ["Problem", "Refused", "dump", "ids_in", "load", "read", "schema"]


def schema() -> dict[str, Any]:
    """The JSON Schema of a question file, for editors; `python -m bot.questionfiles` prints it."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **SeriesTable.model_json_schema(schema_generator=Schema),
    }
