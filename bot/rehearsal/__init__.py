"""The rehearsal room: a local stand-in for Telegram, so that an evening can be played before it is live.

``standin.StandIn`` is the way in. It serves the Bot API for one bot over real HTTP; people and groups live in
``world.World`` and act through ``groups.Group`` and ``persons.Person``. What is refused is refused in Telegram's words.

Not modelled: Markdown parse modes, ephemeral and rich messages from the bot, inline mode, business accounts, payments,
join requests, restrictions that end by themselves, invite links, slow mode. A method of the Bot API that is missing
here answers 501, and tests that hold calls against the schema fail on it.
"""
