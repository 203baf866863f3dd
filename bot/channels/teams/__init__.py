"""The channel for Microsoft Teams: what comes in, the cards, what goes out, the app package."""
