# Readers and writers fed with anything: ordinary programs that replay files, which `make check` does
# with the seeds, or libFuzzer's with ./configure --enable-fuzz --enable-sanitize CC=clang. In a
# build of that kind, each target so long:
#	make check-fuzz FUZZ_SECONDS=600 [FUZZ_TARGETS="ha-cf cib"]
FUZZ_SECONDS = 60
FUZZ_TARGETS = authkeys bundle cib command facts ha-cf haresources plan-file whole
EXTRA_DIST += \
	ocf-tests/fuzz/seeds ocf-tests/fuzz/run \
	ocf-tests/fuzz/ha-cf.dict ocf-tests/fuzz/plan-file.dict ocf-tests/fuzz/whole.dict

if COMPAT
check_PROGRAMS += \
	ocf-tests/fuzz/authkeys-fuzz ocf-tests/fuzz/bundle-fuzz ocf-tests/fuzz/cib-fuzz \
	ocf-tests/fuzz/command-fuzz ocf-tests/fuzz/facts-fuzz ocf-tests/fuzz/ha-cf-fuzz \
	ocf-tests/fuzz/haresources-fuzz ocf-tests/fuzz/plan-file-fuzz ocf-tests/fuzz/whole-fuzz
endif

if FUZZ
FUZZ_MAIN =
FUZZ_LINK = $(AM_LDFLAGS) -fsanitize=fuzzer
else
FUZZ_MAIN = ocf-tests/fuzz/replay.c
FUZZ_LINK = $(AM_LDFLAGS)
endif
FUZZ_COMMON = ocf-tests/fuzz/fuzz.c ocf-tests/fuzz/fuzz.h $(FUZZ_MAIN)
FUZZ_JUDGES = ocf-tests/fuzz/judge.c ocf-tests/fuzz/judge.h ocf-tests/fuzz/judge-xml.c \
	ocf-tests/fuzz/journey.c ocf-tests/fuzz/journey.h
FUZZ_INCLUDES = $(AM_CPPFLAGS) $(JSON_CFLAGS) $(XML_CFLAGS)

ocf_tests_fuzz_authkeys_fuzz_SOURCES = ocf-tests/fuzz/authkeys-fuzz.c $(FUZZ_COMMON)
ocf_tests_fuzz_authkeys_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_authkeys_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_authkeys_fuzz_LDADD = $(MODEL_LIBS)

ocf_tests_fuzz_bundle_fuzz_SOURCES = ocf-tests/fuzz/bundle-fuzz.c $(FUZZ_COMMON) $(FUZZ_JUDGES)
ocf_tests_fuzz_bundle_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_bundle_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_bundle_fuzz_LDADD = $(PLAN_LIBS)

ocf_tests_fuzz_cib_fuzz_SOURCES = ocf-tests/fuzz/cib-fuzz.c $(FUZZ_COMMON) $(FUZZ_JUDGES)
ocf_tests_fuzz_cib_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_cib_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_cib_fuzz_LDADD = $(PLAN_LIBS)

ocf_tests_fuzz_command_fuzz_SOURCES = ocf-tests/fuzz/command-fuzz.c $(FUZZ_COMMON) heartbeat-compat/grammar.c
ocf_tests_fuzz_command_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_command_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_command_fuzz_LDADD = $(MODEL_LIBS)

ocf_tests_fuzz_facts_fuzz_SOURCES = ocf-tests/fuzz/facts-fuzz.c $(FUZZ_COMMON)
ocf_tests_fuzz_facts_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_facts_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_facts_fuzz_LDADD = $(MODEL_LIBS)

ocf_tests_fuzz_ha_cf_fuzz_SOURCES = ocf-tests/fuzz/ha-cf-fuzz.c $(FUZZ_COMMON)
ocf_tests_fuzz_ha_cf_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_ha_cf_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_ha_cf_fuzz_LDADD = $(MODEL_LIBS)

ocf_tests_fuzz_haresources_fuzz_SOURCES = ocf-tests/fuzz/haresources-fuzz.c $(FUZZ_COMMON)
ocf_tests_fuzz_haresources_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_haresources_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_haresources_fuzz_LDADD = $(MODEL_LIBS)

ocf_tests_fuzz_plan_file_fuzz_SOURCES = ocf-tests/fuzz/plan-file-fuzz.c $(FUZZ_COMMON) $(FUZZ_JUDGES)
ocf_tests_fuzz_plan_file_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_plan_file_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_plan_file_fuzz_LDADD = $(PLAN_LIBS)

ocf_tests_fuzz_whole_fuzz_SOURCES = ocf-tests/fuzz/whole-fuzz.c $(FUZZ_COMMON) $(FUZZ_JUDGES)
ocf_tests_fuzz_whole_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_whole_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_whole_fuzz_LDADD = $(PLAN_LIBS)

# Build and source tree as the tests know them; nothing of it is kept but what was found.
check-fuzz: all check-programs
	$(srcdir)/ocf-tests/fuzz/run $(FUZZ_SECONDS) $(FUZZ_TARGETS)
.PHONY: check-fuzz
