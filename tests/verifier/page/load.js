// The scripts of the page, all but the one that shows things, in node's global scope.
"use strict";
const fs = require("fs"), path = require("path"), vm = require("vm");
const FOLDER = path.join(__dirname, "../../../src/shuangsuiji/documents/proof/page");
for (const name of ["base", "tables", "objects", "teams", "groups", "events", "checks"]) {
  const file = path.join(FOLDER, `${name}.js`);
  vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
}
