"""The error whose message is for the person at the keyboard."""

from __future__ import annotations


class UserError(Exception):
    """Something a person can put right: the message names the place and the way out.

    The command line prints it without a traceback; everything else that is raised there is a bug.
    """
