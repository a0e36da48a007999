"""How long what is kept (Art. 5 (1) (e) GDPR): the rules as data. The sheet prints them."""
