/** Makes nodes. Text goes in as text nodes only, so nothing that was written is ever read as HTML. */

import { parse } from './markdown.js';

const SVG = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.flat().filter((child) => child));
  return node;
}

/** Make an element; children that are not there are left out, lists are laid flat. */
export const el = (tag, attributes, ...children) =>
  fill(document.createElement(tag), attributes, children);

/** Make an SVG element. */
export const svg = (tag, attributes, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

/** Make a button. */
export const button = (text, press, attributes) =>
  el('button', Object.assign({ type: 'button', onclick: press }, attributes), text);

/** Make text that only screen readers and the printed page have. */
export const hiddenText = (text) => el('span', { class: 'hidden' }, text);

/** Make a link; `href` has been found safe. */
export const link = (text, href) => el('a', { href, rel: 'noreferrer' }, text);

function span(part) {
  if (part.href) return link(part.text, part.href);
  return part.strong ? el('strong', null, part.text) : part.text;
}

/** Make nodes of Markdown. */
export function markdownNodes(text, origin) {
  return parse(text, origin).map((block) => {
    if (block.kind === 'p') {
      return el(
        'p',
        null,
        block.rows.flatMap((row, index) => [index > 0 && el('br'), ...row.map(span)]),
      );
    }
    const start = block.start > 1 ? block.start : null;
    return el(
      block.kind,
      { start },
      block.rows.map((row) => el('li', null, row.map(span))),
    );
  });
}
