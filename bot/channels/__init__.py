"""Where messages come in: what is let through, the channels, and the Rasa server around them."""
