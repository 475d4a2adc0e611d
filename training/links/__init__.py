"""Makes the tables that entities are linked with (transforms/linking.py): `python -m training.links`."""
