// What the page says to its server. Nothing that was typed is lost when nobody answers: a save is
// tried again under the same name, so that it counts once, and a draft until it has arrived.

const HERE = location.pathname;
const WAIT = 20000; // milliseconds for one try
const TRIES = [0, 1500, 4000];
const UNREACHED = "The server could not be reached, so nothing was saved yet. What you wrote is still here. Look at your connection, then save again.";

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

// One request: gives { status, data }; status 0 where there was no answer.
async function send(method, part, body, keepalive = false) {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), WAIT);
  try {
    const reply = await fetch(`${HERE}/${part}`, {
      method, signal: stop.signal, cache: "no-store", credentials: "omit", redirect: "error", keepalive,
      headers: body === undefined ? { Accept: "application/json" } : { Accept: "application/json", "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const data = (reply.headers.get("Content-Type") ?? "").startsWith("application/json") ? await reply.json() : {};
    return { status: reply.status, data, wait: Number(reply.headers.get("Retry-After")) || 0 };
  } catch { return { status: 0, data: {}, wait: 0 }; } finally { clearTimeout(late); }
}

async function sendSurely(method, part, body) {
  let reply;
  for (const ms of TRIES) {
    await pause(ms);
    reply = await send(method, part, body);
    if (reply.status !== 0 && reply.status !== 503) return reply;
  }
  return reply;
}

const noticeOf = ({ status, data }) =>
  data.notice ?? { kind: "wrong", text: status ? `The server could not do this (${status}). Nothing was saved; what you wrote is still here.` : UNREACHED, faults: [], more: 0 };

// Sends drafts one after the other, the newest only, and again until one has arrived. What is waited
// for is whether it arrived at the first try.
function draftSender(pack, device, told) {
  let newest = null; // { answers, heard }
  let running = false;
  let failed = 0;
  let sending = null;

  async function run() {
    running = true;
    while (newest) {
      const now = newest;
      newest = null;
      sending = pack(now.answers, "draft").then((sealed) => send("PUT", "draft", { ...sealed, device }));
      const reply = await sending;
      const kept = reply.status === 200;
      if (kept) { failed = 0; told({ kept: reply.data.at }); }
      now.heard(kept);
      if (kept) { if (newest) await pause(1000); continue; }
      if (reply.status !== 0 && reply.status !== 429 && reply.status < 500) { told({ refused: noticeOf(reply) }); break; }
      newest ??= now;
      failed += 1;
      told({ lost: true });
      await Promise.race([pause(Math.max(reply.wait * 1000, Math.min(60000, 1500 * 2 ** failed))), backOnline()]);
    }
    running = false;
  }

  return {
    write(answers) {
      newest?.heard(false);
      const heard = new Promise((resolve) => { newest = { answers: { ...answers }, heard: resolve }; });
      if (!running) run().catch(() => { running = false; newest?.heard(false); });
      return heard;
    },
    forget() { newest?.heard(false); newest = null; },
    // Lets a draft that is on its way arrive first: after a save it would look like a newer one.
    async settle() { this.forget(); await Promise.race([sending, pause(3000)]); },
    get pending() { return running || newest !== null; },
  };
}

const backOnline = () => new Promise((resolve) => { addEventListener("online", resolve, { once: true }); });
