"""The rehearsal room: a local stand-in for Telegram, so that an evening can be played before it is live."""
