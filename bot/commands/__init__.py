"""What people say to the bot itself, by who says it."""
