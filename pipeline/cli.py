"""The command line: argv to settings, and one function a verb.

Nothing heavy is imported at the top: `newswire --help` and `newswire parse` need neither Beam nor spaCy.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from pipeline import __version__
from pipeline.flink_options import add_flink_options, flink_args
from pipeline.limit_options import add_limit_options, limits_of
from pipeline.options import FLINK, JobError, RunSettings, UsageError
from pipeline.stream_options import add_stream_options
from transforms.formats import FORMATS, Hints
from transforms.link_table import NO_LINKS, SHIPPED, TableError, read_rows
from transforms.secrets import redacted
from transforms.spacy_models import DEFAULT_MODEL
from transforms.storage import StorageError
from transforms.topics import MODES

__all__ = ["main", "parse_run", "run_parser"]

DONE, WRONG_DATA, USAGE = 0, 1, 2

DEFAULT_MODELS: Final = (("en", DEFAULT_MODEL),)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line; gives the exit code: 0 done, 1 wrong data, 2 usage."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser = _parser()
    try:
        options, rest = parser.parse_known_args(arguments)
        if rest and options.verb is not _run:
            raise UsageError(f"{rest[0]}: unknown option or a value too many; see newswire --help")
        verb: Callable[[argparse.Namespace, list[str]], int] = options.verb
        return verb(options, rest)
    except UsageError as error:
        print(f"newswire: {redacted(str(error))}", file=sys.stderr)  # noqa: T201
        return USAGE
    except StorageError as error:
        print(f"newswire: {redacted(str(error))}", file=sys.stderr)  # noqa: T201
        return USAGE
    except JobError as error:
        print(f"newswire: {error}", file=sys.stderr)  # noqa: T201
        return WRONG_DATA
    except BrokenPipeError:  # the reader of our output went away, such as `| head`
        sys.stderr.close()
        return DONE


def run_parser() -> argparse.ArgumentParser:
    """The parser of `newswire run`, for those that start runs by other means and for lists of its options."""
    (verbs,) = (action for action in _parser()._actions if isinstance(action, argparse._SubParsersAction))
    found: argparse.ArgumentParser = verbs.choices["run"]
    return found


def parse_run(options: argparse.Namespace, beam_args: Sequence[str]) -> RunSettings:
    """The settings of a run from its parsed options; Beam's own options pass on.

    Raises:
      UsageError: an option's value is not of its form.
    """
    return RunSettings(
        **_how(options),
        inputs=tuple(options.input),
        output=options.output,
        runner=options.runner,
        workers=options.direct_num_workers,
        overwrite=options.overwrite,
        resume=options.resume,
        beam_args=tuple(beam_args),
    )


def _how(options: argparse.Namespace) -> dict[str, Any]:
    """What the verbs that make stories are told of them: the fields of `StorySettings`."""
    return {
        "format": options.format,
        "hints": _hints(options),
        "models": _models(options),
        "topics": _topic_mode(options),
        "links": options.links,
        "codec": options.codec,
    }


def _topic_mode(options: argparse.Namespace) -> str:
    """No model at all means no model of topics either."""
    return "feed" if options.no_annotate and options.topics == "all" else str(options.topics)


def _models(options: argparse.Namespace) -> tuple[tuple[str, str], ...]:
    if options.no_annotate:
        return ()
    return tuple(_pair(model, "--model") for model in options.model) or DEFAULT_MODELS


def _check_links(links: str) -> None:
    """A house's own table is read once here, so that a wrong line fails at once and in one line."""
    if links in (SHIPPED, NO_LINKS):
        return
    try:
        for _ in read_rows(Path(links)):
            pass
    except TableError as error:
        raise UsageError(f"--links {error}") from None


def _run(options: argparse.Namespace, rest: list[str]) -> int:
    _check_links(options.links)
    rest = [*rest, *flink_args(options)]
    if options.streaming:
        return _run_stream(options, rest)
    if not options.input:
        raise UsageError("run: no INPUT; name files, folders or globs, or give --streaming --watch DIR")
    from pipeline.run import run

    return run(parse_run(options, rest))


def _run_stream(options: argparse.Namespace, rest: list[str]) -> int:
    from pipeline.stream_options import stream_settings

    settings = stream_settings(options, _how(options), rest)
    from pipeline.process import prepare_process

    prepare_process()
    if options.runner in FLINK:
        from pipeline.streaming_flink import run_stream_on_flink

        return run_stream_on_flink(settings)
    from pipeline.streaming import run_stream

    return run_stream(settings)


def _compact(options: argparse.Namespace, _: list[str]) -> int:
    from pipeline.compact import compact

    return compact(options.output, options.to, options.as_of, options.codec, options.direct_num_workers)


def _replay(options: argparse.Namespace, _: list[str]) -> int:
    from pipeline.process import prepare_process
    from pipeline.replay import ReplaySettings, replay

    _check_links(options.links)
    prepare_process()
    return replay(ReplaySettings(**_how(options), output=options.output, to=options.to or options.output))


def _show(options: argparse.Namespace, _: list[str]) -> int:
    from pipeline.show import show

    return show(options.path, limit=options.limit, as_json=options.json)


def _report(options: argparse.Namespace, _: list[str]) -> int:
    from pipeline.report import report

    return report(options.output, options.to, options.stories, options.title)


def _export(options: argparse.Namespace, _: list[str]) -> int:
    from pipeline.export import export

    return export(options.output, options.to, options.file)


def _validate(options: argparse.Namespace, _: list[str]) -> int:
    from pipeline.validate import validate

    return validate(options.output)


def _parse(options: argparse.Namespace, _: list[str]) -> int:
    from pipeline.look import look

    return look(options.file, _hints(options), options.format)


def _topics(options: argparse.Namespace, _: list[str]) -> int:
    from pipeline.topics_tree import print_topics

    return print_topics(options.level)


def _formats(_: argparse.Namespace, __: list[str]) -> int:
    from pipeline.look import print_formats

    return print_formats()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="newswire",
        description="Raw wire stories in; parsed, identified, annotated stories out as Avro.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"newswire {__version__}")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    _add_run(verbs)
    _add_replay(verbs)
    _add_show(verbs)
    _add_compact(verbs)
    _add_report(verbs)
    _add_export(verbs)
    _add_validate(verbs)
    _add_parse(verbs)
    formats = verbs.add_parser("formats", help="list the wire formats, what each gives and its limits")
    formats.set_defaults(verb=_formats)
    topics = verbs.add_parser("topics", help="print the tree of IPTC Media Topics")
    topics.add_argument("--level", type=int, metavar="N", help="no deeper than this (1 to 6)")
    topics.set_defaults(verb=_topics)
    return parser


_Verbs = argparse._SubParsersAction  # argparse has no public name for it


def _add_run(verbs: _Verbs[argparse.ArgumentParser]) -> None:
    run = verbs.add_parser(
        "run",
        help="read wire stories, annotate them, write Avro",
        allow_abbrev=False,
        epilog="Beam's own options pass through; write them as --name=value.",
    )
    run.add_argument("input", nargs="*", metavar="INPUT", help="file, folder or glob; archives are read too")
    run.add_argument("--output", required=True, metavar="DIR", help="folder to write into")
    run.add_argument("--overwrite", action="store_true", help="replace an earlier run in the output folder")
    run.add_argument("--resume", action="store_true", help="go on with a run that was broken off there")
    _add_models(run)
    _add_codec(run)
    run.add_argument("--runner", default="DirectRunner", help="Beam runner (default: local processes)")
    run.add_argument(
        "--direct_num_workers", type=int, metavar="N", help="processes of a local run (default: by size)"
    )
    _add_hints(run)
    add_flink_options(run)
    add_stream_options(run)
    run.set_defaults(verb=_run)


def _add_models(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model",
        action="append",
        default=[],
        metavar="LANG=MODEL",
        help="spaCy model (name or path) for a language; may be given again (default: en=en_newswire)",
    )
    parser.add_argument(
        "--no-annotate", action="store_true", help="no model: no entities, topics from the feed alone"
    )
    parser.add_argument(
        "--topics",
        default="all",
        choices=MODES,
        help="none, from the feed's codes alone, or from the text too",
    )
    parser.add_argument(
        "--links",
        default=SHIPPED,
        metavar="FILE",
        help="a house's own table of names to link entities with, before the shipped ones; none for no links",
    )


def _add_replay(verbs: _Verbs[argparse.ArgumentParser]) -> None:
    replay = verbs.add_parser(
        "replay", help="read dead letters again; what now parses joins the output, once"
    )
    replay.add_argument("output", metavar="OUTPUT", help="an output folder")
    replay.add_argument("--to", metavar="DIR", help="folder to write into (default: OUTPUT itself)")
    _add_models(replay)
    _add_codec(replay)
    _add_hints(replay)
    replay.set_defaults(verb=_replay)


def _add_show(verbs: _Verbs[argparse.ArgumentParser]) -> None:
    show = verbs.add_parser("show", help="print records for people, or as JSON Lines")
    show.add_argument("path", metavar="PATH", help="an output folder or one Avro file")
    show.add_argument("--limit", type=int, default=10, metavar="N", help="records to print (default: 10)")
    show.add_argument("--json", action="store_true", help="JSON Lines with the schema's field names")
    show.set_defaults(verb=_show)


def _add_compact(verbs: _Verbs[argparse.ArgumentParser]) -> None:
    compact = verbs.add_parser(
        "compact", help="write the current view: newest versions, nothing killed, withheld or under embargo"
    )
    compact.add_argument("output", metavar="OUTPUT", help="an output folder")
    compact.add_argument("--to", required=True, metavar="DIR", help="folder to write into")
    compact.add_argument("--as-of", metavar="TIME", help="ISO 8601 time of the view (default: now)")
    compact.add_argument("--direct_num_workers", type=int, metavar="N", help="processes (default: by size)")
    _add_codec(compact)
    compact.set_defaults(verb=_compact)


def _add_codec(parser: argparse.ArgumentParser) -> None:
    choices = ("deflate", "snappy", "null")
    parser.add_argument("--codec", default="deflate", choices=choices, help="of the Avro files")


def _add_report(verbs: _Verbs[argparse.ArgumentParser]) -> None:
    report = verbs.add_parser("report", help="one HTML page that shows an output; it needs no network")
    report.add_argument("output", metavar="OUTPUT", help="an output folder")
    report.add_argument("-o", dest="to", default="report.html", metavar="FILE", help="page to write")
    report.add_argument(
        "--stories", type=int, default=600, metavar="N", help="stories to sample at most (default: 600)"
    )
    report.add_argument("--title", metavar="TEXT", help="heading (default: the folder's name)")
    report.set_defaults(verb=_report)


def _add_export(verbs: _Verbs[argparse.ArgumentParser]) -> None:
    export = verbs.add_parser("export", help="stories to Parquet, CSV, JSON Lines or ninjs")
    export.add_argument("output", metavar="OUTPUT", help="an output folder or one Avro file")
    targets = ("parquet", "csv", "jsonl", "ninjs")
    export.add_argument("--to", required=True, choices=targets, help="what to make")
    export.add_argument("-o", dest="file", required=True, metavar="FILE", help="file to write")
    export.set_defaults(verb=_export)


def _add_validate(verbs: _Verbs[argparse.ArgumentParser]) -> None:
    validate = verbs.add_parser("validate", help="read all back: schema, ids, offsets, accounting")
    validate.add_argument("output", metavar="OUTPUT", help="an output folder")
    validate.set_defaults(verb=_validate)


def _add_parse(verbs: _Verbs[argparse.ArgumentParser]) -> None:
    parse = verbs.add_parser("parse", help="one file to JSON Lines: no Beam, no model")
    parse.add_argument("file", metavar="FILE")
    _add_hints(parse)
    parse.set_defaults(verb=_parse)


def _add_hints(parser: argparse.ArgumentParser) -> None:
    names = [row.name for row in FORMATS]
    parser.add_argument("--format", choices=names, metavar="NAME", help=f"force one of: {', '.join(names)}")
    parser.add_argument("--encoding", metavar="NAME", help="character set of input that declares none")
    parser.add_argument(
        "--timezone", default="UTC", metavar="ZONE", help="of times without one (IANA name; default: UTC)"
    )
    parser.add_argument(
        "--day-first", action=argparse.BooleanOptionalAction, help="read 03/04/2020 as 3 April, or March 4"
    )
    parser.add_argument("--provider", metavar="NAME", help="agency of input that names none")
    parser.add_argument("--separator", metavar="REGEX", help="line between plain-text stories of one file")
    parser.add_argument(
        "--map", metavar="FIELD=COLUMN,...", default="", help="record fields of JSON Lines, CSV and Parquet"
    )
    add_limit_options(parser)


def _hints(options: argparse.Namespace) -> Hints:
    return Hints(
        encoding=options.encoding,
        timezone=_zone(options.timezone),
        day_first=options.day_first,
        provider=options.provider,
        field_map=tuple(_pair(pair, "--map") for pair in options.map.split(",") if pair),
        separator=_regex(options.separator),
        limits=limits_of(options),
    )


def _pair(text: str, option: str) -> tuple[str, str]:
    left, equals, right = text.partition("=")
    if not (left and equals and right):
        raise UsageError(f"{option} {text}: expected NAME=VALUE")
    return left.strip(), right.strip()


def _zone(name: str) -> str:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UsageError(f"--timezone {name}: no such zone; use an IANA name such as Europe/Paris") from None
    return name


def _regex(pattern: str | None) -> str | None:
    import re

    try:
        re.compile(pattern or "")
    except re.error as error:
        raise UsageError(f"--separator {pattern}: {error}") from None
    return pattern
