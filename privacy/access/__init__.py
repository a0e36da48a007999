"""Who may see what: roles, and the rows that open single cases and requests to single people."""
