/**
 * Makes care-chat.js and care-chat.css, which pages load, from src/.
 *
 * `node build.mjs` writes them; `node build.mjs --check` fails where they are not up to date.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const NOTE = 'Made from src/ by build.mjs.';
const ENTRIES = { 'care-chat.js': 'src/embed.js', 'care-chat.css': 'src/care-chat.css' };

function place(name) {
  return fileURLToPath(new URL(name, import.meta.url));
}

function made(entry) {
  const { outputFiles } = buildSync({
    entryPoints: [place(entry)],
    bundle: true,
    minify: true,
    target: 'es2018',
    format: 'iife',
    charset: 'ascii',
    write: false,
  });
  return `/* ${NOTE} */\n${outputFiles[0].text}`;
}

for (const [name, entry] of Object.entries(ENTRIES)) {
  const text = made(entry);
  if (!process.argv.includes('--check')) {
    writeFileSync(place(name), text);
  } else if (readFileSync(place(name), 'utf8') !== text) {
    console.error(`${name} is not made from what src/ holds now. Run: npm run build`);
    process.exitCode = 1;
  }
}
