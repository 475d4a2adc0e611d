"""References: other answers to the same questions, written apart from what they check."""
