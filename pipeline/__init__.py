"""The command line, the options and the graph of newswire."""

__version__ = "0.1.0"
