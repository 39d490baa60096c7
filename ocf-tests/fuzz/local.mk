# The readers fed with anything: ordinary programs that replay files, or libFuzzer's with
# ./configure --enable-fuzz --enable-sanitize CC=clang; then:
#	ocf-tests/fuzz/ha-cf-fuzz -max_total_time=300 -max_len=4096 CORPUS ocf-tests/fuzz/seeds/ha-cf
FUZZERS = ocf-tests/fuzz/ha-cf-fuzz ocf-tests/fuzz/haresources-fuzz ocf-tests/fuzz/authkeys-fuzz
EXTRA_DIST += ocf-tests/fuzz/seeds

if COMPAT
check_PROGRAMS += $(FUZZERS)
endif

if FUZZ
FUZZ_MAIN =
FUZZ_LINK = $(AM_LDFLAGS) -fsanitize=fuzzer
else
FUZZ_MAIN = ocf-tests/fuzz/replay.c
FUZZ_LINK = $(AM_LDFLAGS)
endif
FUZZ_COMMON = ocf-tests/fuzz/fuzz.c ocf-tests/fuzz/fuzz.h $(FUZZ_MAIN)
FUZZ_INCLUDES = $(AM_CPPFLAGS) $(GLIB_CFLAGS)

ocf_tests_fuzz_ha_cf_fuzz_SOURCES = ocf-tests/fuzz/ha-cf-fuzz.c $(FUZZ_COMMON)
ocf_tests_fuzz_ha_cf_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_ha_cf_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_ha_cf_fuzz_LDADD = $(MODEL_LIBS)

ocf_tests_fuzz_haresources_fuzz_SOURCES = ocf-tests/fuzz/haresources-fuzz.c $(FUZZ_COMMON)
ocf_tests_fuzz_haresources_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_haresources_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_haresources_fuzz_LDADD = $(MODEL_LIBS)

ocf_tests_fuzz_authkeys_fuzz_SOURCES = ocf-tests/fuzz/authkeys-fuzz.c $(FUZZ_COMMON)
ocf_tests_fuzz_authkeys_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_authkeys_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_authkeys_fuzz_LDADD = $(MODEL_LIBS)
