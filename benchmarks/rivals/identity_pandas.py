"""Repeats, versions and chains by columns alone: what a groupby gives."""

import sys

import pandas as pd


def main() -> None:
    """`identity_pandas.py HEADS.pickle`: prints repeats and stories in a chain."""
    heads = pd.read_pickle(sys.argv[1])
    ordered = heads.sort_values(["created", "record"])
    kept = ordered.drop_duplicates("record").copy()
    kept = kept.sort_values(["uri", "version", "created", "record"])
    kept["before"] = kept.groupby("uri")["record"].shift()
    kept["line_slug"] = kept.groupby("uri")["slug"].transform("first")
    kept = kept.sort_values(["line_slug", "created", "record"])
    chains = kept.groupby("line_slug")
    kept["position"] = chains.cumcount()
    kept["supersedes"] = chains["record"].shift()
    near = kept["created"] - chains["created"].shift() < 36 * 3_600_000_000
    chained = near | near.groupby(kept["line_slug"]).shift(-1, fill_value=False)
    print(len(heads) - len(kept), int(chained.sum()))


if __name__ == "__main__":
    main()
