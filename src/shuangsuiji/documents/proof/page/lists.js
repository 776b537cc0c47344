/* Lists of strata and visits, and files to take away. */
"use strict";

function showLists(c, names) {
  const strata = c.selection
    ? c.selection.strata.map((one, place) => [
        names.task(one.task),
        names.stratum(place + 1),
        one.members,
        one.available,
        one.n,
        one.drawn.length,
        one.isVoid ? "片区未抽中" : one.cutOff ? ticketOf(one.cutOff) : "—",
        one.alternates.length,
      ])
    : [];
  inPortions(
    strata,
    (rows) => table(byId("strata"), ["任务", "层", "户数", "能抽", "应抽", "抽中", "截止签号", "候补"], rows),
    byId("strata-more"),
  );
  const visits = c.state ? [...c.state.visits.values()].sort((a, b) => a.index - b.index) : c.visits || [];
  const rows = visits.map((visit) => {
    const one =
      (c.state && c.state.now.get(visit.index)) || (c.teamsRight && c.teamsRight.visits[visit.index - 1]);
    const reasons = [
      visit.strata.length ? visit.strata.map(names.stratum).join("、") : "",
      visit.added ? "补足" : "",
      visit.tasks.length ? "" : "必查",
    ];
    return [
      visit.index,
      names.object(visit.number),
      c.selection ? ticketText(c.selection.words, visit.number) : "",
      reasons.filter((x) => x).join("；"),
      one
        ? one.team
            .map(
              ([p, kind]) => `${names.person(p)}（${names.seat(kind)}${p === one.leader ? "，组长" : ""}）`,
            )
            .join("、")
        : "",
      c.state && c.state.ended.has(visit.index) ? "已结束" : "",
    ];
  });
  inPortions(
    rows,
    (part) => table(byId("list"), ["序号", "对象", "签号", "缘由", "检查组", "变动"], part),
    byId("list-more"),
  );
}

function download(name, lines) {
  const link = h("a", {
    href: URL.createObjectURL(new Blob(["\ufeff", lines.join("\r\n"), "\r\n"], { type: "text/csv" })),
    download: name,
  });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function ticketLines(c) {
  const { selection, objects } = c,
    drawn = selection.drawnIn,
    lines = ["编号,标记,签号,全部名次,状态,必查次数,主体,所在层,抽中的层"];
  for (let k = 1; k <= objects.count; k++) {
    lines.push(
      [
        k,
        objects.marks[k],
        hexWord(selection.words, k - 1),
        selection.place[k],
        objects.state[k],
        objects.owed[k],
        objects.entity[k],
        objects.strata[k].join(" "),
        drawn[k].join(" "),
      ].join(","),
    );
  }
  return lines;
}

function rankLines(c) {
  const lines = ["层,名次,编号,签号,结果"];
  c.selection.strata.forEach((one, place) => {
    const drawn = new Set(one.drawn),
      next = new Map(one.alternates.map((k, rank) => [k, rank + 1]));
    one.inOrder.forEach((k, rank) =>
      lines.push(
        [
          place + 1,
          rank + 1,
          k,
          hexWord(c.selection.words, k - 1),
          drawn.has(k) ? "抽中" : next.has(k) ? `候补 ${next.get(k)}` : "不抽",
        ].join(","),
      ),
    );
  });
  return lines;
}

const teamLines = (c) => [
  "检查,轮次,对象,组,人员和席位,组长,越过（人员:缘由:已有人数）",
  ...c.teamsRight.visits.map((one, place) =>
    [
      one.index,
      one.turn,
      c.visits[place].number,
      one.group,
      one.team.map((m) => m.join(":")).join(" "),
      one.leader,
      one.trace.map((entry) => entry.join(":")).join(" "),
    ].join(","),
  ),
];

function showDownloads(c) {
  const files = [
    ["签号.csv", "签号与抽中", c.selection && (() => ticketLines(c))],
    ["各层名次.csv", "各层名次与候补", c.selection && (() => rankLines(c))],
    ["检查组.csv", "检查组与越过", c.teamsRight && (() => teamLines(c))],
  ].filter(([, , make]) => make);
  byId("downloads").replaceChildren(
    ...(files.length
      ? files.map(([name, title, make]) => {
          const button = h("button", { class: "plain", type: "button" }, `${title}（${name}）`);
          button.addEventListener("click", () => download(name, make()));
          return button;
        })
      : [h("p", { class: "note" }, "没有可以下载的数值。")]),
  );
}
