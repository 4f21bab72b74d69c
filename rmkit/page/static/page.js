// The participants' page: one form behind one link. Here it is joined to its server: drafts are kept
// there as they are typed, answers are handed in when the person says so, and what is for the pair or
// the person alone is encrypted before.

const { form: asked, state } = JSON.parse(document.getElementById("given").textContent);
const LARGEST = 990000; // bytes that the server takes at once
const anythingHidden = state.private.pair.length + state.private.own.length > 0;
const hiddenIn = { pair: new Set(state.private.pair.map(({ key }) => key)), own: new Set(state.private.own.map(({ key }) => key)) };
const clock = (at) => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = (at) => new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });

const beside = el("div", { class: "rm-page-before" });
const below = el("div", { class: "rm-page-after" });
const body = el("div", { class: "rm-body" });
const said = el("div", { class: "rm-said", role: "status", "aria-live": "polite" });
const root = el("section", { class: "rm", lang: "en" }, beside, body, said, below, foot());
const panel = {
  id: "rm1", root, body, local: {}, view: {},
  ask: (act, given) => (act === "save" ? save(given.answers) : Promise.resolve({})),
  say(notice) { said.replaceChildren(...(notice ? [shown(notice)] : [])); },
  redraw() {
    const kept = memory(root);
    body.replaceChildren(...[drawForm(panel)].flat().filter(Boolean));
    recall(root, kept);
  },
};
document.getElementById("place").replaceWith(root);
begin();

async function begin() {
  if (anythingHidden && !canEncrypt()) { body.append(el("div", { class: "rm-notice rm-wrong" }, el("p", {}, NO_CRYPTO))); return; }
  const { keys, lacking, came } = anythingHidden ? await findKeys(state) : { keys: {}, lacking: [] };
  if (lacking.length) { body.append(lockedPart(state, lacking, panel)); return; }
  panel.linkKept = came;
  panel.keys = keys;
  panel.device = deviceName();
  addEventListener("hashchange", () => location.reload());
  let content;
  try { content = await unpacked(state); } catch {
    body.append(el("div", { class: "rm-notice rm-wrong" }, el("p", {}, "What stands on this sheet was altered or put there with another key, so it cannot be opened. Tell your partner and whoever sent you the link.")));
    return;
  }
  Object.assign(panel, content);
  if (anythingHidden) {
    const here = el("span", {});
    const card = linksCard(state, keys, panel, {
      kept: () => { panel.linkKept = true; },
      remembers: (is) => { panel.remembers = is; here.textContent = wayBack(state, is); },
    });
    beside.append(el("p", { class: "rm-soft" }, state.number > 1 && `This is your sheet number ${state.number}. `, readers(state), " ", here, " ",
      el("a", { href: "#", on: { click: (event) => { event.preventDefault(); card.open = true; card.querySelector("summary").focus(); card.scrollIntoView(); } } }, "Keep your whole link"), "."));
    below.append(card);
  }
  if (state.partner) below.prepend(el("div", { class: "rm-row" }, button(`Look what the ${state.partner} saved`, lookAgain)));
  if (state.repeats && panel.saved) offerAnother();
  panel.view = viewOf();
  panel.drafts = draftsOf();
  tellOtherDrafts();
  drawSurely();
  addEventListener("beforeunload", (event) => {
    const unkept = anythingHidden && !panel.linkKept && !panel.remembers && (panel.written || panel.saved);
    if (panel.sender.pending || unkept) event.preventDefault();
  });
}

// A name for this browser, so that each has a draft of its own; it says nothing about anybody.
function deviceName() {
  try {
    const kept = localStorage.getItem("rmkit device");
    if (/^[0-9a-f]{32}$/.test(kept ?? "")) return kept;
    const made = randomHex();
    localStorage.setItem("rmkit device", made);
    return made;
  } catch { return randomHex(); }
}

// ---- what stands on the server, opened

const about = (kind, voice, what) => ["rmkit", state.sheet, asked.id, asked.version, voice ?? "", kind, what].join("|");

// What comes encrypted never stands in the place of what came in clear, or could only come in clear.
async function opened(content, what, voice = asked.voice) {
  const answers = new Map(Object.entries(content.answers ?? {}));
  const clear = new Set(drawForm.fieldsOf(asked).filter(({ key, mine }) => mine !== false && !hiddenIn.pair.has(key) && !hiddenIn.own.has(key)).map(({ key }) => key));
  for (const kind of ["pair", "own"]) {
    if (!content[kind]) continue;
    for (const [key, value] of Object.entries(await unseal(panel.keys[kind], content[kind], about(kind, voice, what)))) {
      if (!clear.has(key) && !answers.has(key)) answers.set(key, value);
    }
  }
  return Object.fromEntries(answers);
}

// Of what the other wrote only what is theirs to answer, and of the shape that its question has.
function theirsOf(answers) {
  const fits = drawForm.fitting(asked, answers).answers;
  return Object.fromEntries(drawForm.fieldsOf(asked).filter(({ key, mine }) => mine === false && Object.hasOwn(fits, key)).map(({ key }) => [key, fits[key]]));
}

async function unpacked({ saved, drafts, other, revision }) {
  return {
    revision,
    saved: saved && { at: saved.at, answers: await opened(saved, "saved") },
    found: await Promise.all(drafts.map(async (draft) => ({ ...draft, answers: await opened(draft, "draft") }))),
    others: other ? theirsOf(await opened(other, "saved", state.partner)) : {},
  };
}

// Draws the form, and says so where a part of it cannot be shown: nobody is left with a blank page.
function drawSurely() {
  try { panel.redraw(); return true; } catch { /* perhaps it is what the other wrote */ }
  panel.others = {};
  panel.view = viewOf();
  try { panel.redraw(); } catch {
    body.replaceChildren(el("div", { class: "rm-notice rm-wrong" }, el("p", {}, "This form cannot be shown here. Nothing was changed: what was saved is still there. Load the page again or try a newer browser; if this stays, tell whoever sent you the link.")));
    return false;
  }
  panel.say({ kind: "wrong", text: `What the ${state.partner ?? "other"} wrote cannot be shown here, so their part looks empty. Your own part is whole, and you can go on. Tell your partner.` });
  return false;
}

function viewOf() {
  return {
    form: asked, answers: panel.saved?.answers ?? {}, others: panel.others, draft: null, edits: true,
    save: anythingHidden ? "Save" : "Hand in my answers", again: panel.saved ? "Back to what is saved" : "Empty the form",
  };
}

// ---- drafts

function draftsOf() {
  // A draft of this device, or the newest; one that began before the last save only if asked for.
  const fresh = panel.found.filter((draft) => draft.base === panel.revision);
  let current = fresh.find(({ device }) => device === panel.device) ?? fresh[0] ?? null;
  if (current && fresh[0].at > current.at) [current] = fresh;
  panel.shownDraft = current;
  panel.sender = draftSender(packed, panel.device, toldOfDraft);
  return {
    get kept() { return `Draft kept ${clock(panel.keptAt ?? Date.now())}, not ${anythingHidden ? "saved" : "handed in"} yet.`; },
    read: () => panel.shownDraft && { at: Date.parse(panel.shownDraft.at), version: asked.version, answers: panel.shownDraft.answers },
    write: (draft) => { panel.written = draft.answers; return panel.sender.write(draft.answers); },
    drop() {
      panel.sender.forget();
      panel.written = panel.shownDraft = null;
      if (!panel.justSaved) send("DELETE", "draft", { device: panel.device });
      panel.justSaved = false;
    },
  };
}

function toldOfDraft({ kept, lost, refused }) {
  if (kept) { panel.keptAt = kept; if (panel.wasLost) { panel.say(null); panel.wasLost = false; } }
  if (lost && !panel.wasLost) {
    panel.wasLost = true;
    panel.say({ kind: "note", text: "No connection to the server: your draft is not kept at the moment. What you wrote is still here; leave this page open. It is tried again by itself." });
  }
  if (refused) panel.say(refused);
}

// Drafts that other devices left, and that are not the one shown.
function tellOtherDrafts() {
  const rest = panel.found.filter((draft) => draft !== panel.shownDraft);
  if (!rest.length) return;
  beside.append(el("div", { class: "rm-notice rm-warned" },
    el("p", {}, rest.length === 1 ? "There is another draft, from another device or from before the last save:" : "There are other drafts, from other devices or from before the last save:"),
    el("div", { class: "rm-row" }, rest.map((draft) => button(`Look at the one of ${day(draft.at)}, ${clock(draft.at)}`, () => show(draft), { class: "rm-button rm-small" })))));
}

function show(draft) {
  panel.shownDraft = draft;
  panel.local.typed = null;
  panel.redraw();
  panel.body.querySelector("form")?.scrollIntoView({ block: "start" });
}

// ---- handing in

async function packed(answers, what) {
  const parts = { answers: {}, pair: {}, own: {} };
  for (const [key, value] of Object.entries(answers)) {
    parts[hiddenIn.pair.has(key) ? "pair" : hiddenIn.own.has(key) ? "own" : "answers"][key] = value;
  }
  const sealed = { answers: parts.answers, base: panel.revision, keys: {}, pair: null, own: null };
  for (const kind of ["pair", "own"]) {
    if (!panel.keys[kind]) continue;
    sealed.keys[kind] = panel.keys[kind].mark;
    sealed[kind] = await seal(panel.keys[kind], parts[kind], about(kind, asked.voice, what));
  }
  if (words.encode(JSON.stringify(sealed)).length > LARGEST) throw new RangeError("too long");
  return sealed;
}

// What only this browser can read, only this browser can look through.
function wanting(answers) {
  const none = (value) => value === undefined || (typeof value === "string" && !value.trim());
  return [...state.private.pair, ...state.private.own].filter(({ key, required, roles }) => required && none(answers[key])
    && (!roles.length || !["mentor", "mentee"].includes(answers.role) || roles.includes(answers.role)));
}

async function save(answers) {
  const faults = wanting(answers).map(({ key, label }) => ({ key, text: `${label}: is required, and there is no answer.`, short: "This is required, and there is no answer. Please answer it." }));
  if (faults.length) return { notice: { kind: "wrong", text: `${faults.length === 1 ? "One answer is" : `${faults.length} answers are`} to mend. Nothing was saved.`, faults } };
  let sealed;
  try { sealed = await packed(answers, "saved"); } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { notice: { kind: "wrong", text: "This is too long: all of it together can have about half a million characters. Shorten it. Nothing was saved; what you wrote is still here." } };
  }
  await panel.sender.settle();
  const reply = await sendSurely("PUT", "answers", { ...sealed, device: panel.device, save: saveName(answers) });
  if (reply.status === 409 && reply.data.now) return changedElsewhere(reply.data, answers);
  const notice = noticeOf(reply);
  if (notice.kind === "done") {
    Object.assign(panel, { revision: reply.data.revision, saved: { at: reply.data.at, answers }, justSaved: true, written: null, saving: null });
    panel.view = viewOf();
    if (state.partner) offerNext();
    if (state.repeats) offerAnother();
  }
  return { notice };
}

// One name for each thing that is handed in: sent again after a lost reply, it counts once.
function saveName(answers) {
  const what = JSON.stringify([answers, panel.revision]);
  if (panel.saving?.what !== what) panel.saving = { what, name: randomHex() };
  return panel.saving.name;
}

async function changedElsewhere({ notice, now }, mine) {
  const theirs = await opened(now, "saved");
  const box = el("div", { class: "rm-notice rm-warned", key: "elsewhere" },
    el("p", {}, el("strong", {}, `Changed elsewhere at ${clock(now.at)}. `), "Both are kept. Which should count?"),
    el("div", { class: "rm-row" },
      button("Show the other answers", () => {
        Object.assign(panel, { revision: now.revision, saved: { at: now.at, answers: theirs }, shownDraft: null });
        panel.local = {};
        panel.view = viewOf();
        panel.redraw();
      }),
      button("Show mine again", () => show({ at: new Date().toISOString(), answers: mine })),
      button("Save mine in their place", () => {
        panel.revision = now.revision;
        box.remove();
        panel.body.querySelector("form").requestSubmit();
      })));
  beside.querySelector('[data-key="elsewhere"]')?.remove();
  beside.append(box);
  return { notice };
}

// ---- sheets of two

function offerNext() {
  if (below.querySelector('[data-key="next"]')) return;
  const place = el("span", { role: "status" });
  const go = button("Begin the next sheet", async () => {
    const reply = await sendSurely("POST", "next", {});
    if (reply.status !== 200) { panel.say(noticeOf(reply)); return; }
    go.remove();
    place.replaceChildren(el("a", { href: HERE.replace(/[^/]+$/, reply.data.token), target: "_blank", rel: "noopener" }, "Open the next sheet"),
      " It has a link of its own; keep that one too.");
  }, { class: "rm-button" });
  below.append(el("div", { class: "rm-row", key: "next" }, el("span", {}, `Is this sheet${state.number > 1 ? ` (number ${state.number})` : ""} finished?`), go, place));
}

// What is filled in again and again: each time is an answer of its own.
function offerAnother() {
  if (beside.querySelector('[data-key="another"]')) return;
  const go = button("Fill in another one", async () => {
    const reply = await sendSurely("POST", "another", {});
    if (reply.status === 200) location.reload(); else panel.say(noticeOf(reply));
  });
  beside.append(el("div", { class: "rm-notice rm-row", key: "another" },
    el("span", {}, "Below is what you handed in last. You can change it, or leave it and"), go));
}

async function lookAgain() {
  const reply = await send("GET", "now");
  if (reply.status !== 200) { panel.say(noticeOf(reply)); return; }
  try { panel.others = (await unpacked({ ...reply.data, saved: null, drafts: [] })).others; } catch { location.reload(); return; }
  panel.view = viewOf();
  if (!drawSurely()) return;
  panel.say({ kind: "note", text: Object.keys(panel.others).length ? "What the other wrote is up to date." : "The other has not saved anything yet." });
}

function foot() {
  const reads = anythingHidden ? readers(state) : `What you hand in is read by whoever coordinates the programme${state.organisation ? ` at ${state.organisation}` : ""}. A draft is kept for you and handed to nobody, but whoever has your link can open it.`;
  return el("footer", { class: "rm-soft rm-page-foot" },
    el("p", {}, reads, ` This link is yours alone, until ${day(state.until)}.`, state.contact && ` Questions? Ask ${state.contact}.`));
}
