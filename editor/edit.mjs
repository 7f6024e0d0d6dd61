// Does with files what the editor does at 'save': for each line on stdin, a list of cases as JSON, it writes a line of answers.
// A case has the text of a file, the fields of its form and what somebody filled in; without that the file is only read.

import { createInterface } from 'node:readline';
import { documentFormat, held, registerFormat } from './src/formats.js';

const answer = ({ kind, text, fields, data }) => {
  try {
    const { fromFile, toFile } = (kind === 'document' ? documentFormat : registerFormat)(fields);
    return { made: data === undefined ? fromFile(text) : toFile({ ...data, bron: held(text) }) };
  } catch (error) {
    return { refused: error.message };
  }
};

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  process.stdout.write(`${JSON.stringify(JSON.parse(line).map(answer))}\n`);
}
