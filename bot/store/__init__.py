"""What the bot remembers: the tables, the transactions, the questions asked of them."""
