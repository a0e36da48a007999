"""The append-only ledger: one event for every act of a person, and history rows that carry its number."""
