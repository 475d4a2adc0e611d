"""What can be checked of Dataflow without it: the template's parameters, the job that the graph becomes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from apache_beam.portability import common_urns

from deploy.dataflow.launcher import main, settings_of
from deploy.dataflow.parameters import METADATA, metadata, to_arguments
from pipeline.cli import run_parser

JOB = [
    "--project=a-project",
    "--region=europe-west1",
    "--temp_location=gs://a-bucket/tmp",
    "--staging_location=gs://a-bucket/staging",
    "--job_name=newswire",
    "--sdk_container_image=europe-docker.pkg.dev/a-project/newswire/worker:1",
    "--no_auth",
    "--dry_run=true",
]
PRIMITIVES = {
    *(
        getattr(common_urns.primitives, name).urn
        for name in ("IMPULSE", "PAR_DO", "FLATTEN", "GROUP_BY_KEY", "ASSIGN_WINDOWS")
    ),
    *(
        getattr(common_urns.composites, name).urn
        for name in ("COMBINE_PER_KEY", "COMBINE_GLOBALLY", "RESHUFFLE")
    ),
    *(
        getattr(common_urns.combine_components, name).urn
        for name in ("COMBINE_GROUPED_VALUES", "COMBINE_PER_KEY_PRECOMBINE")
    ),
}


def test_the_metadata_is_as_generated() -> None:
    """Where this fails: `python -m deploy.dataflow.parameters`."""
    assert json.loads(METADATA.read_text()) == json.loads(json.dumps(metadata()))


def test_every_option_of_a_batch_run_is_a_parameter_or_is_left_out_on_purpose() -> None:
    names = {parameter["name"] for parameter in metadata()["parameters"]}
    batch = {a.dest for group in run_parser()._action_groups[:2] for a in group._group_actions}
    assert batch - names == {"help", "runner", "direct_num_workers"}
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)
    required = {parameter["name"] for parameter in metadata()["parameters"] if not parameter["isOptional"]}
    assert required == {"input", "output"}


def test_parameters_become_options() -> None:
    given = {
        "input": "gs://in/a/*,gs://in/b",
        "output": "gs://out",
        "model": "en=en_core_web_sm,de=de_core_news_sm",
        "day_first": "false",
        "overwrite": "false",
        "max_message_bytes": "1000",
    }
    arguments = to_arguments(given)
    assert arguments == [
        *("gs://in/a/*", "gs://in/b", "--output=gs://out"),
        *("--model=en=en_core_web_sm", "--model=de=de_core_news_sm"),
        *("--no-day-first", "--max-message-bytes=1000"),
    ]
    settings, beam_args = settings_of([*(f"--{name}={value}" for name, value in given.items()), *JOB])
    assert settings.inputs == ("gs://in/a/*", "gs://in/b")
    assert settings.models == (("en", "en_core_web_sm"), ("de", "de_core_news_sm"))
    assert settings.hints.day_first is False
    assert beam_args == JOB


def test_a_wrong_value_is_named() -> None:
    with pytest.raises(ValueError, match="overwrite=perhaps"):
        to_arguments({"overwrite": "perhaps"})


def test_the_graph_is_a_job_of_what_dataflow_has() -> None:
    """Beam's own DataflowRunner translates it, all but the upload."""
    result = main(["--input=gs://in/*", "--output=gs://out", *JOB])
    components = result.job.proto_pipeline.components
    leaves: list[Any] = [t for t in components.transforms.values() if t.spec.urn and not t.subtransforms]
    assert len(leaves) > 30
    assert {t.spec.urn for t in leaves} <= PRIMITIVES
    assert {e.urn for e in components.environments.values()} == {common_urns.environments.DOCKER.urn}
    assert not result.job.proto_pipeline.requirements, "no state, no timers, no splittable DoFn in a batch"
    assert result.job.proto.type.name == "JOB_TYPE_BATCH"


def test_nothing_of_the_main_session_is_saved() -> None:
    result = main(["--input=gs://in/*", "--output=gs://out", *JOB])
    options = result.job.options.get_all_options()
    assert not options["save_main_session"]
