"""Intake: updates come in, are filed in one transaction, and only then confirmed.

`polling` (by its `line` to Telegram) or `webhook` brings bytes, which `updates` turns into small types (`richtext`
reads messages that have no text). `reception` takes them in batch by batch; what has piled up comes to it in a `rush`.
Plain messages go to `hearing`, which asks `rooms` who listens where and its `recollection` what they reply to (both
have a `memory`), and has each filed at the `desk`, as `slips` of the tables; `hints` greets who is new. `happenings`
takes the rest. `files` does for question files what these do for updates.
"""
