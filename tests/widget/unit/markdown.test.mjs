/** The Markdown of answers: what becomes of it, and what stays text. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { parse, plain, safeHref } from '../../../bot/widget/src/markdown.js';

const ORIGIN = 'https://bot.example';

test('Paragraphs, lines and bold are told apart.', () => {
  assert.deepEqual(parse('Select **Save**.\nThen wait.\n\nDone.', ORIGIN), [
    {
      kind: 'p',
      rows: [
        [{ text: 'Select ' }, { text: 'Save', strong: true }, { text: '.' }],
        [{ text: 'Then wait.' }],
      ],
    },
    { kind: 'p', rows: [[{ text: 'Done.' }]] },
  ]);
});

test('A numbered list goes on across blank lines, and begins where it says.', () => {
  const [list, ...rest] = parse('3. Log in\n\n4. Wait', ORIGIN);

  assert.equal(list.kind, 'ol');
  assert.equal(list.start, 3);
  assert.equal(list.rows.length, 2);
  assert.deepEqual(rest, []);
});

test('A list with dots, a list with numbers and a paragraph are three blocks.', () => {
  const kinds = parse('- one\n* two\n• more\n1. three\nAfter.', ORIGIN).map((block) => block.kind);

  assert.deepEqual(kinds, ['ul', 'ol', 'p']);
});

test('Bare web addresses are links, without the stop that ends their sentence.', () => {
  const [block] = parse('See https://guide.example/a. Then go on.', ORIGIN);

  assert.deepEqual(block.rows[0][1], {
    text: 'https://guide.example/a',
    href: 'https://guide.example/a',
  });
});

test('Addresses of the web, of mail and of phones are safe; paths belong to the server.', () => {
  assert.equal(safeHref('https://a.example/x', ORIGIN), 'https://a.example/x');
  assert.equal(safeHref('mailto:a@b.example', ORIGIN), 'mailto:a@b.example');
  assert.equal(safeHref('tel:03332001133', ORIGIN), 'tel:03332001133');
  assert.equal(safeHref('/answers/aup', ORIGIN), 'https://bot.example/answers/aup');
});

test('Anything else is no link, however it is written.', () => {
  const unsafe = [
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'JAVASCRIPT:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://a.example/x',
    '//evil.example',
    '/\\evil.example',
    'page.html',
    '',
  ];
  for (const address of unsafe) assert.equal(safeHref(address, ORIGIN), null, address);
  const [block] = parse('[press](javascript:alert)', ORIGIN);
  assert.deepEqual(block.rows[0], [{ text: 'press' }]);
});

test('HTML and signs without a partner stay as they were written.', () => {
  for (const text of ['<b>x</b>', '2 * 3 ** 4', '[no address]', '# head', '_x_', '`x`']) {
    assert.deepEqual(parse(text, ORIGIN), [{ kind: 'p', rows: [[{ text }]] }]);
  }
});

test('A long line of signs is read in no time.', { timeout: 2000 }, () => {
  for (const sign of ['*', '[', '](', '**a', '- ', 'https://']) {
    parse(sign.repeat(20000 / sign.length), ORIGIN);
  }
});

test('Read aloud, the words are there and the signs are not.', () => {
  assert.equal(
    plain('**Do** [this](https://a.example/):\n\n1. One\n2. Two\n\n- dot'),
    'Do this:\n1. One\n2. Two\ndot',
  );
});
