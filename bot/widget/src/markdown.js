/**
 * The Markdown that answers are written in: paragraphs, lists, bold, links. Anything else stays text.
 *
 * A span is {text}, {text, strong: true} or {text, href}. A block is {kind: 'p' | 'ul' | 'ol', rows},
 * each row a list of spans; an 'ol' also has `start`.
 */

const SPAN =
  /\*\*(.+?)\*\*|\[([^\]]+)\]\(([^)\s]+)\)|(https?:\/\/[^\s<>()"'*]*[^\s<>()"'*.,;:!?])/g;
const ROW = /^\s*(?:[-*\u2022]|(\d{1,9})[.)])\s+(.*)$/;
const SAFE = ['http:', 'https:', 'mailto:', 'tel:'];

/** Give an address in full, or null where a link to it is not safe. Paths belong to `origin`. */
export function safeHref(address, origin) {
  const full = /^\/(?![/\\])/.test(address) ? origin + address : address;
  try {
    const url = new URL(full);
    return SAFE.includes(url.protocol) ? url.href : null;
  } catch (_error) {
    return null; // not an address: it stays text
  }
}

function spans(text, origin) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(SPAN)) {
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    end = match.index + match[0].length;
    if (match[1]) {
      found.push({ text: match[1], strong: true });
    } else {
      const href = safeHref(match[3] || match[4], origin);
      const shown = match[2] || match[4];
      found.push(href ? { text: shown, href } : { text: shown });
    }
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}

/** Read Markdown into blocks. A list goes on across blank lines, so that its numbers do too. */
export function parse(text, origin) {
  const blocks = [];
  let open = null;
  for (const line of text.split(/\r?\n/)) {
    const row = ROW.exec(line);
    const isList = open && open.kind !== 'p';
    if (!line.trim()) {
      if (!isList) open = null;
    } else if (row) {
      const kind = row[1] ? 'ol' : 'ul';
      if (!open || open.kind !== kind) {
        open = { kind, rows: [] };
        if (row[1]) open.start = Number(row[1]);
        blocks.push(open);
      }
      open.rows.push(spans(row[2], origin));
    } else {
      if (!open || isList) {
        open = { kind: 'p', rows: [] };
        blocks.push(open);
      }
      open.rows.push(spans(line.trim(), origin));
    }
  }
  return blocks;
}

/** Write Markdown as plain text, to be read aloud. The numbers of steps are read too. */
export function plain(text) {
  const row = (block) => (spans, index) =>
    (block.start ? `${block.start + index}. ` : '') + spans.map((span) => span.text).join('');
  return parse(text, '')
    .map((block) => block.rows.map(row(block)).join('\n'))
    .join('\n');
}
