# The example municipality is always built on this day, so that it does not go stale.
EXAMPLE_DATE := 2026-06-01

VENV := .venv
BIN := $(VENV)/bin
RENDERER := .venv-renderer
JUDGES := .venv-judges
LOWEST := .venv-lowest
STARTERS := $(CURDIR)/.tools/bin

# The first Python on this machine that runs and is new enough; `make PYTHON=...` names another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)

PIP := -m pip install -qq --disable-pip-version-check
EXAMPLE_EPOCH = $(shell $(BIN)/python -c \
	"from datetime import datetime as d; print(int(d.fromisoformat('$(EXAMPLE_DATE)T12:00Z').timestamp()))")
WMEBV_CHECK = $(BIN)/wmebv check --strict --date $(EXAMPLE_DATE)
# The theme announces its end of life at every build; what we do about it is in docs/decisions.
MKDOCS = NO_MKDOCS_2_WARNING=1 SOURCE_DATE_EPOCH=$(EXAMPLE_EPOCH) $(BIN)/python -m mkdocs
PYTEST = PATH="$(STARTERS):$$PATH" $(BIN)/python -m pytest -q
# Each worker begins with a part of the tests in their order, and takes over from another when it is done. One more than there
# are cores: many a test waits for a browser or a server.
WORKERS = -n $(shell $(BIN)/python -c "import os; print((os.cpu_count() or 1) + 1)") --dist worksteal
SYSTEM = $(BIN)/python tools/system.py

# The tests start Python hundreds of times. Where it may keep nothing, each would compile everything again.
unexport PYTHONDONTWRITEBYTECODE

.DELETE_ON_ERROR:
.PHONY: help site docs editor test lowest proof kills serve check bench fleet-bench screenshots dist sbom bundle artefacts release clean lock

help:
	@echo "make site    build the example municipality in site/"
	@echo "make docs    build the documentation in documentation/"
	@echo "make editor  bundle the editor for a browser as a wheel in dist/"
	@echo "make test    the tests of every day"
	@echo "make lowest  the same tests of the code with the lowest versions that pyproject.toml allows"
	@echo "make proof   the long tests, the independent judges, and the benchmarks with their limits"
	@echo "make kills   kill wmebv publish fifty times while its website is read, and ten workers of a fleet, on each engine"
	@echo "make serve   show the example on this machine, and rebuild it at every change"
	@echo "make check   check the registers of the example"
	@echo "make bench   measure speed and size"
	@echo "make fleet-bench   measure 342 municipalities on two processors, and the checks of 1,000, with 10 GB of disk"
	@echo "make screenshots  make the pictures in docs/images again"
	@echo "make dist    make the sdist and the wheel in dist/, the same bytes wherever that is"
	@echo "make bundle  make for each system a zip to install from without a registry (ONLY=linux: for that one)"
	@echo "make artefacts  install wheel, sdist and bundle on each Python at hand and run the tests there (takes an hour)"
	@echo "make sbom    write in dist/ which packages a release brings (CycloneDX)"
	@echo "make release  make all files of a release in dist/, with their checksums (SIGN=KEY: and signed)"
	@echo "make lock    write the locks in requirements/ again (UPGRADE=1: with newer versions)"
	@echo "make clean   remove everything that make made"

site: $(VENV)/.site
	@$(SYSTEM) pango
	$(WMEBV_CHECK)
	$(MKDOCS) build --strict

docs: $(VENV)/.site
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --config-file documentation.yml

test: $(VENV)/.test $(RENDERER)/.made node_modules/.made
	@$(SYSTEM) chromium
	@$(SYSTEM) driver
	@$(SYSTEM) pango
	$(PYTEST) -m "not proof" $(WORKERS)

lowest: $(LOWEST)/.made
	@$(SYSTEM) pango
	$(LOWEST)/bin/python -m pytest -q -m "not proof" $(WORKERS) $(patsubst %,tests/%,$(ROOMS))

proof: $(VENV)/.test $(RENDERER)/.made $(JUDGES)/.made node_modules/.made
	@$(SYSTEM) chromium
	@$(SYSTEM) driver
	@$(SYSTEM) java
	@$(SYSTEM) nginx
	@$(SYSTEM) apache
	@$(SYSTEM) rsync
	@$(SYSTEM) s3cmd
	@$(SYSTEM) pango
	@$(SYSTEM) libreoffice
	$(BIN)/python -m benchmarks --check
	PATH="$(STARTERS):$$PATH" $(BIN)/python -m benchmarks.first_visit --check
	PATH="$(STARTERS):$$PATH" $(BIN)/python -m benchmarks.lighthouse --check
	$(PYTEST) -m proof $(WORKERS)
	@$(MAKE) --no-print-directory lowest

kills: $(VENV)/.test
	@$(SYSTEM) nginx
	WMEBV_KILLS=50 $(PYTEST) -s tests/whole/test_publish_killed.py
	WMEBV_KILLS=10 $(PYTEST) tests/fleet/test_fleet_engines.py

serve: $(VENV)/.site
	@$(SYSTEM) pango
	$(MKDOCS) serve --dev-addr 127.0.0.1:8000

check: $(VENV)/.site
	$(WMEBV_CHECK)

bench: $(VENV)/.test node_modules/.made
	@$(SYSTEM) pango
	@$(SYSTEM) chromium
	@$(SYSTEM) driver
	$(BIN)/python -m benchmarks
	PATH="$(STARTERS):$$PATH" $(BIN)/python -m benchmarks.first_visit
	PATH="$(STARTERS):$$PATH" $(BIN)/python -m benchmarks.lighthouse
	PATH="$(STARTERS):$$PATH" $(BIN)/python -m benchmarks.editing

fleet-bench: $(VENV)/.test
	@$(SYSTEM) pango
	$(BIN)/python -m benchmarks.fleet

editor: $(VENV)/.site node_modules/.made
	@PATH="$(STARTERS):$$PATH" $(BIN)/python tools/editor.py

screenshots: $(VENV)/.test site node_modules/.made
	@$(SYSTEM) chromium
	@$(SYSTEM) driver
	PATH="$(STARTERS):$$PATH" $(BIN)/python tools/screenshots.py

# Both need nothing from outside: the backend comes from requirements/build.txt.
dist: $(VENV)/.site
	$(BIN)/python tools/dist.py dist

sbom: $(VENV)/.site
	SOURCE_DATE_EPOCH=$$($(BIN)/python tools/dist.py --moment) $(BIN)/python tools/sbom.py dist

bundle: dist
	$(BIN)/python tools/bundle.py dist $(if $(ONLY),--system $(ONLY))

# Fresh environments, the newest and the lowest versions, and no checkout within reach.
artefacts: $(VENV)/.test
	rm -rf .cache/artefacts
	$(BIN)/python tools/dist.py .cache/artefacts
	$(BIN)/python tools/bundle.py .cache/artefacts --system linux
	@$(SYSTEM) pango
	$(BIN)/python tools/artefacts.py .cache/artefacts

# What a release consists of; a folder of an earlier one would be counted along.
RELEASED := dist bundle editor sbom

release: $(VENV)/.site
	$(BIN)/python tools/release.py --check
	rm -rf dist
	@$(MAKE) --no-print-directory $(RELEASED)
	$(BIN)/python tools/release.py --sums dist $(if $(SIGN),--sign $(SIGN))

clean:
	rm -rf site documentation $(VENV) $(RENDERER) $(JUDGES) $(LOWEST) .tools node_modules dist build .cache \
		.pytest_cache .ruff_cache .mypy_cache .hypothesis
	find wmebv_site tests benchmarks tools -name __pycache__ -type d -prune -exec rm -rf {} +

# Each stamp is newer than the locks it was made from; a changed lock makes it again.
$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is missing: install it, or name one with 'make PYTHON=...'." >&2; exit 1; }
	@$(PYTHON) tools/system.py venv $(VENV)
	@touch $@

EXTRAS := documents inventory links
# What only a run over many municipalities needs: the tests have it, a site does not.
FLEET := fleet cluster
SITE_LOCKS := $(patsubst %,requirements/%.txt,site build $(EXTRAS))
FLEET_LOCKS := $(patsubst %,requirements/%.txt,$(FLEET))

$(VENV)/.site: $(VENV)/.made $(SITE_LOCKS) pyproject.toml
	@echo "installing requirements/site.txt (pip)"
	@$(BIN)/python $(PIP) --require-hashes $(patsubst %,-r %,$(SITE_LOCKS))
	@$(BIN)/python $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.site $(FLEET_LOCKS) requirements/test.txt
	@echo "installing requirements/test.txt (pip)"
	@$(BIN)/python $(PIP) --require-hashes $(patsubst %,-r %,$(FLEET_LOCKS)) -r requirements/test.txt
	@touch $@

# The second renderer stands apart: its packages may not touch those of the site.
$(RENDERER)/.made: $(VENV)/.made requirements/renderer.txt
	@echo "installing requirements/renderer.txt (pip)"
	@$(SYSTEM) venv $(RENDERER)
	@$(RENDERER)/bin/python $(PIP) --require-hashes -r requirements/renderer.txt
	@touch $@

# Some judges stand apart as well: of what they need, the site needs nothing.
$(JUDGES)/.made: $(VENV)/.made requirements/judges.txt
	@echo "installing requirements/judges.txt (pip)"
	@$(SYSTEM) venv $(JUDGES)
	@$(JUDGES)/bin/python $(PIP) --require-hashes -r requirements/judges.txt
	@touch $@

# The tests that need neither a browser nor a judge: they run all that the dependencies serve.
ROOMS := register designation project rules documents site data links decisions inventory exchange editor publishing fleet cli whole/test_plugin.py whole/test_site.py

# What tests need in its newest version; then the lowest of what a municipality installs over it.
$(LOWEST)/.made: $(VENV)/.made requirements/build.txt requirements/test.txt requirements/lowest.txt pyproject.toml
	@echo "installing requirements/lowest.txt (pip)"
	@$(SYSTEM) venv $(LOWEST)
	@$(LOWEST)/bin/python $(PIP) --require-hashes --no-deps -r requirements/build.txt
	@$(LOWEST)/bin/python $(PIP) --require-hashes --no-deps -r requirements/test.txt
	@$(LOWEST)/bin/python $(PIP) --require-hashes --no-deps -r requirements/lowest.txt
	@$(LOWEST)/bin/python $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

node_modules/.made: $(VENV)/.made package.json package-lock.json .npmrc
	@$(SYSTEM) node
	@echo "installing package-lock.json (npm)"
	@PATH="$(STARTERS):$$PATH" npm ci --silent
	@touch $@

COMPILE = .tools/lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)
GROUP = $(COMPILE) --group

lock: $(VENV)/.made
	@$(SYSTEM) venv .tools/lock
	@.tools/lock/bin/python $(PIP) --require-hashes -r requirements/lock.txt
	$(COMPILE) pyproject.toml -o requirements/site.txt
	for extra in $(EXTRAS) $(FLEET); do \
		$(BIN)/python -c "import tomllib, sys; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies'][sys.argv[1]], sep='\n')" $$extra \
			| $(COMPILE) - -c requirements/site.txt -o requirements/$$extra.txt || exit 1; \
	done
	$(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['build-system']['requires'], sep='\n')" \
		| $(COMPILE) - -c requirements/site.txt -o requirements/build.txt
	$(COMPILE) pyproject.toml $(patsubst %,--extra %,$(EXTRAS) $(FLEET)) --resolution lowest-direct -o requirements/lowest.txt
	$(GROUP) test $(patsubst %,-c %,$(SITE_LOCKS) $(FLEET_LOCKS)) -o requirements/test.txt
	$(GROUP) renderer -o requirements/renderer.txt
	$(GROUP) judges -o requirements/judges.txt
	$(GROUP) node -o requirements/node.txt
	$(GROUP) java -o requirements/java.txt
	$(GROUP) lock -o requirements/lock.txt
