/** What a card adds to the text of a reply: figures, a chart, a request by email, sources. */

import { button, el, link, svg } from './dom.js';
import { safeHref } from './markdown.js';
import { TEXTS } from './texts.js';

const number = (value) =>
  typeof value === 'number' ? value.toLocaleString('en-GB') : String(value);

/** Write an ISO date as care staff read it: 6 August 2018. Noon, so that no time zone moves the day. */
export const spokenDate = (iso) =>
  new Date(`${iso}T12:00:00`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });

/** Give the nodes that a reply's `custom` payload adds below its text. */
export function card(custom, chat) {
  if (!custom) return [];
  const parts = { answer: answerCard, site: siteCard, area: areaCard }[custom.kind];
  return parts ? parts(custom, chat) : [];
}

function answerCard(custom, chat) {
  const page = custom.page && safeHref(custom.page, chat.origin);
  return [
    page && el('p', null, link(TEXTS.more(custom.title), page)),
    custom.email && request(custom.email, chat),
    ...origins(custom, chat.origin),
  ];
}

/** Say how fresh the words are and what they rest on. */
function origins({ checked, sources, older }, origin) {
  const source = ({ title, date, url }) => {
    const href = url && safeHref(url, origin);
    return [href ? link(title, href) : title, date ? `, ${date}` : ''];
  };
  return [
    older && el('p', { class: 'small' }, `${TEXTS.older}: ${older}`),
    el(
      'div',
      { class: 'small sources' },
      checked && el('p', null, TEXTS.checked(spokenDate(checked))),
      (sources || []).map((each) => el('p', null, `${TEXTS.source}: `, source(each))),
    ),
  ];
}

/** Put a text where it can be pasted from. A page that is not secure has no such place. */
async function copy(text, pressed, chat) {
  let told = TEXTS.copied;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    told = TEXTS.notCopied;
  }
  pressed.textContent = told;
  chat.say(told);
}

function request({ to, subject, body }, chat) {
  const text = `${TEXTS.requestTo}: ${to}\n${TEXTS.requestSubject}: ${subject}\n\n${body.trim()}`;
  const query = `subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replace(/\r?\n/g, '\r\n'))}`;
  return el(
    'details',
    null,
    el('summary', null, TEXTS.request),
    el('p', { class: 'request' }, text),
    el('p', null, link(TEXTS.requestOpen, `mailto:${encodeURIComponent(to)}?${query}`)),
    button(TEXTS.requestCopy, (event) => copy(text, event.target, chat)),
  );
}

function siteCard(custom, chat) {
  const { figures, before } = custom;
  const value = (from, name) =>
    name === 'shared_mailbox' ? TEXTS.mailbox[from[name]] || from[name] : number(from[name]);
  const names = Object.keys(TEXTS.figures).filter((name) => figures && name in figures);
  const heads = [custom, before]
    .filter(Boolean)
    .map((each) => el('th', { scope: 'col' }, spokenDate(each.snapshot)));
  const row = (name) =>
    el(
      'tr',
      null,
      el('th', { scope: 'row' }, TEXTS.figures[name]),
      el('td', null, value(figures, name)),
      before && el('td', null, value(before.figures, name)),
    );
  return [
    custom.urgent && el('p', { class: 'urgent' }, TEXTS.urgent),
    names.length > 0 &&
      el(
        'table',
        null,
        el('caption', null, `${custom.name} (${custom.ods_code})`),
        el('thead', null, el('tr', null, el('td'), heads)),
        el('tbody', null, names.map(row)),
      ),
    ...origins(custom, chat.origin),
  ];
}

function areaCard({ area, snapshot, settings }) {
  const most = Math.max(1, ...settings.map((each) => each.active_users + each.inactive_users));
  return [
    el(
      'figure',
      null,
      el('figcaption', null, TEXTS.areaFigures(area, spokenDate(snapshot))),
      el(
        'p',
        { class: 'key', 'aria-hidden': 'true' },
        el('i', { class: 'active' }),
        TEXTS.active,
        el('i', { class: 'inactive' }),
        TEXTS.inactive,
      ),
      settings.map((each) => bar(each, most)),
    ),
  ];
}

/** Draw one setting. What is printed beside the bar is its text alternative too, so it is read once. */
function bar({ setting, active_users: active, inactive_users: inactive }, most) {
  const name = TEXTS.settings[setting] || setting;
  const share = (count) => `${(count / most) * 100}%`;
  const label = TEXTS.bar(name, number(active), number(inactive));
  return el(
    'div',
    { class: 'bar' },
    el('p', { 'aria-hidden': 'true' }, label),
    svg(
      'svg',
      { role: 'img', 'aria-label': label, width: '100%', height: '18' },
      svg('rect', { class: 'active', width: share(active), height: '18' }),
      svg('rect', { class: 'inactive', x: share(active), width: share(inactive), height: '18' }),
    ),
  );
}
