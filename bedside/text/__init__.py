"""Text, and what every model of a course is made of: below questions and content, which both use it."""
