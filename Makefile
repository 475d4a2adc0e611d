# make run: the sample day to Avro under out/.  make test: the whole suite.  Both work on a fresh machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= out

.PHONY: run test prism pubsub-fake gcs-fake stream-demo soak flink-jars flink-up flink-down test-flink batch-kills
.PHONY: mixed fuzz audit licences train-ner lint lock schemas bench bench-rivals clean

# The lock file names every package with its hash; the project itself is installed on top of it.
$(VENV)/.installed: requirements.lock setup.py pipeline/__init__.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

run: $(VENV)/.installed
	$(BIN)/newswire run samples --output $(OUT) --overwrite
	$(BIN)/newswire validate $(OUT)
	$(BIN)/newswire report $(OUT) -o $(OUT)/report.html

# What streams need is built with Go (prism from its module, in about two minutes); where Go is missing, the tests
# that need it are skipped, and say so.
test: $(VENV)/.installed
	@if command -v go >/dev/null; then $(MAKE) --no-print-directory prism pubsub-fake gcs-fake; \
	else echo "no Go here: tests of streams and of gs:// will be skipped" >&2; fi
	sh tests/browser/install.sh
	$(BIN)/python -m pytest

prism: $(BIN)/prism
pubsub-fake: $(BIN)/pubsub-fake
gcs-fake: $(BIN)/gcs-fake

$(BIN)/prism: | $(VENV)/.installed
	GOBIN=$(abspath $(BIN)) go install github.com/apache/beam/sdks/v2/go/cmd/prism@v2.77.0

$(BIN)/pubsub-fake: tests/emulators/pubsub/main.go | $(VENV)/.installed
	cd tests/emulators/pubsub && go build -o $(abspath $(BIN))/pubsub-fake .

$(BIN)/gcs-fake: tests/emulators/gcs/main.go | $(VENV)/.installed
	cd tests/emulators/gcs && go build -o $(abspath $(BIN))/gcs-fake .

stream-demo: prism
	$(BIN)/python -m pipeline.streaming_demo samples $(OUT)/stream

# The kill tests at length: 300 kills while 5,000 stories arrive, by folder and by Pub/Sub.
soak: prism pubsub-fake
	NEWSWIRE_KILLS=300 $(BIN)/python -m pytest tests/streaming/test_kills.py

# A Flink cluster on this machine, for `newswire run --runner flink --flink-master localhost:8081`. Needs Java
# (11 or 17) and Maven; docs/running-on-flink.md.
flink-jars: $(VENV)/.installed
	$(BIN)/python -m deploy.flink.cluster jars

flink-up: $(VENV)/.installed
	$(BIN)/python -m deploy.flink.cluster up

flink-down: $(VENV)/.installed
	$(BIN)/python -m deploy.flink.cluster down

test-flink: $(VENV)/.installed
	NEWSWIRE_TEST_FLINK=$${NEWSWIRE_TEST_FLINK:-1} $(BIN)/python -m pytest tests/flink

# A batch killed 20 times and resumed; 10,000 mixed files; a million inputs of fuzzing.
batch-kills: $(VENV)/.installed
	NEWSWIRE_BATCH_KILLS=20 NEWSWIRE_BATCH_STORIES=5000 $(BIN)/python -m pytest tests/hardness/test_resume.py

mixed: $(VENV)/.installed
	NEWSWIRE_MIXED_FILES=10000 $(BIN)/python -m pytest tests/hardness/test_mixed.py

fuzz: $(VENV)/.installed
	$(BIN)/python -m tests.fuzz --runs 62500 --seconds 0

# Known faults of the locked packages, and their licences; the first asks PyPI.
audit: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet pip-audit
	$(BIN)/python -m pip_audit --requirement requirements.lock --require-hashes --disable-pip

licences: $(VENV)/.installed
	$(BIN)/python -m tools.licences

# Training asks for more than the lock file holds; see training/README.md.
train-ner: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --no-deps -r training/requirements.txt
	$(BIN)/python -m training.ner train

lint: $(VENV)/.installed
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

bench: $(VENV)/.installed bench-rivals
	$(BIN)/python -m benchmarks

bench-rivals: .venv-rivals/.installed

.venv-rivals/.installed: benchmarks/rivals/requirements.txt
	$(PYTHON) -m venv .venv-rivals
	.venv-rivals/bin/python -m pip install --quiet -r benchmarks/rivals/requirements.txt
	touch $@

# After a change of the pins in setup.py.
lock:
	$(PYTHON) -m pip install --quiet uv
	$(PYTHON) -m uv pip compile setup.py --extra test --universal --python-version 3.11 --generate-hashes \
	    --quiet --output-file requirements.lock

# After a change of schemas/records.py.
schemas: $(VENV)/.installed
	$(BIN)/python -m schemas.avro

clean:
	rm -rf $(VENV) .venv-rivals $(OUT) build *.egg-info
