/** What is kept of a conversation, and for how long. */

import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { fresh, load, newId, save, touch } from '../../../bot/widget/src/store.js';

const MINUTE = 60000;
let kept;

beforeEach(() => {
  kept = new Map();
  globalThis.sessionStorage = {
    getItem: (key) => kept.get(key) || null,
    setItem: (key, value) => kept.set(key, value),
  };
});

const message = (state, more) => Object.assign({ who: 'user', id: 'x', text: 'a', state }, more);

test('What was saved is loaded.', () => {
  const state = fresh(0, true);
  state.items.push(message('sent'));
  save(state);

  assert.deepEqual(load(1), { state, ended: false });
});

test('A message whose answer had not come is to be sent again.', () => {
  const state = fresh(0);
  state.items.push(message('sending'));
  save(state);

  assert.equal(load(1).state.items[0].state, 'waiting');
});

test('After its idle time a conversation has ended; each message puts that off.', () => {
  const state = fresh(0);
  state.items.push(message('sent'));
  state.idle = 30;
  touch(state, 10 * MINUTE);
  save(state);

  assert.equal(load(40 * MINUTE - 1).ended, false);
  const { state: next, ended } = load(40 * MINUTE);
  assert.equal(ended, true);
  assert.deepEqual(next.items, []);
  assert.notEqual(next.tab, state.tab);
});

test('An empty chat that is over needs no words.', () => {
  save(fresh(0));

  assert.equal(load(61 * MINUTE).ended, false);
});

test('What has ended is stored no longer, and the oldest goes where there is much.', () => {
  const state = fresh(0);
  state.items.push(message('sent', { ended: true }));
  for (let index = 0; index < 150; index += 1) state.items.push(message('sent', { id: index }));
  save(state);

  const { items } = load(1).state;
  assert.equal(items.length, 100);
  assert.equal(items[99].id, 149);
});

test('What is not ours, or of another version, is left aside.', (t) => {
  t.mock.method(console, 'warn', () => {});
  for (const text of ['{broken', 'null', '[]', '{"version":0,"items":[]}', '{"version":1}']) {
    kept.set('care-chat', text);
    assert.deepEqual(load(1).state.items, []);
  }
});

test('A browser that refuses to store is told to the developer, and does no harm.', (t) => {
  const warn = t.mock.method(console, 'warn', () => {});
  globalThis.sessionStorage.setItem = () => {
    throw new Error('full');
  };
  save(fresh(0));

  assert.equal(warn.mock.callCount(), 1);
});

test('Ids are UUIDs of version 4, each another.', () => {
  const ids = new Set(Array.from({ length: 100 }, newId));

  assert.equal(ids.size, 100);
  for (const id of ids) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});
