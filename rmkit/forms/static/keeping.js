// The programme's file. `panel.view` holds its `path`, the `problem` that keeps it from being
// opened (or ""), `warnings`, what the last check found (`checked`), `backups` and `history`, the
// newest first. `panel.local.asking` is the step back that waits for a yes.

const FEW_BACKUPS = 5;

function draw(panel) {
  panel.follows = true;
  const { view } = panel;
  if (!view.path) {
    return el("div", { class: "rm-notice rm-warned" },
      el("p", {}, view.problem, " Choose or make one in ", notebook("00_start_here.ipynb", "00 Start here"), ", then run this cell again."));
  }
  return el("div", { class: "rm-office" },
    view.problem && el("div", { class: "rm-notice rm-wrong", role: "alert" },
      el("p", {}, el("strong", {}, "The file cannot be opened. "), view.problem),
      view.backups.length > 0
        ? el("p", {}, "Restore a backup below: what is there now is kept beside it, byte for byte.")
        : el("p", {}, "rmkit has no backup of it. Look for a copy of your own, and put it in this place.")),
    view.warnings.map((words) => el("div", { class: "rm-notice rm-warned" }, el("p", {}, el("strong", {}, "Take care. "), words))),
    el("p", { class: "rm-soft rm-path" }, "The file: ", el("b", {}, view.path), ". ",
      view.temporary && "It is a temporary copy of our sample, and goes away by itself."),
    checkPart(panel),
    backupPart(panel),
    !view.problem && historyPart(panel));
}

// Is it whole?

function checkPart(panel) {
  const { checked } = panel.view;
  const noted = el("input", { type: "text", spellcheck: "false", autocomplete: "off", maxlength: 200, "data-keep": true, class: "rm-digest-field" });
  return el("section", { "aria-labelledby": `${panel.id}-whole` },
    el("h3", { id: `${panel.id}-whole` }, "Is the file whole?"),
    el("p", { class: "rm-soft" }, "Looks at every row and every entry of the history. It changes nothing."),
    checked && outcome(panel, checked),
    el("details", { key: "noted" },
      el("summary", { key: "noted-summary" }, "I noted a mark before"),
      labelled(panel, "noted-mark", "The mark that you noted", noted, "Then the check also tells whether everything up to it is still there.")),
    el("div", { class: "rm-row" }, button("Check now", () => panel.run("check", { noted: noted.value }), { class: "rm-button rm-main", key: "check" })));
}

function outcome(panel, { whole, at, problems, advice, head, noted, newest }) {
  if (whole) {
    return el("div", { class: "rm-notice rm-done" },
      el("p", {}, el("strong", {}, "The file is whole: "), `every row and every entry of the history is as rmkit wrote it (checked ${at}).`,
        noted && " The mark that you noted is in it: nothing before it was cut off or written anew."),
      el("p", {}, "The mark of its history. Keep it elsewhere, in a mail to yourself or on paper: with it, a later check shows whether the past was rewritten."),
      copyable(panel, head, "Copy the mark", "copy"),
      !newest && el("p", {}, "There is no backup yet. Make one below."));
  }
  const best = panel.view.backups.find(({ path }) => path === newest);
  return el("div", { class: "rm-notice rm-wrong" },
    el("p", {}, el("strong", {}, "The file is not as rmkit wrote it.")),
    el("ul", {}, problems.map((words) => el("li", {}, words))),
    advice.map((words) => el("p", {}, words)),
    best && el("div", { class: "rm-row" }, button(`Restore the backup of ${best.when} …`, () => askRestore(panel, best), { key: "restore-newest" })));
}

// Backups

function backupPart(panel) {
  const { view, local } = panel;
  const few = local.allBackups ? view.backups : view.backups.slice(0, FEW_BACKUPS);
  const more = view.backups.length - few.length;
  return el("section", { "aria-labelledby": `${panel.id}-backups` },
    el("h3", { id: `${panel.id}-backups` }, "Backups"),
    el("p", { class: "rm-soft" }, "Whole copies in a folder beside the file. rmkit makes one by itself when you open what an earlier day left, and thins out the old ones. Against a lost or broken computer, copy one to another place yourself."),
    !view.problem && el("div", { class: "rm-row" }, button("Back up now", () => panel.run("back_up"), { class: "rm-button rm-main", key: "back-up" })),
    view.backups.length === 0 && el("p", {}, "There is none yet."),
    few.length > 0 && el("ul", { class: "rm-list" }, few.map((one) => backupRow(panel, one))),
    more > 0 && el("div", { class: "rm-row" },
      button(`Show ${count(more, "older one", "older ones")}`, () => { local.allBackups = true; panel.redraw(); }, { class: "rm-button rm-small", key: "all-backups" })));
}

function backupRow(panel, one) {
  const asked = panel.local.asking?.backup === one.path;
  return el("li", {},
    el("div", { class: "rm-entry" },
      el("div", {}, el("b", {}, one.when[0].toUpperCase() + one.when.slice(1)), el("span", { class: "rm-soft rm-path" }, `${one.name}${one.size && `, ${one.size}`}`)),
      button("Restore …", () => askRestore(panel, one), { class: "rm-button rm-small", key: `restore ${one.path}`, "aria-label": `Restore the backup of ${one.when}`, "aria-expanded": String(asked) })),
    asked && restoring(panel, one));
}

function askRestore(panel, { path }) {
  if (panel.view.backups.findIndex((one) => one.path === path) >= FEW_BACKUPS) panel.local.allBackups = true;
  return ask(panel, "about_restoring", { backup: path });
}

function restoring(panel, one) {
  const { lost } = panel.local.asking;
  const told = [
    !lost.known && el("p", {}, "The file is too damaged to say what it holds beyond this backup. Whatever came after the backup is not in it."),
    lost.known && lost.n === 0 && el("p", {}, "The file holds no change that is not in this backup, so nothing would be lost."),
    lost.known && lost.n > 0 && [
      el("p", {}, el("strong", {}, `${count(lost.n, "change")} that came after it will be gone from the file:`)),
      el("ul", {}, lost.rows.map((words) => el("li", {}, words)), lost.more > 0 && el("li", {}, `… and ${lost.more} before that.`)),
    ],
    el("p", {}, "What is in the file now goes to the backups first, so that you can come back to it. ",
      lost.known ? "Whoever was erased since stays erased." : "If you know of somebody who was erased since the backup, erase them again afterwards."),
  ];
  return asked(panel, { title: `Restore the backup of ${one.when}?`, told, yes: "Yes, restore it",
    go: (by) => panel.run("restore", { backup: one.path, by }), from: `restore ${one.path}`, then: () => done(panel) });
}

// The history

function historyPart(panel) {
  const { history, changes } = panel.view;
  const last = history.find((row) => row.can && row.undoes === null);
  const more = changes - history.length;
  return el("section", { "aria-labelledby": `${panel.id}-history` },
    el("h3", { id: `${panel.id}-history` }, "What was done"),
    el("p", { class: "rm-soft" }, "Every change, the newest first. Undoing one is a change too: nothing leaves the history, and an undo can be undone."),
    el("div", { class: "rm-row" },
      last && button("Undo the last change …", () => askUndo(panel, last), { key: "undo-last" }),
      button("Look again", () => panel.run("look"), { key: "look" })),
    el("table", { class: "rm-history" },
      el("thead", {}, el("tr", {}, ["No.", "What", "Who and when"].map((words) => el("th", { scope: "col" }, words)), el("td", {}))),
      el("tbody", {}, history.map((row) => changeRow(panel, row)))),
    more > 0 && el("div", { class: "rm-row" }, button(`Show ${Math.min(more, 20)} more of ${changes.toLocaleString("en-GB")}`, () => panel.run("more"), { key: "more" })));
}

function changeRow(panel, row) {
  const here = panel.local.asking?.change === row.no;
  const words = row.undoes === null ? "Undo" : "Undo the undo";
  return [
    el("tr", { class: row.undone_by === null ? null : "rm-undone" },
      el("td", { class: "rm-no" }, `${row.no}`),
      el("th", { scope: "row" }, el("span", { class: "rm-action" }, row.what), row.touched && el("span", { class: "rm-soft" }, row.touched),
        row.undone_by !== null && el("span", { class: "rm-tag" }, `undone by ${row.undone_by}`)),
      el("td", {}, el("span", { class: "rm-who" }, row.who), el("span", { class: "rm-soft" }, row.when)),
      el("td", { class: "rm-do" }, row.can && button(`${words} …`, () => askUndo(panel, row),
        { class: "rm-button rm-small", key: `undo ${row.no}`, "aria-label": `${words}: change ${row.no}`, "aria-expanded": String(here) }))),
    here && el("tr", { class: "rm-asked-row" }, el("td", { colspan: 4 }, undoing(panel, row))),
  ];
}

const askUndo = (panel, { no }) => ask(panel, "about_undoing", { change: no });

// What came of it stands at the foot; one goes on from the history, or from the check.
function done(panel) {
  panel.root.querySelector(".rm-said").scrollIntoView({ block: "nearest" });
  focusOn(panel, "look") || focusOn(panel, "check");
}

function undoing(panel, row) {
  const { effects } = panel.local.asking, redo = row.undoes !== null;
  const told = [
    el("p", {}, row.what),
    el("ul", {}, effects.map((words) => el("li", {}, words))),
    el("p", {}, "If a later change went on from it, rmkit says which, and does nothing."),
  ];
  return asked(panel, { title: redo ? `Bring change ${row.undoes} back?` : `Undo change ${row.no}?`, told,
    yes: redo ? "Yes, bring it back" : "Yes, undo it", go: (by) => panel.run("undo", { change: row.no, by }), from: `undo ${row.no}`, then: () => done(panel) });
}
