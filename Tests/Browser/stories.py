"""What people do on the pages, told in a real browser: by keyboard, without script, narrow and wide, light and dark.

The stories lie in the files *_stories.py, by subject; one service and one browser serve them all.
"""

import pathlib
import unittest

from playwright.sync_api import sync_playwright
from reader import Reader
from service import Service

if __name__ == "__main__":
    with Service() as service, sync_playwright() as playwright:
        Reader.service = service
        Reader.browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        folder = str(pathlib.Path(__file__).parent)
        unittest.main(module=None, argv=["stories", "discover", "--start-directory", folder, "--pattern", "*_stories.py"])
