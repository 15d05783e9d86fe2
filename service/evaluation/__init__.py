"""How well the service answers: asks a folder of questions and counts."""
