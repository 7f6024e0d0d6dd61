// Does with files what the editor does at 'save': for each line on stdin, a list of cases as JSON, it writes a line of answers.
// A case has the text of a file, the fields of its form and what somebody filled in; without that the file is only read. With the name
// of its kind, `lists` and `shared` of the settings are put with what is read.

import { createInterface } from 'node:readline';
import { madeFor } from './src/choices.js';
import { documentFormat, held, registerFormat } from './src/formats.js';

const answer = ({ kind, text, fields, data, name, lists = {}, shared = {} }) => {
  try {
    const { fromFile, toFile } = (kind === 'document' ? documentFormat : registerFormat)(fields, madeFor(lists, shared, { name, fields }));
    return { made: data === undefined ? fromFile(text) : toFile({ ...data, bron: held(text) }) };
  } catch (error) {
    return { refused: error.message };
  }
};

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  process.stdout.write(`${JSON.stringify(JSON.parse(line).map(answer))}\n`);
}
