"""How the tables changed from release to release (Alembic)."""
