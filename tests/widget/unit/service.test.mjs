/** The calls to the server, and what is made of its answers. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { joined, Problem, Service } from '../../../bot/widget/src/service.js';

const reply = (text, custom = { kind: 'notice' }) => ({ id: text, text, buttons: [], custom });

/** A service whose server gives these answers, one after the other. */
function serviceWith(t, ...answers) {
  const calls = [];
  t.mock.method(globalThis, 'fetch', async (url, request) => {
    calls.push([url, request.headers.Authorization, JSON.parse(request.body)]);
    const [status, body] = answers.shift();
    return new Response(body === null ? null : JSON.stringify(body), { status });
  });
  const chat = { origin: 'https://bot.example', state: { token: null }, gone: 0 };
  chat.sessionGone = () => {
    chat.gone += 1;
  };
  return { service: new Service(chat), chat, calls };
}

const SESSION = [200, { token: 't1', idle_minutes: 20, longest_message: 500 }];
const ANSWER = [200, { replies: [reply('Hello.')], token: null }];

test('The first message makes a session, and the session says what holds.', async (t) => {
  const { service, chat, calls } = serviceWith(t, SESSION, ANSWER);
  const replies = await service.send({ id: 'm1', text: 'hello' });

  assert.equal(replies[0].text, 'Hello.');
  assert.deepEqual(calls, [
    ['https://bot.example/chat/session', undefined, {}],
    ['https://bot.example/chat/messages', 'Bearer t1', { id: 'm1', text: 'hello' }],
  ]);
  assert.deepEqual(chat.state, { token: 't1', idle: 20, longest: 500 });
});

test('A pressed button sends its payload and its title; a renewed token is used.', async (t) => {
  const renewed = [200, { replies: [reply('Hello.')], token: 't2' }];
  const { service, chat, calls } = serviceWith(t, SESSION, renewed);
  await service.send({ id: 'm1', text: 'Yes', payload: '/yes' });

  assert.deepEqual(calls[1][2], { id: 'm1', payload: '/yes', title: 'Yes' });
  assert.equal(chat.state.token, 't2');
});

test('A session that has ended is replaced once.', async (t) => {
  const gone = [401, { error: { code: 'session_expired', message: 'Over.' } }];
  const { service, chat } = serviceWith(t, SESSION, gone, SESSION, gone);

  await assert.rejects(service.send({ id: 'm1', text: 'hello' }), { code: 'session_expired' });
  assert.equal(chat.gone, 1);
});

test('An error has the words of the server; rubbish is an error of the server.', async (t) => {
  const many = [429, { error: { code: 'too_many', message: 'Wait a minute.' } }];
  const { service } = serviceWith(t, many, [502, 'rubbish'], [200, { replies: [] }]);

  await assert.rejects(service.begin(), { code: 'too_many', message: 'Wait a minute.' });
  await assert.rejects(service.begin(), { code: 'server_error', message: '' });
  await assert.rejects(service.ask({}), { code: 'empty' });
});

test('An answer that is no JSON is an error of the server.', async (t) => {
  const { service } = serviceWith(t);
  t.mock.method(globalThis, 'fetch', async () => new Response('<html>'));

  await assert.rejects(service.begin(), { code: 'server_error' });
});

test('To forget what the server no longer knows is no error; any other is.', async (t) => {
  const unknown = [401, { error: { code: 'session_unknown', message: 'Unknown.' } }];
  const { service } = serviceWith(t, unknown, [204, null], [500, {}]);
  await service.forget('t1');
  await service.forget('t1');

  await assert.rejects(service.forget('t1'), Problem);
});

test('The texts of one reply are joined until its payload; empty ones are left out.', () => {
  const pieces = [
    { id: '1', text: 'One.' },
    { id: '2', text: 'Two.', buttons: [{ title: 'b' }], custom: { kind: 'answer' } },
    reply(''),
    { id: '4', text: 'Four.', buttons: null, custom: null },
  ];
  const found = joined(pieces);

  assert.deepEqual(
    found.map(({ id, text, buttons }) => [id, text, buttons.length]),
    [
      ['2', 'One.\n\nTwo.', 1],
      ['4', 'Four.', 0],
    ],
  );
});
