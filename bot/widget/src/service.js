/** The calls to the assistant's server. */

/** A call that came to nothing. `code` is the server's, or 'network', 'slow' or 'empty'. */
export class Problem extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const GONE = ['session_expired', 'session_unknown'];

async function problemOf(answer) {
  let body;
  try {
    body = await answer.json();
  } catch (_error) {
    body = null; // a proxy's own page, say
  }
  const { code, message } = (body && body.error) || { code: 'server_error' };
  return new Problem(code, message);
}

export class Service {
  /**
   * `chat` has the `origin` of the server, the `state`, which holds the token, and sessionGone(),
   * called before a new session replaces one that the server has ended.
   */
  constructor(chat) {
    this.chat = chat;
  }

  /** Send one message. A session is made for the first, and again where the server has ended it. */
  async send(message, signal) {
    const body = message.payload
      ? { id: message.id, payload: message.payload, title: message.text }
      : { id: message.id, text: message.text };
    if (!this.chat.state.token) await this.begin(signal);
    try {
      return await this.ask(body, signal);
    } catch (problem) {
      if (!GONE.includes(problem.code)) throw problem;
      this.chat.sessionGone();
      await this.begin(signal);
      return this.ask(body, signal);
    }
  }

  async begin(signal) {
    const session = await this.call('/chat/session', {}, null, signal);
    const { state } = this.chat;
    state.token = session.token;
    state.idle = session.idle_minutes || state.idle;
    state.longest = session.longest_message || state.longest;
  }

  async ask(body, signal) {
    const { state } = this.chat;
    const answer = await this.call('/chat/messages', body, state.token, signal);
    state.token = answer.token || state.token;
    const replies = joined(answer.replies || []);
    if (!replies.length) throw new Problem('empty');
    return replies;
  }

  vote(reply, value, reason) {
    return this.call('/chat/feedback', { reply, value, reason }, this.chat.state.token);
  }

  /** Have the conversation deleted. One that the server no longer knows is deleted already. */
  async forget(token) {
    try {
      await this.call('/chat/forget', {}, token);
    } catch (problem) {
      if (!GONE.includes(problem.code)) throw problem;
    }
  }

  async call(path, body, token, signal) {
    const headers = { 'Content-Type': 'application/json' };
    if (token) headers.Authorization = `Bearer ${token}`;
    let answer;
    try {
      answer = await fetch(this.chat.origin + path, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
        signal,
        credentials: 'omit',
        cache: 'no-store',
      });
    } catch (_error) {
      throw new Problem(signal && signal.aborted ? 'slow' : 'network');
    }
    if (!answer.ok) throw await problemOf(answer);
    if (answer.status === 204) return null;
    try {
      return await answer.json();
    } catch (_error) {
      throw new Problem(signal && signal.aborted ? 'slow' : 'server_error');
    }
  }
}

/**
 * Join the texts of one reply, which may come in pieces: a reply ends with its `custom` payload.
 * What has no text says nothing, and is left out.
 */
export function joined(replies) {
  const found = [];
  let open = null;
  for (const { id, text, buttons, custom } of replies) {
    const piece = { id, text: text || '', buttons: buttons || [], custom: custom || null };
    if (open) {
      open.id = piece.id;
      open.text = [open.text, piece.text].filter(Boolean).join('\n\n');
      open.buttons = open.buttons.concat(piece.buttons);
      open.custom = piece.custom;
    } else {
      open = piece;
      found.push(open);
    }
    if (open.custom) open = null;
  }
  return found.filter((reply) => reply.text);
}
