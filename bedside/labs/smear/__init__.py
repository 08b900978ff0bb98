"""A blood smear to be counted: its cells, how they are drawn, and what a count of 100 can tell."""
