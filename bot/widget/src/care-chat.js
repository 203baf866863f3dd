/** <care-chat>: the chat of the assistant on any page. */

import { brand } from './colours.js';
import { button, el } from './dom.js';
import { entry, intro, problemText, spoken } from './messages.js';
import { Outbox } from './outbox.js';
import { behindInert, dress, leaveRoom, parts } from './panel.js';
import { Service } from './service.js';
import { fresh, load, newId, onlyHere, save, touch } from './store.js';
import { TEXTS } from './texts.js';

const COUNT_LAST = 0.2;
const SMALL = '(max-width: 30em), (max-height: 30em)';
const HEARD_FOR = 10000;
const PAUSE = 1000;

export class CareChat extends HTMLElement {
  /** Attributes: data-origin, data-title, data-greeting, data-colour, data-position. */
  connectedCallback() {
    if (this.shadowRoot) return;
    this.origin = this.dataset.origin;
    this.greeting = this.dataset.greeting || TEXTS.greeting;
    this.service = new Service(this);
    this.outbox = new Outbox(this);
    this.boxes = new WeakMap();
    this.build();
    this.restore();
    this.watch();
    this.hidden = true;
    dress(this.shadowRoot, `${this.origin}/widget.css`).then(() => this.dressed());
  }

  // --- the parts ---

  build() {
    const root = this.attachShadow({ mode: 'open' });
    this.colour();
    this.own = parts(this, this.dataset.title || TEXTS.title);
    root.append(this.own.launcher, this.own.panel);
  }

  /** With its styles there, the widget is shown, and measured. */
  dressed() {
    this.hidden = false;
    leaveRoom(this.own.launcher);
    this.show(this.state.open);
  }

  colour() {
    const wanted = this.dataset.colour;
    if (!wanted) return;
    const colours = brand(wanted);
    if (!colours) {
      console.warn(`care-chat: data-colour is "${wanted}"; write it like #005a5b.`);
      return;
    }
    for (const name of Object.keys(colours)) this.style.setProperty(`--${name}`, colours[name]);
  }

  watch() {
    addEventListener('online', () => this.lineIsBack());
    addEventListener('offline', () => this.idle());
    // A page that the browser kept whole may be behind what a later page has stored.
    addEventListener('pageshow', (event) => event.persisted && this.restore());
    document.addEventListener('keydown', (event) => this.escape(event));
    matchMedia(SMALL).addEventListener('change', () => this.fit());
    matchMedia('print').addEventListener('change', (event) => {
      for (const each of this.own.log.querySelectorAll('details')) each.open = event.matches;
    });
    onlyHere(
      () => this.state.tab,
      () => this.begin(fresh(Date.now(), this.state.open)),
    );
  }

  // --- the conversation ---

  restore() {
    const { state, ended } = load(Date.now());
    if (ended) state.items.push({ who: 'note', text: TEXTS.endedBefore });
    this.begin(state);
  }

  begin(state) {
    this.outbox.stop();
    this.state = state;
    this.own.input.value = state.draft;
    this.drawAll();
    this.typed();
    this.show(state.open);
    this.outbox.run();
  }

  save() {
    save(this.state);
    clearTimeout(this.ending);
    const left = this.state.until - Date.now();
    this.ending = setTimeout(() => this.end(TEXTS.ended(this.state.idle)), left);
  }

  /**
   * End what was said so far. It can still be read here, but is kept no longer: not by the tab, and
   * not by the server, which no longer takes votes on it either. What waits to be sent goes on waiting.
   */
  end(words) {
    const old = this.state.items;
    if (!old.some((item) => !item.ended)) return;
    for (const item of old) item.ended = item.who !== 'user' || item.state === 'sent';
    this.state.token = null;
    const held = this.own.log.contains(this.shadowRoot.activeElement);
    this.drawAll();
    if (held) this.own.log.focus(); // the button that had it is gone
    this.add({ who: 'note', text: words, ended: true });
    this.say(words);
    touch(this.state, Date.now());
    this.save();
  }

  add(item) {
    this.state.items.push(item);
    this.draw(item);
    this.save();
  }

  /** Send what was typed, unless it is too long: the text below the field then says so. */
  submit() {
    const text = this.own.input.value.trim();
    if (!text || this.charactersLeft() < 0) return;
    this.own.input.value = '';
    this.typed();
    this.ask(text);
  }

  /** Say something in the user's name; `payload` stands behind the button that was pressed. */
  ask(text, payload) {
    if (Date.now() >= this.state.until) this.end(TEXTS.ended(this.state.idle));
    touch(this.state, Date.now());
    this.add({ who: 'user', id: newId(), text, payload, state: 'waiting' });
    this.own.log.scrollTop = this.own.log.scrollHeight;
    this.outbox.run();
  }

  // --- what the outbox and the service ask for and tell ---

  messages() {
    return this.state.items.filter((item) => item.who === 'user');
  }

  send(message, signal) {
    return this.service.send(message, signal);
  }

  sessionGone() {
    this.end(TEXTS.endedThere);
  }

  slow() {
    this.showState(TEXTS.slow, () => this.outbox.hurry());
  }

  answered(replies) {
    touch(this.state, Date.now());
    for (const reply of replies) {
      const item = Object.assign({ who: 'reply' }, reply);
      this.add(item);
      this.hear(spoken(item));
    }
  }

  changed(message) {
    this.draw(message);
    this.save();
    if (message.state === 'sending') this.showState(TEXTS.looking, null, true);
    if (message.state === 'failed') this.say(`${TEXTS.notSent} ${problemText(message.problem)}`);
  }

  again(message) {
    this.own.input.focus(); // the button goes away
    this.outbox.again(message);
  }

  // --- clearing and saving ---

  askToClear(asked = true) {
    this.own.clearing.hidden = !asked;
    this.own.tools.hidden = asked;
    if (asked) this.own.keep.focus();
  }

  keep() {
    this.askToClear(false);
    this.own.clear.focus();
  }

  clear() {
    const { token } = this.state;
    this.begin(fresh(Date.now(), true));
    this.askToClear(false);
    this.own.input.focus();
    this.say(TEXTS.cleared);
    if (token) this.forget(token);
  }

  async forget(token) {
    try {
      await this.service.forget(token);
    } catch (_problem) {
      this.showState(TEXTS.clearedHere, () => {
        this.idle();
        this.forget(token);
      });
    }
  }

  /** Save what the conversation looks like: without buttons, with the addresses of links. */
  saveCopy() {
    const { log } = this.own;
    log.classList.add('copied');
    for (const each of log.querySelectorAll('details')) each.open = true;
    for (const each of log.querySelectorAll('a')) each.append(` (${each.href})`);
    // biome-ignore lint/performance/useDomNodeTextContent: only this leaves out what is not shown.
    const href = URL.createObjectURL(new Blob([log.innerText], { type: 'text/plain' }));
    log.classList.remove('copied');
    this.drawAll();
    el('a', { href, download: TEXTS.fileName }).click();
    setTimeout(() => URL.revokeObjectURL(href), PAUSE);
  }

  // --- what is shown ---

  drawAll() {
    this.own.log.replaceChildren(intro(this.greeting));
    for (const item of this.state.items) this.draw(item);
  }

  draw(item) {
    const box = entry(item, this);
    const old = this.boxes.get(item);
    this.boxes.set(item, box);
    if (old && old.isConnected) old.replaceWith(box);
    else this.own.log.append(box);
    if (item.who === 'user' && item.state === 'sent') return;
    const isTall = box.offsetHeight > this.own.log.clientHeight; // then its start is shown
    box.scrollIntoView({ block: isTall ? 'start' : 'nearest' });
  }

  open() {
    this.show(true);
    // On a phone the keyboard would cover what is to be read first.
    (this.isModal ? this.own.heading : this.own.input).focus();
  }

  close() {
    this.show(false);
    this.own.launcher.focus();
  }

  show(open) {
    this.state.open = open;
    this.save();
    this.own.panel.hidden = !open;
    this.own.launcher.hidden = open;
    this.fit();
    if (!open) return;
    this.grow();
    this.own.log.scrollTop = this.state.items.length ? this.own.log.scrollHeight : 0;
  }

  /** Fill a small screen, with nothing to reach behind; on a large one the page stays in use. */
  fit() {
    if (this.uncover) this.uncover();
    this.isModal = this.state.open && matchMedia(SMALL).matches;
    this.uncover = this.isModal ? behindInert(this) : null;
    this.own.panel.setAttribute('aria-modal', String(this.isModal));
  }

  /** Esc closes from anywhere, as the panel may lie over what has the focus on the page. */
  escape(event) {
    if (event.key !== 'Escape' || event.defaultPrevented || !this.state.open) return;
    if (!this.own.clearing.hidden) this.keep();
    else if (this.shadowRoot.activeElement) this.close();
    else this.show(false);
  }

  typed() {
    const { input, count } = this.own;
    this.grow();
    this.state.draft = input.value;
    this.save();
    const left = this.charactersLeft();
    const shown = left <= this.state.longest * COUNT_LAST;
    count.hidden = !shown;
    count.textContent = shown ? TEXTS[left < 0 ? 'over' : 'left'](Math.abs(left)) : '';
    count.classList.toggle('error', left < 0);
    input.setAttribute('aria-invalid', String(left < 0));
    clearTimeout(this.counting); // heard when the typing pauses, not at every key
    if (shown) this.counting = setTimeout(() => this.say(count.textContent), PAUSE);
  }

  /** Make the field as high as what was typed; the stylesheet says where that ends. */
  grow() {
    const { style } = this.own.input;
    style.height = 'auto';
    style.height = `${this.own.input.scrollHeight + 4}px`;
  }

  /** Characters as the server counts them. */
  charactersLeft() {
    return this.state.longest - [...this.own.input.value.trim()].length;
  }

  lineIsBack() {
    const lost = this.state.items.find((item) => item.problem && item.problem.code === 'network');
    if (lost && lost.state === 'failed') this.outbox.again(lost);
    else this.outbox.run();
    this.idle();
  }

  /** With nothing under way: show that there is no line, or nothing. */
  idle() {
    if (this.outbox.current) return;
    if (navigator.onLine) this.own.state.hidden = true;
    else this.showState(TEXTS.offline, () => this.outbox.run(true));
  }

  showState(words, again, moving) {
    const dots =
      moving && el('span', { class: 'dots', 'aria-hidden': 'true' }, el('i'), el('i'), el('i'));
    this.own.state.replaceChildren(
      ...[el('p', null, words, dots), again && button(TEXTS.again, again)].filter(Boolean),
    );
    this.own.state.hidden = false;
    if (!moving) this.say(words);
  }

  // --- what is heard ---

  hear(words) {
    const line = el('p', null, words);
    this.own.heard.append(line);
    setTimeout(() => line.remove(), HEARD_FOR);
  }

  say(words) {
    this.own.status.textContent = words;
  }
}
