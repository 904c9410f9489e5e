# make demo   fetch, build and show the whole way (demo-out/)      make build  only build
# make test   everything that must hold                            make dist   a folder that runs without Rust
# make lint   format, clippy                                       make licences  cargo deny
# make fuzz   ten million broken inputs for every reader (FUZZ=n, SEED=n)
# make bench  import, indicators, typesetting, signing by themselves
# make compare  the same beside the peers, into benches/RESULTS.md (COMPARE="--scale 0.01 --runs 1" for a smoke run)

TARGET := $(abspath $(if $(CARGO_TARGET_DIR),$(CARGO_TARGET_DIR),target))
BIN := $(TARGET)/release
# DuckDB's library lies beside the program, in building as in running.
export DUCKDB_LIB_DIR ?= $(BIN)
# Set by hand, or by the fetching when no prebuilt library can be had: DuckDB is then built from source (over 30 minutes).
BUNDLED ?= $(shell test -e $(BIN)/.duckdb-from-source && echo 1)
FEATURES = $(if $(BUNDLED),--features bundled)

.PHONY: demo build test fuzz bench compare dist lint licences sample

demo: build
	$(BIN)/vedomost demo

build: $(BIN)/.duckdb
	$(MAKE) --no-print-directory cargo-build

.PHONY: cargo-build cargo-test
cargo-build:
	cargo build --release --locked $(FEATURES)
cargo-test:
	cargo test --release --locked $(FEATURES)

test: $(BIN)/.duckdb
	$(MAKE) --no-print-directory cargo-test

# Mutated inputs for every reader, on all cores; what breaks one is written to $(TARGET)/tmp/fuzz.
FUZZ ?= 10000000
SEED ?= 1
fuzz: $(BIN)/.duckdb
	VEDOMOST_FUZZ_INPUTS=$(FUZZ) VEDOMOST_FUZZ_SEED=$(SEED) nice -n 10 \
		cargo test --release --locked $(FEATURES) --test it -- fuzz::mutated --nocapture

lint: $(BIN)/.duckdb
	cargo fmt --check
	cargo clippy --release --locked --all-targets -- -D warnings

bench: $(BIN)/.duckdb
	LD_LIBRARY_PATH=$(BIN) cargo bench --locked --package vedomost-benches --bench speed

# The peers go into a virtual environment of their own; inputs and outputs beside it.
PEERS = $(TARGET)/compare
compare: build $(PEERS)/venv/.ready
	$(PEERS)/venv/bin/python benches/compare/run.py --vedomost $(BIN)/vedomost --work $(PEERS)/work $(COMPARE)
	if [ -e $(PEERS)/work/growth.json ]; then cargo run --release --locked --package vedomost-benches --bin growth -- $(PEERS)/work/growth.json $(CURDIR)/benches/growth.svg; fi

$(PEERS)/venv/.ready: benches/compare/requirements.txt
	python3 -m venv $(PEERS)/venv
	$(PEERS)/venv/bin/pip install --quiet --requirement benches/compare/requirements.txt
	touch $@

licences:
	cargo deny --config .deny.toml check licenses bans sources

# A folder to carry to another Linux x86-64: the program finds its library beside itself.
dist: build
	rm -rf dist
	mkdir -p dist/vedomost
	cp $(BIN)/vedomost README.md README.ru.md LICENSE dist/vedomost/
	if [ -e $(BIN)/libduckdb.so ]; then cp $(BIN)/libduckdb.so dist/vedomost/; fi
	cp -r data-samples dist/vedomost/
	strip dist/vedomost/vedomost
	tar -C dist -czf dist/vedomost-linux-x86-64.tar.gz vedomost

# The small school of data-samples, made anew.
sample: build
	rm -rf data-samples/school-25
	$(BIN)/vedomost sample --seed 25 --students 44 --out data-samples/school-25

$(BIN)/.duckdb: .cargo/fetch-duckdb
	mkdir -p $(BIN)
	.cargo/fetch-duckdb $(BIN)
	touch $@
