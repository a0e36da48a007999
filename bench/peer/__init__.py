"""The peer of `make bench`: the same caseload in the stock Django admin, opened by guardian's generic tables."""
