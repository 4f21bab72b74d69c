// What is for the pair or for one person alone is encrypted here, before it leaves the browser. The
// keys stand behind the # of the link, which browsers never send to a server: #pair.own

const words = new TextEncoder();
const LONGEST_SEALED = 600000; // bytes, before they are encrypted

const toText = (bytes) => btoa(Array.from(new Uint8Array(bytes), (b) => String.fromCharCode(b)).join(""))
  .replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const randomHex = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

const canEncrypt = () => window.isSecureContext && Boolean(crypto.subtle);
const isKey = (text) => /^[A-Za-z0-9_-]{43}$/.test(text ?? "");
const newKey = () => toText(crypto.getRandomValues(new Uint8Array(32)));

// From one secret: what encrypts, a mark that tells whether two secrets are the same, and tokens.
async function keyOf(secret) {
  const base = await crypto.subtle.importKey("raw", toBytes(secret), "HKDF", false, ["deriveKey", "deriveBits"]);
  const from = (info) => ({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: words.encode(`rmkit page ${info}`) });
  const bits = async (info, n) => toText(await crypto.subtle.deriveBits(from(info), base, n));
  return {
    secret, mark: await bits("mark", 128),
    aes: await crypto.subtle.deriveKey(from("answers"), base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]),
    partnerToken: (sheet) => bits(`partner ${sheet}`, 256),
  };
}

// Sizes are rounded up, so that the length of what was written does not show.
function padded(text) {
  const bytes = words.encode(text);
  if (bytes.length > LONGEST_SEALED) throw new RangeError("too long");
  let room = 1024;
  while (room < bytes.length) room *= 4;
  const whole = new Uint8Array(Math.min(room, LONGEST_SEALED)).fill(32);
  whole.set(bytes);
  return whole;
}

async function seal(key, data, about) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: words.encode(about) }, key.aes, padded(JSON.stringify(data)));
  return `1.${toText(iv)}.${toText(sealed)}`;
}

// Throws where the key is another one, or what stands there was altered or put elsewhere.
async function unseal(key, text, about) {
  const [version, iv, sealed] = text.split(".");
  if (version !== "1") throw new Error("newer");
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: toBytes(iv), additionalData: words.encode(about) }, key.aes, toBytes(sealed));
  return JSON.parse(new TextDecoder().decode(plain));
}

// A key is remembered in this browser unless somebody said no here; the no is remembered in its place.
const NO = "-";
const rememberedAs = (sheet) => `rmkit key ${sheet} ${asked.voice ?? ""}`;
const remembered = (sheet) => { try { return localStorage.getItem(rememberedAs(sheet)); } catch { return null; } };
const refused = (sheet) => remembered(sheet) === NO;
function remember(sheet, fragment) {
  try { localStorage.setItem(rememberedAs(sheet), fragment); return true; } catch { return false; }
}
function forget(sheet) {
  try { if (!refused(sheet)) localStorage.removeItem(rememberedAs(sheet)); } catch { /* nothing was kept */ }
}

// Finds the keys that this form needs, in the link or in this browser, or makes them, and remembers
// them: gives { keys, lacking, came }, where `came` says whether all of them stood in the link.
async function findKeys({ private: hidden, keys: marks, sheet }) {
  const wanted = ["pair", "own"].filter((kind) => hidden[kind].length);
  const places = [location.hash.slice(1), remembered(sheet) ?? ""].map((text) => text.split("."));
  const keys = {};
  const lacking = [];
  let came = true;
  for (const [at, kind] of ["pair", "own"].entries()) {
    if (!wanted.includes(kind)) continue;
    const found = places.map((parts) => parts[at]).filter(isKey);
    for (const secret of marks[kind] ? found : [found[0] ?? newKey()]) {
      const key = await keyOf(secret);
      if (!marks[kind] || marks[kind] === key.mark) { keys[kind] = key; break; }
    }
    if (!keys[kind]) lacking.push(kind);
    came &&= keys[kind]?.secret === places[0][at];
  }
  if (lacking.length || !wanted.length) return { keys, lacking, came };
  const fragment = [keys.pair?.secret ?? "", keys.own?.secret ?? ""].join(".").replace(/\.$/, "");
  history.replaceState(null, "", `#${fragment}`);
  if (!refused(sheet)) remember(sheet, fragment);
  return { keys, lacking, came };
}
