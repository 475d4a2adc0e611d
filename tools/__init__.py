"""Tools that make the shipped tables, or help to read an output."""
