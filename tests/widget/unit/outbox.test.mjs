/** The order and the ids in which messages go out. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { Outbox, SLOW, TOO_LONG } from '../../../bot/widget/src/outbox.js';
import { Problem } from '../../../bot/widget/src/service.js';

/** A chat with these messages; `send` may be given anew by a test. */
function chatWith(texts, online = true) {
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { onLine: online } });
  const items = texts.map((text, index) => ({ id: `id-${index}`, text, state: 'waiting' }));
  const chat = {
    sent: [],
    replies: [],
    slows: 0,
    messages: () => items,
    send: async (message) => {
      chat.sent.push(message.id);
      return [message.text];
    },
    changed: () => {},
    answered: (replies) => chat.replies.push(...replies),
    slow: () => {
      chat.slows += 1;
    },
    idle: () => {},
  };
  return Object.assign(chat, { items, outbox: new Outbox(chat) });
}

const states = (chat) => chat.items.map((item) => item.state);
const never = (_message, signal) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Problem('slow')));
  });

test('Messages go out one after the other, oldest first.', async () => {
  const chat = chatWith(['a', 'b', 'c']);
  let underWay = 0;
  chat.send = async (message) => {
    underWay += 1;
    assert.equal(underWay, 1);
    await null;
    underWay -= 1;
    return [message.text];
  };
  await Promise.all([chat.outbox.run(), chat.outbox.run()]);

  assert.deepEqual(chat.replies, ['a', 'b', 'c']);
  assert.deepEqual(states(chat), ['sent', 'sent', 'sent']);
});

test('Without a line they wait, unless the user wants it tried.', async () => {
  const chat = chatWith(['a'], false);
  await chat.outbox.run();
  assert.deepEqual(states(chat), ['waiting']);
  await chat.outbox.run(true);

  assert.deepEqual(chat.sent, ['id-0']);
});

test('Where the line breaks, the rest waits for the first, and all go out in order.', async () => {
  const chat = chatWith(['a', 'b']);
  const works = chat.send;
  chat.send = async () => {
    throw new Problem('network');
  };
  await chat.outbox.run();
  assert.deepEqual(states(chat), ['failed', 'failed']);
  chat.send = works;
  await chat.outbox.again(chat.items[1]);

  assert.deepEqual(chat.sent, ['id-0', 'id-1']);
});

test('An error of the server concerns one message; its id stays when it is tried again.', async () => {
  const chat = chatWith(['a', 'b']);
  const works = chat.send;
  chat.send = async (message, signal) => {
    if (message.text === 'a') throw new Problem('server_error', 'Broken.');
    return works(message, signal);
  };
  await chat.outbox.run();
  assert.deepEqual(states(chat), ['failed', 'sent']);
  assert.deepEqual(chat.items[0].problem, { code: 'server_error', message: 'Broken.' });
  chat.send = works;
  await chat.outbox.again(chat.items[0]);

  assert.deepEqual(chat.sent, ['id-1', 'id-0']);
});

test('An empty answer is asked for under another id.', async () => {
  const chat = chatWith(['a']);
  const works = chat.send;
  chat.send = async () => {
    throw new Problem('empty');
  };
  await chat.outbox.run();
  chat.send = works;
  await chat.outbox.again(chat.items[0]);

  assert.match(
    chat.sent[0],
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});

test('A slow answer is told once, and given up in the end.', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const chat = chatWith(['a']);
  chat.send = never;
  const run = chat.outbox.run();
  t.mock.timers.tick(SLOW - 1);
  assert.equal(chat.slows, 0);
  t.mock.timers.tick(1);
  assert.equal(chat.slows, 1);
  t.mock.timers.tick(TOO_LONG - SLOW);
  await run;

  assert.deepEqual(states(chat), ['failed']);
  assert.equal(chat.items[0].problem.code, 'slow');
});

test('Hurried, the message under way is sent once more under its id.', async () => {
  const chat = chatWith(['a']);
  const works = chat.send;
  chat.send = (message, signal) => {
    chat.send = works;
    chat.sent.push(message.id);
    return never(message, signal);
  };
  const run = chat.outbox.run();
  chat.outbox.hurry();
  await run;

  assert.deepEqual(chat.sent, ['id-0', 'id-0']);
  assert.deepEqual(states(chat), ['sent']);
});

test('What was stopped is answered no more.', async () => {
  const chat = chatWith(['a']);
  let answer;
  chat.send = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  const run = chat.outbox.run();
  chat.outbox.stop();
  answer(['late']);
  await run;

  assert.deepEqual(chat.replies, []);
});

test('A fault of our own is no silence: the message fails, and the fault is thrown.', async () => {
  const chat = chatWith(['a']);
  chat.send = async () => {
    throw new TypeError('a bug');
  };

  await assert.rejects(chat.outbox.run(), TypeError);
  assert.equal(chat.items[0].problem.code, 'server_error');
});
