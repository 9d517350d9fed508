"""chathour: scheduled hashtag discussions in Telegram groups."""

__version__ = "0.1.0"
