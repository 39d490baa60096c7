#!/bin/sh
# Make ./configure from a checkout.
cd "$(dirname "$0")" && exec autoreconf -fi
