"""What counts as personal data, and the one register through which this floor reads the floors above."""
