"""The database: tables, engine, migrations, and one file of queries per aggregate."""
