#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# A stand-in for a management controller that speaks Redfish: there is no other one to be had.
#
#   redfish-stand-in.py PORT CERTIFICATE KEY FOLDER
#
# FOLDER/power holds On or Off; FOLDER/mode says what goes wrong: silent, slow SECONDS, nonsense,
# empty, close, busy, refuse (403), 401, stuck, dies (silent once the machine is off), two
# (machines), pending (PoweringOff for a second), mute (no PowerState), resetless (no reset action),
# astray (links to another host), broken (500 and a reason), gossip (the reason has the password),
# elsewhere PORT (redirects there).
# FOLDER/log has a line for each request.  The user is admin, the password geheim.
import base64
import http.server
import json
import ssl
import sys
import time

port, certificate, key, folder = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
wanted = "Basic " + base64.b64encode(b"admin:geheim").decode()
system = "/redfish/v1/Systems/1"
pending = 0.0


def read(name, otherwise=""):
    try:
        return open(folder + "/" + name).read().strip() or otherwise
    except OSError:
        return otherwise


def write(name, text):
    with open(folder + "/" + name, "w") as out:
        out.write(text)


class Controller(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def answer(self, status, body, text=None):
        data = (text if text is not None else json.dumps(body)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def misbehaves(self):
        mode = read("mode", "pass").split()
        if mode[0] == "dies" and read("power") == "Off":
            mode = ["silent"]
        if mode[0] == "silent":
            time.sleep(60)
            self.close_connection = True
            return True
        if mode[0] == "slow":
            time.sleep(float(mode[1]))
        if mode[0] == "close":
            self.close_connection = True
            return True
        texts = {"nonsense": "<html>Login</html>", "empty": ""}
        if mode[0] in texts:
            self.answer(200, None, texts[mode[0]])
            return True
        if mode[0] == "busy":
            self.answer(503, {"error": {"message": "the controller is busy"}})
            return True
        if mode[0] == "broken":
            info = [{"Message": "the fan tray is missing"}]
            self.answer(500, {"error": {"message": "wrong", "@Message.ExtendedInfo": info}})
            return True
        if mode[0] == "gossip":
            info = [{"Message": "admin:geheim may not"}]
            self.answer(500, {"error": {"message": "wrong", "@Message.ExtendedInfo": info}})
            return True
        if mode[0] == "elsewhere":
            self.send_response(307)
            self.send_header("Location", "https://127.0.0.1:%s%s" % (mode[1], self.path))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return True
        if mode[0] == "401" or self.headers.get("Authorization") != wanted:
            self.answer(401, {"error": {"message": "who are you"}})
            return True
        return False

    def do_GET(self):
        global pending
        with open(folder + "/log", "a") as out:
            out.write("GET %s\n" % self.path)
        if self.misbehaves():
            return
        mode = read("mode", "pass")
        members = [{"@odata.id": system}]
        if mode == "two":
            members.append({"@odata.id": "/redfish/v1/Systems/2"})
        state = read("power")
        if mode == "pending" and state == "Off" and time.monotonic() < pending:
            state = "PoweringOff"
        if mode == "odd":
            state = "Sleeping"
        reset = {"#ComputerSystem.Reset": {"target": system + "/Actions/ComputerSystem.Reset"}}
        if mode == "astray":
            members = [{"@odata.id": "https://192.0.2.1" + system}]
        if mode == "resetless":
            reset = {}
        pages = {
            "/redfish/v1/": {"Systems": {"@odata.id": "/redfish/v1/Systems"}},
            "/redfish/v1/Systems": {"Members": members},
            system: {"PowerState": state, "Actions": reset},
        }
        if mode == "mute":
            del pages[system]["PowerState"]
        if self.path == "/redfish/v1":
            self.send_response(308)
            self.send_header("Location", "/redfish/v1/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path in pages:
            self.answer(200, pages[self.path])
        else:
            self.answer(404, {"error": {"message": "no such page"}})

    def do_POST(self):
        global pending
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        with open(folder + "/log", "a") as out:
            out.write("POST %s %s\n" % (self.path, body))
        if self.misbehaves():
            return
        mode = read("mode", "pass")
        if mode == "refuse":
            info = [{"Message": "insufficient privilege"}]
            self.answer(403, {"error": {"@Message.ExtendedInfo": info}})
            return
        kind = json.loads(body)["ResetType"]
        if mode != "stuck" and kind in ("On", "ForceOff"):
            write("power", "On" if kind == "On" else "Off")
            pending = time.monotonic() + 1
        self.send_response(204)
        self.send_header("Content-Length", "0")
        self.end_headers()


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        pass  # who hangs up is not our concern


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server = Server(("127.0.0.1", port), Controller)
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
