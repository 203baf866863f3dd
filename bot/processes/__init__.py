"""The processes of one assistant: start them, keep them running, end them."""
