"""Labs: a student turns the knobs and sees what follows. Each is a pure model and a thin view over it."""
