/** Sends what the user wrote, one message after the other and oldest first, each under its own id. */

import { Problem } from './service.js';
import { newId } from './store.js';

export const SLOW = 8000;
export const TOO_LONG = 40000;

/**
 * A message is {id, text, payload, state, problem}; its state is waiting, sending, sent or failed.
 * The chat that it works for has:
 * - messages() gives all of them, oldest first
 * - send(message, signal) gives the replies, or throws a Problem
 * - changed(message), answered(replies): draw it
 * - slow(): the answer takes longer than SLOW ms
 * - idle(): nothing is under way any more
 */
export class Outbox {
  constructor(chat) {
    this.chat = chat;
    this.current = null;
  }

  /** Send what waits. Without a line it goes on waiting, unless the user wants it tried. */
  async run(tried = false) {
    while (!this.current) {
      const message = this.chat.messages().find((each) => each.state === 'waiting');
      if (!message || !(tried || navigator.onLine)) {
        this.chat.idle();
        return;
      }
      await this.deliver(message);
    }
  }

  async deliver(message) {
    const attempt = new AbortController();
    const slow = setTimeout(() => this.chat.slow(), SLOW);
    const late = setTimeout(() => attempt.abort(), TOO_LONG);
    this.current = attempt;
    this.becomes(message, 'sending');
    let replies = null;
    try {
      replies = await this.chat.send(message, attempt.signal);
    } catch (problem) {
      if (this.current === attempt) this.fail(message, problem, attempt);
      if (!(problem instanceof Problem)) throw problem;
    } finally {
      clearTimeout(slow);
      clearTimeout(late);
      if (this.current === attempt) this.current = null;
      else replies = null; // the chat was cleared meanwhile
    }
    if (!replies) return;
    this.becomes(message, 'sent');
    this.chat.answered(replies);
  }

  fail(message, problem, attempt) {
    if (attempt.again) {
      this.becomes(message, 'waiting');
      return;
    }
    const known = problem instanceof Problem ? problem : new Problem('server_error');
    message.problem = { code: known.code, message: known.message };
    this.becomes(message, 'failed');
    if (problem.code !== 'network') return;
    // Without a line the rest cannot go either, and it must not overtake this one.
    for (const each of this.chat.messages()) {
      if (each.state === 'waiting') {
        each.problem = message.problem;
        this.becomes(each, 'failed');
      }
    }
  }

  becomes(message, state) {
    message.state = state;
    this.chat.changed(message);
  }

  /**
   * Try a failed message again, and with it all that failed for want of a line, in their order.
   * The id stays, so that a message that had arrived is not answered twice. An empty answer would
   * come back the same under the same id; that message gets another one.
   */
  again(message) {
    if (message.problem.code === 'empty') message.id = newId();
    const network = message.problem.code === 'network';
    for (const each of network ? this.chat.messages() : [message]) {
      if (each.state === 'failed' && (each === message || each.problem.code === 'network')) {
        this.becomes(each, 'waiting');
      }
    }
    return this.run(true);
  }

  /** Send once more what is under way. The same id: the server runs it once. */
  hurry() {
    if (!this.current) return this.run(true);
    this.current.again = true;
    this.current.abort();
    return Promise.resolve();
  }

  /** Drop what is under way. */
  stop() {
    if (this.current) this.current.abort();
    this.current = null;
  }
}
