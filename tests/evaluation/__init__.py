"""How well the whole assistant understands people: docs/understanding.md."""
