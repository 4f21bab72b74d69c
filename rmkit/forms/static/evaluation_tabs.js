// Step 5: what is quoted, how answers are sorted, what is decided, and the pages that are written.

function quotesPart(panel) {
  const { quotes = [] } = panel.local.behind ?? {};
  if (!quotes.length) return el("p", {}, "Nobody has allowed a sentence to be quoted. The closing talk asks for one, and so does the look back.");
  const release = async (response, wanted) => {
    const { notice, data } = await act(panel, "release", { response, wanted });
    if (notice?.kind !== "done") return;
    panel.local.behind = data;
    panel.redraw();
    focusOn(panel, `quote ${response}`);
  };
  return [
    el("p", {}, "Each of these people allowed this very sentence to be quoted, without a name. Read each for whom it could give away: the writer, the partner, a manager. Only what you release stands in the report."),
    nameField(panel),
    el("ul", { class: "rm-list" }, quotes.map(([response, side, text, released]) => el("li", {}, el("div", { class: "rm-entry" },
      el("div", {}, el("q", { class: "rm-quote" }, text), " ", el("span", { class: "rm-soft" }, WHO[side] ?? side), released && [" ", el("span", { class: "rm-tag rm-good" }, "released")]),
      button(released ? "Take it back" : "Release it", () => release(response, released ? "no" : "yes"),
        { class: "rm-button rm-small", key: `quote ${response}`, "aria-label": `${released ? "Take it back" : "Release it"}: ${text}` }))))),
  ];
}

const WHO = { mentor: "a mentor", mentee: "a mentee", somebody: "somebody" };

// What was written, sorted by hand

function sortPart(panel) {
  const { view, local } = panel;
  const { at = 0, n = 0, known = [], one } = local.behind ?? {};
  if (!one) return el("p", {}, "Nobody has written yet of what they would like more or less.");
  const go = async (to, key) => {
    const { notice, data } = await panel.run("answer", { at: to });
    if (notice) return;
    local.behind = data;
    panel.redraw();
    if (!focusOn(panel, key)) focusOn(panel, "answer");
  };
  const boxes = known.map(([id, title]) => {
    const box = el("input", { type: "checkbox", value: id });
    box.checked = one.themes.includes(id);
    return [box, el("label", { class: "rm-pick" }, box, el("span", {}, title))];
  });
  const keep = async () => {
    const themes = boxes.filter(([box]) => box.checked).map(([box]) => box.value);
    const { notice, data } = await act(panel, "sort", { response: one.response, key: one.key, themes, at });
    if (notice?.kind !== "done") return;
    local.behind = data;
    panel.redraw();
    focusOn(panel, at + 1 < n ? "further" : "keep");
  };
  return [
    el("p", {}, "Themes are found by words, and words are not understood. Where that is wrong, sort by hand. The report tells how many named a theme, from five on, and nobody’s words."),
    nameField(panel),
    el("div", { class: "rm-card" },
      el("h4", { tabindex: "-1", key: "answer" }, `Answer ${at + 1} of ${n.toLocaleString("en-GB")}`),
      el("p", { class: "rm-soft" }, `${one.asked}; ${WHO[one.side]}. ${one.by_hand ? "Sorted by hand." : "Sorted by its words."}`),
      el("p", { class: "rm-written" }, one.text),
      el("fieldset", { class: "rm-themes" }, el("legend", {}, "Themes"), boxes.map(([, label]) => label)),
      el("div", { class: "rm-row" },
        button("Keep it so", keep, { class: "rm-button rm-main", key: "keep" }),
        button("Earlier", () => go(at - 1, "earlier"), { key: "earlier", disabled: at === 0 }),
        button("Further", () => go(at + 1, "further"), { key: "further", disabled: at + 1 >= n }))),
    view.themes.length > 0 && el("table", {},
      el("caption", { class: "rm-hidden" }, "Themes, and how many people named each"),
      el("thead", {}, el("tr", {}, ["Theme", "More", "Less"].map((words) => el("th", { scope: "col" }, words)))),
      el("tbody", {}, view.themes.map(([title, more, less]) => el("tr", {}, el("th", { scope: "row" }, title), el("td", {}, more), el("td", {}, less))))),
  ];
}

// Scale, change or stop

function decidePart(panel) {
  const { view, local } = panel;
  const { decision } = view;
  const cards = view.arguments.map(([name, title, texts]) => {
    const radio = el("input", { type: "radio", name: `${panel.id}-choice`, value: name, key: `choice ${name}`, on: { change: () => { local.choice = name; } } });
    radio.checked = (local.choice ?? "") === name;
    return el("div", { class: "rm-card" }, el("label", { class: "rm-pick rm-choice" }, radio, el("span", {}, title)),
      texts.length ? el("ul", {}, texts.map((text) => el("li", {}, text))) : el("p", { class: "rm-soft" }, "By the rules, nothing speaks for it."));
  });
  const why = el("textarea", { maxlength: 4000, value: local.why ?? "", on: { input: () => { local.why = why.value; } } });
  const keep = async () => {
    const { notice } = await act(panel, "decide", { choice: local.choice ?? "", why: local.why ?? "" });
    if (notice?.kind !== "done") return;
    Object.assign(local, { choice: null, why: "" });
    panel.redraw();
    focusOn(panel, "decided");
  };
  return [
    decision && el("div", { class: "rm-notice rm-done" }, el("p", { tabindex: "-1", key: "decided" }, el("strong", {}, `Decided on ${dayOf(decision.on)}: ${decision.title}. `), `${decision.why} (${decision.by})`)),
    el("p", {}, "What speaks for each follows from the report by rules. Nothing is added up, and nothing is recommended: one thing can outweigh all others, such as one person who was treated badly."),
    el("div", { class: "rm-cards", role: "radiogroup", "aria-label": "What becomes of the pilot" }, cards),
    labelled(panel, "why", "Why?", why, "It stands with the decision, for those who come after. No names, please."),
    nameField(panel),
    el("div", { class: "rm-row" }, button(decision ? "Keep this decision instead" : "Keep the decision", keep, { class: "rm-button rm-main", key: "decide" }),
      el("span", { class: "rm-soft" }, "It can be undone in ", notebook("rights_and_file.ipynb", "People’s rights, and your file"), ".")),
  ];
}

// The pages

function writePart(panel) {
  const { local } = panel;
  const place = el("input", { type: "text", autocomplete: "off", value: local.place ?? "", on: { input: () => { local.place = place.value; } } });
  const write = async () => {
    const { data } = await panel.run("write", { folder: (local.place ?? "").trim() });
    if (!data?.written) return;
    local.written = data.written;
    panel.redraw();
    focusOn(panel, "write");
  };
  return [
    el("p", {}, "The report, and the page to decide on: for a screen, for paper, and for Word. What is there is replaced."),
    labelled(panel, "place", "Folder", place, "Empty: a folder beside your programme’s file."),
    el("div", { class: "rm-row" }, button("Write the report", write, { class: "rm-button rm-main", key: "write" })),
    local.written && el("div", { class: "rm-notice" }, el("p", {}, "The pages are here:"), copyable(panel, local.written, "Copy this path", "copy-written")),
  ];
}
