"""The question bank and what it says of the assistant's understanding."""
