/** Draws one entry of the conversation. */

import { card } from './cards.js';
import { button, el, hiddenText, markdownNodes } from './dom.js';
import { plain } from './markdown.js';
import { rating } from './rating.js';
import { TEXTS } from './texts.js';

/** Draw the first entry: what the assistant is, and what not to write. */
export const intro = (greeting) =>
  el(
    'div',
    { class: 'entry' },
    el(
      'div',
      { class: 'bubble' },
      hiddenText(TEXTS.assistant),
      el('p', null, greeting),
      el('p', { id: 'privacy' }, el('strong', null, TEXTS.privacy), ` ${TEXTS.emergency}`),
      el('p', { class: 'small' }, TEXTS.independent),
    ),
  );

/** Draw a message, a reply or a note. */
export function entry(item, chat) {
  const draw = { user: userEntry, reply: replyEntry, note: noteEntry }[item.who];
  return draw(item, chat);
}

const noteEntry = (item) => el('p', { class: 'entry note' }, item.text);

function userEntry(item, chat) {
  return el(
    'div',
    { class: 'entry' },
    el('div', { class: 'bubble user' }, hiddenText(TEXTS.you), item.text),
    item.state === 'waiting' && el('p', { class: 'small waits' }, TEXTS.waits),
    item.state === 'failed' && failure(item, chat),
  );
}

function failure(item, chat) {
  return el(
    'div',
    { class: 'failure' },
    el('p', null, problemText(item.problem)),
    button(TEXTS.again, () => chat.again(item)),
  );
}

/** Say what went wrong: in the server's words, where it has any. */
export const problemText = ({ code, message }) =>
  TEXTS.problems[code === 'server_error' && message ? '' : code] ||
  message ||
  TEXTS.problems.server_error;

function replyEntry(item, chat) {
  const { custom, buttons } = item;
  const isAnswer = Boolean(custom && custom.kind === 'answer');
  return el(
    'div',
    { class: 'entry' },
    el(
      'div',
      { class: `bubble ${custom ? custom.kind : ''}` },
      hiddenText(TEXTS.assistant),
      markdownNodes(item.text, chat.origin),
      cardOf(custom, chat),
    ),
    buttons.length > 0 && !item.ended && choices(item, chat),
    isAnswer && !item.ended && rating(item, chat),
  );
}

/** Give the card, or nothing where it cannot be drawn: the text is worth more than an empty chat. */
function cardOf(custom, chat) {
  try {
    return card(custom, chat);
  } catch (error) {
    console.error('care-chat: a card cannot be drawn.', error);
    return [];
  }
}

function choices({ custom, buttons }, chat) {
  const offered = custom && custom.kind === 'answer';
  const head = offered && (custom.alternatives || []).length ? TEXTS.alternatives : TEXTS.related;
  return el(
    'div',
    { class: 'choices' },
    offered && el('p', { class: 'small' }, head),
    el(
      'ul',
      null,
      buttons.map(({ title, payload }) =>
        el(
          'li',
          null,
          button(title, () => chat.ask(title, payload)),
        ),
      ),
    ),
  );
}

/** Write a reply as it is read aloud. */
export function spoken(item) {
  const count = item.buttons.length;
  const rows = plain(item.text).split('\n');
  const text = rows.map((row) => (/[.:!?]$/.test(row) ? row : `${row}.`)).join(' ');
  return TEXTS.assistant + text + (count ? ` ${TEXTS.choicesFollow(count)}` : '');
}
