"""Repeats, versions and chains by columns alone: what a groupby gives."""

import sys

import pandas as pd


def main() -> None:
    """`identity_pandas.py HEADS.pickle`: prints repeats and stories in a chain."""
    heads = pd.read_pickle(sys.argv[1])
    kept = versions(heads)
    kept = kept.sort_values(["line_slug", "created", "record"])
    chains = kept.groupby("line_slug")
    kept["position"] = chains.cumcount()
    kept["supersedes"] = chains["record"].shift()
    near = kept["created"] - chains["created"].shift() < 36 * 3_600_000_000
    chained = near | near.groupby(kept["line_slug"]).shift(-1, fill_value=False)
    print(len(heads) - len(kept), int(chained.sum()))


def versions(heads: pd.DataFrame) -> pd.DataFrame:
    """What is no repeat, in order of uri and version, with the version before it and the slug of its line."""
    kept = heads.sort_values(["created", "record"]).drop_duplicates("record")
    kept = kept.sort_values(["uri", "version", "created", "record"])
    kept["before"] = kept.groupby("uri")["record"].shift()
    kept["line_slug"] = kept.groupby("uri")["slug"].transform("first")
    return kept


if __name__ == "__main__":
    main()
