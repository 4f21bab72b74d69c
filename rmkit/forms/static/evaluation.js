// Step 5. `panel.view` holds the report in short (`objective`, `sentences`, `limits`, `changes`), who
// is `silent`, what may be said for each choice (`arguments`) and the `decision`. What people wrote
// comes with a reply, one tab at a time, into `panel.local`, and stands in no view.

const TABS = { short: "In short", silent: "Who has not answered", quotes: "Quotations", sort: "More of, less of", decide: "Decide", write: "The report" };
const STARTS = { quotes: ["quotes", {}], sort: ["answer", { at: 0 }] };

function draw(panel) {
  panel.follows = true;
  const { view, local } = panel;
  if (view.problem) return shown(view.problem);
  if (!view.pairs) return emptyPart(view);
  local.tab ??= "short";
  return el("div", { class: "rm-office rm-evaluation" },
    el("div", { class: "rm-row", role: "group", "aria-label": "Parts of the evaluation" }, Object.entries(TABS).map(([tab, words]) =>
      button(tabWords(view, tab, words), () => turn(panel, tab), { key: `tab ${tab}`, "aria-pressed": String(local.tab === tab) }))),
    { short: shortPart, silent: silentPart, quotes: quotesPart, sort: sortPart, decide: decidePart, write: writePart }[local.tab](panel));
}

function tabWords(view, tab, words) {
  const n = { silent: view.silent_n, quotes: view.quotable, sort: view.to_sort }[tab];
  return n ? `${words} (${n.toLocaleString("en-GB")})` : words;
}

function emptyPart(view) {
  return el("div", { class: "rm-office" },
    el("p", {}, "No pairs were confirmed yet, so there is nothing to evaluate. They are made in ", notebook("04_pairs.ipynb", "04 Match the pairs"), "."),
    view.missing.length > 0 && el("ul", {}, view.missing.map((text) => el("li", {}, text))));
}

async function turn(panel, tab) {
  const { local } = panel;
  if (STARTS[tab]) {
    const { notice, data } = await panel.run(...STARTS[tab]);
    if (notice) return;
    local.behind = data;
  } else panel.say(null);
  local.tab = tab;
  panel.redraw();
  focusOn(panel, `tab ${tab}`);
}

function nameField(panel) {
  const by = el("input", { type: "text", autocomplete: "name", maxlength: 200, value: panel.local.by ?? "", on: { input: () => { panel.local.by = by.value; } } });
  return labelled(panel, "by", "Your name", by, "The file keeps who did it.");
}

// Do an act in the name that is typed; without one, go there.
async function act(panel, name, given) {
  const by = (panel.local.by ?? "").trim();
  const reply = await panel.run(name, { ...given, by });
  if (!by && reply.notice?.kind === "wrong") focusOn(panel, "by");
  return reply;
}

// What the report says in short

function shortPart(panel) {
  const { view } = panel;
  const { objective } = view;
  return [
    el("p", { class: "rm-soft" }, `${view.programme}, as of ${view.as_of}. For you; the report itself is written under “The report”.`),
    objective.sentence
      ? el("div", { class: "rm-card rm-objective" },
        el("p", {}, el("b", {}, objective.by ? `The objective (by ${objective.by}): ` : "The objective: "), objective.sentence),
        objective.verdict && el("p", { class: "rm-verdict" }, el("span", { class: `rm-mark rm-sign-${objective.sign || "open"}`, "aria-hidden": "true" }, objective.mark), el("strong", {}, objective.verdict)),
        objective.rule && el("p", { class: "rm-soft" }, objective.rule))
      : el("p", {}, "There is no objective. Write down what it was meant to be in ", notebook("01_objective.ipynb", "01 Define the objective"), "."),
    view.measured
      ? listPart("In three sentences", view.sentences, "ol")
      : el("div", { class: "rm-notice rm-warned" }, el("p", {}, "Nobody has answered at the end yet, so nothing can be told. Next: “Who has not answered”.")),
    view.measured && el("section", {}, el("h3", {}, "How far this can be trusted"), view.limits.map(([text, warns]) =>
      el("div", { class: `rm-notice${warns ? " rm-warned" : ""}` }, el("p", {}, warns && el("strong", {}, "Please check: "), text)))),
    view.changes.map(([title, lines]) => listPart(title, lines)),
    view.missing.length > 0 && listPart("What is missing, and what to do", view.missing),
    view.next.length > 0 && el("details", { key: "next" }, el("summary", { key: "next-summary" }, "What the next cohort needs to find out"),
      el("ol", {}, view.next.map((text) => el("li", {}, text)))),
  ];
}

const listPart = (title, lines, tag = "ul") => lines.length > 0 && el("section", {}, el("h3", {}, title), el(tag, {}, lines.map((text) => el("li", {}, text))));

// Who has not answered

function silentPart(panel) {
  const { view, local } = panel;
  const remind = async () => {
    const { data } = await act(panel, "remind", {});
    if (!data?.folder) return;
    local.folder = data.folder;
    panel.redraw();
  };
  const back = el("details", { key: "back" }, el("summary", { key: "back-summary" }, "What came back, form by form"),
    el("ul", {}, view.returned.map(([title, side, n]) => el("li", {}, `${title}, ${side}s: ${n}`))));
  if (!view.silent_n) return [el("p", {}, "Everybody sent back the look back."), back];
  return [
    el("p", {}, `${count(view.silent_n, "person has", "people have")} not sent back the look back at the end.`),
    view.ready > 0
      ? [nameField(panel), el("div", { class: "rm-row" }, button(`Write the ${count(view.ready, "reminder")}`, remind, { class: "rm-button rm-main", key: "remind" }),
        el("span", { class: "rm-soft" }, "As drafts in a folder; nothing is sent."))]
      : el("p", { class: "rm-soft" }, "No reminder is due now: it comes after the last day of a pair, and at most once a week."),
    local.folder && el("div", { class: "rm-notice" }, el("p", {}, "The drafts are here:"), copyable(panel, local.folder, "Copy this path", "copy-folder")),
    el("ul", { class: "rm-list" }, view.silent.map(([, name, side, stands, last]) => el("li", {},
      el("b", {}, name), ` ${side} `, el("span", { class: "rm-soft" }, STANDS[stands], last && ` Reminded on ${last}.`)))),
    view.silent_n > view.silent.length && el("p", { class: "rm-soft" }, `and ${(view.silent_n - view.silent.length).toLocaleString("en-GB")} more`),
    back,
  ];
}

const STANDS = { due: "A reminder is ready.", reminded: "Reminded within a week.", none: "No reminder is due: their pair runs no more, or its last day is still to come." };
