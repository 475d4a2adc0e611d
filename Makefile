# make run: the sample day to Avro under out/.  make test: the whole suite.  Both work on a fresh machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= out

.PHONY: run test prism train-ner lint lock schemas bench bench-rivals clean

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

test: $(VENV)/.installed prism
	sh tests/browser/install.sh
	$(BIN)/python -m pytest

# The local runner for streams, built from its Go module (about two minutes). Where Go is missing the tests that
# need it are skipped, and say so.
prism: $(VENV)/.installed
	@if [ -x $(BIN)/prism ]; then :; \
	elif command -v go >/dev/null; then \
	    GOBIN=$(abspath $(BIN)) go install github.com/apache/beam/sdks/v2/go/cmd/prism@v2.77.0; \
	else echo "no Go here: streams need --prism_location" >&2; fi

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
