//! What an embedding program holds: databases, transactions, snapshots, rows, and the ingest that joins the rooms.
