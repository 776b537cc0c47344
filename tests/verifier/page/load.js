// The scripts of the page, all but those that show things, in node's global scope.
"use strict";
const fs = require("fs"),
  path = require("path"),
  vm = require("vm");
const FOLDER = path.join(__dirname, "../../../src/shuangsuiji/documents/proof/page");
const ENGINE =
  "base tables objects assignment teams groups events compare check_sealed check_draw check_events check_ledger verify".split(
    " ",
  );
for (const name of ENGINE) {
  const file = path.join(FOLDER, `${name}.js`);
  vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
}
