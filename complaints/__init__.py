"""The life of a complaint: states, dialogue, and which text goes to whom."""
