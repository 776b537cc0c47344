/* One object: is a row its own, and why was it drawn or not. */
"use strict";

/** 0, 1 and 8 are not in the alphabet of the code; people write them for O, I and B. */
const saltOf = (value) =>
  value
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .replace(/0/g, "O")
    .replace(/1/g, "I")
    .replace(/8/g, "B");

/** The number of the object with this code and id, or 0. */
function numberByMark(c, salt, id) {
  const plain = id.trim(),
    shapes = [
      plain,
      plain.normalize("NFKC").replace(/\s/g, ""),
      plain.normalize("NFKC").replace(/\s/g, "").toUpperCase(),
    ];
  for (const one of shapes) {
    const place = c.objects.marks.indexOf(markOf("object", salt, one));
    if (place > 0) return place;
  }
  return 0;
}

const STATES = [
  "不参加抽取",
  "参加抽取，也可以补足",
  "参加抽取，不参加补足",
  "参加抽取，不参加补足，本年已计入下限",
];

/** How an object fared in a stratum: [result, sentence, is drawn]. */
function stratumCase(c, names, s, k) {
  const one = c.selection.strata[s - 1],
    rank = one.inOrder.indexOf(k) + 1,
    hit = one.drawn.includes(k);
  const next = one.alternates.indexOf(k) + 1,
    count = `${names.stratum(s)}有 ${one.members} 户，能抽的 ${one.available} 户，抽 ${one.n} 户`;
  if (!c.objects.state[k]) return ["不参加抽取", `${count}；本户不参加抽取。`, false];
  if (one.isVoid) return ["片区未抽中", `先抽片区，本层的片区没有抽中，所以这一层不抽。`, false];
  const ticket = hexWord(c.selection.words, k - 1),
    where = `${count}；按签号由小到大，本户第 ${rank} 位`;
  if (hit) return ["抽中", `${where}，签号 ${ticket} 不大于截止签号 ${one.cutOff}，抽中。`, true];
  if (one.cutOff !== null && rank > 0 && ticket < one.cutOff) {
    return [`未抽中，候补第 ${next} 位`, `${where}；轮到时同一主体的名额已满，所以越过。`, false];
  }
  if (!one.n) return ["不抽", `${count}，所以本层不抽。`, false];
  return [
    `未抽中，候补第 ${next} 位`,
    one.shortage && one.drawn.length < one.n
      ? `${where}；轮到时同一主体的名额已满，所以越过。`
      : `${where}，签号 ${ticket} 大于截止签号 ${one.cutOff}，未抽中。`,
    false,
  ];
}

function visitLine(c, names, visit) {
  const recorded = c.teamsRight ? c.teamsRight.visits[visit.index - 1] : null;
  const latest = c.state && c.state.now.get(visit.index),
    one = latest || recorded;
  const parts = [`第 ${visit.index} 次检查`];
  if (visit.of > 1) parts.push(`本户第 ${visit.visit} 次，共 ${visit.of} 次`);
  if (visit.tasks.length) parts.push(visit.tasks.map(names.task).join("、"));
  if (one && one.team.length) {
    parts.push(
      `${one.group ? `第 ${one.group} 组：` : ""}${one.team.map(([p]) => `${names.person(p)}${p === one.leader ? "（组长）" : ""}`).join("、")}`,
    );
  }
  if (c.state && c.state.ended.has(visit.index)) parts.push("已结束");
  return parts.join("，");
}

/** What events changed for an object, as sentences. */
function eventLines(c, names, k) {
  const lines = [];
  for (const e of c.eventList) {
    if (!e.right) continue;
    const why = names.reason(e.number),
      head = `第 ${e.number} 次递补${why ? `（${why}）` : ""}：`,
      mine = (index) => c.state.visits.get(index).number === k;
    const ended = e.right.ended.filter(mine);
    if (e.right.objects.includes(k))
      lines.push(
        `${head}本户不能检查，${ended.length ? `第 ${ended.join("、")} 次检查结束` : "没有检查因此结束"}。`,
      );
    for (const [s, lost, came] of e.right.replacements) {
      const place = s ? names.stratum(s) : "补足";
      if (lost === k) lines.push(`${head}本户在${place}的名额由${came ? names.object(came) : "无人"}接替。`);
      if (came === k) lines.push(`${head}本户按候补顺序接替${names.object(lost)}在${place}的名额。`);
    }
    for (const visit of e.teamsRight || []) {
      if (mine(visit.index))
        lines.push(
          `${head}第 ${visit.index} 次检查的人员定为${visit.team.map(([p]) => names.person(p)).join("、")}。`,
        );
    }
  }
  return lines;
}

function answerOf(c, names, k) {
  const { selection, objects } = c,
    reasons = [],
    tags = [];
  const drawn = selection.drawnIn[k],
    floor = selection.floor,
    added = floor ? floor.added.indexOf(k) + 1 : 0;
  if (drawn.length) {
    tags.push(["hit", "随机抽中"]);
    reasons.push(`本户在${drawn.map(names.stratum).join("、")}被随机抽中。`);
  }
  if (objects.owed[k]) {
    tags.push(["hit", "必查"]);
    reasons.push(`按必查规则，本批应查 ${objects.owed[k]} 次，与抽签无关。`);
  }
  if (added) {
    tags.push(["hit", "补足"]);
    reasons.push(`为达到全年检查户数的下限，随机补足 ${floor.added.length} 户，本户第 ${added} 位。`);
  }
  const came = c.state
    ? [...c.state.visits.values()].some((visit) => visit.number === k && visit.index > c.state.count)
    : false;
  if (came) {
    tags.push(["hit", "递补"]);
    reasons.push("本户在抽取以后因递补列入。");
  }
  if (!objects.state[k]) {
    tags.push(["warn", "不参加抽取"]);
    if (!objects.owed[k]) reasons.push("本户编号保留，但封存时已列为不参加抽取，所以抽不到。");
  }
  if (!reasons.length) {
    tags.push(["", "未抽中"]);
    reasons.push("本户本批没有抽中，也没有必查和补足。");
  }
  return { tags, reasons };
}

function objectCard(c, names, k, proof) {
  const { selection, objects } = c,
    { tags, reasons } = answerOf(c, names, k),
    floor = selection.floor,
    list = h("table", { class: "cards" });
  const cases = objects.strata[k].map((s) => [s, stratumCase(c, names, s, k)]);
  table(
    list,
    ["任务", "层", "层内能抽", "应抽", "本户第几位", "截止签号", "结果"],
    cases.map(([s, [result, , hit]]) => {
      const one = selection.strata[s - 1];
      return [
        names.task(one.task),
        names.stratum(s),
        one.available,
        one.n,
        one.inOrder.indexOf(k) + 1 || "—",
        one.cutOff ? ticketOf(one.cutOff) : "—",
        h("span", { class: hit ? "tag hit" : "tag" }, result),
      ];
    }),
  );
  const next = floor ? floor.alternates.indexOf(k) + 1 : 0,
    visits = c.visits.filter((visit) => visit.number === k);
  if (c.state)
    visits.push(
      ...[...c.state.visits.values()].filter((visit) => visit.number === k && visit.index > c.state.count),
    );
  const facts = [
    ["编号", `${k}（共 ${objects.count} 户）`],
    ["能否抽取", STATES[objects.state[k]]],
    [
      "签号",
      h(
        "span",
        {},
        ticketText(selection.words, k),
        `　由密钥和编号算出，全部对象中由小到大第 ${selection.place[k]} 位`,
      ),
    ],
    ["标记", hexText(objects.marks[k])],
  ];
  if (objects.entity[k]) facts.push(["同一主体", `第 ${objects.entity[k]} 号主体，抽取有户数上限`]);
  if (next) facts.push(["补足", `没有补足，候补第 ${next} 位`]);
  const changes = eventLines(c, names, k);
  return h(
    "div",
    { class: "card", "data-object": String(k) },
    h("h3", {}, names.object(k)),
    proof,
    c.verdict === "failed"
      ? h("p", { class: "wrong" }, "本页有不符的步骤（见第三节）；以下按重算的结果。")
      : null,
    h("p", {}, ...tags.map(([kind, word]) => h("span", { class: `tag ${kind}` }, word))),
    h(
      "div",
      { class: "answer" },
      ...reasons.map((one) => h("p", {}, one)),
      ...cases.map(([, [, sentence]]) => h("p", {}, sentence)),
      ...changes.map((one) => h("p", {}, one)),
    ),
    h("dl", {}, ...facts.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
    cases.length ? h("h3", {}, "各层") : null,
    cases.length ? list : null,
    visits.length ? h("h3", {}, "检查") : null,
    ...visits.map((visit) => h("p", {}, visitLine(c, names, visit))),
  );
}

function showFound(...children) {
  byId("find-tool").classList.add("used");
  byId("found").replaceChildren(...children);
}

function find({ c, names }) {
  if (!c.objects) return showFound(h("p", { class: "wrong" }, "没有可用的 objects.csv，不能查。"));
  const typed = byId("find-number").value.normalize("NFKC").trim(),
    number = /^[0-9]{1,9}$/.test(typed) ? Number(typed) : 0;
  const salt = saltOf(byId("find-salt").value),
    id = byId("find-id").value;
  if (typed && (!number || number > c.objects.count))
    return showFound(h("p", { class: "wrong" }, `没有编号 ${typed}，编号是 1 到 ${c.objects.count}。`));
  if (!salt || !id.trim()) {
    if (!number) return showFound(h("p", {}, "请填编号，或者校验码和代码。"));
    const word = salt || id.trim() ? "校验码和代码要一起填，才能证明" : "没有填校验码和代码，不能证明";
    return showCard(c, names, number, h("p", { class: "proof doubt" }, `– ${word}第 ${number} 号是哪一家。`));
  }
  if (salt.length !== 20)
    return showFound(h("p", { class: "wrong" }, `校验码应有 20 个字符，现有 ${salt.length} 个。`));
  const found = numberByMark(c, salt, id);
  if (!found) {
    return showFound(
      h(
        "p",
        { class: "wrong" },
        number
          ? `✗ 校验码和代码与第 ${number} 号的标记不符，也不是别的编号。请核对有没有抄错。`
          : "✗ 没有这样的一行。请核对校验码和代码有没有抄错。",
      ),
    );
  }
  if (number && found !== number) {
    return showCard(
      c,
      names,
      found,
      h(
        "p",
        { class: "proof wrong" },
        `✗ 校验码和代码属于第 ${found} 号，不是第 ${number} 号。以下是第 ${found} 号。`,
      ),
    );
  }
  return showCard(
    c,
    names,
    found,
    h("p", { class: "proof good" }, "✓ 这一行是你单位：由校验码和代码算得的标记，与封存的对象表这一行相同。"),
  );
}

function showCard(c, names, k, proof) {
  showFound(
    c.selection
      ? objectCard(c, names, k, proof)
      : h(
          "div",
          { class: "card" },
          h("h3", {}, names.object(k)),
          proof,
          h("p", {}, `不能重算抽取：${whyNoObjects(c)}。能否抽取：${STATES[c.objects.state[k]]}。`),
        ),
  );
}

function findByName({ c, names }) {
  const plain = (one) => one.normalize("NFKC").replace(/\s/g, "").toUpperCase(),
    asked = plain(byId("find-name").value);
  if (!asked || !names.objects) return;
  const found = [];
  for (let k = 1; k <= names.objects.length; k++) {
    if (
      plain(text(names.objects[k - 1])).includes(asked) ||
      (names.ids && plain(text(names.ids[k - 1])) === asked)
    )
      found.push(k);
  }
  const proof = () =>
    h("p", { class: "proof doubt" }, "– 名称来自档案附的说明；要证明编号，请用校验码和代码查。");
  if (found.length === 1) return showCard(c, names, found[0], proof());
  const choices = found.slice(0, 30).map((k) => {
    const button = h("button", { class: "plain", type: "button" }, names.object(k));
    button.addEventListener("click", () => showCard(c, names, k, proof()));
    return button;
  });
  showFound(
    h(
      "p",
      {},
      found.length
        ? `找到 ${found.length} 户${found.length > 30 ? "，先列 30 户" : ""}，请选择：`
        : "没有找到，可以只填名称的一部分。",
    ),
    h("div", { class: "choices" }, ...choices),
  );
}
