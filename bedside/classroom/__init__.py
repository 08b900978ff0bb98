"""A class, live: the room votes, talks, and votes again."""
