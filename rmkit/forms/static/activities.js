// The library of activities. `panel.view` holds `topics`, `skills`, `mentees` ([id, name]) and the
// organisation's `own`; what was looked for and found is in `panel.local`.

const LEVELS = ["none", "basic", "medium", "advanced", "expert"];

function draw(panel) {
  const { problem } = panel.view;
  if (problem) return el("div", { class: "rm-notice rm-wrong", role: "alert" }, el("p", {}, problem));
  panel.follows = true;
  panel.local.topics ??= new Set();
  panel.local.chosen ??= new Set();
  return el("div", { class: "rm-library" }, searchPart(panel), foundPart(panel), ownPart(panel));
}

const select = (options, more = {}) => el("select", { "data-keep": true, ...more },
  options.map(([value, words]) => el("option", { value }, words)));

function searchPart(panel) {
  const { view, local } = panel;
  const words = el("input", { type: "search", autocomplete: "off", maxlength: 200, "data-keep": true, on: { keydown: (event) => { if (event.key === "Enter") find(); } } });
  const minutes = el("input", { type: "number", min: 5, max: 240, step: 5, class: "rm-short", "data-keep": true });
  const skill = select([["", "Any"], ...view.skills.map(({ id, title }) => [id, title])]);
  const levels = LEVELS.map((name, i) => [String(i + 1), name]);
  const level = select([["", "not known"], ...levels]);
  const target = select([["", "as far as it goes"], ...levels]);
  const mentee = select([["", "Nobody in particular"], ...view.mentees]);
  async function find() {
    const { data } = await panel.run("find", {
      words: words.value, minutes: minutes.value, skill: skill.value, level: level.value, target: target.value,
      mentee: mentee.value, topics: [...local.topics],
    });
    if (!data?.found) return;
    Object.assign(local, { found: data.found, told: data.told, file: null });
    panel.redraw();
    focusOn(panel, "found");
  }
  return el("section", { "aria-labelledby": `${panel.id}-look` },
    el("h3", { id: `${panel.id}-look` }, "What would you like to do?"),
    view.mentees.length > 0 && labelled(panel, "mentee", "For whom?", mentee, "By the levels that the mentee asked for, and the topics that they ticked for you."),
    labelled(panel, "words", "In your own words", words, "For example: password, chart, meeting."),
    el("fieldset", { class: "rm-topics" }, el("legend", {}, "Topics"), view.topics.map(({ id, title, help }) => {
      const box = el("input", { type: "checkbox", key: `topic ${id}`, on: { change: () => local.topics[box.checked ? "add" : "delete"](id) } });
      box.checked = local.topics.has(id);
      return el("label", { class: "rm-option" }, box, el("span", {}, title, el("span", { class: "rm-help" }, help)));
    })),
    el("details", { key: "more" }, el("summary", {}, "By a skill and its level, or by time"),
      labelled(panel, "skill", "Skill", skill),
      el("div", { class: "rm-side" }, labelled(panel, "level", "From level", level), labelled(panel, "target", "To level", target),
        labelled(panel, "minutes", "Minutes at most", minutes))),
    el("div", { class: "rm-row" }, button("Find activities", find, { class: "rm-button rm-main", key: "find" })));
}

function foundPart(panel) {
  const { local } = panel;
  if (!local.found) return el("p", { class: "rm-soft" }, `${count(panel.view.all + panel.view.own.length, "activity", "activities")} in the library. Tick nothing to see all.`);
  const paper = async () => {
    const { data } = await panel.run("paper", { ids: [...local.chosen] });
    if (!data?.file) return;
    if (local.file) URL.revokeObjectURL(local.file.url);
    const raw = Uint8Array.from(atob(data.file.bytes), (letter) => letter.charCodeAt(0));
    local.file = { name: data.file.name, url: URL.createObjectURL(new Blob([raw], { type: "application/pdf" })) };
    panel.redraw();
    focusOn(panel, "file");
  };
  return el("section", { "aria-labelledby": `${panel.id}-found` },
    el("h3", { id: `${panel.id}-found`, tabindex: "-1", key: "found" }, local.told),
    el("ul", { class: "rm-list" }, local.found.map((one) => {
      const box = el("input", { type: "checkbox", key: `print ${one.id}`, on: { change: () => local.chosen[box.checked ? "add" : "delete"](one.id) } });
      box.checked = local.chosen.has(one.id);
      return el("li", {}, activityCard(one, el("label", { class: "rm-option" }, box, el("span", {}, "Put it on paper"))));
    })),
    local.found.length > 0 && el("div", { class: "rm-row" },
      button("Print those ticked", paper, { key: "paper" }),
      local.file && el("a", { href: local.file.url, download: local.file.name, class: "rm-link", key: "file" }, `Download ${local.file.name}`)));
}

function ownPart(panel) {
  const { view } = panel;
  const title = "Activities of your own";
  if (!view.kept) return el("p", { class: "rm-soft" }, "With a programme open, activities of your own stand beside these.");
  const file = el("input", { type: "file", accept: ".yaml,.yml,.xlsx,.csv" });
  const add = async () => {
    const [chosen] = file.files;
    if (!chosen) { panel.say({ kind: "wrong", text: "Choose the file with your activities first." }); focusOn(panel, "own-file"); return; }
    await panel.run("add", { name: chosen.name }, [await chosen.arrayBuffer()]);
  };
  return el("details", { key: "own" }, el("summary", {}, `${title} (${view.own.length})`),
    el("p", { class: "rm-soft" }, "What is usual where you are: your intranet, your chat, a shop nearby. Get the table, fill it in, take it over."),
    view.own.length > 0 && el("ul", { class: "rm-list" }, view.own.map(({ id, title: name }) => el("li", {}, el("div", { class: "rm-entry" },
      el("div", {}, name), button("Take out", () => panel.run("take_out", { activity: id }), { class: "rm-button rm-small", key: `out ${id}`, "aria-label": `Take out: ${name}` }))))),
    labelled(panel, "own-file", "A file with activities", file, "Excel, CSV or YAML. One that is there under the same id is replaced."),
    el("div", { class: "rm-row" }, button("Take them over", add, { class: "rm-button rm-main", key: "add" }),
      button(view.own.length ? "Write mine as a table" : "Write a table to fill in", () => panel.run("export", { format: "xlsx" }), { key: "table" }),
      view.own.length > 0 && button("Write mine as YAML", () => panel.run("export", { format: "yaml" }), { key: "yaml" })));
}
