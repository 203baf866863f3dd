"""Talk to the assistant in a terminal."""
