"""Calling git in a folder that may be somebody else's, whose own configuration would name programs to run."""

import os

HARMLESS = (
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.sshCommand=ssh"),
    *("-c", "core.pager=cat"),
    *("-c", "protocol.ext.allow=never"),
)
"""Options before git's command: a repository's file watcher, hooks, pager and way of connecting are not run.

``git ls-files`` and ``git check-ignore`` start whatever program ``core.fsmonitor`` in ``.git/config`` names.
"""
