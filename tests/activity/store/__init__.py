"""The store, with SQLite and with PostgreSQL."""
