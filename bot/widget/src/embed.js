/** Puts the widget on the page whose script tag this is: <script src=".../widget.js" data-title="..." defer>. */

import { CareChat } from './care-chat.js';
import { el } from './dom.js';

const tag = document.currentScript;
if (!customElements.get('care-chat')) {
  customElements.define('care-chat', CareChat);
  const chat = el('care-chat', { lang: 'en-GB' });
  Object.assign(chat.dataset, tag.dataset, { origin: new URL(tag.src).origin });
  if (document.body) document.body.append(chat);
  else addEventListener('DOMContentLoaded', () => document.body.append(chat));
}
