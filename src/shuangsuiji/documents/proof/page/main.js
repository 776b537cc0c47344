/* Running the checks in slices, over the files of the page or over those that the visitor chooses. */
"use strict";

/** Waits for other tasks of the browser, without the delay of timers. */
const breathe = () =>
  new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(0);
  });

/** Runs a generator in slices; null if `stopped()` before its end. */
async function inSlices(steps, stopped) {
  let begun = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() - begun < 40) continue;
    await breathe();
    if (stopped()) return null;
    begun = performance.now();
  }
}

let run = 0,
  shownNow = null;

async function start(entries, words, title) {
  const mine = ++run,
    begun = performance.now();
  shownNow = null;
  document.body.dataset.verdict = "running";
  byId("verdict").textContent = "正在复核……";
  for (const id of ["steps", "found", "compared", "strata", "list", "seal", "downloads"])
    byId(id).replaceChildren();
  byId("title").textContent = title;
  let place = 0;
  try {
    const c = await inSlices(
      verify(entries, (step) => showStep(step, ++place)),
      () => mine !== run,
    );
    if (!c) return;
    show(c, words);
    showVerdict(c, performance.now() - begun);
  } catch (error) {
    byId("verdict").textContent = "✗ 复核没有做完";
    byId("verdict-note").textContent = `计算中出错：${error.message}`;
    document.body.dataset.verdict = "error";
  }
}

function show(c, words) {
  const names = namesOf(words, c);
  shownNow = { c, names };
  byId("subtitle").textContent = [text(at(c.draw, "plan")), text(at(c.draw, "batch"))]
    .filter((one) => one)
    .join("　");
  byId("notice").textContent = text(words.notice);
  byId("notice").hidden = !text(words.notice);
  byId("find-id-name").textContent = text(words.id_name) || "单位编码";
  byId("find-by-name").hidden = !names.objects;
  showSeal(c, names);
  showLists(c, names);
  showDownloads(c);
}

function embeddedEntries() {
  const found = JSON.parse(byId("data").textContent);
  const entries = Object.entries(found.files).map(([name, value]) => [
    name,
    typeof value === "string"
      ? utf8(value)
      : Uint8Array.from(atob(value.base64), (letter) => letter.charCodeAt(0)),
  ]);
  return { entries, words: isObject(found.words) ? found.words : {} };
}

/** Files of a drop, folders included. */
async function droppedFiles(transfer) {
  const found = [];
  async function walk(entry, path) {
    if (entry.isFile) {
      found.push([path + entry.name, await new Promise((resolve, reject) => entry.file(resolve, reject))]);
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!part.length) return;
      for (const one of part) await walk(one, `${path}${entry.name}/`);
    }
  }
  const items = [...transfer.items].map((item) => (item.webkitGetAsEntry ? item.webkitGetAsEntry() : null));
  if (items.every((one) => one)) for (const one of items) await walk(one, "");
  else for (const file of transfer.files) found.push([file.name, file]);
  return found;
}

async function useFiles(files, embedded) {
  const wanted = files.filter(([path]) => [...MAIN_FILES, ...LEDGER_FILES, ...EVENT_FILES].includes(path.split("/").pop())),
    entries = [];
  for (const [path, file] of wanted) entries.push([path, new Uint8Array(await file.arrayBuffer())]);
  byId("own-note").textContent = wanted.length
    ? `读了 ${wanted.length} 个文件。`
    : "所选的文件里没有公开包或档案的文件（commitment.json、draw.json 等）。";
  if (!wanted.length) return;
  // Labels of the page belong to its own draw only.
  const commitOf = (list) =>
    text(at(readJson(arrange(list).main.get("draw.json") || new Uint8Array()).value, "commit"));
  const mine = commitOf(entries) !== "" && commitOf(entries) === commitOf(embedded.entries);
  byId("own-reset").hidden = false;
  await start(
    entries,
    mine ? embedded.words : {},
    mine ? titleOf(embedded.words) : "随机抽取复核（所选文件）",
  );
  byId("verdict").scrollIntoView();
}

const titleOf = (words) =>
  text(words.title) || (text(words.plan_name) ? `${text(words.plan_name)}　随机抽取复核` : "随机抽取复核");

function bind(embedded) {
  const ask = (id, action) =>
    byId(id).addEventListener("submit", (event) => {
      event.preventDefault();
      if (shownNow) action(shownNow);
    });
  ask("find", find);
  ask("find-by-name", findByName);
  bindCompare(() => shownNow);
  for (const id of ["own-files", "own-folder"]) {
    byId(id).addEventListener("change", (event) => {
      const files = [...event.target.files].map((file) => [file.webkitRelativePath || file.name, file]);
      // Choosing the same files again is a change, too.
      event.target.value = "";
      if (files.length) useFiles(files, embedded);
    });
  }
  byId("own-reset").addEventListener("click", () => {
    byId("own-reset").hidden = true;
    byId("own-note").textContent = "";
    start(embedded.entries, embedded.words, titleOf(embedded.words));
  });
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  document.addEventListener("dragleave", () => document.body.classList.remove("dropping"));
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    document.body.classList.remove("dropping");
    useFiles(await droppedFiles(event.dataTransfer), embedded);
  });
  window.addEventListener("beforeprint", () =>
    document.querySelectorAll("#strata-more button, #list-more button").forEach((one) => one.click()),
  );
}

/** What stands behind # in the address (number, salt, id, name) is asked at once. */
function askAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const key of ["number", "salt", "id", "name"])
    if (asked.get(key)) byId(`find-${key}`).value = asked.get(key);
  if (!shownNow) return;
  if (asked.get("name")) findByName(shownNow);
  else if (asked.get("number") || asked.get("salt")) find(shownNow);
}

async function main() {
  const embedded = embeddedEntries();
  bind(embedded);
  if (!embedded.entries.length) {
    byId("title").textContent = titleOf(embedded.words);
    byId("verdict").textContent = "请选择要核对的文件";
    byId("verdict-note").textContent = "本页没有自带数据。把公开包或档案的文件夹拖到这里，或在页末选择。";
    document.body.dataset.verdict = "empty";
    return;
  }
  await start(embedded.entries, embedded.words, titleOf(embedded.words));
  askAddress();
}

main();
