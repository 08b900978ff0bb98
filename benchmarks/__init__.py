"""What the course costs a student, measured beside what they would otherwise use."""
