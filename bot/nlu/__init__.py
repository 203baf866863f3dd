"""Understanding: Rasa graph components that turn a message into a topic."""
