"""Who works here: users with one role, teams, and the installation itself."""
