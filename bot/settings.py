"""Every knob of the bot, typed; read from the environment, from `.env` and from files (`.env.example` lists them)."""

import hashlib
import hmac
import json
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import unquote, urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from bot import addresses
from bot.addresses import PUBLIC_API, Listen
from bot.environment import PREFIX, gather

TOKEN_SHAPE = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
SECRET_SHAPE = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""What setWebhook takes as secret_token (https://core.telegram.org/bots/api#setwebhook)."""
USERNAME_SHAPE = re.compile(r"@[A-Za-z][A-Za-z0-9_]{2,31}")
MISSING = (
    "CHATHOUR_BOT_TOKEN is missing: write to @BotFather in Telegram, send /newbot (or /token for a bot that you have), "
    "and put what it gives you into .env as CHATHOUR_BOT_TOKEN=…"
)
MISSHAPEN = (
    "CHATHOUR_BOT_TOKEN does not look like a token (it is not repeated here): copy the whole of what @BotFather gave "
    "you, that is digits, a colon, then letters and digits, without quotes or spaces"
)


class BadSettings(Exception):  # noqa: N818  # it says what is bad, and reads well where it is raised and caught
    """What is wrong with the settings and how to mend it, a plain sentence a line; never holds a secret."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _secret(value: SecretStr) -> SecretStr:
    if not SECRET_SHAPE.fullmatch(value.get_secret_value()):
        raise ValueError("may hold 1 to 256 letters, digits, _ and - only; leave it out and the bot makes one")
    return value


def _moderators(value: object) -> object:
    """Read "@anna, 4242" or a JSON list; what is not text is left for pydantic to judge."""
    if not isinstance(value, str):
        return value
    names: Any = re.split(r"[,\s]+", value.strip(", "))
    if value.startswith("["):
        try:
            names = json.loads(value)
        except ValueError:
            raise ValueError("begins with [ but is not JSON: write @anna, 4242") from None
    return tuple(_moderator(name) for name in names)


def _moderator(name: object) -> int | str:
    """Take an id as a number and a name in lower case without its @, as the plans of question files hold them."""
    text = str(name).strip()
    if re.fullmatch(r"-?[0-9]{1,15}", text):
        return int(text)
    if USERNAME_SHAPE.fullmatch(text):
        return text.removeprefix("@").lower()
    raise ValueError(f"holds “{text}”: write each as @name or as a number, with commas between them: @anna, 4242")


def _one_of(*words: str) -> BeforeValidator:
    def check(value: object) -> object:
        word = str(value).strip().lower()
        if word not in words:
            raise ValueError(f"is “{value}”: write {', '.join(words[:-1])} or {words[-1]}")
        return word

    return BeforeValidator(check)


class Settings(BaseModel):
    """Every knob, with its default. Making one by hand reads nothing from outside: `load` does that."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    bot_token: SecretStr | None = Field(default=None, description="The bot's token, from @BotFather.")
    database_url: Annotated[str, AfterValidator(addresses.database)] = Field(
        default="sqlite:///chathour.db",
        repr=False,
        description="Where everything is kept: sqlite:///file or postgresql://user:password@host/name.",
    )
    telegram_url: Annotated[str, AfterValidator(addresses.bot_api)] = Field(
        default=PUBLIC_API, description="Telegram's Bot API; another address for a Bot API server of your own."
    )
    questions: Path = Field(default=Path("questions"), description="The folder with the question files.")
    listen: Annotated[Listen | None, BeforeValidator(addresses.listen)] = Field(
        default=None, description="host:port for the webhook, /healthz and /metrics; without it nothing listens."
    )
    webhook_url: Annotated[str, AfterValidator(addresses.webhook)] | None = Field(
        default=None,
        description="The https address under which Telegram reaches the bot; without it the bot asks Telegram.",
    )
    webhook_secret: Annotated[SecretStr, AfterValidator(_secret)] | None = Field(
        default=None,
        description="What Telegram shows at the webhook; without it made from the token, alike on every replica.",
    )
    moderators: Annotated[tuple[int | str, ...], BeforeValidator(_moderators)] = Field(
        default=(), description="Who may moderate in every group besides its administrators: @names and ids."
    )
    log_level: Annotated[Literal["debug", "info", "warning", "error"], _one_of("debug", "info", "warning", "error")] = (
        Field(default="info", description="How much to log: debug, info, warning or error.")
    )
    log_format: Annotated[Literal["text", "json"], _one_of("text", "json")] = Field(
        default="text", description="How to log: text for people, json for machines."
    )
    allow_paid_broadcast: Annotated[bool, _one_of("1", "0", "yes", "no", "on", "off", "true", "false")] = Field(
        default=False, description="Whether to pay Telegram Stars for more than about 30 messages a second."
    )

    model_url: Annotated[str, AfterValidator(addresses.model)] | None = Field(
        default=None,
        description="A language model that drafts a sentence a question for moderators; without it none is asked.",
    )
    model_name: str = Field(default="", description="Which model to ask for there.")
    model_key: SecretStr | None = Field(default=None, description="What the language model's host knows the bot by.")

    @field_validator("webhook_url")
    @classmethod
    def _deliverable(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None or "listen" not in info.data:
            return value
        return addresses.deliverable(value, info.data.get("telegram_url"), info.data["listen"])

    def token(self) -> str:
        """Give the token to those who need it; raise BadSettings when there is none, or what there is can't be one."""
        token = self.bot_token.get_secret_value().strip() if self.bot_token else ""
        if fault := _fault(token):
            raise BadSettings(fault)
        return token

    def secret(self) -> str:
        """Say what Telegram must show at the webhook (its header X-Telegram-Bot-Api-Secret-Token)."""
        if self.webhook_secret is not None:
            return self.webhook_secret.get_secret_value()
        return hmac.new(self.token().encode(), b"chathour webhook", hashlib.sha256).hexdigest()

    def _held(self) -> tuple[SecretStr | None, ...]:
        return self.bot_token, self.webhook_secret, self.model_key

    def secrets(self) -> tuple[str, ...]:
        """List what must never be logged, as it was given and as it may look inside an address."""
        held = [secret.get_secret_value() for secret in self._held() if secret is not None]
        password = urlsplit(self.database_url).password or ""
        return tuple(text for text in (*held, password, unquote(password)) if text)


def _fault(token: str) -> str | None:
    if not token:
        return MISSING
    return None if TOKEN_SHAPE.fullmatch(token) else MISSHAPEN


def load(*, token_needed: bool = False, dotenv: Path = Path(".env"), secrets: Path = Path("/run/secrets")) -> Settings:
    """Read the settings from outside; raise BadSettings with every problem that they have at once."""
    found, problems = gather(tuple(Settings.model_fields), dotenv, secrets)
    if token_needed and (fault := _fault(found.get("bot_token", "").strip())):
        problems.append(fault)
    try:
        settings = Settings.model_validate(found)
    except ValidationError as error:
        problems += [
            f"{PREFIX}{str(fault['loc'][0]).upper()} {fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors(include_input=False)
        ]
    if problems:
        raise BadSettings(*problems)
    return settings
