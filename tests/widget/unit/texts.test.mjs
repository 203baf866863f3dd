/** The widget's own sentences, the colours, and the file that is served. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { brand, contrast } from '../../../bot/widget/src/colours.js';
import { TEXTS } from '../../../bot/widget/src/texts.js';

const path = (name) => fileURLToPath(new URL(`../../../bot/widget/${name}`, import.meta.url));

/** Every text; those with values are filled in. */
function sentences(texts) {
  return Object.values(texts).flatMap((text) => {
    if (typeof text === 'function') return [text('5', '3', '2')];
    return typeof text === 'string' ? [text] : sentences(text);
  });
}

test('The sentences keep the content rules.', () => {
  const all = sentences(TEXTS);
  assert.ok(all.length > 60);
  for (const text of all) {
    assert.doesNotMatch(text, /n't|’|“|”|…|!|\blogin\b|\bsign in\b|telephone|click|please/i, text);
    for (const sentence of text.split(/[.?] /)) {
      assert.ok(sentence.split(' ').length <= 20, sentence);
    }
  }
});

test('Counts are written for one and for many.', () => {
  assert.equal(TEXTS.left(1), 'You have 1 character left.');
  assert.equal(TEXTS.over(12), 'You have 12 characters too many.');
  assert.equal(TEXTS.choicesFollow(1), '1 choice follows.');
  assert.equal(TEXTS.choicesFollow(3), '3 choices follow.');
});

test('Whatever the colour, the text on it and in it has enough contrast.', () => {
  for (let index = 0; index < 0x1000; index += 7) {
    const colour = `#${index.toString(16).padStart(3, '0').replace(/./g, '$&$&')}`;
    const { on, ink } = brand(colour);
    const other = on === '#fff' ? contrast(colour) : 21 / contrast(colour);
    assert.ok(other >= 4.5, `${on} on ${colour}`);
    assert.ok(contrast(ink) >= 4.5, `${ink} on white`);
  }
});

test('A colour that is not written like #005a5b is none.', () => {
  for (const text of ['green', '#fff', '#12345g', 'red;}', '']) assert.equal(brand(text), null);
});

test('What is served is made from what src/ holds.', () => {
  execFileSync(process.execPath, [path('build.mjs'), '--check']);
});

test('Script and stylesheet together are at most 12 KB on the wire.', () => {
  const size = ['care-chat.js', 'care-chat.css']
    .map((name) => gzipSync(readFileSync(path(name)), { level: 9 }).length)
    .reduce((one, other) => one + other);

  assert.ok(size <= 12 * 1024, `${size} bytes`);
});

test('Pages in any encoding read the script alike: it is plain ASCII.', () => {
  for (const name of ['care-chat.js', 'care-chat.css']) {
    assert.match(readFileSync(path(name), 'utf8'), /^[ -~\n]*$/, name);
  }
});

test('The script has no syntax younger than 2018, and never reads text as HTML.', () => {
  const script = readFileSync(path('care-chat.js'), 'utf8').replace(/'(\\.|[^'\\])*'/g, "''");

  assert.doesNotMatch(script, /\?\.[a-z[(]|\?\?|catch ?\{|#[a-z]+[=(]|&&=|\|\|=/i);
  assert.doesNotMatch(
    script,
    /innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(/,
  );
});
