# The converter; later the daemon and the old commands.

# libmodel: from the three files to the model and its faults.
if COMPAT
noinst_LIBRARIES += heartbeat-compat/libmodel.a
endif
MODEL_LIBS = heartbeat-compat/libmodel.a lib/libcore.a $(GLIB_LIBS) $(ARCHIVE_LIBS)

heartbeat_compat_libmodel_a_CPPFLAGS = $(AM_CPPFLAGS) $(GLIB_CFLAGS) $(ARCHIVE_CFLAGS)
heartbeat_compat_libmodel_a_SOURCES = \
	heartbeat-compat/address.c \
	heartbeat-compat/arena.c heartbeat-compat/arena.h \
	heartbeat-compat/authkeys.c heartbeat-compat/authkeys.h \
	heartbeat-compat/bundle.c heartbeat-compat/bundle.h \
	heartbeat-compat/check.c heartbeat-compat/check.h \
	heartbeat-compat/check-addresses.c \
	heartbeat-compat/check-database.c \
	heartbeat-compat/check-limits.c \
	heartbeat-compat/check-nodes.c \
	heartbeat-compat/check-resources.c \
	heartbeat-compat/codes.def \
	heartbeat-compat/diag.c heartbeat-compat/diag.h \
	heartbeat-compat/diag-print.c \
	heartbeat-compat/directive.h \
	heartbeat-compat/drbd-conf.c heartbeat-compat/drbd-conf.h \
	heartbeat-compat/extras.c heartbeat-compat/extras.h \
	heartbeat-compat/facts.c heartbeat-compat/facts.h \
	heartbeat-compat/ha-cf.c heartbeat-compat/ha-cf.h \
	heartbeat-compat/ha-cf-client.c \
	heartbeat-compat/ha-cf-media.c \
	heartbeat-compat/ha-cf-row.h \
	heartbeat-compat/ha-cf-scalar.c \
	heartbeat-compat/ha-cf-table.c \
	heartbeat-compat/haresources.c heartbeat-compat/haresources.h \
	heartbeat-compat/haresources-daemon.c heartbeat-compat/haresources-daemon.h \
	heartbeat-compat/haresources-word.c heartbeat-compat/haresources-word.h \
	heartbeat-compat/left-out.c heartbeat-compat/left-out.h heartbeat-compat/left-out-drbd.c \
	heartbeat-compat/left-out-options.c \
	heartbeat-compat/lex.c heartbeat-compat/lex.h \
	heartbeat-compat/load.c heartbeat-compat/load.h \
	heartbeat-compat/model.c heartbeat-compat/model.h \
	heartbeat-compat/placement.c heartbeat-compat/placement.h \
	heartbeat-compat/placement-differences.c \
	heartbeat-compat/script-form.c heartbeat-compat/script-form.h \
	heartbeat-compat/secret.c heartbeat-compat/secret.h heartbeat-compat/secret-shown.c \
	heartbeat-compat/stonith-table.c heartbeat-compat/stonith-table.h \
	heartbeat-compat/value.c
EXTRA_DIST += heartbeat-compat/example

# libplan: from the model to corosync.conf, the CIB and the report.
if COMPAT
noinst_LIBRARIES += heartbeat-compat/libplan.a
bin_PROGRAMS += heartbeat-compat/escapebeat
endif
PLAN_LIBS = heartbeat-compat/libplan.a $(MODEL_LIBS) $(JSON_LIBS) $(XML_LIBS)

heartbeat_compat_libplan_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS) $(XML_CFLAGS)
heartbeat_compat_libplan_a_SOURCES = \
	$(GRAMMAR) heartbeat-compat/options.c heartbeat-compat/options.h \
	heartbeat-compat/agent-ops.c \
	heartbeat-compat/anchors.c heartbeat-compat/anchors.h \
	heartbeat-compat/fence-device.c heartbeat-compat/fence-device.h \
	heartbeat-compat/clients.h \
	heartbeat-compat/mapping.c heartbeat-compat/mapping.h \
	heartbeat-compat/mapping.def \
	heartbeat-compat/mapping-manual.c \
	heartbeat-compat/json-read.c heartbeat-compat/json-read.h \
	heartbeat-compat/check-plan.h \
	heartbeat-compat/check-scores.c \
	heartbeat-compat/forecast-apart.c \
	heartbeat-compat/forecast.c heartbeat-compat/forecast.h \
	heartbeat-compat/picture.c heartbeat-compat/picture.h \
	heartbeat-compat/picture-dot.c heartbeat-compat/picture-dot.h \
	heartbeat-compat/picture-table.c \
	heartbeat-compat/plan.c heartbeat-compat/plan.h \
	heartbeat-compat/plan-file.c \
	heartbeat-compat/plan-store.c \
	heartbeat-compat/plan-input.c \
	heartbeat-compat/plan-rules.c \
	heartbeat-compat/plan-secret.c \
	heartbeat-compat/plan-shape.c heartbeat-compat/plan-shape.h \
	heartbeat-compat/plan-sound.c \
	heartbeat-compat/report.c heartbeat-compat/report.h \
	heartbeat-compat/report-files.c \
	heartbeat-compat/report-findings.c \
	heartbeat-compat/report-forecast.c \
	heartbeat-compat/report-html.c heartbeat-compat/report-html.h \
	heartbeat-compat/report-page.c heartbeat-compat/report-page.h \
	heartbeat-compat/report-rows.c \
	heartbeat-compat/report-times.c \
	heartbeat-compat/old-cib.c heartbeat-compat/old-cib.h \
	heartbeat-compat/old-cib-constraints.c \
	heartbeat-compat/old-cib-lost.c \
	heartbeat-compat/old-cib-meta.c \
	heartbeat-compat/old-cib-ops.c \
	heartbeat-compat/old-cib-primitive.c \
	heartbeat-compat/old-cib-properties.c \
	heartbeat-compat/old-cib-refs.c \
	heartbeat-compat/old-cib-resources.c \
	heartbeat-compat/old-cib-rules.c \
	heartbeat-compat/old-cib-sets.c \
	heartbeat-compat/old-cib-settle.c \
	heartbeat-compat/old-cib-table.c heartbeat-compat/old-cib-table.h \
	heartbeat-compat/old-cib-words.c \
	heartbeat-compat/script-table.c heartbeat-compat/script-table.h \
	heartbeat-compat/target.c \
	heartbeat-compat/timeline.c heartbeat-compat/timeline.h \
	heartbeat-compat/simulate-read.c \
	heartbeat-compat/timing.c \
	heartbeat-compat/to-cib.c heartbeat-compat/to-cib.h \
	heartbeat-compat/to-cib-state.c heartbeat-compat/to-cib-state.h \
	heartbeat-compat/to-commands.c heartbeat-compat/to-commands.h \
	heartbeat-compat/to-commands-say.c heartbeat-compat/to-commands-say.h \
	heartbeat-compat/to-corosync.c heartbeat-compat/to-corosync.h \
	heartbeat-compat/translate.c heartbeat-compat/translate.h \
	heartbeat-compat/translate-clients.c \
	heartbeat-compat/translate-takeover.c \
	heartbeat-compat/translate-cluster.c \
	heartbeat-compat/translate-drbd.c \
	heartbeat-compat/translate-fates.c \
	heartbeat-compat/translate-fencing.c \
	heartbeat-compat/translate-ids.c \
	heartbeat-compat/translate-links.c heartbeat-compat/translate-links.h \
	heartbeat-compat/translate-given.c \
	heartbeat-compat/translate-ping.c \
	heartbeat-compat/translate-resources.c \
	heartbeat-compat/translate-rest.c \
	heartbeat-compat/translate-secret.c \
	heartbeat-compat/translate-service.c \
	heartbeat-compat/translate-totem.c \
	heartbeat-compat/translate-watchdog.c \
	heartbeat-compat/translate-word.c \
	heartbeat-compat/translation.h \
	heartbeat-compat/xml-tree.c heartbeat-compat/xml-tree.h

# Style sheets, as string literals to include.
styles = heartbeat-compat/picture.css.h heartbeat-compat/report-html.css.h \
	heartbeat-compat/rehearse.css.h
EXTRA_DIST += $(styles:.h=)
CLEANFILES += $(styles)
$(styles): %.css.h: $(srcdir)/%.css
	$(AM_V_GEN)$(MKDIR_P) $(@D) && \
		sed -e 's/["\\]/\\&/g' -e 's/^/"/' -e 's/$$/\\n"/' $< >$@.tmp && mv $@.tmp $@
heartbeat-compat/libplan_a-picture.$(OBJEXT): $(styles)
heartbeat-compat/libplan_a-report-html.$(OBJEXT): $(styles)
heartbeat-compat/escapebeat-rehearse-page.$(OBJEXT): $(styles)
heartbeat-compat/escapebeat-rehearse-canvas.$(OBJEXT): $(styles)

GRAMMAR = heartbeat-compat/grammar.c heartbeat-compat/grammar.h \
	heartbeat-compat/grammar-commands.c heartbeat-compat/grammar-options.c

heartbeat_compat_escapebeat_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS) \
	-DEB_LABDIR='"$(labdir)"' -DEB_HBLIBDIR='"$(hblibdir)"' -DEB_AGENTDIR='"$(agentdir)"' \
	-DEB_FENCE_PREFIX='"$(fenceprefix)"'
heartbeat_compat_escapebeat_LDADD = $(PLAN_LIBS) -lm
heartbeat_compat_escapebeat_SOURCES = \
	heartbeat-compat/escapebeat-main.c \
	heartbeat-compat/agent-metadata.c heartbeat-compat/agent-metadata.h \
	heartbeat-compat/apply.c \
	heartbeat-compat/apply-cib.c \
	heartbeat-compat/apply-cluster.c \
	heartbeat-compat/apply-files.c \
	heartbeat-compat/apply-key.c \
	heartbeat-compat/check-agents.c heartbeat-compat/check-agents.h \
	heartbeat-compat/check-validate.c heartbeat-compat/check-validate.h \
	heartbeat-compat/cluster-view.c heartbeat-compat/cluster-view.h heartbeat-compat/markup.h \
	heartbeat-compat/collect.c heartbeat-compat/collect.h \
	heartbeat-compat/journal.c heartbeat-compat/journal.h \
	heartbeat-compat/judge.c heartbeat-compat/judge.h \
	heartbeat-compat/migrate.c heartbeat-compat/migrate.h \
	heartbeat-compat/obfuscate.c \
	heartbeat-compat/obfuscate-agents.c \
	heartbeat-compat/obfuscate-words.c heartbeat-compat/obfuscate-words.h \
	heartbeat-compat/rehearse.c heartbeat-compat/rehearse.h \
	heartbeat-compat/rehearse-act.c \
	heartbeat-compat/rehearse-canvas.c heartbeat-compat/rehearse-canvas.h \
	heartbeat-compat/rehearse-judge.c \
	heartbeat-compat/rehearse-lab.c \
	heartbeat-compat/rehearse-page.c \
	heartbeat-compat/rehearse-picture.c \
	heartbeat-compat/rehearse-plan.c \
	heartbeat-compat/rehearse-report.c \
	heartbeat-compat/rehearse-stage.c \
	heartbeat-compat/rehearse-wait.c \
	heartbeat-compat/rehearse-watch.c \
	heartbeat-compat/rollback.c \
	heartbeat-compat/service.c heartbeat-compat/service.h \
	heartbeat-compat/session.c heartbeat-compat/session.h \
	heartbeat-compat/session-check.c \
	heartbeat-compat/session-plan.c \
	heartbeat-compat/tool.c heartbeat-compat/tool.h \
	heartbeat-compat/verify.c \
	heartbeat-compat/help.c heartbeat-compat/help.h \
	heartbeat-compat/findings.c heartbeat-compat/findings.h \
	heartbeat-compat/show.c heartbeat-compat/show.h \
	heartbeat-compat/simulate.c heartbeat-compat/simulate.h \
	heartbeat-compat/simulate-cib.c \
	heartbeat-compat/simulation.h

# The manual and the completions, printed from the same table that the command runs on.
heartbeat_compat_generate_CPPFLAGS = $(AM_CPPFLAGS) $(GLIB_CFLAGS)
heartbeat_compat_generate_LDADD = $(PLAN_LIBS)
heartbeat_compat_generate_SOURCES = \
	heartbeat-compat/complete.c heartbeat-compat/complete.h \
	heartbeat-compat/generate-main.c \
	$(GRAMMAR) \
	heartbeat-compat/manual.c

if COMPAT
noinst_PROGRAMS += heartbeat-compat/generate
man_MANS += heartbeat-compat/escapebeat.1 heartbeat-compat/escapebeat-convert.7
bashcompletion_DATA = heartbeat-compat/escapebeat.bash
fishcompletiondir = $(datadir)/fish/vendor_completions.d
fishcompletion_DATA = heartbeat-compat/escapebeat.fish
zshcompletiondir = $(datadir)/zsh/site-functions
zshcompletion_DATA = heartbeat-compat/_escapebeat
generated = heartbeat-compat/escapebeat.1 heartbeat-compat/escapebeat-convert.7 $(bashcompletion_DATA) $(fishcompletion_DATA) \
	$(zshcompletion_DATA)
CLEANFILES += $(generated)
$(generated): heartbeat-compat/generate
heartbeat-compat/escapebeat.1: ; $(AM_V_GEN)heartbeat-compat/generate man >$@.tmp && mv $@.tmp $@
heartbeat-compat/escapebeat-convert.7: ; $(AM_V_GEN)heartbeat-compat/generate convert >$@.tmp && mv $@.tmp $@
heartbeat-compat/escapebeat.bash: ; $(AM_V_GEN)heartbeat-compat/generate bash >$@.tmp && mv $@.tmp $@
heartbeat-compat/escapebeat.fish: ; $(AM_V_GEN)heartbeat-compat/generate fish >$@.tmp && mv $@.tmp $@
heartbeat-compat/_escapebeat: ; $(AM_V_GEN)heartbeat-compat/generate zsh >$@.tmp && mv $@.tmp $@
endif
