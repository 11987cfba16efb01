# `make run` and `make test` need nothing but Python 3.11 or later: they set everything up.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: run test lint site evaluate bench fuzz supply lock clean docs

run: $(READY)
	$(BIN)/saextract ingest corpus/documents --out saextract-out -q || test $$? -eq 3
	$(BIN)/saextract gaps --out saextract-out --level must
	$(BIN)/saextract ingest corpus/documents --out saextract-out || test $$? -eq 3

test: lint site $(READY)
	$(BIN)/pytest
	$(BIN)/saextract evaluate corpus gold --gate gold/baseline.json

lint: $(READY)
	$(BIN)/ruff check src tests corpus benchmarks
	$(BIN)/ruff format --check src tests corpus benchmarks
	$(BIN)/mypy

site: $(READY)
	$(BIN)/mkdocs build --strict --quiet

evaluate: $(READY)
	$(BIN)/saextract evaluate corpus gold

bench: $(READY)
	$(BIN)/python benchmarks/speed.py --documents 20 --rounds 1

docs: $(READY)
	$(BIN)/python -m saextract.dataset.tables.dictionary > docs/data-dictionary.md
	$(BIN)/python -m saextract.helptext > docs/cli.md
	$(BIN)/python docs/tutorial.py

fuzz: $(READY)
	$(BIN)/python tests/fuzz.py --seconds $(or $(SECONDS),600)

supply: $(READY)
	$(BIN)/python benchmarks/supply.py

lock:
	$(BIN)/uv pip compile --quiet --universal --group dev --extra ocr --extra dask --extra s3 pyproject.toml -o requirements.lock --generate-hashes --no-emit-index-url --no-header

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $(READY)

clean:
	rm -rf .venv saextract-out site
