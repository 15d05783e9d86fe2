"""Disks that fail, fill up, forget and are damaged."""
