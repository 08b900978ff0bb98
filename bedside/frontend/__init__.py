"""All JavaScript and CSS of the course, and what makes one script of it."""
