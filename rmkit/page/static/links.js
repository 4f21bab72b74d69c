// Keeping the link of an encrypted sheet, passing one to the partner, and what to say without a key.

const OTHER = { mentor: "mentor", mentee: "mentee" };

// Whether the link from the message holds no key, or not all of them.
const bare = (state) => !state.admitted || state.private.own.length > 0;

// How one comes back to this sheet, in the one case and in the other.
function wayBack(state, remembers) {
  if (!bare(state)) return remembers ? "This browser remembers the key." : "This browser does not remember the key.";
  return remembers ? "In this browser, the link from your message opens it again; anywhere else, only your whole link does."
    : "The link from your message does not open it again, only your whole link does.";
}

// The card that stands below a sheet. `told.kept` is called once the link is kept somewhere,
// `told.remembers` with whether this browser remembers the key.
function linksCard(state, keys, panel, told) {
  const status = el("span", { class: "rm-soft", role: "status" });
  const own = () => location.href;
  const way = el("span", {});
  const tell = () => {
    box.checked = remembered(state.sheet) === location.hash.slice(1);
    way.textContent = `${wayBack(state, box.checked)} `;
    told.remembers(box.checked);
  };
  const box = el("input", { type: "checkbox", on: { change: () => {
    const wish = box.checked;
    const done = remember(state.sheet, wish ? location.hash.slice(1) : NO);
    tell();
    status.textContent = !done ? "This browser keeps nothing. Copy the link."
      : wish ? "Remembered in this browser." : "No longer remembered in this browser. Copy your whole link before you leave.";
  } } });
  tell();
  return el("details", { class: "rm-card rm-page-links", open: !panel.linkKept || !box.checked },
    el("summary", {}, "Keep your link"),
    el("p", {}, "The key stands in your link, after the #: whoever has the whole link can read this and write in your place. ",
      way, "If all copies of the key are lost, nobody can help."),
    el("div", { class: "rm-row" },
      button("Copy my whole link", () => copy(own(), status, told), { class: "rm-button rm-main" }),
      el("label", { class: "rm-option" }, box, el("span", {}, "Remember it in this browser (untick on a shared machine)")),
      status),
    state.partner && !state.admitted && partnerPart(state, keys, panel, told));
}

function readers({ private: hidden, partner }) {
  const all = (kind) => hidden[kind].length > 0;
  if (all("pair") && all("own")) return partner
    ? "Some of this is for the two of you, some for you alone; it is encrypted in this browser, and no coordinator can read it."
    : "Some of this is for you, to share as you like; it is encrypted in this browser, and no coordinator can read it.";
  if (all("own")) return "What you write for yourself is encrypted in this browser; nobody else can read it.";
  return partner
    ? "What the two of you write here for each other is encrypted in this browser; no coordinator can read it."
    : "What is between you and your partner is encrypted in this browser; no coordinator can read it.";
}

async function copy(text, status, told) {
  try {
    await navigator.clipboard.writeText(text);
    status.textContent = "Copied. Put it where only you can read it.";
    told?.kept();
  } catch {
    status.textContent = "Copying is not possible here: copy the address at the top of the browser.";
  }
}

function partnerPart(state, keys, panel, told) {
  const whom = OTHER[state.partner];
  const place = el("div", { role: "status" });
  const make = async () => {
    const token = await keys.pair.partnerToken(state.sheet);
    const reply = await sendSurely("POST", "partner", { token, key: keys.pair.mark });
    if (reply.status !== 200) { panel.say(noticeOf(reply)); return; }
    const link = `${location.origin}${HERE.replace(/[^/]+$/, token)}#${keys.pair.secret}`;
    const line = el("input", { type: "text", readonly: true, value: link, "aria-label": `The link for your ${whom}`, on: { focus: () => line.select() } });
    const said = el("span", { class: "rm-soft" });
    place.replaceChildren(
      el("p", {}, `This link opens the sheet for your ${whom}, who writes in a column of their own. Send it in a way that only the two of you read.`),
      line, el("div", { class: "rm-row" }, button("Copy it", async () => {
        try { await navigator.clipboard.writeText(link); said.textContent = "Copied."; } catch { line.select(); said.textContent = "It is marked: copy it with the keyboard or the menu."; }
      }), said));
    told.kept();
  };
  return [el("p", {}, el("strong", {}, `For your ${whom}`)),
    el("div", { class: "rm-row" }, button(`Make a link for your ${whom}`, make)), place];
}

// A sheet that is there and whose key is not.
function lockedPart(state, lacking, panel) {
  const part = lacking.length === 1 && lacking[0] === "own" && state.private.pair.length ? "Part of this sheet" : "This sheet";
  const line = el("input", { type: "text", autocomplete: "off", spellcheck: "false" });
  const open = () => {
    const fragment = line.value.trim().split("#")[1] ?? "";
    if (!fragment.split(".").some(isKey)) {
      panel.say({ kind: "wrong", text: "There is no key in that link: it ends in # and more than forty letters and digits.", faults: [] });
      return;
    }
    location.hash = fragment;
    location.reload();
  };
  const anew = button("Begin an empty sheet", async () => {
    if (anew.textContent === "Begin an empty sheet") { anew.textContent = "Yes, delete what nobody can read any more"; return; }
    const reply = await sendSurely("POST", "anew", {});
    if (reply.status !== 200) { panel.say(noticeOf(reply)); return; }
    forget(state.sheet);
    history.replaceState(null, "", HERE);
    location.reload();
  });
  return el("div", { class: "rm-card" },
    el("h2", {}, `${part} is locked`),
    el("p", {}, "It was encrypted in the browser in which it was begun, and this browser does not remember the key. It stands in the whole link that you kept, after the #; the link that you opened now has none, or another one."),
    labelled(panel, "whole", "Your whole link", line, "Paste it here, or open it in this browser."),
    el("div", { class: "rm-row" }, button("Open it", open, { class: "rm-button rm-main" })),
    !state.admitted && [el("h3", {}, "The whole link is lost?"),
      el("p", {}, "Then nobody can read what stands there. You can begin again with an empty sheet; the old one and your partner's link to it are deleted."),
      el("div", { class: "rm-row" }, anew)],
    state.admitted && el("p", {}, "If you have it no more, ask your partner to send you their link for you again."));
}

const NO_CRYPTO = "This sheet is for two people alone, so it is encrypted before it leaves the browser. " +
  "Browsers do that only over a safe connection (an address with https) and when they are not too old. " +
  "Nothing can be written here, so that nothing is sent unencrypted. Try a newer browser, or ask whoever sent you the link for one with https.";
