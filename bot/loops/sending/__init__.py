"""Sending: posts go out as they fall due; each try is written down before it is made.

`sender` takes due posts. `composing` turns each into one of the `calls`, or lets it go; it knows the posts of a
session by its `occasions`, and leaves sprints and stumpers to `forms`, the recap to `recapping`, what is said beside a
session to `courtesies`, what people get in private to `handouts` and `keepsakes`, and what follows a stumper to
`riddles`. `refusals` reads Telegram's errors, `settling` writes down what became of a call.
"""
