"""A learner: who they are, their answers, what they know and what is due."""
