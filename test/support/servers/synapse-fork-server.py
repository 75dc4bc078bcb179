"""Starts Synapses by forking, so that Synapse is imported once per test run and not once per start.

    python synapse-fork-server.py SOCKET

Listens on the Unix socket SOCKET. A client writes one line of JSON, `{"args": [...], "cwd": FOLDER, "log": FILE}`. It is
answered `{"pid": N}`, and `{"ended": N}` once that Synapse has ended: its exit code, or the signal that ended it as a
negative number. A Synapse is killed when its client's connection closes and when this program ends.

Synapse's `complement_fork_starter` does the same for its own tests; its reactor that is chosen after the fork is used here.
"""

import ctypes
import gc
import json
import os
import select
import signal
import socket
import sys
import traceback

PR_SET_PDEATHSIG = 1


def end_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def load():
    """Imports Synapse; returns what becomes one. Two processes must never share a reactor, so it is chosen after the fork."""
    from synapse.app.complement_fork_starter import ProxiedReactor
    from twisted.internet.main import installReactor

    proxy_reactor = ProxiedReactor()
    installReactor(proxy_reactor)
    import synapse.app.homeserver

    def become(args):
        from twisted.internet.epollreactor import EPollReactor

        proxy_reactor._install_real_reactor(EPollReactor())
        sys.argv = ["synapse.app.homeserver", *args]
        synapse.app.homeserver.main()

    # The collector leaves alone what is there now, so all Synapses go on sharing its memory.
    gc.collect()
    gc.freeze()
    return become


def run(become, request):
    """The forked process becomes one Synapse. Never returns."""
    code = 1
    try:
        end_with_parent()
        os.chdir(request["cwd"])
        # As `python -m` does it: a password module can lie in the folder of the Synapse.
        sys.path.insert(0, request["cwd"])
        log = os.open(request["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        os.dup2(log, 1)
        os.dup2(log, 2)
        become(request["args"])
        code = 0
    except SystemExit as error:
        if isinstance(error.code, str):
            print(error.code, file=sys.stderr)
        else:
            code = error.code or 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def attend(connection, become):
    """Starts one Synapse for a client and stays until it has ended or the client has gone."""
    request = json.loads(connection.makefile().readline())
    pid = os.fork()
    if pid == 0:
        connection.close()
        run(become, request)

    def say(answer):
        connection.sendall(json.dumps(answer).encode() + b"\n")

    say({"pid": pid})
    ready, _, _ = select.select([connection, os.pidfd_open(pid)], [], [])
    if connection in ready:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    say({"ended": os.waitstatus_to_exitcode(status)})


def main():
    end_with_parent()
    server = socket.socket(socket.AF_UNIX)
    server.bind(sys.argv[1])
    # Clients may connect now and are answered once Synapse is imported.
    server.listen(64)
    become = load()
    while True:
        connection, _ = server.accept()
        # Nobody waits for those who attend, and what they wait for is their own.
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            server.close()
            try:
                end_with_parent()
                attend(connection, become)
            except OSError:
                pass  # The client went away without waiting for an answer.
            finally:
                os._exit(0)
        connection.close()


main()
