"""The three loops around the database: intake (updates in), scheduler (wakes), sender (posts out)."""
