"""Pure rules: functions of their arguments, with no Telegram, no SQL and no clock inside."""
