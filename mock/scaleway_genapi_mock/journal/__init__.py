"""What was asked and answered, and what a test says of it: entries, expectations, verdicts."""
