"""Calls held against the machine-readable Bot API: names, required parameters, types."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Json = dict[str, Any]


class Schema:
    """The Bot API as data: ``{"methods": {name: {"fields": [{"name", "types", "required"}]}}, "types": {…}}``."""

    def __init__(self, data: Json) -> None:
        self.methods: dict[str, Json] = {name.lower(): entry for name, entry in data["methods"].items()}
        self.types: dict[str, Json] = data["types"]

    @classmethod
    def load(cls, path: Path) -> "Schema":
        """Read it from a JSON file, packed with gzip or not."""
        raw = path.read_bytes()
        return cls(json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw))

    def knows(self, method: str) -> bool:
        """Whether the Bot API has a method of this name."""
        return method.lower() in self.methods

    def faults(self, method: str, params: Json, files: Json) -> list[str]:
        """What is wrong with a call, in words; empty when all is well."""
        entry = self.methods.get(method.lower())
        if entry is None:
            return ["there is no such method"]
        fields = {field["name"]: field for field in entry.get("fields", [])}
        found = [f"unknown parameter {name!r}" for name in params.keys() - fields.keys()]
        attached = {str(value).removeprefix("attach://") for value in _texts(params)}
        found += [f"unknown file {name!r}" for name in files.keys() - fields.keys() - attached]
        for name, field in fields.items():
            if name not in params:
                if field["required"] and name not in files:
                    found.append(f"{name} is missing")
                continue
            found += self.check(name, _opened(params[name], field["types"]), field["types"])
        return found

    def check(self, place: str, value: Any, types: list[str]) -> list[str]:
        """What keeps a value from being of any of these types; empty when it is."""
        arrays = [kind.removeprefix("Array of ") for kind in types if kind.startswith("Array of ")]
        if len(arrays) > 1:
            return self.check(place, value, ["Array of " + ", ".join(arrays)])
        tries = [self._check_one(place, value, kind) for kind in types]
        return [] if any(not faults for faults in tries) else min(tries, key=len)

    def _check_one(self, place: str, value: Any, kind: str) -> list[str]:
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                return [f"{place} is not an array"]
            inner = kind.removeprefix("Array of ")
            parts = (
                [part.strip() for part in inner.replace(" and ", ", ").split(",")] if "Array" not in inner else [inner]
            )
            return [fault for n, item in enumerate(value) for fault in self.check(f"{place}[{n}]", item, parts)]
        simple = _SIMPLE.get(kind)
        if simple:
            return [] if simple(value) else [f"{place} is not {kind}"]
        if kind == "InputFile":
            return [] if isinstance(value, str) else [f"{place} is not a file"]
        return self._check_object(place, value, kind)

    def _check_object(self, place: str, value: Any, kind: str) -> list[str]:
        entry = self.types.get(kind)
        if entry is None:
            return [f"{place}: unknown type {kind}"]
        if "subtypes" in entry:
            return self.check(place, value, entry["subtypes"])
        if not isinstance(value, dict):
            return [f"{place} is not a {kind}"]
        fields = {field["name"]: field for field in entry.get("fields", [])}
        found = [f"{place}: unknown field {name!r} of {kind}" for name in value.keys() - fields.keys()]
        for name, field in fields.items():
            if name in value:
                found += self.check(f"{place}.{name}", value[name], field["types"])
            elif field["required"]:
                found.append(f"{place}.{name} is missing")
        return found

    def misshapen(self, kind: str, value: Any) -> list[str]:
        """What is wrong with an object of a Bot API type: for checking what the stand-in itself says."""
        return self.check(kind, value, [kind])


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_SIMPLE: dict[str, Callable[[Any], bool]] = {
    "Integer": _is_number,
    "Float": lambda value: isinstance(value, float) or _is_number(value),
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "True": lambda value: value is True,
}


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        if value.startswith(("{", "[")):
            try:
                return _texts(json.loads(value))
            except ValueError:
                return [value]
        return [value]
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    return [text for inner in value for text in _texts(inner)] if isinstance(value, list) else []


def _opened(value: Any, types: list[str]) -> Any:
    """A form field as the JSON value it stands for, where the parameter is not a text."""
    if not isinstance(value, str) or types == ["String"]:
        return value
    try:
        opened = json.loads(value)
    except ValueError:
        return value
    if "String" in types and not _is_number(opened):
        return value
    return opened
