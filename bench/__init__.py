"""How fast the papers are set, beside named peers, in one run: `make bench`. Nothing here is part of the product."""
