// Bundles the editor for a browser: `node editor/build.mjs DIR`. What stands in DIR afterwards needs nothing from elsewhere.

import { build } from 'esbuild';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const TOP = path.join(HERE, '..');
const CMS = path.join(TOP, 'node_modules', '@sveltia', 'cms');
const FONTS = ['source-sans-3', 'noto-mono', 'material-symbols-outlined'];
const [, , out] = process.argv;

/** The one file of the package with this beginning and ending: each release gives it another hash. */
const asset = (begin, ending) => {
  const found = readdirSync(path.join(CMS, 'npm', 'assets')).filter((name) => name.startsWith(begin) && name.endsWith(ending));
  if (found.length !== 1) throw new Error(`@sveltia/cms has ${found.length} files ${begin}*${ending}`);
  return found[0];
};

// Where the program as it is published can't serve us. Each place is there exactly once, or the build stops: whoever takes a
// newer release looks at it again.
const MENDS = [
  {
    why: 'a file of ours is read as it is, with its line ends and its byte order mark',
    what: /(\w+)=\1\.trim\(\)\.replace\(\/\\r\\n\?\/g,`(?:\s|\\n)`\);(let [^;]{1,200}=\w+\.get\(\w+\)\?\.parser;if\(\w+\)return \w+\(\1\);)/,
    by: (_, text, rest) => `${rest}${text}=${text}.trim().replace(/\\r\\n?/g,\`\\n\`);`,
  },
  {
    why: 'a file of ours is written as it is',
    what: /if\((\w+)\)return`\$\{\(await \1\((\w+)\)\)\.trim\(\)\}(?:\s|\\n)`;/,
    by: (_, write, data) => `if(${write})return await ${write}(${data});`,
  },
  {
    why: 'a file on this computer keeps its line ends and its byte order mark',
    what: /async (\w+)=>\(await \1\.text\(\)\)\.replace\(\/\\r\\n\?\/g,`(?:\s|\\n)`\)/,
    by: (_, file) => `async ${file}=>new TextDecoder(\`utf-8\`,{ignoreBOM:!0}).decode(await ${file}.arrayBuffer())`,
  },
  {
    why: 'a file of a forge keeps its byte order mark',
    what: /(Uint8Array\.fromBase64\(\w+\);return new TextDecoder)\(\)/,
    by: (_, begin) => `${begin}(\`utf-8\`,{ignoreBOM:!0})`,
  },
  { why: 'a reader can enlarge the page', what: /`maximum-scale=1`,/, by: () => '' },
  ...FONTS.map((name) => ({
    why: `the font ${name} stands beside the page`,
    what: new RegExp(`https://cdn\\.jsdelivr\\.net/fontsource/fonts/${name}[^)]*`),
    by: () => `assets/${asset(name, '.woff2')}`,
  })),
  {
    why: 'nobody who chose Dutch is asked whether he meant English',
    what: /await (\w+)\(`newLanguageCta`\)/,
    by: () => 'true',
  },
  ...['www.githubstatus.com/api', 'status-api.hostedstatus.com'].map((host) => ({
    why: `nobody asks ${host} whether there is a breakdown`,
    what: new RegExp(`(\\w+)=\`https://${host.replaceAll('.', '\\.')}[^\`]*\`,(\\w+)=async\\(\\)=>\\{try\\{`),
    by: (_, address, ask) => `${address}=\`\`,${ask}=async()=>{return\`unknown\`;try{`,
  })),
];

// What no form of ours shows: maps, pictures to convert, programs to colour. They would be most of the weight.
const LEFT_OUT = /^(?:@shikijs\/.*|leaflet(?:\/.*)?|terra-draw.*|svgo\/.*|exifr\/.*|\.\/chunks\/(?:shiki-engine|heic|webp_enc)[^/]*)$/;
const LANGUAGES = ['nl', 'en-GB'];

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** The words of the program with ours over them: nothing that it can say to an editor stays English, or the build stops.
 *
 * It also stops at a word of ours that the program doesn't know any more. What it says of its own settings is for who makes it. */
const over = (theirs, english, ours, at = '') => {
  const made = { ...theirs };
  for (const key of Object.keys(ours)) if (!(key in english) && !(key in theirs)) throw new Error(`@sveltia/cms changed: it has no '${at}${key}'`);
  for (const [key, words] of Object.entries(english)) {
    if (typeof words !== 'string') made[key] = over(theirs[key] ?? {}, words, ours[key] ?? {}, `${at}${key}.`);
    else if (key in ours) made[key] = ours[key];
    else if (!(key in theirs) && !at.startsWith('config.')) throw new Error(`@sveltia/cms says '${at}${key}' in English alone: add it to nl.json`);
  }
  return made;
};

const used = {
  name: 'only what we use, mended',
  setup(bundling) {
    bundling.onLoad({ filter: /[\\/]@sveltia[\\/]cms[\\/]npm[\\/]index\.js$/ }, ({ path: file }) => {
      let contents = readFileSync(file, 'utf8');
      for (const { why, what, by } of MENDS) {
        const found = contents.match(new RegExp(what.source, 'g')) ?? [];
        if (found.length !== 1) throw new Error(`@sveltia/cms changed; look at the place where ${why} (${found.length} fit)`);
        contents = contents.replace(what, by);
      }
      return { contents, loader: 'js' };
    });
    bundling.onResolve({ filter: LEFT_OUT }, ({ path: name }) => ({ path: name, namespace: 'nothing' }));
    bundling.onResolve({ filter: /\/locales\/.*\.json$/ }, ({ path: name }) =>
      LANGUAGES.includes(path.basename(name, '.json')) ? undefined : { path: name, namespace: 'nothing' });
    bundling.onLoad({ filter: /[\\/]locales[\\/]nl\.json$/ }, ({ path: file }) => ({
      contents: JSON.stringify(over(readJson(file), readJson(path.join(path.dirname(file), 'en-US.json')), readJson(path.join(HERE, 'src', 'nl.json')))),
      loader: 'json',
    }));
    bundling.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'export default {}', loader: 'js' }));
  },
};

rmSync(out, { recursive: true, force: true });
mkdirSync(path.join(out, 'assets'), { recursive: true });
const { metafile } = await build({
  entryPoints: [path.join(HERE, 'src', 'index.js')],
  outfile: path.join(out, 'editor.js'),
  absWorkingDir: TOP,
  bundle: true,
  format: 'esm',
  minify: true,
  metafile: true,
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'error',
  plugins: [used],
});
for (const name of ['editor.css', 'logo.svg']) copyFileSync(path.join(HERE, 'src', name), path.join(out, name));
for (const name of FONTS) copyFileSync(path.join(CMS, 'npm', 'assets', asset(name, '.woff2')), path.join(out, 'assets', asset(name, '.woff2')));

const LICENCE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;
const read = (file) => readFileSync(file, 'utf8').trim();

/** What is in the bundle by way of a package of its own: name, version, licence, and the text of the licence. */
const bundled = () => {
  const folders = new Map();
  for (const input of Object.keys(metafile.inputs)) {
    const [folder, name] = /(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input) ?? [];
    if (name) folders.set(name, folder);
  }
  return [...folders].map(([name, folder]) => {
    const where = path.resolve(TOP, folder);
    const { version, license } = readJson(path.join(where, 'package.json'));
    const files = readdirSync(where).filter((each) => LICENCE.test(each)).sort();
    if (!license || !files.length) throw new Error(`${name} says nothing of its licence`);
    return { name, version, license, text: files.map((each) => read(path.join(where, each))).join('\n\n') };
  });
};

/** What the program was itself bundled from, by its source map. Of those it carries no licence, so that within.json names it. */
const within = () => {
  const named = readJson(path.join(HERE, 'within.json'));
  const found = new Map();
  for (const source of readJson(path.join(CMS, 'dist', 'sveltia-cms.mjs.map')).sources) {
    const [, version, name] = /node_modules\/\.pnpm\/(?:@[^/+]+\+)?[^@/]+@([^_/(]+)[^/]*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source) ?? [];
    if (name) found.set(name, version);
  }
  const wrong = [...found.keys()].filter((name) => !(name in named)).concat(Object.keys(named).filter((name) => !found.has(name)));
  if (wrong.length) throw new Error(`editor/within.json and @sveltia/cms differ: ${wrong.join(', ')}`);
  return [...found].map(([name, version]) => ({ name, version, license: named[name] }));
};

const fonts = () =>
  FONTS.map((name) => {
    const text = read(path.join(CMS, 'npm', 'assets', `${name}.LICENSE.txt`));
    const license = /apache/i.test(text) ? 'Apache-2.0' : /open font license/i.test(text) ? 'OFL-1.1' : undefined;
    if (!license) throw new Error(`the font ${name} says nothing of its licence`);
    return { name: `font ${name}`, version: path.basename(asset(name, '.woff2'), '.woff2').split('-').at(-1), license, text };
  });

const own = bundled();
const packages = [...own, ...within().filter(({ name }) => own.every((each) => each.name !== name)), ...fonts()].sort((one, other) => (one.name < other.name ? -1 : 1));
writeFileSync(path.join(out, 'packages.json'), `${JSON.stringify(packages, null, 1)}\n`);
if (!existsSync(path.join(out, 'editor.js'))) throw new Error('there is no bundle');
