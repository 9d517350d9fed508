"""How a key of a question file is checked, and what an editor is told of it by way of JSON Schema."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from bot.questionfiles import values
from bot.questionfiles.problems import Wrong
from bot.wording.characters import utf16_length

OWN_TEXT = 1_200
"""UTF-16 units; a welcome holds two such texts besides title and topic, and has to stay under Telegram's 4,096."""


@dataclass(frozen=True)
class Checked:
    """Has a value checked, and turned into ours, by one function of our own, which raises Wrong.

    A function of two arguments is also given what pydantic knows of the rest (`info.data`, `info.context`).
    """

    check: Callable[..., Any]
    told: JsonSchemaValue

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        if len(signature(self.check).parameters) > 1:
            return core_schema.with_info_plain_validator_function(self.check)
        return core_schema.no_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return dict(self.told)


class OrText:
    """Tells editors that a text alone will do as well as the table."""

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(schema)]}


class Schema(GenerateJsonSchema):
    """JSON Schema as question files need it: defaults as a file writes them, and no titles that repeat the key."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """The schema of the value alone, which tells its default itself."""
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the signature is pydantic's
        """Never: an editor shows the key anyway."""
        return False


def string(description: str, **more: Any) -> JsonSchemaValue:
    """What an editor is told of a text."""
    return {"type": "string", "description": description, **more}


def flag(description: str, default: bool) -> Checked:
    """A key that is true or false."""
    return Checked(values.flag, {"type": "boolean", "description": description, "default": default})


def array(description: str, **more: Any) -> JsonSchemaValue:
    """What an editor is told of a list, of texts unless `items` says otherwise."""
    return {"type": "array", "description": description, "items": {"type": "string"}, **more}


def own_text(description: str) -> Checked:
    """A wording that replaces a default one, of any number of lines."""
    return Checked(_own_text, string(description, minLength=1, maxLength=OWN_TEXT))


def _own_text(value: object) -> str:
    said = values.text(value)
    if utf16_length(said) > OWN_TEXT:
        raise Wrong(
            f"it has {utf16_length(said)} characters", f"use at most {OWN_TEXT}, as its post says more than this"
        )
    return said
