"""The command ``wmebv``: what a person can ask, and how the answer leaves."""
