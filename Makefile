# attune: `make help` lists what this file can do.
CC       ?= cc
CFLAGS   ?= -O2 -g
PREFIX   ?= /usr/local
LIBDIR   ?= $(PREFIX)/lib
BUILD    ?= build
PACKAGES := libutf8proc libpcre2-8 libarchive libcrypto libsodium yajl expat sqlite3
LEXICONS  = $(PREFIX)/share/attune/lexicons

WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
            -Wvla -Wundef
FLAGS     = -std=c17 -D_POSIX_C_SOURCE=200809L -ffp-contract=off \
            $(WARNINGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP
OTHER_LIBS := -lcsv -lm -lpthread
LDLIBS   += $(PACKAGE_LIBS) $(OTHER_LIBS)

LIB_SOURCES    := $(filter-out src/cli/%,$(wildcard src/*.c src/*/*.c))
CLI_SOURCES    := $(wildcard src/cli/*.c)
TEST_SOURCES   := $(wildcard tests/*/test_*.c)
STRESS_SOURCES := $(wildcard tests/stress/*.c)
FUZZ_SOURCES   := $(wildcard tests/fuzz/fuzz_*.c)
objects         = $(patsubst %.c,$(BUILD)/%.o,$(1))
programs        = $(patsubst tests/%.c,$(BUILD)/%,$(1))
library := $(BUILD)/libattune.a
program := $(BUILD)/attune
unit    := $(BUILD)/unit
stress  := $(call programs,$(STRESS_SOURCES))

indexes := $(patsubst %/rules.csv,%/index,$(wildcard lexicons/*/rules.csv))

all: $(program) $(indexes) ## build the library and the program (default)

# What the libraries need is asked once. Where one is missing, demo and check install it, other targets name it.
ifneq ($(filter-out clean help format uninstall,$(or $(MAKECMDGOALS),all)),)
include $(BUILD)/packages.mk
endif
$(BUILD)/packages.mk: scripts/setup
	@scripts/setup $(if $(filter demo check,$(MAKECMDGOALS)),,--dry-run) build
	@mkdir -p $(@D)
	@{ echo "PACKAGE_FLAGS := $$(pkg-config --cflags $(PACKAGES))" && \
	   echo "PACKAGE_LIBS := $$(pkg-config --libs $(PACKAGES))"; } > $@
$(BUILD)/test-tools: scripts/setup
	@scripts/setup test && touch $@

# The command line sees the public header and nothing else.
INCLUDES := -Iinclude -Isrc
$(call objects,$(CLI_SOURCES)): INCLUDES := -Iinclude
$(BUILD)/tests/%.o: INCLUDES := -Iinclude -Isrc -Itests
$(call objects,$(TEST_SOURCES)): | $(BUILD)/test-tools

# Objects are compiled again when the flags change.
$(BUILD)/flags: always
	@mkdir -p $(@D)
	@echo '$(subst ','\'',$(CC) $(FLAGS))' | cmp -s - $@ || echo '$(subst ','\'',$(CC) $(FLAGS))' > $@

# One object knows the place of installation.
$(BUILD)/place: always
	@mkdir -p $(@D)
	@echo '$(LEXICONS)' | cmp -s - $@ || echo '$(LEXICONS)' > $@
$(BUILD)/src/run_options.o: $(BUILD)/place
$(BUILD)/src/run_options.o: INCLUDES += -DATTUNE_LEXICONS='"$(LEXICONS)"'

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(FLAGS) $(INCLUDES) $(PACKAGE_FLAGS) -c -o $@ $<
$(library): $(call objects,$(LIB_SOURCES))
	@$(RM) $@
	$(AR) rcs $@ $^
$(program): $(call objects,$(CLI_SOURCES)) $(library)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)
# What rules need, worked out once: without it every start takes longer by a tenth of a second and language.
lexicons/%/index: lexicons/%/rules.csv lexicons/%/macros.csv lexicons/%/words.csv lexicons/%/frequent.csv $(wildcard src/classify/*.[ch]) | $(program)
	@ATTUNE_LEXICONS=lexicons $(program) codebook index --lang $* > $@.new && mv $@.new $@
$(unit): $(call objects,$(TEST_SOURCES)) $(library)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lcriterion $(LDLIBS)
$(stress): $(BUILD)/%: $(BUILD)/tests/%.o $(library)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)
$(call programs,$(FUZZ_SOURCES)): $(BUILD)/%: $(BUILD)/tests/%.o $(library)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(LDLIBS)

# The whole program with allocations and system calls that can be made to fail.
$(BUILD)/tests/faults/main.o: src/cli/main.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(FLAGS) -Iinclude -Dmain=attune_main -Wno-missing-prototypes -c -o $@ $<
$(BUILD)/faults: $(BUILD)/tests/faults/main.o $(call objects,$(wildcard tests/faults/*.c)) \
                 $(filter-out %/main.o,$(call objects,$(CLI_SOURCES))) $(library)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -ldl

demo: $(program) $(indexes) ## show what the program makes of a sample chat
	@scripts/demo $(program)

check: $(unit) $(program) $(indexes) $(stress) ## run every test
	ATTUNE_LEXICONS=lexicons $(unit)
	set -e; for each in $(stress); do ATTUNE_LEXICONS=lexicons $$each; done
	scripts/check-layers --self-test
	scripts/check-layers
	scripts/check-readers $(program)
	scripts/check-hazards
	tests/cli/run $(program)
	tests/cli/run-bats $(program)

asan: ## run every test under the address and undefined-behavior sanitizers
	@mkdir -p build/asan && $(RM) build/asan/leak.*
	HOSTILE=less ATTUNE_SANDBOX=off ASAN_OPTIONS=log_path=$(CURDIR)/build/asan/leak $(MAKE) check BUILD=build/asan \
	    CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all'
	! cat build/asan/leak.* 2>/dev/null

tsan: ## run the threaded tests under the thread sanitizer
	ATTUNE_SANDBOX=off $(MAKE) check-threads BUILD=build/tsan CFLAGS='-O1 -g -fsanitize=thread'

check-threads: $(program) $(indexes) $(stress)
	set -e; for each in $(stress); do ATTUNE_LEXICONS=lexicons $$each; done
	tests/cli/run $(program)

# Coverage of the unit, command line and fault runs; the program is compiled apart for it. The runs of make faults, which
# end at once, write their counts by a call that has to be linked in.
coverage: ## measure how much of the code the tests run, and fail below the gates
	$(RM) -r build/coverage/report && find build/coverage -name '*.gcda' -delete 2>/dev/null || true
	ATTUNE_SANDBOX=off $(MAKE) check-coverage BUILD=build/coverage CFLAGS='-O0 -g --coverage -fprofile-update=atomic' LDFLAGS='-Wl,-u,__gcov_dump'

check-coverage: $(unit) $(program) $(stress) $(BUILD)/faults
	-ATTUNE_LEXICONS=lexicons $(unit)
	-set -e; for each in $(stress); do ATTUNE_LEXICONS=lexicons $$each; done
	-tests/cli/run $(program)
	-tests/cli/run-bats $(program)
	-tests/faults/run $(BUILD)/faults scenarios more --mode 3
	-tests/faults/run $(BUILD)/faults --mode 5
	-tests/faults/run $(BUILD)/faults scenarios more --whole 3 --share 6
	scripts/coverage $(BUILD)

MUTANTS ?= 200
mutate: ## change limits, escaping and names one operator at a time and see that a test notices (MUTANTS=200)
	scripts/mutate $(MUTANTS)

SOAK_SECONDS ?= 3600
soak: $(program) ## an hour of fuzzing, every fault, hostile input at full size, and random runs for leaks of names
	$(MAKE) fuzz FUZZ_SECONDS=$(SOAK_SECONDS)
	$(MAKE) faults canary
	HOSTILE_BYTES=1G HOSTILE_CUTS=200 ATTUNE_LEXICONS=$(CURDIR)/lexicons attune=$(CURDIR)/$(program) bats tests/cli/hostile.bats

RUNS ?= 10000
canary: $(BUILD)/stress/canary ## look for names and texts in what random runs write and say (RUNS=10000)
	$(BUILD)/stress/canary $(RUNS)

FAULTS ?=
faults: $(BUILD)/faults ## let every allocation and system call fail (FAULTS="--whole 3 --share 2" for fewer)
	tests/faults/run $(BUILD)/faults $(FAULTS)

FUZZ_SECONDS ?= 120
fuzz: ## fuzz every target with clang, FUZZ_SECONDS in all (120)
	$(MAKE) check-fuzz BUILD=build/fuzz CC=clang \
	    CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all'

check-fuzz: $(call programs,$(FUZZ_SOURCES))
	tests/fuzz/run $(FUZZ_SECONDS) $^

# FILES narrows format and lint to some files.
FILES ?= $(shell git ls-files --cached --others --exclude-standard '*.c' '*.h')
format: ## let clang-format decide the layout of the C sources (FILES="…" for some)
	clang-format -i $(FILES)

lint: ## run clang-tidy, cppcheck, shellcheck and the layer check (FILES="…" for some)
	scripts/lint '$(INCLUDES) $(PACKAGE_FLAGS)' $(FILES)

# The readers alone, for their throughput.
$(BUILD)/reading: $(BUILD)/scripts/reading.o $(library)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)
bench: $(program) $(BUILD)/reading ## measure speed, memory and instructions per byte on generated logs (PEERS=1: against ripgrep too)
	scripts/bench $(program)

# ---- what takes too long for every push ----

# The golden runs and the unit tests, of a program that is built or run in another way.
check-variant: $(program) $(unit) $(indexes)
	tests/cli/run $(program)
	ATTUNE_LEXICONS=lexicons $(unit)

$(BUILD)/no-jit.so: tests/variants/no_jit.c
	@mkdir -p $(@D)
	$(CC) -shared -fPIC $(CFLAGS) -o $@ $<
variants: $(program) $(indexes) $(BUILD)/no-jit.so ## the same bytes without JIT, without SIMD, with unsigned characters and with trapped overflow
	LD_PRELOAD=$(CURDIR)/$(BUILD)/no-jit.so tests/cli/run $(program)
	$(MAKE) check-variant BUILD=build/plain CPPFLAGS="-D'__builtin_cpu_supports(x)=0'" \
	    CFLAGS='-O1 -g -fno-tree-vectorize -fno-tree-slp-vectorize'
	$(MAKE) check-variant BUILD=build/unsigned CFLAGS='-O1 -g -funsigned-char'
	$(MAKE) check-variant BUILD=build/trapv CC=clang CFLAGS='-O1 -g -ftrapv'

# Without machine code made at run time, which valgrind does not see through.
MEMCHECK := valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=all
memcheck: $(program) $(BUILD)/no-jit.so ## run the golden runs of all readers and most commands under valgrind
	printf '#!/bin/sh\nLD_PRELOAD=%s exec %s %s "$$@"\n' $(CURDIR)/$(BUILD)/no-jit.so '$(MEMCHECK)' $(CURDIR)/$(program) >$(BUILD)/memcheck
	chmod +x $(BUILD)/memcheck
	ATTUNE_SANDBOX=off tests/cli/run $(BUILD)/memcheck $$(cd tests/cli && grep -lE '^"\$$attune" read|tests/data/codebook' */cmd | xargs -n 1 dirname)

# The libraries are not instrumented, so that only what calls none of them can be tried.
$(BUILD)/memory: $(BUILD)/tests/variants/memory.o $(library)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)
msan: ## run what decodes, cuts and tokenizes under the memory sanitizer
	$(MAKE) check-memory BUILD=build/msan CC=clang CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=memory'
check-memory: $(BUILD)/memory
	find corpus tests/fuzz -type f ! -name '*.c' -exec $(BUILD)/memory {} +

# As Debian builds with hardening=+all.
HARDENED := -O2 -g -fstack-protector-strong -fstack-clash-protection -D_FORTIFY_SOURCE=2 -Wformat -Werror=format-security -fcf-protection -fPIE
hardened: ## build as distributions do, and see that the program has what that gives
	$(MAKE) check-hardened BUILD=build/hardened CFLAGS='$(HARDENED)' LDFLAGS='-pie -Wl,-z,relro -Wl,-z,now'
check-hardened: $(program)
	scripts/hardened $(program)

growth: $(program) ## peak memory, descriptors and threads at 1, 10 and 100 times the input
	scripts/growth $(program)

long: $(program) ## the tests that let every write of a run fail (strace), time whole archives and change every value
	attune=$(CURDIR)/$(program) ATTUNE_LEXICONS=$(CURDIR)/tests/data/codebook bats tests/long

nightly: tsan memcheck growth long soak ## what takes a night

release-check: lint hardened variants msan mutate coverage nightly ## what takes a day, before a release

install: $(program) $(indexes) ## install into $(DESTDIR)$(PREFIX)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(PREFIX)/include \
	    $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 755 $(program) $(DESTDIR)$(PREFIX)/bin
	install -m 644 $(library) $(DESTDIR)$(LIBDIR)
	sed -e 's|@PREFIX@|$(PREFIX)|; s|@LIBDIR@|$(LIBDIR)|; s|@PACKAGES@|$(PACKAGES)|; s|@LIBS@|$(OTHER_LIBS)|' \
	    -e "s|@VERSION@|$$(sed -n 's/^#define ATTUNE_VERSION "\(.*\)"/\1/p' include/attune.h)|" \
	    attune.pc.in >$(DESTDIR)$(LIBDIR)/pkgconfig/attune.pc
	install -m 644 include/attune.h $(DESTDIR)$(PREFIX)/include
	install -m 644 doc/attune.1 $(DESTDIR)$(PREFIX)/share/man/man1
	set -e; for each in $$(cd lexicons && find . -type f); do \
	    install -d "$(DESTDIR)$(LEXICONS)/$${each%/*}"; \
	    install -m 644 "lexicons/$$each" "$(DESTDIR)$(LEXICONS)/$$each"; done

uninstall: ## remove from $(DESTDIR)$(PREFIX) what install put there
	$(RM) $(DESTDIR)$(PREFIX)/bin/attune $(DESTDIR)$(LIBDIR)/libattune.a $(DESTDIR)$(LIBDIR)/pkgconfig/attune.pc \
	    $(DESTDIR)$(PREFIX)/include/attune.h $(DESTDIR)$(PREFIX)/share/man/man1/attune.1 \
	    $(indexes:lexicons/%=$(DESTDIR)$(LEXICONS)/%)
	cd lexicons && for each in $$(find . -type f); do $(RM) "$(DESTDIR)$(LEXICONS)/$$each"; done
	-cd lexicons && for each in */; do rmdir "$(DESTDIR)$(LEXICONS)/$$each"; done
	-rmdir $(DESTDIR)$(LEXICONS) $(DESTDIR)$(PREFIX)/share/attune

clean: ## remove what was built
	$(RM) -r $(BUILD)

help: ## print this list
	@awk -F ':.*## ' '/^[a-z -]+:.*## / { printf "  %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.DELETE_ON_ERROR:
.PHONY: check-variant variants memcheck msan check-memory hardened check-hardened growth long nightly release-check mutate soak coverage check-coverage canary faults all demo check asan tsan check-threads fuzz check-fuzz format lint bench install uninstall clean help always

-include $(patsubst %.c,$(BUILD)/%.d,$(LIB_SOURCES) $(CLI_SOURCES) $(TEST_SOURCES) $(STRESS_SOURCES) $(FUZZ_SOURCES))
