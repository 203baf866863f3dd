const characters = (count) => `${count} ${count === 1 ? 'character' : 'characters'}`;

/**
 * Every sentence that the widget itself says. What answers a question comes from the assistant.
 * The rules are those of the NHS digital service manual: no contractions, "log in", "phone".
 */
export const TEXTS = {
  title: 'Help with NHSmail',
  launcher: 'Ask about NHSmail',
  greeting: 'Hello. What do you want to know about NHSmail?',
  privacy: 'Do not write passwords or details of residents.',
  emergency: 'In an emergency, call 999.',
  independent: 'This assistant is independent. It is not run by the NHS.',
  conversation: 'Conversation',
  question: 'Your question',
  send: 'Send',
  close: 'Close',
  closeWhat: ' chat',
  you: 'You: ',
  assistant: 'Assistant: ',

  looking: 'Looking for an answer',
  slow: 'This takes longer than usual. You can wait or try again.',
  offline: 'You are offline. Your messages are kept here, and sent when you are online again.',
  waits: 'Not sent yet. It waits for its turn.',
  again: 'Try again',
  notSent: 'Not sent.',
  problems: {
    network: 'Not sent. The assistant cannot be reached. Check your connection.',
    slow: 'The assistant did not answer in time.',
    server_error: 'Something went wrong at our end.',
    empty: 'The assistant gave no answer.',
  },

  choicesFollow: (count) => `${count} ${count === 1 ? 'choice follows' : 'choices follow'}.`,
  alternatives: 'Did you mean something else?',
  related: 'Related questions',
  more: (title) => `More: ${title}`,
  checked: (date) => `Last checked on ${date}.`,
  source: 'Source',
  older: 'Older guides',
  request: 'Request by email, ready to send',
  requestTo: 'To',
  requestSubject: 'Subject',
  requestOpen: 'Open in your email program',
  requestCopy: 'Copy the request',
  copied: 'The request is copied. Paste it into your email.',
  notCopied: 'Copying does not work here. Select the text and copy it.',

  urgent: 'Urgent',
  figures: {
    accounts: 'All accounts',
    aup_accepted: 'Acceptable use policy accepted',
    active: 'Active',
    inactive: 'Not active',
    shared_mailbox: 'Shared mailbox',
  },
  mailbox: { active: 'active', inactive: 'not active', none: 'none', unknown: 'not known' },
  areaFigures: (area, date) => `Users in ${area}, ${date}`,
  settings: { care_home: 'Care homes', home_care: 'Home care', unknown: 'Other sites' },
  active: 'active',
  inactive: 'not active',
  bar: (setting, active, inactive) => `${setting}: ${active} active, ${inactive} not active`,

  helpful: 'Was this helpful?',
  yes: 'Yes',
  no: 'No',
  thanks: 'Thank you. You can change this.',
  why: 'What was wrong? You can leave this out.',
  reasons: {
    wrong: 'It is wrong',
    old: 'It is out of date',
    unclear: 'It is not clear',
    too_long: 'It is too long',
    not_my_question: 'It is not what I asked',
  },
  voteLost: 'Your reply to this was not saved.',

  left: (count) => `You have ${characters(count)} left.`,
  over: (count) => `You have ${characters(count)} too many.`,

  save: 'Save a copy',
  fileName: 'chat-about-nhsmail.txt',
  clear: 'Clear chat',
  clearAsks: 'Clear this chat? It cannot be brought back.',
  clearYes: 'Yes, clear it',
  clearNo: 'No, keep it',
  cleared: 'The chat is cleared.',
  clearedHere: 'The chat is cleared here. The assistant could not be reached to clear its copy.',
  ended: (minutes) =>
    `This chat has ended, as nothing was written for ${minutes} minutes. Write to start a new one.`,
  endedBefore: 'Your last chat has ended and was cleared.',
  endedThere: 'The assistant no longer has your earlier chat. It takes this as a new one.',
};
