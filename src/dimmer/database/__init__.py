"""The ground: a PostgreSQL to stand on, its roles and addresses, and who is reading. No Django."""
