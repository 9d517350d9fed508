"""What is set where: the environment, `.env`, files that they name, a folder of secrets."""

import os
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from dotenv.parser import parse_stream
from pydantic import create_model
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

PREFIX = "CHATHOUR_"
SERVICE_LINK = re.compile(r"(SERVICE_(HOST|PORT)(_\w+)?|PORT(_[0-9]+_\w+)?)")
"""What Kubernetes adds, after the prefix, beside a service named chathour: nobody's mistake."""


class _Source(BaseSettings):
    """Where values are looked for, in this order: the environment, `.env`, files named there, the folder of secrets."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="ignore")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  # the library calls it with these five
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, dotenv_settings, init_settings, file_secret_settings


def gather(fields: tuple[str, ...], dotenv: Path, secrets: Path) -> tuple[dict[str, str], list[str]]:
    """Find the text of each field that is given anywhere, and say in sentences what can't be read or has no meaning."""
    problems: list[str] = []
    written = _written(dotenv, problems)
    everything = {**written, **os.environ}
    given = {name.upper(): text for name, text in everything.items() if text and name.upper().startswith(PREFIX)}
    problems += _unknown({name.removeprefix(PREFIX) for name in given}, tuple(field.upper() for field in fields))
    named = {field: text for field in fields if (text := _from_file(f"{PREFIX}{field.upper()}", given, problems))}
    types: dict[str, Any] = dict.fromkeys(fields, (str | None, None))
    source: Any = create_model("Source", __base__=_Source, **types)
    try:
        found = source(
            _env_file=dotenv if written else None,
            _env_file_encoding="utf-8",
            _secrets_dir=secrets if secrets.is_dir() else None,
            **named,
        )
    except (SettingsError, OSError) as error:
        problems.append(f"{secrets}, the folder of secrets, can't be read: {error.__cause__ or error}")
        return named, problems
    return found.model_dump(exclude_none=True), problems


def _unknown(given: set[str], known: tuple[str, ...]) -> Iterator[str]:
    for name in sorted(given):
        if name.removesuffix("_FILE") in known or SERVICE_LINK.fullmatch(name):
            continue
        near = get_close_matches(name, known, n=1)
        names = f"did you mean {PREFIX}{near[0]}?" if near else f"after {PREFIX} there may be {', '.join(known)}"
        yield f"{PREFIX}{name} is no setting of this bot: {names}"


def _written(dotenv: Path, problems: list[str]) -> dict[str, str]:
    """Read what `.env` says, as far as it can be read."""
    try:
        with dotenv.open(encoding="utf-8") as lines:
            bindings = list(parse_stream(lines))
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        problems.append(f"{dotenv} is not UTF-8 text: save it as UTF-8")
        return {}
    except OSError as error:
        problems.append(f"{dotenv} can't be read ({error.strerror}): make it a file that the bot may read")
        return {}
    problems += [
        f"{dotenv}, line {binding.original.line}, is not understood: write NAME=value, or # before a remark"
        for binding in bindings
        if binding.error or (binding.key and binding.value is None)
    ]
    return {binding.key: binding.value for binding in bindings if binding.key and binding.value}


def _from_file(name: str, given: dict[str, str], problems: list[str]) -> str:
    """Read the value that CHATHOUR_…_FILE points to; empty when there is none."""
    path = given.get(f"{name}_FILE")
    if path is None:
        return ""
    if name in given:
        problems.append(f"{name} and {name}_FILE are both given: leave one of them out")
        return ""
    try:
        text = Path(path).read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        problems.append(f"{name}_FILE names {path}, which is not UTF-8 text")
        return ""
    except OSError as error:
        problems.append(f"{name}_FILE names {path}, which can't be read: {error.strerror}")
        return ""
    if not text:
        problems.append(f"{name}_FILE names {path}, which is empty")
    return text
