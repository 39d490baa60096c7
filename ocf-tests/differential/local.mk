# Heartbeat 3.0.6 beside what escapebeat makes of its files: needs root and Debian's package, and
# takes some twenty minutes.  EB_GOLDEN_UPDATE=1 renews the table in RESULTS.md.
EXTRA_DIST += ocf-tests/differential

check-differential: all
	$(RUN_TESTS) -t 7200 differential
clean-local:
	rm -rf ocf-tests/differential/heartbeat
.PHONY: check-differential
