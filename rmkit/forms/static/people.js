// The list of candidates: `panel.view` holds `rows`, the count of each of `roles`, and how many
// people are `listed` by the organisation.
const ROWS_AT_ONCE = 20;

function draw(panel) {
  panel.follows = true;
  const { rows, roles, listed } = panel.view;
  const again = button("Look again", () => panel.run("look"), { key: "look" });
  if (!rows.length) {
    return [el("p", {}, "Nobody has answered yet. Drop the answers in above, or fill in the form for somebody."),
      el("div", { class: "rm-row" }, again)];
  }
  const strangers = rows.filter((row) => row.stranger).length;
  const told = `${count(rows.length, "candidate")}: ${roles.map(([words, n]) => `${n} ${words}`).join(", ")}.`;
  const find = el("input", { type: "search", key: "find", "data-keep": true, value: panel.local.find ?? "",
    on: { input: (e) => { panel.local.find = e.target.value; panel.local.most = ROWS_AT_ONCE; panel.redraw(); } } });
  const wanted = (panel.local.find ?? "").trim().toLowerCase();
  const found = rows.filter((row) => !wanted || [row.name, row.id, row.role, row.department, row.state].some((text) => text.toLowerCase().includes(wanted)));
  const shownNow = found.slice(0, panel.local.most ?? ROWS_AT_ONCE);
  return [
    el("p", {}, el("strong", {}, told), listed ? ` The staff list has ${count(listed, "person", "people")}.` : " There is no staff list yet, so departments and reporting lines are not known."),
    strangers > 0 && el("p", {}, `${strangers} of them ${strangers === 1 ? "is" : "are"} not on the staff list: their reporting line is not known.`),
    el("div", { class: "rm-row" }, labelled(panel, "find", "Find a name, role or department", find), again),
    el("div", { class: "rm-scroll", tabindex: "0", role: "region", "aria-label": "Candidates" }, el("table", {},
      el("thead", {}, el("tr", {}, ["Name", "Would be", "Department", "State"].map((words) => el("th", { scope: "col" }, words)))),
      el("tbody", {}, shownNow.map((row) => el("tr", {},
        el("th", { scope: "row" }, row.name || row.id, row.stranger && [" ", el("span", { class: "rm-tag rm-warn" }, "not on the staff list")]),
        el("td", {}, row.role || "–"), el("td", {}, row.department || "–"), el("td", {}, row.state)))))),
    found.length > shownNow.length && el("div", { class: "rm-row" },
      button(`Show ${Math.min(ROWS_AT_ONCE, found.length - shownNow.length)} more of ${found.length}`,
        () => { panel.local.most = shownNow.length + ROWS_AT_ONCE; panel.redraw(); }, { key: "more" })),
    found.length === 0 && el("p", {}, "Nobody fits."),
  ];
}
