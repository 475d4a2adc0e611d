"""Repeats, versions and chains by a groupby, with newswire's rules of what follows up on what in a group."""

import sys
from collections.abc import Iterator

import pandas as pd
from identity_pandas import versions

HOUR = 3_600_000_000


def main() -> None:
    """`identity_pandas_texts.py HEADS.pickle`: prints repeats and stories in a chain."""
    heads = pd.read_pickle(sys.argv[1])
    kept = versions(heads).sort_values(["created", "version", "record"])
    names = ["uri", "created", "relation", "headline", "figures", "signature"]
    groups = kept.groupby("line_slug")[names]
    sizes = (size for _, group in groups for size in chain_sizes(group))
    print(len(heads) - len(kept), sum(size for size in sizes if size > 1))


def chain_sizes(group: pd.DataFrame) -> Iterator[int]:
    """Of the stories of one slug, in order of time."""
    of_uri, recent, chains = {}, [], []
    for row in group.itertuples(index=False):
        chain = of_uri.get(row.uri) or follow_up(row, recent)
        if chain is None:
            chain = []
            chains.append(chain)
        chain.append(row)
        of_uri[row.uri] = chain
        recent = [chain, *(other for other in recent if other is not chain)][:32]
    return map(len, chains)


def follow_up(row, recent):
    """The chain that a story belongs to, by its text."""
    hours = 48 if row.relation else 18
    near = [chain for chain in recent if row.created - chain[-1].created <= hours * HOUR]
    if not row.relation:
        near = [chain for chain in near if best(shares, row.figures, chain, "figures") >= 0.3]
    if not near:
        return None
    scored = [
        (
            best(alike, row.signature, chain, "signature"),
            best(shares, row.headline, chain, "headline"),
            -place,
        )
        for place, chain in enumerate(near)
    ]
    likeness, headline, place = max(scored)
    if likeness >= 0.3 or (row.relation and (likeness >= 0.12 or headline >= 0.5)):
        return near[-place]
    return None


def best(measure, value, chain, name):
    """The measure of a value and the nearest of a chain's last four."""
    return max(measure(value, getattr(row, name)) for row in chain[-4:])


def shares(one: bytes, other: bytes) -> float:
    """Share of the shorter of two lists of two-byte words that stands in the other."""
    a = {one[i : i + 2] for i in range(0, len(one), 2)}
    b = {other[i : i + 2] for i in range(0, len(other), 2)}
    return len(a & b) / min(len(a), len(b))


def alike(one: bytes, other: bytes) -> float:
    """Similarity of two MinHashes of one byte a number."""
    same = (int.from_bytes(one) ^ int.from_bytes(other)).to_bytes(128).count(0) / 128
    return (same - 1 / 256) / (1 - 1 / 256)


if __name__ == "__main__":
    main()
