#!/bin/bash
# The cases of this folder that name a defect of the stock Filesystem, run against it.
# SPDX-License-Identifier: GPL-2.0-or-later
here=$(cd "$(dirname "$0")" && pwd)
EB_STOCK_AGENT=Filesystem EB_STOCK_CASES=$here exec "$here/../net/stock-fails.t" "$@"
