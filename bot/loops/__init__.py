"""The three loops around the database: `intake` (updates in), scheduler (wakes), `sending` (posts out).

Scheduler
    `scheduler` wakes the sender at the next due time, by a `clock`, in the process that has the `leadership`.
Beside them
    `web` (a webhook's updates come in there, too), `metrics`, `inspection` of the bot's rights in a group, the
    `whereabouts` of groups that files name, the `doctor`, and `sketching` by a language model.
"""
