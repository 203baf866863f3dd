/** "Was this helpful?" below an answer. The buttons stay, so that the vote can be changed. */

import { button, el } from './dom.js';
import { TEXTS } from './texts.js';

/** Give the question; the service takes the vote, and throws where it is lost. */
export function rating(item, chat) {
  const said = el('p', { class: 'small' });
  const press = (value, reason) => async () => {
    item.vote = { value, reason };
    show();
    why.scrollIntoView({ block: 'nearest' });
    chat.save();
    try {
      await chat.service.vote(item.id, value, reason);
      said.replaceChildren(TEXTS.thanks);
      chat.say(TEXTS.thanks);
    } catch (_problem) {
      said.replaceChildren(`${TEXTS.voteLost} `, button(TEXTS.again, press(value, reason)));
      chat.say(TEXTS.voteLost);
    }
  };
  const choices = ['yes', 'no'].map((value) => [
    value,
    null,
    button(TEXTS[value], press(value, null)),
  ]);
  const reasons = Object.keys(TEXTS.reasons).map((reason) => [
    'no',
    reason,
    button(TEXTS.reasons[reason], press('no', reason)),
  ]);
  const why = el(
    'div',
    { class: 'buttons why', role: 'group', 'aria-label': TEXTS.why },
    el('p', null, TEXTS.why),
    reasons.map((each) => each[2]),
  );

  function show() {
    const { value, reason } = item.vote || {};
    for (const [is, because, pressed] of [...choices, ...reasons]) {
      pressed.setAttribute(
        'aria-pressed',
        String(value === is && (!because || reason === because)),
      );
    }
    why.hidden = value !== 'no';
  }

  show();
  return el(
    'div',
    { class: 'rating' },
    el(
      'div',
      { class: 'buttons', role: 'group', 'aria-label': TEXTS.helpful },
      el('p', null, TEXTS.helpful),
      choices.map((each) => each[2]),
    ),
    why,
    said,
  );
}
