# SPDX-License-Identifier: GPL-2.0-or-later
"""Opens a page in headless Chromium and prints what a reader would meet, one fact a line.

usage: browse.py CHROMIUM PAGE [FOLDER]

The page's own scripts are off. Links are followed with the mouse. With a FOLDER, the page is
left there as it looks on a wide and a narrow, a light and a dark screen, and on paper.
"""
import base64
import fcntl
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

FLAGS = """--headless --no-sandbox --disable-gpu --disable-ipc-flooding-protection
    --disable-quic --no-first-run
    --disable-background-networking --disable-component-update --disable-sync
    --hide-scrollbars --remote-debugging-pipe""".split()
SCREENS = {  # name: (width, height, colour scheme)
    'wide-light': (1280, 1000, 'light'),
    'wide-dark': (1280, 1000, 'dark'),
    'narrow-light': (400, 900, 'light'),
    'narrow-dark': (400, 900, 'dark'),
}


class Browser:
    """Chromium, spoken to over a pair of pipes that it finds as descriptors 3 and 4."""

    def __init__(self, chromium, profile):
        theirs, self.to = (fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 10) for fd in os.pipe())
        self.of, out = (fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 10) for fd in os.pipe())

        def place():
            os.dup2(theirs, 3)
            os.dup2(out, 4)

        self.process = subprocess.Popen(
            [chromium, *FLAGS, f'--user-data-dir={profile}', 'about:blank'], pass_fds=(3, 4),
            preexec_fn=place, start_new_session=True, stderr=subprocess.DEVNULL)
        os.close(theirs)
        os.close(out)
        self.count, self.buffer, self.events, self.session = 0, b'', [], None

    def read(self):
        while b'\0' not in self.buffer:
            piece = os.read(self.of, 1 << 16)
            if not piece:
                sys.exit('Chromium has gone')
            self.buffer += piece
        message, self.buffer = self.buffer.split(b'\0', 1)
        return json.loads(message)

    def call(self, method, **params):
        self.count += 1
        request = {'id': self.count, 'method': method, 'params': params}
        if self.session:
            request['sessionId'] = self.session
        os.write(self.to, json.dumps(request).encode() + b'\0')
        while (answer := self.read()).get('id') != self.count:
            self.events.append(answer)
        if 'error' in answer:
            sys.exit(f'{method}: {answer["error"]["message"]}')
        return answer['result']

    def wait(self, event):
        while not any(e.get('method') == event for e in self.events):
            self.events.append(self.read())

    def ask(self, expression):
        answer = self.call('Runtime.evaluate', expression=expression, returnByValue=True)
        if 'exceptionDetails' in answer:
            sys.exit(answer['exceptionDetails']['exception']['description'])
        return answer['result'].get('value')

    def open(self, url):
        target = self.call('Target.createTarget', url='about:blank')['targetId']
        self.session = self.call('Target.attachToTarget', targetId=target,
                                 flatten=True)['sessionId']
        for domain in 'Network', 'Page', 'Runtime', 'Log':
            self.call(f'{domain}.enable')
        self.call('Emulation.setScriptExecutionDisabled', value=True)
        self.screen(*SCREENS['wide-light'])
        self.call('Page.navigate', url=url)
        self.wait('Page.loadEventFired')

    def screen(self, width, height, scheme):
        self.call('Emulation.setDeviceMetricsOverride', width=width, height=height,
                  deviceScaleFactor=1, mobile=False)
        self.call('Emulation.setEmulatedMedia',
                  features=[{'name': 'prefers-color-scheme', 'value': scheme}])

    def click(self, selector, at):
        """Where the link leads to: its fragment, and what of that can be seen."""
        spot = self.ask(f'''(() => {{
            const link = document.querySelectorAll({selector!r})[{at}];
            link.scrollIntoView({{block: "center"}});
            const box = link.getClientRects()[0];
            return [link.getAttribute("href") || link.getAttribute("xlink:href"),
                    box.x + box.width / 2, box.y + box.height / 2];
        }})()''')
        for kind in 'mousePressed', 'mouseReleased':
            self.call('Input.dispatchMouseEvent', type=kind, x=spot[1], y=spot[2], button='left',
                      clickCount=1)
        seen = self.ask('''(() => {
            const target = document.querySelector(":target");
            if (!target) return null;
            const box = target.getBoundingClientRect();
            return [target.id, box.width > 0 && box.bottom > 0 && box.top < innerHeight];
        })()''')
        return seen and spot[0] == f'#{seen[0]}' and seen[1], spot[0]

    def close(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def shoot(browser, folder):
    for name, screen in SCREENS.items():
        browser.screen(*screen)
        height = browser.ask('document.documentElement.scrollHeight')
        browser.screen(screen[0], min(height, 12000), screen[2])
        image = browser.call('Page.captureScreenshot')['data']
        (folder / f'{name}.png').write_bytes(base64.b64decode(image))
    paper = browser.call('Page.printToPDF', printBackground=True)['data']
    (folder / 'paper.pdf').write_bytes(base64.b64decode(paper))


def main(chromium, page, folder=None):
    url = pathlib.Path(page).resolve().as_uri()
    profile = tempfile.mkdtemp()
    browser = Browser(chromium, profile)
    try:
        browser.open(url)
        width, height = browser.ask('''(() => {
            const box = document.querySelector("svg.picture").getBoundingClientRect();
            return [box.width, box.height];
        })()''')
        print('picture', width > 100 and height > 100)
        print('words', len(browser.ask('document.body.innerText').split()))
        for name, selector in ('objects', '.picture a'), ('rows', 'a.up'), ('contents', 'nav a'):
            links = browser.ask(f'document.querySelectorAll({selector!r}).length')
            lost = []
            for at in range(links):
                arrived, where = browser.click(selector, at)
                if not arrived:
                    lost.append(where)
            print(f'links from {name}', links, 'lost', *lost)
        for name in 'wide-light', 'narrow-light':
            browser.screen(*SCREENS[name])
            print(f'wider than the screen, {name}',
                  browser.ask('document.documentElement.scrollWidth > innerWidth'))
        browser.screen(*SCREENS['wide-light'])
        print('picture beyond its frame', browser.ask('''(() => {
            const frame = document.querySelector("svg.picture").parentElement;
            return frame.scrollWidth > frame.clientWidth;
        })()'''))
        asked = {e['params']['request']['url'].split('#')[0] for e in browser.events
                 if e.get('method') == 'Network.requestWillBeSent'}
        print('asked for', *sorted(asked - {url}))
        print('complaints', *[e['params']['entry']['text'] for e in browser.events
                              if e.get('method') == 'Log.entryAdded'])
        if folder:
            shoot(browser, pathlib.Path(folder))
    finally:
        browser.close()
        shutil.rmtree(profile, ignore_errors=True)


main(*sys.argv[1:])
