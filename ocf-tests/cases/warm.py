# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs pcs, as it is installed, in processes that have its modules already: most of what a script
of forty commands costs is their start. The stand-ins of warm.sh write their pid to DIR/ask and
read an exit code from DIR/answer; words, folder, environment and files are theirs, from /proc.

usage: warm.py DIR PCS
"""
import gc
import os
import runpy
import sys

import pcs.app  # noqa: F401 # pylint: disable=unused-import


def words(pid, name):
    with open('/proc/%d/%s' % (pid, name), 'rb') as file:
        return [os.fsdecode(word) for word in file.read().split(b'\0')[:-1]]


def become(pid):
    """Takes what the stand-in has; what comes behind its name."""
    os.chdir('/proc/%d/cwd' % pid)
    for fd, flags in (0, os.O_RDONLY), (1, os.O_WRONLY | os.O_APPEND), (2, os.O_WRONLY | os.O_APPEND):
        file = os.open('/proc/%d/fd/%d' % (pid, fd), flags)
        os.dup2(file, fd)
        os.close(file)
    os.environ.clear()
    os.environ.update(word.split('=', 1) for word in words(pid, 'environ') if '=' in word)
    return words(pid, 'cmdline')[2:]


def serve(folder):
    """Returns in each child, with its words; in the parent never."""
    gc.freeze()
    said = 'ready'
    while True:
        with open(folder + '/answer', 'w') as file:
            file.write('%s\n' % said)
        with open(folder + '/ask') as file:
            pid = int(file.read())
        child = os.fork()
        if child == 0:
            return become(pid)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said = code if code >= 0 else 128 - code


sys.argv = sys.argv[2:] + serve(sys.argv[1])
runpy.run_path(sys.argv[0], run_name='__main__')
