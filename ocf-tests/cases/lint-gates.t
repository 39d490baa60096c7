#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A gate that lets everything through is worse than none: each finds the fault planted for it,
# and has nothing to say about a tree that is as it should be.
. "$(dirname "$0")/../tap.sh"

lint=$top/ocf-tests/lint
tree=$tap_dir/tree

# gate NAME: runs it over the planted tree.
gate() { top_srcdir=$tree top_builddir=$tree "$lint/$1"; }

# clean: a small tree in which all is well.
clean() {
	rm -rf "$tree"
	mkdir -p "$tree"/{lib,agents,heartbeat-compat}
	printf '// SPDX-License-Identifier: GPL-2.0-or-later\n#include <stdio.h>\n\n#include "lib/a.h"\n' \
		>"$tree/agents/a.c"
	printf '// SPDX-License-Identifier: GPL-2.0-or-later\nint eb_a(void);\n' >"$tree/lib/a.h"
	printf '#!/bin/sh\n# SPDX-License-Identifier: GPL-2.0-or-later\nexec true\n' >"$tree/run"
	chmod +x "$tree/run"
}

# finds NAME GATE FILE LINE: the gate is content, and no longer once LINE is in FILE.
finds() {
	local name=$1 gate=$2 file=$3 line=$4 output
	clean
	if ! output=$(gate "$gate" 2>&1); then
		fail "$name: the clean tree passes"
		diag "$output"
		return
	fi
	printf '%s\n' "$line" >>"$tree/$file"
	if output=$(gate "$gate" 2>&1); then
		fail "$name"
	else
		like "$name" "$output" "$file"
	fi
}

by_name='p''kill' everything='kill -9 -''1' any_path='/wo''rk/main'
finds "a kill by name" kills run "$by_name nginx"
finds "a kill of everything" kills run "$everything"
finds "a path of the writer's machine" paths run "cd $any_path"
finds "a source without licence" licences lib/b.c 'int eb_b;'
finds "an agent that knows the converter" arrows agents/a.c '#include "heartbeat-compat/model.h"'
finds "an agent that knows another" arrows agents/a.c '#include "agents/b.h"'
finds "lib that knows glib" arrows lib/a.h '#include <glib.h>'
finds "a parser that knows a writer" arrows heartbeat-compat/ha-cf.c \
	'#include "heartbeat-compat/to-cib.h"'
finds "XML outside its two places" arrows heartbeat-compat/check.c '#include <libxml/tree.h>'
finds "the converter talking to corosync" arrows heartbeat-compat/plan.c '#include <corosync/cpg.h>'
finds "a product that leans on its tests" arrows lib/a.h '#include "ocf-tests/unit/tap.h"'
finds "an include that is not from the root" arrows agents/a.c '#include "a.h"'
if command -v clang-format >/dev/null; then
	cp "$top/.clang-format" "$tap_dir"
	finds "a line that is not formatted" format lib/a.h 'int  eb_b( void ) ;'
else
	skip "a line that is not formatted" "needs clang-format"
fi
if command -v shellcheck >/dev/null; then
	# shellcheck disable=SC2016 # the fault to be found
	finds "a shell program with a fault" shell run 'cd $1; rm -rf *'
else
	skip "a shell program with a fault" "needs shellcheck"
fi
if command -v codespell >/dev/null; then
	finds "a misspelt word" spelling run '# rec''ieve'
else
	skip "a misspelt word" "needs codespell"
fi
if command -v gcc >/dev/null; then
	clean
	echo 'int eb_fine; int other;' | gcc -xc -c -o "$tree/lib/a.o" -
	exits "a symbol without prefix" 1 gate symbols
	like "it is named" "$out" 'lib/a.o: other'
else
	skip "a symbol without prefix" "needs gcc"
fi
done_testing
