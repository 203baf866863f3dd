"""How quick the assistant is beside a bot with Rasa's defaults: docs/performance.md."""
