"""The rehearsal room in the browser: the chat as people see it, and the controls of the rehearsal beside it."""
