"""Care Mail Assistant: the parts of the assistant; docs/architecture.md has the map."""
