# Everything a person or CI does here, from a bare Debian 12 on. `make help` lists it.
.PHONY: help demo test bench bench-report same fuzz programs torture check format tidy install clean release dev tsan
SHELL = /bin/bash
JOBS ?= $(shell nproc)
PREFIX ?= /usr/local
SCENARIO ?= scenarios/lenin-succession.jon
HISTORIES ?= 20000
SECONDS = 60
COUNT ?= 10000
FIRST ?= 1000000
TARGETS ?=
ROUNDS ?= 200
PROGRAM = build/release/jonbar

help:
	@echo 'make demo      install what is missing, build the program, answer the flagship question'
	@echo 'make test      the same, then every test, optimised and under the sanitizers, and tools/check'
	@echo 'make bench     build and run the benchmarks'
	@echo 'make bench-report   measure this machine and write the tables of docs/performance.md'
	@echo 'make same      run the scenarios on aarch64 and as WebAssembly, and compare every bit'
	@echo 'make fuzz      build the targets of libFuzzer and run each for SECONDS (60)'
	@echo 'make programs  compare the engine with its twin on COUNT (10000) random scenarios'
	@echo 'make torture   kill runs that have a store, go on, compare: 200 rounds (ROUNDS=20: fewer)'
	@echo 'make check     the rules of the house (tools/check), the layout, clang-tidy on what changed'
	@echo 'make format    lay out what changed as .clang-format says'
	@echo 'make tsan      the tests under the thread sanitizer'
	@echo 'make install   install under PREFIX (default /usr/local)'
	@echo 'make clean     remove build/'

demo:
	tools/setup build
	cmake --preset release -DJONBAR_TESTS=OFF -DJONBAR_BENCH=OFF
	cmake --build --preset release --target jonbar -j $(JOBS)
	$(PROGRAM) run $(SCENARIO) --histories $(HISTORIES)

test:
	tools/setup all
	tools/check
	$(MAKE) release dev

release dev tsan:
	tools/setup build test bench
	cmake --preset $@ -DJONBAR_PCH=$(if $(filter true-dev,$(CI)-$@),ON,OFF)
	cmake --build --preset $@ -j $(JOBS)
	ctest --preset $@ -j $(JOBS)

bench:
	tools/setup build test bench
	cmake --preset release
	cmake --build --preset release -j $(JOBS)
	bench/run build/release

bench-report:
	tools/setup build bench
	cmake --preset release
	cmake --build --preset release -j $(JOBS)
	tools/bench-report

same:
	tools/setup build test bench same
	cmake --preset release
	cmake --build --preset release --target write_programs run_programs -j $(JOBS)
	tests/same/check build/release aarch64 wasm

# Bash counts its own SECONDS: make's is given as an argument.
fuzz:
	tools/setup build fuzz
	cmake --preset fuzz
	cmake --build --preset fuzz -j $(JOBS)
	fuzz/run build/fuzz --seconds $(SECONDS) --jobs $(JOBS) $(TARGETS)

programs:
	tools/setup build test
	cmake --preset release
	cmake --build --preset release --target programs -j $(JOBS)
	build/release/tests/programs --count $(COUNT) --first $(FIRST)

torture:
	tools/setup build test
	cmake --preset release
	cmake --build --preset release --target jonbar -j $(JOBS)
	tools/torture $(PROGRAM) --rounds $(ROUNDS)

check:
	tools/setup build test check
	tools/check
	tools/format --check
	tools/tidy

tidy:
	tools/setup build test check
	tools/tidy

format:
	tools/setup check
	tools/format

install:
	tools/setup build
	cmake --preset release -DJONBAR_TESTS=OFF -DJONBAR_BENCH=OFF -DCMAKE_INSTALL_PREFIX=$(PREFIX)
	cmake --build --preset release -j $(JOBS)
	cmake --install build/release --prefix $(PREFIX)

clean:
	rm -rf build
