"""Where Alembic learns which tables there should be, and on which connection to make them."""

from alembic import context
from sqlmodel import SQLModel

from bot.store import drafts, leadership, suggestions, tables

metadata = SQLModel.metadata
for table in (tables.Group, drafts.Draft, leadership.Leader, suggestions.Suggestion):
    assert table.__tablename__ in metadata.tables  # noqa: S101  # the import above is what fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
