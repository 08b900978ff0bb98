"""What a notebook calls, its widgets, and the student's copies of the notebooks."""
