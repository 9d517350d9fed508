"""The rehearsal room: a local stand-in for Telegram, so that an evening can be played before it is live.

The stand-in
    `standin.StandIn` is the way in. It serves the Bot API for one bot over real HTTP (`server`): each of the `calls`
    gets one of the `answers`, made by `methods`; what is refused is refused in Telegram's words (`refusals`). People
    and groups live in `world.World` and act through `groups.Group` (its people: `membership`) and `persons.Person`.
    What Telegram keeps of them are `people`, `chats`, `messages`, `polls` and `files`; it marks texts by `entities` and
    `findings`. The bot hears of all this by `updates`, which it fetches or the `webhook` brings. `faults` and `limits`
    get in its way, `deeds` come by themselves at their time by one of the `clocks`, and `schema` holds calls against
    the machine-readable Bot API.
The simulated people
    The `crowd` acts by chance: who they are (`cast`), how they label (`habits`), when they answer (`asked`), and what
    they say (`remarks`, `sprinters`, `riddle`).
The demo
    `demo` is the command. An `evening` puts a `programme`, the bot, the crowd and a view together; the `conductor` lets
    the clock (`leading`) go on whenever there is `stillness`. It is seen in a `terminal` (by its `styles`, with where
    things are `filed`, and the `progress`), and on a page, the `room`.

Not modelled: Markdown parse modes, ephemeral and rich messages from the bot, inline mode, business accounts, payments,
join requests, restrictions that end by themselves, invite links, slow mode. A method of the Bot API that is missing
here answers 501, and tests that hold calls against the schema fail on it.
"""
