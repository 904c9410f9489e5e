# make demo   fetch, build and show the whole way (demo-out/)      make build  only build
# make test   everything that must hold                            make dist   a folder that runs without Rust
# make lint   format, clippy                                       make licences  cargo deny

TARGET := $(abspath $(if $(CARGO_TARGET_DIR),$(CARGO_TARGET_DIR),target))
BIN := $(TARGET)/release
# DuckDB's library lies beside the program, in building as in running.
export DUCKDB_LIB_DIR ?= $(BIN)
# Set by hand, or by the fetching when no prebuilt library can be had: DuckDB is then built from source (over 30 minutes).
BUNDLED ?= $(shell test -e $(BIN)/.duckdb-from-source && echo 1)
FEATURES = $(if $(BUNDLED),--features bundled)

.PHONY: demo build test dist lint licences sample

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

lint: $(BIN)/.duckdb
	cargo fmt --check
	cargo clippy --release --locked --all-targets -- -D warnings

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
