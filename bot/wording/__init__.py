"""Wording: every sentence the bot says, by language, as Telegram takes it."""
