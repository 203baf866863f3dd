"""What the assistant knows: reads and checks the folder knowledge/. Pure Python, without Rasa."""
