"""The middle floor: families and their cases, from the report that a child has arrived to the recommendation."""
