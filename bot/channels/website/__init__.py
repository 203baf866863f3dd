"""The website's channel: a chat for visitors whom nobody knows, and the pages around it."""
