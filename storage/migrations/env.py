"""Alembic's entry: the connection is handed in by `storage.migrate`."""

from alembic import context

from storage.columns import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
