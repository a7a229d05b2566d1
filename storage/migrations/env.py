"""Alembic's entry: the connection is handed in by `storage.migrate`."""

from alembic import context

from storage.models import installation

context.configure(
    connection=context.config.attributes["connection"],
    # Any table's: importing it has made them all known.
    target_metadata=installation.metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
