"""Kills, full disks, limits, replays: what a run withstands."""
