# The gates that need no cluster: ocf-tests/lint/run says which; each is a program of its own.
EXTRA_DIST += .shellcheckrc \
	ocf-tests/lint/arrows ocf-tests/lint/clang ocf-tests/lint/common.sh \
	ocf-tests/lint/compile.sh ocf-tests/lint/completions ocf-tests/lint/cppcheck \
	ocf-tests/lint/format ocf-tests/lint/gcc ocf-tests/lint/kills ocf-tests/lint/licences \
	ocf-tests/lint/manuals ocf-tests/lint/paths ocf-tests/lint/run ocf-tests/lint/shell \
	ocf-tests/lint/sizes ocf-tests/lint/spelling ocf-tests/lint/symbols ocf-tests/lint/words

.PHONY: lint
lint: all
	@top_srcdir='$(abs_top_srcdir)' top_builddir='$(abs_top_builddir)' \
		$(top_srcdir)/ocf-tests/lint/run $(GATES)

# The tests under AddressSanitizer and UBSan; TIERS says which (default: unit cases).
EXTRA_DIST += ocf-tests/sanitize
.PHONY: check-sanitize
check-sanitize:
	@$(top_srcdir)/ocf-tests/sanitize $(TIERS)
