"""The three loops around the database: intake (updates in), scheduler (wakes), sender (posts out).

Intake
    `polling` (by its `line` to Telegram) or `webhook` (in `web`) brings bytes, which `updates` turns into small types.
    `reception` takes them in batch by batch. Plain messages go to `hearing`, which asks `rooms` who listens where
    and its `recollection` what they reply to, and has each filed at the `desk`, as `slips` of the tables; `hints`
    greets who is new. `happenings` takes the rest.
    `files` does for question files what these do for updates.
Scheduler
    `scheduler` wakes the sender at the next due time, by a `clock`, in the process that has the `leadership`.
Sender
    `sender` takes due posts. `composing` turns each into one of the `calls`, or lets it go; it knows the posts of a
    session by its `occasions`, and leaves sprints and stumpers to `forms`, the recap to `recapping`, what is said
    beside a session to `courtesies`, and what people get in private to `handouts` and `keepsakes`.
    `refusals` reads Telegram's errors, `settling` writes down what became of a call.
Beside them
    `inspection` of the bot's rights in a group, the `doctor`, `metrics`, and `sketching` by a language model.
"""
