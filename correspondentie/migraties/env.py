"""What alembic runs to migrate: on a connection that has the transaction and the lock."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
