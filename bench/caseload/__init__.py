"""How fast the list of cases is: 50,000 cases and 1,000,000 history rows, beside the stock admin and beside 500 cases."""
