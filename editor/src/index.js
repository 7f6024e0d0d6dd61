// The editor for a browser: the program, our two kinds of file, and Dutch.

import './dutch.js';
import CMS from '@sveltia/cms';
import { parse } from 'yaml';
import { madeFields, madeFor } from './choices.js';
import { documentFormat, registerFormat } from './formats.js';

const FORMATS = { yaml: registerFormat, md: documentFormat };

const start = async () => {
  const answer = await fetch('config.yml', { cache: 'no-cache' });
  const { lists, shared = {}, ...config } = parse(await answer.text());
  for (const kind of config.collections.flatMap((collection) => collection.files ?? [collection])) {
    const ending = kind.extension ?? kind.file.split('.').at(-1);
    const { fromFile, toFile } = FORMATS[ending](kind.fields, madeFor(lists, shared, kind));
    CMS.registerCustomFormat(kind.format, ending, { fromFile, toFile });
    kind.fields.push(...madeFields(lists, kind.name));
  }
  await CMS.init({ config: { ...config, load_config_file: false } });
};

start();
