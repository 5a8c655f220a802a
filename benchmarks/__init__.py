"""Ratios against a peer, each from one run."""

from bridge import log

log.configure(level="warning")  # what is printed is the table, and what went wrong
