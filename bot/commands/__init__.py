"""What people say to the bot itself, by its subject; `directory` lists all of it, `desk` is where it arrives."""
