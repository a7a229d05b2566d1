"""The daemon: workers around modems, the way in, the way out, and what keeps them running."""
