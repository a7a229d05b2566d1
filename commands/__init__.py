"""The subcommands of `aduan`, one file per noun; each parses its arguments and calls one function."""
