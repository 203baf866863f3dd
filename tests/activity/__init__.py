"""Sites, areas and the activity report."""
