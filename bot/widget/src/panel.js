/** Makes the fixed parts of the widget: the launcher and the panel around the conversation. */

import { button, el, hiddenText } from './dom.js';
import { TEXTS } from './texts.js';

/** Give the parts by name; `chat` has what they call. */
export function parts(chat, title) {
  const own = {};
  own.launcher = button(TEXTS.launcher, () => chat.open(), {
    class: 'launcher',
    'aria-haspopup': 'dialog',
  });
  own.heading = el('h2', { id: 'title', tabindex: '-1' }, title);
  own.log = el('div', {
    class: 'log',
    role: 'region',
    'aria-label': TEXTS.conversation,
    tabindex: '0',
  });
  // What is new is read from these two, as plain text; the conversation itself is silent.
  own.heard = el('div', { class: 'hidden', role: 'log' });
  own.status = el('p', { class: 'hidden', role: 'status' });
  own.state = el('div', { class: 'state', hidden: true });
  own.count = el('p', { class: 'small', id: 'count', hidden: true });
  own.input = el('textarea', {
    id: 'question',
    rows: '1',
    autocomplete: 'off',
    enterkeyhint: 'send',
    'aria-describedby': 'privacy count',
    oninput: () => chat.typed(),
    onkeydown: (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      chat.submit();
    },
  });
  own.form = el(
    'form',
    {
      onsubmit: (event) => {
        event.preventDefault();
        chat.submit();
      },
    },
    el('label', { for: 'question' }, TEXTS.question),
    el('div', { class: 'line' }, own.input, el('button', { class: 'send' }, TEXTS.send)),
    own.count,
  );
  own.clear = button(TEXTS.clear, () => chat.askToClear());
  own.tools = el(
    'div',
    { class: 'tools' },
    button(TEXTS.save, () => chat.saveCopy()),
    own.clear,
  );
  own.keep = button(TEXTS.clearNo, () => chat.keep());
  own.clearing = el(
    'div',
    { class: 'tools', role: 'alertdialog', 'aria-labelledby': 'clearing', hidden: true },
    el('p', { id: 'clearing' }, TEXTS.clearAsks),
    own.keep,
    button(TEXTS.clearYes, () => chat.clear()),
  );
  own.panel = el(
    'section',
    { class: 'panel', role: 'dialog', 'aria-labelledby': 'title', hidden: true },
    el(
      'div',
      { class: 'head' },
      own.heading,
      button([TEXTS.close, hiddenText(TEXTS.closeWhat)], () => chat.close()),
    ),
    own.log,
    own.state,
    own.form,
    own.tools,
    own.clearing,
    own.heard,
    own.status,
  );
  return own;
}

/**
 * Put the stylesheet on. Adopted, it needs no leave of the page's content security policy but that for
 * connecting; where that fails (Safari before 16.4, or no leave to read it), it is linked.
 */
export async function dress(root, address) {
  try {
    const answer = await fetch(address, { credentials: 'omit' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(await answer.text());
    root.adoptedStyleSheets = [sheet];
  } catch (_error) {
    await new Promise((done) => {
      root.append(el('link', { rel: 'stylesheet', href: address, onload: done, onerror: done }));
    });
  }
}

/** Make everything of the page but this node and what holds it inert; returns how to undo it. */
export function behindInert(host) {
  const made = [];
  for (let node = host; node.parentElement && node !== document.body; node = node.parentElement) {
    for (const other of node.parentElement.children) {
      if (other !== node && !other.inert) {
        other.inert = true;
        made.push(other);
      }
    }
  }
  return () => {
    for (const node of made) node.inert = false;
  };
}

/** Leave room at the end of the page, so that the launcher lies over nothing that has the focus. */
export function leaveRoom(launcher) {
  const room = `${launcher.offsetHeight + 40}px`;
  const { paddingBottom } = getComputedStyle(document.body);
  document.body.style.paddingBottom = `calc(${paddingBottom} + ${room})`;
  document.documentElement.style.scrollPaddingBottom = room;
}
