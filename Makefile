# Each target installs what it needs and then does its one thing. `make` alone tells what there is.

BIN := .venv/bin
MAAND := 2026-07
# Measuring what is covered makes tests take up to three quarters longer, so only those of the core are measured.
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
SLUIT := $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-header --no-annotate --python-version 3.11

.DEFAULT_GOAL := overzicht
.PHONY: overzicht run web test soak bench controle beelden sloten schoon draaien ontwikkelen meten
MAKEFLAGS += --no-print-directory

overzicht:
	@echo 'De correspondentie van Dienst Toeslagen'
	@echo
	@echo '  make run       de maand in voorbeelden/$(MAAND) van berekening tot bezorgde brief'
	@echo '  make web       de redactie: brieven schrijven en vrijgeven in de browser, als demo'
	@echo '  make test      alle tests'
	@echo '  make bench     tijd per stap per brief, geheugen en brieven per seconde'
	@echo
	@echo '  make soak      de lange proef, ruim een uur: onderdelen doden, snelheid, geheugen, 20.000 brieven'
	@echo '  make controle  opmaak, stijl, typen en de muren tussen de kamers'
	@echo '  make beelden   de plaatjes in de README opnieuw maken'
	@echo '  make sloten    de drie requirements-bestanden vernieuwen uit pyproject.toml'
	@echo '  make schoon    .venv en tijdelijke bestanden weggooien; var/ met uitkomsten blijft'
	@echo
	@echo 'Elke opdracht installeert eerst zelf wat er ontbreekt (Debian 12, als root).'

run: draaien
	@env -u CORRESPONDENTIE_FBS_URL $(BIN)/correspondentie maandrun voorbeelden/$(MAAND) --maand $(MAAND) --data var/$(MAAND)

web: draaien
	@env -u CORRESPONDENTIE_FBS_URL $(BIN)/correspondentie web --demo --data var/redactie

test: ontwikkelen
	@echo 'Testen: de rekenkern, met de eis dat elke tak ervan getest is'
	@uitkomst=0; $(PYTEST) tests/calc --cov || uitkomst=1; \
	echo 'Testen: de rest, behalve de lange proef (make soak)'; \
	$(PYTEST) --ignore tests/calc -m 'not soak' || uitkomst=1; exit $$uitkomst

soak: ontwikkelen
	@echo 'Lange proef: dit duurt ruim een uur'
	@$(BIN)/python -m pytest -m soak

bench: meten
	@echo 'Meten: tijd per stap per brief'
	@$(BIN)/python -m bouw.bench

controle: ontwikkelen
	@echo 'Stijl controleren: ruff'
	@$(BIN)/ruff check --quiet
	@echo 'Scripts controleren: shellcheck'
	@$(BIN)/shellcheck bouw/*.sh .ci/run
	@echo 'Opmaak controleren: ruff format'
	@$(BIN)/ruff format --check --quiet
	@echo 'Typen controleren: mypy'
	@$(BIN)/mypy --no-error-summary
	@echo 'Muren tussen de kamers controleren: import-linter'
	@$(BIN)/lint-imports --no-logo >var/bouw/muren.log || { cat var/bouw/muren.log; exit 1; }

beelden: ontwikkelen
	@echo 'Beelden voor de README maken: docs/beelden'
	@$(BIN)/python bouw/beelden.py
	@$(BIN)/python -m tests.correspondentie.web.maak_beelden

sloten: ontwikkelen
	@echo 'Sloten vernieuwen: requirements.lock, requirements-ontwikkeling.lock en requirements-bench.lock'
	@$(SLUIT) --extra installatie --output-file requirements.lock pyproject.toml
	@$(SLUIT) --extra installatie --extra ontwikkeling --constraints requirements.lock --output-file requirements-ontwikkeling.lock pyproject.toml
	@$(SLUIT) --extra installatie --extra bench --constraints requirements.lock --output-file requirements-bench.lock pyproject.toml

schoon:
	@echo 'Opruimen: .venv, var/bouw en wat gereedschap achterliet'
	@rm -rf .venv var/bouw .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.*
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

draaien:
	@bouw/installeer.sh draaien

ontwikkelen:
	@bouw/installeer.sh ontwikkelen

meten:
	@bouw/installeer.sh bench
