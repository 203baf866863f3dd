/**
 * What is kept of a conversation: in the tab's sessionStorage, so that it outlives the page but not the
 * tab. Many people use one computer in a care home, so nothing is kept for the next one.
 */

const KEY = 'care-chat';
const VERSION = 1;
const MOST_ITEMS = 100;
const MINUTE = 60000;

/** Make an id that nobody can guess: a UUID, version 4. randomUUID is there on secure pages only. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Begin a conversation. `longest` and `idle` (minutes) hold until the session says otherwise. */
export function fresh(now, open = false) {
  return {
    version: VERSION,
    tab: newId(),
    open,
    token: null,
    idle: 60,
    until: now + 60 * MINUTE,
    longest: 1000,
    draft: '',
    items: [],
  };
}

/** Put off the end of the conversation, as something was written. */
export function touch(state, now) {
  state.until = now + state.idle * MINUTE;
}

/**
 * Read the conversation. Returns {state, ended}: `ended` where there was one that is over by now.
 * What another script has left under our name is not ours: a new conversation begins.
 */
export function load(now) {
  let state = null;
  try {
    state = JSON.parse(sessionStorage.getItem(KEY));
  } catch (error) {
    console.warn('care-chat: the stored chat cannot be read.', error);
  }
  if (!state || state.version !== VERSION || !Array.isArray(state.items)) {
    return { state: fresh(now), ended: false };
  }
  if (now >= state.until) return { state: fresh(now, state.open), ended: state.items.length > 0 };
  for (const item of state.items) {
    if (item.state === 'sending') item.state = 'waiting'; // the page went away before its answer came
  }
  return { state, ended: false };
}

/** Keep the conversation, without what has ended. A browser may refuse; then it lives in the page only. */
export function save(state) {
  const items = state.items.filter((item) => !item.ended).slice(-MOST_ITEMS);
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...state, items }));
  } catch (error) {
    console.warn('care-chat: the chat cannot be stored.', error);
  }
}

/** Call `taken` where another tab has this conversation: a browser copies the storage of a duplicated tab. */
export function onlyHere(tab, taken) {
  if (!window.BroadcastChannel) return;
  const channel = new BroadcastChannel(KEY);
  let asking = true;
  channel.onmessage = ({ data }) => {
    if (data.tab !== tab()) return;
    if (data.asks) channel.postMessage({ tab: data.tab, asks: false });
    else if (asking) taken();
    asking = false;
  };
  channel.postMessage({ tab: tab(), asks: true });
}
